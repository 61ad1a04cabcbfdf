import { formatLocation } from '../../src/model/location.js';
import type { AppDifference, AppSetupChange, Diff, DiffSide } from '../../src/diff/diff.js';
import type { FindingDifference } from '../../src/diff/findings.js';
import type { SettingDifference } from '../../src/diff/settings.js';
import { settingNameText, settingValueText } from '../../src/report/digest/index.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';

/** `1 app changed, 2 new; findings: 1 new, 2 gone`. */
export function diffSummaryText({ summary, apps, org }: Diff): string {
  const found = countedParts(summary.findings);
  const changed = countedParts(summary.apps);
  const texts = [
    ...(apps.length > 0 ? [`apps: ${changed}`] : []),
    ...(org.length > 0 ? [`settings of the org: ${counted(org.length, 'difference')}`] : []),
    ...(found === '' ? [] : [`findings: ${found}`]),
  ];
  return texts.length === 0 ? 'no differences' : texts.join('; ');
}

function countedParts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

/** `before → after`. */
export function settingDifferenceText(
  { setting, before, after }: SettingDifference,
  kind?: AppDifference['kind'],
): string {
  return `${settingNameText(setting, kind)} (${setting}): ${settingValueText(before)} → ${settingValueText(after)}`;
}

/** Where one side says it; empty where nothing says where. */
export function sidePlace({ location }: SettingDifference['before']): string {
  return location ? plainText(formatLocation(location)) : '';
}

/** A side by what the user called it: `force-app (folder)`. */
export function sideText({ id, kind }: DiffSide): string {
  return `${plainText(id)} (${kind})`;
}

/** The source that has a finding, or had it. */
export function sideOfFinding(
  { change }: Pick<FindingDifference, 'change'>,
  { before, after }: Pick<Diff, 'before' | 'after'>,
): string {
  return change === 'gone' ? before.id : after.id;
}

/** `2026-11-20 10:00 by admin@acme.test in org/prod: Connected Apps: …`. */
export function setupChangeText(
  { at, by, what, side }: AppSetupChange,
  diff: Pick<Diff, 'before' | 'after'>,
): string {
  const who = by === '' ? 'Salesforce' : plainText(by);
  return `${plainText(at.slice(0, 16).replace('T', ' '))} by ${who} in ${plainText(diff[side].id)}: ${plainText(what)}`;
}

/** `force-app/…:9:21 → org/prod/…:9:21`, or nothing where neither side has a place. */
export function placesText({ before, after }: SettingDifference): string {
  const places = [before, after].map(sidePlace);
  return places.some((one) => one !== '') ? places.map((one) => one || '–').join(' → ') : '';
}

/** `flows/pkce-required: … (because of pkceRequired)`. */
export function findingDiffText({
  rule,
  message,
  because,
  was,
  change,
}: FindingDifference): string {
  const why = because.length > 0 ? ` (because of ${because.join(', ')})` : '';
  const before = change === 'worse' || change === 'better' ? `, was ${was}` : '';
  return `${rule}${before}: ${plainText(message)}${why}`;
}

/** What became of an app. */
export function changeText({ change, from, to }: AppDifference): string {
  if (change === 'turned') return `turned from ${plainText(from ?? '')}`;
  if (from !== undefined && to !== undefined)
    return `${change}${change === 'moved' ? '' : ', moved'} from ${plainText(from)} to ${plainText(to)}`;
  return change;
}
