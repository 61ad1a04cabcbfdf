import type { Evidence, Excuse, Result, Suppression, Unexcused } from '../../src/report/verdict.js';
import { jsonText } from '../plain-text.js';
import { layOut } from './lay-out.js';
import { locationData, locationText, type Quote } from './place.js';

export function resultText(result: Result, quote: Quote): string {
  const { rule, app, verdict, severity, message, fingerprint, excusedBy } = result;
  const evidence = result.evidence.map((one) => `\n        ${jsonText(evidenceData(one))}`);
  const lines = [
    `"rule": ${quote(rule)}`,
    `"app": ${quote(app)}`,
    `"verdict": "${verdict}"`,
    `"severity": "${severity}"`,
    `"message": ${jsonText(message)}`,
    `"location": ${locationText(result.location, quote)}`,
    `"evidence": [${evidence.join()}${evidence.length > 0 ? '\n      ' : ''}]`,
    `"fingerprint": "${fingerprint}"`,
  ];
  if (result.about) lines.push(`"about": "${result.about}"`);
  if (excusedBy) lines.push(`"excusedBy": ${layOut(excuseData(excusedBy), 1, '      ')}`);
  if (result.demandedBy)
    lines.push(`"demandedBy": ${layOut(excuseData(result.demandedBy), 1, '      ')}`);
  if (result.originalSeverity) lines.push(`"originalSeverity": "${result.originalSeverity}"`);
  if (result.suppressed) lines.push(`"suppressed": ${suppressionText(result.suppressed)}`);
  if (result.baselined) lines.push('"baselined": true');
  return `{\n      ${lines.join(',\n      ')}\n    }`;
}

function evidenceData(evidence: Evidence): object {
  const { setting, found, items, missing, expected, operator, value, placeholder } = evidence;
  const location = locationData(evidence.location);
  return { setting, found, items, missing, expected, operator, value, location, placeholder };
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
