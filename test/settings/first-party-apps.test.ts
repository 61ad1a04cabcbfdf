import { expect, test } from 'vitest';
import { publisherOf } from '../../src/inventory/row.js';
import type { ReportApp } from '../../src/report/report.js';
import {
  firstPartyLabels,
  firstPartySources,
  isFirstPartyApp,
} from '../../src/settings/salesforce-apps.js';

test.each([
  ['Dataloader Bulk', '', true],
  [' salesforce cli ', '', true],
  ['Data Loader', '', false],
  ['Salesforce CLI (Acme)', '', false],
  ['Anything', 'sf_chttr_apps', true],
  ['Salesforce CLI', 'acme', false],
])('%j of namespace %j: %s', (label, namespace, expected) => {
  expect(isFirstPartyApp(label, namespace)).toBe(expected);
});

test('no label is listed twice', () => {
  expect(new Set(firstPartyLabels.map((label) => label.toLowerCase())).size).toBe(
    firstPartyLabels.length,
  );
});

interface Said {
  readonly apiName?: string;
  readonly seenIn: string;
  readonly ownedHere?: boolean;
}

function app({ apiName = 'Salesforce_CLI', ...said }: Said): ReportApp {
  const settings = Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, { state: 'known', value }]),
  );
  return { apiName, label: 'Salesforce CLI', settings } as unknown as ReportApp;
}

test.each<readonly [string, Said, string | null]>([
  ['that users let in', { seenIn: 'tokens' }, 'salesforce'],
  ['that is installed', { seenIn: 'rows', ownedHere: false }, 'salesforce'],
  ['of a package of somebody else', { seenIn: 'rows', apiName: 'acme__Salesforce_CLI' }, null],
  ['that was made here', { seenIn: 'rows', ownedHere: true }, 'own'],
  ['whose file is in a repository', { seenIn: 'metadata' }, null],
])('the publisher of an app of that name %s', (_, said, expected) => {
  expect(publisherOf(app(said))).toBe(expected);
});

test('the table says where it comes from, and when it was read', () => {
  expect(firstPartySources.length).toBeGreaterThan(0);
  for (const { title, url, read } of firstPartySources) {
    expect(title).not.toBe('');
    expect(url).toMatch(/^https:\/\//);
    expect(read).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});
