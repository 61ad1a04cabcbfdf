import { jsonText } from '../../src/report/text/plain-text.js';
import { formatRange, isSamePlace, type Location } from '../../src/model/location.js';
import type { Report, NearVendor, ReportApp, VendorMatch } from '../../src/report/report.js';
import {
  settingNames,
  type Holder,
  type Setting,
  type Digest,
} from '../../src/report/digest/index.js';
import { keptOr } from '../../src/model/once-for.js';
import {
  type Excusing,
  verdicts,
  type Evidence,
  type Excuse,
  type FixText,
  type Result,
  type Suppression,
  type Unexcused,
} from '../../src/report/verdict.js';

/**
 * Opens `levels` levels of a value over lines, and writes what is deeper, or holds only plain values, on one line:
 * one thing a line is what people search and compare, at a third of the size.
 */
export function layOut(value: unknown, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null || isFlat(value)) {
    return jsonText(value);
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + layOut(item, levels - 1, inner));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
    item === undefined ? [] : [`${inner}"${key}": ${layOut(item, levels - 1, inner)}`],
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isFlat(value: object): boolean {
  return Object.values(value).every((item) => typeof item !== 'object');
}

/** A text as JSON. */
type Quote = (text: string) => string;

function locationText(location: Location, quote: Quote): string {
  const { file, startLine, startColumn, endLine, endColumn } = location;
  return `{"file":${quote(file)},"startLine":${startLine},"startColumn":${startColumn},"endLine":${endLine},"endColumn":${endColumn}}`;
}

export function locationData(location: Location | undefined): Location | undefined {
  if (location === undefined) return undefined;
  const { file, startLine, startColumn, endLine, endColumn } = location;
  return { file, startLine, startColumn, endLine, endColumn };
}

/** What a report says of the texts of files. */
export type QuotedTexts = Pick<Report, 'lineHashes' | 'snippets'>;

/** GitHub's hash of the line at which a place starts. */
export function lineHashAt(
  { file, startLine }: Location,
  { lineHashes }: QuotedTexts,
): string | undefined {
  return lineHashes.get(`${file}:${startLine}`);
}

/** The text at a place. */
function snippetAt(location: Location | undefined, { snippets }: QuotedTexts): string | undefined {
  return location && snippets?.get(formatRange(location));
}

/** An app with its settings one a line; 5,000 apps have more than half a million of them, so they take no detour. */
export function appJsonText(app: ReportApp, quote: Quote, withUsers: boolean): string {
  const head = layOut(appJsonData(app, withUsers), 2, '    ').slice(0, -'\n    }'.length);
  // What stands at a place of its own is one of many: all settings of a missing file are one object.
  const known = new Map<object, string>();
  const place = (location: Location): string =>
    keptOr(known, location, () => locationText(location, quote));
  const write = (setting: Setting): string => settingText(setting, { quote, place });
  const lines = settingKeys.map(([name, key]) => key + keptOr(known, app.settings[name], write));
  return `${head},\n      "settings": {\n${lines.join(',\n')}\n      }\n    }`;
}

const settingKeys = settingNames.map((name) => [name, `        "${name}": `] as const);

/** How the texts and the places of one app are written. */
interface Write {
  readonly quote: Quote;
  readonly place: (location: Location) => string;
}

function appJsonData(app: ReportApp, withUsers: boolean): object {
  const { id, kind, apiName, label, source, folder, files, consumerKeyDigest } = app;
  return {
    id,
    kind,
    apiName,
    label,
    source,
    folder,
    files,
    location: locationData(app.location),
    owner: app.owner,
    ...(consumerKeyDigest !== undefined && { consumerKeyDigest }),
    vendors: app.vendors.map(vendorData),
    ...usedByData(app),
    ...(withUsers && app.holders && { holders: app.holders.map(holderData) }),
    ...(app.nearestVendors && { nearestVendors: app.nearestVendors.map(nearData) }),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, app.counts[verdict]])),
  };
}

/** What uses the app, where somebody looked: the entries of the setting `usedBy`, taken apart. */
function usedByData({ settings: { usedBy } }: ReportApp): object {
  if (usedBy.state === 'unknown') return {};
  const { value, itemLocations = [] } = usedBy;
  return {
    usedBy: value.map((entry, at) => {
      const colon = entry.indexOf(':');
      const location = itemLocations[at];
      return {
        kind: entry.slice(0, colon),
        name: entry.slice(colon + 1),
        ...(location && { location: locationData(location) }),
      };
    }),
  };
}

function holderData({ user, name, tokens, created, lastUse, access }: Holder): Holder {
  return { user, name, tokens, created, lastUse, access };
}

function nearData({ ruleset, because }: NearVendor): NearVendor {
  return { ruleset, because };
}

function vendorData({ ruleset, because, parameters, excuses }: VendorMatch): object {
  const names = Object.keys(parameters).toSorted();
  return {
    ruleset,
    because,
    parameters: Object.fromEntries(names.map((name) => [name, parameters[name]])),
    ...(excuses && { excuses: excusingData(excuses) }),
  };
}

function excusingData(excuses: Excusing): object {
  return 'location' in excuses
    ? { by: excuses.by, location: locationData(excuses.location) }
    : excuses;
}

// Written by hand: objects made only for JSON.stringify would take three times as long.
function settingText(setting: Setting, { quote, place }: Write): string {
  // What is not there stands nowhere; where it should stand is in the results.
  if (setting.state === 'unknown') return `{"state":"unknown","reason":${quote(setting.reason)}}`;
  const { value, origin, location, itemLocations: places, placeholder } = setting;
  const written = typeof value === 'boolean' ? String(value) : jsonText(value);
  const at = location ? `,"location":${place(location)}` : '';
  const items = places ? `,"itemLocations":[${places.map(place).join()}]` : '';
  const mark = placeholder ? ',"placeholder":true' : '';
  return `{"state":"known","value":${written},"origin":"${origin}"${at}${items}${mark}}`;
}

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
