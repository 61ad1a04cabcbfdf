// Clues that are too wide recognise somebody else's app, and excuse its weaknesses. One row, one app.
import { beforeAll, expect, test } from 'vitest';
import { loadOperators } from '../../src/conditions/evaluate.js';
import type { Ruleset } from '../../src/model/ruleset.js';
import { definitionOf } from '../../src/settings/settings.js';
import { loadRuleset } from '../../src/rulesets/load.js';
import { matchVendor } from '../../src/rulesets/match.js';
import { facts } from './rulesets.js';
import { ruleFiles } from './shipped-files.js';

const vendors: Ruleset[] = [];

beforeAll(async () => {
  for (const [file, text] of ruleFiles().filter(([name]) => name.includes('vendors/'))) {
    const loaded = await loadRuleset(text, file);
    if ('ruleset' in loaded) vendors.push(loaded.ruleset);
  }
  await loadOperators(vendors.flatMap(({ match }) => match ?? []));
}, 60_000);

const other = {
  kind: 'connectedApp',
  jwtBearerFlow: false,
  callbackHosts: ['app.acme.com'],
  callbackUrls: ['https://app.acme.com/cb'],
  scopes: ['api', 'refresh_token'],
} as const;

test.each([
  ['BigQuery', {}, ['vendors/google-bigquery-data-transfer']],
  ['Google BigQuery Transfer', {}, ['vendors/google-bigquery-data-transfer']],
  ['BigQuery', { kind: 'externalClientApp' }, []],
  ['Orders to BigQuery', {}, []],
  ['Palo Alto Networks SSPM', {}, ['vendors/palo-alto-sspm']],
  ['Palo Alto Office Visitors', {}, []],
  ['MuleSoft Orders', {}, ['vendors/mulesoft-salesforce-connector']],
  ['MuleSoft Orders', { jwtBearerFlow: true }, []],
] as const)('%s %j', (label, more, expected) => {
  const app = facts({ ...other, label, apiName: label.replaceAll(' ', '_'), ...more });
  const found = vendors.flatMap((vendor) => matchVendor(vendor, app)?.ruleset ?? []);
  expect(found).toEqual(expected);
});

test("what a guide calls a field is said only where Setup's word is another", () => {
  const rules = vendors.flatMap((vendor) => vendor.rules).filter(({ label }) => label);
  expect(rules.length).toBeGreaterThan(8);
  for (const { id, label, require } of rules) {
    const name = 'fact' in require ? definitionOf(require.fact as 'label').label : '';
    expect(label, id).not.toBe(name);
  }
});
