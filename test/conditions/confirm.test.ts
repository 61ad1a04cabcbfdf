// What json-rules-engine is asked to prove, and how often.
import { describe, expect, test } from 'vitest';
import { confirmFailure, createConfirmation } from '../../src/conditions/confirm.js';
import type { FactLookup } from '../../src/conditions/evaluate.js';
import type { Failed } from '../../src/conditions/evaluate-rule.js';
import type { Condition } from '../../src/model/ruleset.js';
import type { SettingValue } from '../../src/settings/settings.js';
import { factsOf, ruleOf } from './facts.js';

const off: Condition = { fact: 'pkceRequired', operator: 'equal', value: false };
const rule = ruleOf({ require: { not: off } });

function failed(condition: Condition, facts: FactLookup): Failed {
  return { verdict: 'fail', evidence: [], proofs: [{ condition, facts }] };
}

type Facts = Readonly<Record<string, SettingValue | undefined>>;
const known: Facts = {
  pkceRequired: false,
  scopes: ['api', 'full'],
  label: 'Atlas',
  apiName: 'Atlas',
  certificateExpires: '2026-11-20',
};

describe('confirmed is', () => {
  test.each<readonly [string, Condition]>([
    ['a leaf by itself', off],
    ['all', { all: [off, { fact: 'label', operator: 'equal', value: 'Atlas' }] }],
    ['any', { any: [{ not: off }, off] }],
    ['not', { not: { not: off } }],
    ['an operator of our own', { fact: 'scopes', operator: 'containsAny', value: ['full'] }],
    [
      'one that looks at today',
      { fact: 'certificateExpires', operator: 'beforeToday', value: true },
    ],
    ['a comparison of two facts', { fact: 'label', operator: 'equal', value: { fact: 'apiName' } }],
  ])('%s', async (_, condition) => {
    await expect(confirmFailure(rule, failed(condition, factsOf(known)))).resolves.toBeUndefined();
    await expect(confirmFailure(rule, failed({ not: condition }, factsOf(known)))).rejects.toThrow(
      'test/rule fails by our evaluation',
    );
  });

  test('each proof, with the one that is wrong in the error', async () => {
    const right = { condition: off, facts: factsOf(known) };
    const wrong = { condition: off, facts: factsOf({ pkceRequired: true }) };
    const both: Failed = { verdict: 'fail', evidence: [], proofs: [right, wrong] };
    await expect(confirmFailure(rule, both)).rejects.toThrow(
      `test/rule fails by our evaluation and does not by json-rules-engine's: ${JSON.stringify(off)}`,
    );
  });

  test('nothing that an operator on dates decides without a day', async () => {
    const dated = { fact: 'certificateExpires', operator: 'beforeToday', value: true };
    const facts = factsOf({ ...known, today: undefined });
    await expect(confirmFailure(rule, failed(dated, facts))).rejects.toThrow("today's date");
  });
});

describe('the same failure', () => {
  /** How often each of some failures made json-rules-engine run: each run asks for the day once. */
  async function runs(...asked: readonly (readonly [string, Facts])[]): Promise<readonly number[]> {
    const { confirm } = createConfirmation();
    const counts: number[] = [];
    for (const [id, values] of asked) {
      let days = 0;
      const facts: FactLookup = (name) => {
        if (name === 'today') days += 1;
        return factsOf(values)(name);
      };
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what is tested
      await confirm(ruleOf({ id, require: { not: off } }), failed(off, facts));
      counts.push(days);
    }
    return counts;
  }

  test('is confirmed once, by rule and by the values that decide', async () => {
    const scopes = { ...known, scopes: ['web'] };
    expect(await runs(['a', known], ['a', known], ['b', known], ['a', scopes])).toEqual([
      1, 0, 1, 0,
    ]);
  });

  test('with another value is another one', async () => {
    const { confirm } = createConfirmation();
    const leaf: Condition = { fact: 'label', operator: 'in', value: ['Atlas', 'Orders'] };
    await confirm(rule, failed(leaf, factsOf(known)));
    await expect(confirm(rule, failed(leaf, factsOf({ label: 'x' })))).rejects.toThrow(
      'fails by our',
    );
    await expect(confirm(rule, failed(leaf, factsOf({})))).rejects.toThrow('Undefined fact');
    await expect(confirm(rule, failed({ not: leaf }, factsOf(known)))).rejects.toThrow(
      'fails by our',
    );
  });

  test('is asked again where it was not confirmed', async () => {
    const { confirm } = createConfirmation();
    const wrong = failed(off, factsOf({ pkceRequired: true }));
    await expect(confirm(rule, wrong)).rejects.toThrow('fails by our');
    await expect(confirm(rule, wrong)).rejects.toThrow('fails by our');
  });

  test('of several proofs is told by all of them', async () => {
    const { confirm } = createConfirmation();
    const [right, wrong] = [factsOf(known), factsOf({ pkceRequired: true })];
    const proofs = (...facts: readonly FactLookup[]): Failed => ({
      verdict: 'fail',
      evidence: [],
      proofs: facts.map((one) => ({ condition: off, facts: one })),
    });
    await confirm(rule, proofs(right));
    await expect(confirm(rule, proofs(right, wrong))).rejects.toThrow('fails by our');
  });
});
