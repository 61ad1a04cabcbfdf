import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decisionOf, evaluate, holds, type Truth } from '../../src/conditions/evaluate.js';
import { leavesOf, readsOf } from '../../src/conditions/tree.js';
import { decisiveEvidence } from '../../src/conditions/evaluate-rule.js';
import { checkOperator, factTypeOf, operators } from '../../src/conditions/operators.js';
import { loadPatterns } from '../../src/conditions/patterns.js';
import type { Condition } from '../../src/model/ruleset.js';
import type { SettingValue } from '../../src/settings/settings.js';
import { condition, knownFacts, leaf, someFacts } from './arbitraries.js';
import { askEngine, factsOf } from './facts.js';

beforeAll(loadPatterns);

const yes: Condition = { fact: 'label', operator: 'equal', value: 'x' };
const no: Condition = { fact: 'label', operator: 'equal', value: 'y' };
const open: Condition = { fact: 'startUrl', operator: 'isEmpty', value: true };
const facts = factsOf({ label: 'x', pkceRequired: true, scopes: ['api', 'full'] });

describe('three values', () => {
  test.each<readonly [Condition, Truth]>([
    [yes, true],
    [no, false],
    [open, 'unknown'],
    [{ all: [yes, yes] }, true],
    [{ all: [yes, open] }, 'unknown'],
    [{ all: [no, open] }, false],
    [{ any: [yes, open] }, true],
    [{ any: [no, open] }, 'unknown'],
    [{ any: [no, no] }, false],
    [{ not: open }, 'unknown'],
    [{ all: [] }, true],
    [{ any: [] }, true],
    [{ not: { any: [] } }, false],
    [{ not: no }, true],
    [{ not: { any: [no, open] } }, 'unknown'],
    [{ fact: 'label', operator: 'equal', value: { fact: 'startUrl' } }, 'unknown'],
    [{ fact: 'label', operator: 'equal', value: { fact: 'label' } }, true],
    [{ fact: 'scopes', operator: 'everyFact:equal', value: { fact: 'startUrl' } }, 'unknown'],
  ])('%j is %j', (given, expected) => {
    expect(evaluate(given, facts).truth).toBe(expected);
    expect(decisionOf(given)(facts)).toBe(expected);
    expect(holds(given, facts)).toBe(expected === true);
  });

  test('a condition comes to the same without its trace', () => {
    fc.assert(
      fc.property(condition, someFacts, (given, some) => {
        const { truth } = evaluate(given, factsOf(some));
        expect(decisionOf(given)(factsOf(some))).toBe(truth);
        expect(holds(given, factsOf(some))).toBe(truth === true);
      }),
      { numRuns: 800 },
    );
  });

  test('a part that cannot be evaluated makes the whole fail, whatever decides beside it', () => {
    const long = factsOf({ label: 'x', description: 'x'.repeat(20_000) });
    const given = { any: [yes, { fact: 'description', operator: 'matches', value: 'y' }] };
    expect(() => evaluate(given, long)).toThrow('too long');
    expect(() => decisionOf(given)(long)).toThrow('too long');
    expect(holds(given, long)).toBe(true);
  });

  test('without today, dates are undecided', () => {
    const given = { fact: 'certificateExpires', operator: 'beforeToday', value: true };
    const dated = factsOf({ certificateExpires: '2020-01-01' });
    expect(evaluate(given, dated).truth).toBe(true);
    const dateless = factsOf({ certificateExpires: '2020-01-01', today: undefined });
    expect(evaluate(given, dateless).truth).toBe('unknown');
  });
});

test('a leaf has no parts', () => {
  expect(evaluate(yes, facts)).toEqual({ condition: yes, truth: true, parts: [] });
});

test('what a condition reads', () => {
  const expiry = { fact: 'certificateExpires', operator: 'not:withinDays', value: 30 };
  const equal = { fact: 'label', operator: 'equal', value: { fact: 'apiName' } };
  expect(readsOf({ all: [{ not: expiry }, { any: [equal, yes] }] })).toEqual([
    'certificateExpires',
    'today',
    'label',
    'apiName',
  ]);
});

describe('json-rules-engine agrees', () => {
  test('on random conditions and known facts', async () => {
    await fc.assert(
      fc.asyncProperty(condition, knownFacts, async (given, known) => {
        expect(evaluate(given, factsOf(known)).truth).toBe(await askEngine(given, known));
      }),
      { numRuns: 800 },
    );
  });

  test('on random leaves and known facts', async () => {
    await fc.assert(
      fc.asyncProperty(leaf, knownFacts, async (given, known) => {
        expect(evaluate(given, factsOf(known)).truth).toBe(await askEngine(given, known));
      }),
      { numRuns: 800 },
    );
  });
});

