// rules/references.data.yaml is checked when the rules are built.
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/model/user-error.js';
import { loadReferences } from '../../src/rulesets/data-files.js';
import { referenceCalled, shippedReferences } from '../../src/rulesets/references.js';
import { load, rules, vendorHead } from './rulesets.js';

const file = 'references.data.yaml';
const entry = (id: string): string => `- id: ${id}
  vendor: Acme
  product: Sync
  sources: [{ title: Guide, url: 'https://acme.example/guide', read: 2026-11-30 }]
  asks: A user.
`;
const rulesets = [await load(`${vendorHead}${rules}`)];
const [{ id: taken } = { id: '' }] = rulesets;

test('what is sound is loaded', () => {
  expect(loadReferences(entry('vendors/acme-other'), file, rulesets)).toEqual({
    references: [
      {
        id: 'vendors/acme-other',
        vendor: 'Acme',
        product: 'Sync',
        sources: [{ title: 'Guide', url: 'https://acme.example/guide', read: '2026-11-30' }],
        asks: 'A user.',
      },
    ],
  });
});

test.each([
  ['a guide with a ruleset', entry(taken), `1:7: "${taken}" has a ruleset`],
  ['twice', entry('vendors/a') + entry('vendors/a'), '6:7: "vendors/a" is in the list twice'],
  ['an id of no vendor', entry('flows'), '1:7: expected an id such as vendors/fullcast'],
  ['no word of what it asks', entry('vendors/a').replace(/ {2}asks.*\n/, ''), 'asks'],
  ['an unknown key', `${entry('vendors/a')}  rules: []\n`, 'rules'],
])('%s is a mistake', (_, text, told) => {
  const loaded = loadReferences(text, file, rulesets);
  const found = 'diagnostics' in loaded ? loaded.diagnostics.map(formatDiagnostic) : [];
  expect(found.join('\n')).toContain(told);
});

test('a shipped reference is found by its id or its name', async () => {
  expect((await shippedReferences()).length).toBeGreaterThan(0);
  expect((await referenceCalled('rapid7-insightidr'))?.vendor).toBe('Rapid7');
  expect((await referenceCalled('vendors/rapid7-insightidr'))?.vendor).toBe('Rapid7');
  expect(await referenceCalled('fullcast')).toBeUndefined();
});
