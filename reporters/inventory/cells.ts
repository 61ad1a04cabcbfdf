// What every format says of an app, in words.
import type {
  InventoryApp,
  NextDeadline,
  ComparedApp,
  Inventory,
} from '../../src/report/inventory.js';
import { kindTitles } from '../../src/report/text/words.js';
import type { Setting } from '../../src/report/digest/index.js';
import { plainText } from '../../src/report/text/plain-text.js';

/** The day of a deadline, or the release where Salesforce names no day. */
export function deadlineText(next: NextDeadline | null): string {
  return next?.date ?? next?.release ?? '';
}

/** Where an app is: the alias of its org, else its source. */
export function orgOrSource({ org, source }: Pick<InventoryApp, 'org' | 'source'>): string {
  return org ?? source;
}

export function kindText({ kind }: Pick<InventoryApp, 'kind'>): string {
  return kindTitles[kind];
}

/** The words of the contract, spelled out. */
export const publisherTexts = {
  own: 'own',
  other: "another org's",
  salesforce: 'Salesforce',
} as const;

export const migrationTexts = {
  ready: 'ready',
  blocked: 'blocked',
  loses: 'loses something',
  notYours: 'not yours',
} as const;

/** `yes`, `no`, or nothing where it is not known. */
export function yesNo(value: boolean | null): string {
  if (value === null) return '';
  return value ? 'yes' : 'no';
}

export function cellText(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

// Apps of one name in several sources, with the settings that differ.

/** A line for each app, and one for each setting that differs; empty without `--compare`. */
export function comparedLines({ compare }: Inventory): readonly string[] {
  if (!compare) return [];
  if (compare.length === 0) return ['Compared: no app is in several sources.'];
  return compare.flatMap((app) => [
    comparedHeading(app),
    ...app.settings.map((one) => settingLine(one)),
  ]);
}

export function comparedHeading({ kind, apiName, settings }: ComparedApp): string {
  const name = `${kindTitles[kind]} ${plainText(apiName)}`;
  return settings.length === 0
    ? `${name}: the same settings everywhere`
    : `${name}: ${settings.length === 1 ? '1 setting differs' : `${settings.length} settings differ`}`;
}

function settingLine({ setting, values }: ComparedApp['settings'][number]): string {
  const parts = Object.entries(values).map(
    ([source, value]) => `${plainText(source)} ${comparedValueText(value)}`,
  );
  return `- ${setting}: ${parts.join('; ')}`;
}

/** A value as text; `unknown` where a source does not tell it. */
export function comparedValueText(found: Setting): string {
  if (found.state === 'unknown') return 'unknown';
  const { value } = found;
  if (typeof value !== 'object') return value === '' ? 'empty' : plainText(String(value));
  return value.length === 0 ? 'none' : value.map(plainText).join(', ');
}
