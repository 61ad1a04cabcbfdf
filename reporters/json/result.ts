import type { Digest } from '../../src/report/digest/index.js';
import { compareLocations, type Location } from '../../src/model/location.js';
import type {
  Evidence,
  Excuse,
  FixText,
  Result,
  Suppression,
  Unexcused,
} from '../../src/report/verdict.js';
import { jsonText } from '../../src/report/text/plain-text.js';
import {
  layOut,
  lineHashAt,
  locationData,
  locationText,
  snippetAt,
  type Quote,
  type QuotedTexts,
} from './lay-out.js';

export function resultText(result: Result, quote: Quote, digest: Digest): string {
  const quotes: QuotedTexts = digest.report;
  const { rule, app, verdict, severity, message, fingerprint, excusedBy } = result;
  const evidence = result.evidence.map((one) => `\n        ${jsonText(evidenceData(one, quotes))}`);
  const lines = [
    `"rule": ${quote(rule)}`,
    `"app": ${quote(app)}`,
    `"verdict": "${verdict}"`,
    `"severity": "${severity}"`,
    ...(result.level === undefined ? [] : [`"level": "${result.level}"`]),
    `"message": ${jsonText(message)}`,
    `"location": ${locationText(result.location, quote)}`,
    `"evidence": [${evidence.join()}${evidence.length > 0 ? '\n      ' : ''}]`,
    `"fingerprint": "${fingerprint}"`,
  ];
  if (result.fix) lines.push(`"fix": ${fixText(result.fix, quote)}`);
  if (result.echo !== undefined) lines.push(`"echo": ${quote(result.echo)}`);
  lines.push(...quoteLines(result, quotes, quote));
  if (result.about) lines.push(`"about": "${result.about}"`);
  if (excusedBy) lines.push(`"excusedBy": ${layOut(excuseData(excusedBy), 1, '      ')}`);
  if (result.demandedBy)
    lines.push(`"demandedBy": ${layOut(excuseData(result.demandedBy), 1, '      ')}`);
  if (result.originalSeverity) lines.push(`"originalSeverity": "${result.originalSeverity}"`);
  if (result.suppressed) lines.push(`"suppressed": ${suppressionText(result.suppressed)}`);
  if (result.baselined) lines.push('"baselined": true');
  lines.push(...dutyLines(result, digest));
  return `{\n      ${lines.join(',\n      ')}\n    }`;
}

/** Of what fails: who answers for it, until when, and the day of the first report that has it; as far as it is known. */
function dutyLines(result: Result, digest: Digest): readonly string[] {
  if (result.verdict !== 'fail' || result.echo !== undefined) return [];
  const facts = { ...digest.duty(result), since: digest.since(result) };
  return Object.entries(facts).flatMap(([name, text]) =>
    text ? [`"${name}": ${jsonText(text)}`] : [],
  );
}

/** Equal fixes are quoted once. */
function fixText({ setup, files }: FixText, quote: Quote): string {
  const inFiles = files === undefined ? '' : `, "files": ${quote(files)}`;
  return `{ "setup": ${quote(setup)}${inFiles} }`;
}

/** What merged SARIF needs of the file: the hash of the line, and the text where no evidence quotes the same place. */
function quoteLines(
  { location, evidence }: Result,
  quotes: QuotedTexts,
  quote: Quote,
): readonly string[] {
  const lineHash = lineHashAt(location, quotes);
  const isQuoted = evidence.some((one) => one.location && isSamePlace(one.location, location));
  const snippet = isQuoted ? undefined : snippetAt(location, quotes);
  return [
    ...(lineHash === undefined ? [] : [`"lineHash": "${lineHash}"`]),
    ...(snippet === undefined ? [] : [`"snippet": ${quote(snippet)}`]),
  ];
}

function isSamePlace(a: Location, b: Location): boolean {
  return compareLocations(a, b) === 0 && a.endLine === b.endLine && a.endColumn === b.endColumn;
}

function evidenceData(evidence: Evidence, quotes: QuotedTexts): object {
  const { setting, found, items, missing, expected, operator, value, placeholder } = evidence;
  const location = locationData(evidence.location);
  const snippet = snippetAt(evidence.location, quotes);
  return {
    setting,
    found,
    items,
    missing,
    expected,
    operator,
    value,
    location,
    snippet,
    placeholder,
  };
}

/** What a guide demands against a standard rule, be it excused or not. */
export function excuseData(excuse: Excuse | Unexcused): object {
  const { ruleset, rule } = excuse;
  const { title, url, place, updated, read } = excuse.source ?? {};
  const source = excuse.source && { title, url, place, updated, read };
  if ('notExcusedBecause' in excuse)
    return { ruleset, rule, source, notExcusedBecause: excuse.notExcusedBecause };
  const { alternative, by } = excuse;
  return { ruleset, rule, source, alternative, by, location: locationData(excuse.location) };
}

function suppressionText({ reason, owner, expires, location }: Suppression): string {
  return layOut({ reason, owner, expires, location: locationData(location) }, 1, '      ');
}
