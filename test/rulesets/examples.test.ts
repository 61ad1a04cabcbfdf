// Every example of every shipped rule comes out as it says, and every rule shows how to pass and how to fail.
import { describe, expect, test } from 'vitest';
import { runExamples } from '../../src/rulesets/examples.js';
import { loadRuleset } from '../../src/rulesets/load.js';
import { formatDiagnostic } from '../../src/model/user-error.js';
import { head, leaf, load } from './rulesets.js';
import { ruleFiles } from './shipped-files.js';

describe.each(ruleFiles())('%s', async (file, text) => {
  const loaded = await loadRuleset(text, file);
  const rules = 'ruleset' in loaded ? loaded.ruleset.rules : [];

  test('has no mistakes', () => {
    expect('diagnostics' in loaded ? loaded.diagnostics.map(formatDiagnostic) : []).toEqual([]);
  });

  test('its examples come out as they say', async () => {
    const failures = 'ruleset' in loaded ? await runExamples(loaded.ruleset) : [];
    expect(failures).toEqual([]);
  });

  test.each(['pass', 'fail'])('every rule has an example that should %s', (verdict) => {
    const without = rules.filter(
      ({ examples }) => !examples.some((one) => one.verdict === verdict),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test("a vendor's rule that is not for every app shows for which it is not", () => {
    const without = rules
      .filter(({ id, when, unless }) => id.startsWith('vendors/') && (when || unless))
      .filter(({ examples }) => !examples.some(({ verdict }) => verdict === 'notApplicable'));
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

test('an example that comes out otherwise is told', async () => {
  const ruleset = await load(`${head}parameters: { env: { values: [a] } }
rules:
  - id: one
    require: ${leaf}
    examples:
      - { settings: { pkceRequired: true }, verdict: pass }
      - { title: said otherwise, settings: { pkceRequired: false }, verdict: pass }
      - { settings: {}, verdict: open }
  - id: two
    require: { fact: certificateExpires, operator: beforeToday }
    examples:
      - { settings: { certificateExpires: 2026-11-20 }, verdict: pass }
      - { settings: { certificateExpires: 2026-11-20, today: 2026-11-19 }, verdict: fail }
`);
  expect(await runExamples(ruleset)).toEqual([
    {
      rule: 'acme/one',
      index: 1,
      title: 'said otherwise',
      expected: 'pass',
      found: 'fail',
      message: expect.stringContaining('is off'),
    },
  ]);
});

test('parameters of an example are used', async () => {
  const ruleset = await load(`${head}parameters: { hosts: { list: true } }
rules:
  - id: one
    require: { fact: callbackHosts, operator: containsAll, value: ["\${hosts}"] }
    examples:
      - { settings: { callbackHosts: [a, b] }, parameters: { hosts: [a, b] }, verdict: pass }
      - { settings: { callbackHosts: [a] }, parameters: { hosts: [a, b] }, verdict: fail }
      - { settings: { callbackHosts: [a] }, verdict: open }
`);
  expect(await runExamples(ruleset)).toEqual([]);
});