describe('the random conditions', () => {
  test('are such as a ruleset may hold', () => {
    fc.assert(
      fc.property(leaf, ({ fact, operator, value }) => {
        const type = factTypeOf(fact);
        expect(type && checkOperator(type.type, type.values, operator, value)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  test('use every operator and decorator', () => {
    const used = new Set(fc.sample(leaf, 3_000).flatMap(({ operator }) => operator.split(':')));
    const decorators = ['someFact', 'everyFact', 'someValue', 'everyValue', 'not', 'swap'];
    const missing = [...Object.keys(operators), ...decorators].filter((name) => !used.has(name));
    expect(missing).toEqual([]);
  });
});

describe('explain', () => {
  const pkce = { fact: 'pkceRequired', operator: 'equal', value: true };
  const scopes = { fact: 'scopes', operator: 'containsNone', value: ['full'] };
  const rows: readonly (readonly [Condition, readonly string[]])[] = [
    [{ all: [pkce, scopes, no] }, ['scopes containsNone full', 'label equal y']],
    [{ any: [no, scopes] }, ['label equal y', 'scopes containsNone full']],
    [{ any: [pkce, no] }, ['pkceRequired equal true']],
    [{ all: [pkce, yes] }, ['pkceRequired equal true', 'label equal x']],
    [{ all: [pkce, open] }, ['startUrl isEmpty']],
    [{ any: [no, open, { not: open }] }, ['startUrl isEmpty', 'startUrl not:isEmpty']],
    [{ not: { any: [pkce, no] } }, ['pkceRequired not:equal true']],
    [{ not: { not: no } }, ['label equal y']],
    [{ all: [no, no] }, ['label equal y']],
  ];
  test.each(rows)('%j: %j', (given, expected) => {
    const words = decisiveEvidence(given, facts).map((one) => `${one.setting} ${one.expected}`);
    expect(words).toEqual(expected);
  });

  test('what was found, and the entries at fault', () => {
    expect(decisiveEvidence(scopes, facts)).toEqual([
      {
        setting: 'scopes',
        found: ['api', 'full'],
        items: ['full'],
        expected: 'containsNone full',
        operator: 'containsNone',
        value: ['full'],
      },
    ]);
  });

  test('what is missing', () => {
    expect(decisiveEvidence(open, facts)).toStrictEqual([
      {
        setting: 'startUrl',
        missing: 'startUrl was not looked for',
        expected: 'isEmpty',
        operator: 'isEmpty',
        value: true,
      },
    ]);
  });

  test('what is missing under a not', () => {
    expect(decisiveEvidence({ not: open }, facts)).toMatchObject([
      { missing: 'startUrl was not looked for', expected: 'not:isEmpty' },
    ]);
  });

  test('what was taken for true since nobody knows it', () => {
    const taken: Condition = { ...open, ifUnknown: true };
    expect(decisiveEvidence(taken, facts)).toStrictEqual([
      { setting: 'startUrl', expected: 'isEmpty', operator: 'isEmpty', value: true },
    ]);
    expect(decisiveEvidence({ not: taken }, facts)).toStrictEqual([
      { setting: 'startUrl', expected: 'not:isEmpty', operator: 'not:isEmpty', value: true },
    ]);
  });

  test('of two leaves that read alike the first', () => {
    const both = {
      all: [
        { ...no, value: 'true' },
        { ...no, value: true },
      ],
    };
    expect(decisiveEvidence(both, facts)).toMatchObject([{ value: 'true' }]);
  });

  test('what is missing to compare with', () => {
    const [evidence] = decisiveEvidence({ ...yes, value: { fact: 'startUrl' } }, facts);
    expect(evidence).toMatchObject({
      found: 'x',
      missing: 'startUrl: startUrl was not looked for',
      expected: 'equal startUrl',
      value: 'startUrl',
    });
  });

  test('what a reference stood for', () => {
    const [evidence] = decisiveEvidence(
      { ...yes, value: { fact: 'other' } },
      factsOf({ label: 'x', other: 'z' }),
    );
    expect(evidence).toMatchObject({ found: 'x', expected: 'equal other (z)', value: 'z' });
  });
});

test('the leaves that decide are enough: whatever the others are, the answer stays', () => {
  fc.assert(
    fc.property(condition, knownFacts, (given, known) => {
      const truth = evaluate(given, factsOf(known)).truth;
      const settings = new Set(
        decisiveEvidence(given, factsOf(known)).flatMap(readsOfEvidence(given)),
      );
      const rest: Record<string, SettingValue | undefined> = Object.fromEntries(
        Object.entries(known).filter(([name]) => settings.has(name)),
      );
      expect(evaluate(given, factsOf(rest)).truth).toBe(truth);
    }),
    { numRuns: 1_000 },
  );
});

/** All facts that leaves about the setting read. */
function readsOfEvidence(given: Condition) {
  return ({ setting }: { readonly setting: string }): readonly string[] =>
    leavesOf(given)
      .filter(({ fact }) => fact === setting)
      .flatMap((one) => readsOf(one));
}
