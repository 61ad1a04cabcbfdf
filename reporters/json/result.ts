import type { Evidence, Excuse, Result, Suppression } from '../../src/model/verdict.js';
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

export function excuseData({ ruleset, rule, source, alternative }: Excuse): object {
  if (source === undefined) return { ruleset, rule, alternative };
  const { title, url, place, updated, read } = source;
  return { ruleset, rule, source: { title, url, place, updated, read }, alternative };
}

function suppressionText({ reason, owner, expires, location }: Suppression): string {
  return layOut({ reason, owner, expires, location: locationData(location) }, 1, '      ');
}
