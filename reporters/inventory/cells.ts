// What every format says of an app, in words.
import type { InventoryApp, NextDeadline } from '../../src/report/inventory.js';
import { kindTitles } from '../../src/report/text/words.js';

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
