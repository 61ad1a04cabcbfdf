// Every shipped standard rule has a row that says what may be done in files; no row is about a rule that is not there.
import { describe, expect, test } from 'vitest';
import { fixRowOf, rulesWithRow } from '../../src/fix/rows.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

const standard = shippedRulesets
  .filter(({ kind }) => kind === 'standard')
  .flatMap(({ rules }) => rules.map(({ id }) => id));

test('every standard rule has a row', () => {
  expect(standard.filter((id) => fixRowOf(id) === undefined)).toEqual([]);
});

test('every row is about a rule', () => {
  const known = new Set([...standard, 'vendors/conflicting-demands']);
  expect(rulesWithRow.filter((id) => !known.has(id))).toEqual([]);
});

describe.each(rulesWithRow)('%s', (id) => {
  const row = fixRowOf(id);
  test('says what breaks where something can, and what a person gives where one has to', () => {
    if (row?.class === 'risky') expect(row.breaks).toMatch(/\w/);
    if (row?.class === 'safe') expect(row.breaks).toBeUndefined();
    if (row?.class === 'input') expect(row.input?.what).toMatch(/\w/);
    if (row?.class === 'decide' || row?.class === 'setup') expect(row.told).toBe(true);
    expect(row).toBeDefined();
  });
});
