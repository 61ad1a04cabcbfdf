// Lists of which only some entries were looked for: what holds whatever else they hold, and what is said where nothing does.
import { describe, expect, test } from 'vitest';
import { evaluate, type FactLookup, type Truth } from '../../src/conditions/evaluate.js';
import { decisiveEvidence } from '../../src/conditions/evaluate-rule.js';
import type { Condition, ConditionValue } from '../../src/model/ruleset.js';
import type { Location } from '../../src/model/location.js';
import type { Setting } from '../../src/settings/settings.js';

const list = (value: readonly string[], among?: readonly string[]): Setting => ({
  state: 'known',
  value,
  origin: 'stated',
  ...(among && { among }),
});

const settings: Readonly<Record<string, Setting>> = {
  open: list(['Api'], ['Api', 'Bulk']),
  none: list([], ['Api']),
  api: list(['Api']),
  bulk: list(['Bulk']),
  chatter: list(['Chatter']),
  endless: { state: 'known', value: Number.POSITIVE_INFINITY, origin: 'derived' },
};
const facts: FactLookup = (name) =>
  settings[name] ?? { state: 'unknown', reason: `${name} was not read` };

type Row = readonly [fact: string, operator: string, value: ConditionValue, expected: Truth];

test.each<Row>([
  ['open', 'contains', 'Api', true],
  ['open', 'contains', 'Bulk', false],
  ['open', 'contains', 'Chatter', 'unknown'],
  ['open', 'doesNotContain', 'Api', false],
  ['open', 'doesNotContain', 'Bulk', true],
  ['open', 'doesNotContain', 'Chatter', 'unknown'],
  ['open', 'containsAll', ['Api'], true],
  ['open', 'containsAll', ['Api', 'Bulk'], false],
  ['open', 'containsAll', ['Api', 'Chatter'], 'unknown'],
  ['open', 'containsAll', ['Bulk', 'Chatter'], false],
  ['open', 'containsAny', ['Api', 'Chatter'], true],
  ['open', 'containsAny', ['Bulk'], false],
  ['open', 'containsAny', ['Bulk', 'Chatter'], 'unknown'],
  ['open', 'containsNone', ['Bulk'], true],
  ['open', 'containsNone', ['Chatter'], 'unknown'],
  ['open', 'containsOnly', ['Bulk'], false],
  ['open', 'containsOnly', ['Api', 'Bulk'], 'unknown'],
  ['open', 'isEmpty', true, false],
  ['open', 'isNotEmpty', true, true],
  ['none', 'isEmpty', true, 'unknown'],
  ['none', 'isNotEmpty', true, 'unknown'],
  ['none', 'everyFact:equal', 'Bulk', 'unknown'],
  ['none', 'someFact:equal', 'Api', false],
  ['none', 'everyFact:equal', '', 'unknown'],
  ['api', 'containsOnly', { fact: 'open' }, true],
  ['bulk', 'containsOnly', { fact: 'open' }, false],
  ['chatter', 'containsOnly', { fact: 'open' }, 'unknown'],
  ['api', 'containsAll', { fact: 'open' }, 'unknown'],
  ['bulk', 'containsAll', { fact: 'open' }, false],
  ['bulk', 'containsNone', { fact: 'open' }, true],
  ['open', 'containsAll', { fact: 'api' }, true],
  ['open', 'containsAll', { fact: 'chatter' }, 'unknown'],
  ['open', 'containsAny', { fact: 'none' }, 'unknown'],
  ['open', 'containsAny', { fact: 'nothing' }, 'unknown'],
])('%s %s %j is %j', (fact, operator, value, expected) => {
  const leaf: Condition = { fact, operator, value };
  expect(evaluate(leaf, facts).truth).toBe(expected);
  const opposite = expected === 'unknown' ? expected : !expected;
  expect(evaluate({ not: leaf }, facts).truth).toBe(opposite);
});

describe('what is said of them', () => {
  const missing = (fact: string, operator: string, value: ConditionValue): string | undefined =>
    decisiveEvidence({ fact, operator, value }, facts)[0]?.missing;

  test.each<readonly [string, string, ConditionValue, string | undefined]>([
    [
      'open',
      'containsNone',
      ['Bulk', 'Chatter', 'ViewAll'],
      'nobody asked the org for Chatter, ViewAll, or it has no such permission',
    ],
    [
      'open',
      'contains',
      'Chatter',
      'nobody asked the org for Chatter, or it has no such permission',
    ],
    [
      'open',
      'containsOnly',
      ['Api'],
      'the org was asked for 2 permissions; of the others nobody knows',
    ],
    [
      'open',
      'containsNone',
      ['not a name'],
      'the org was asked for 2 permissions; of the others nobody knows',
    ],
    [
      'open',
      'containsNone',
      ['lower', 'a Name', 'Name of it'],
      'the org was asked for 2 permissions; of the others nobody knows',
    ],
    ['open', 'contains', 'Api', undefined],
    ['gone', 'isEmpty', true, 'gone was not read'],
    ['api', 'containsAny', { fact: 'gone' }, 'gone: gone was not read'],
    ['gone', 'containsAny', { fact: 'lost' }, 'gone was not read; lost: lost was not read'],
    ['gone', 'equal', { fact: 'gone' }, 'gone was not read'],
    ['gone', 'containsAny', { fact: 'api' }, 'gone was not read'],
    ['gone', 'withinDays', 3, 'gone was not read; today: today was not read'],
    [
      'api',
      'containsAll',
      { fact: 'open' },
      'open: the org was asked for 2 permissions; of the others nobody knows',
    ],
  ])('%s %s %j: %s', (fact, operator, value, expected) => {
    expect(missing(fact, operator, value)).toBe(expected);
  });

  test('a list has the entries that it is known to have, and no one is at fault while it is undecided', () => {
    const [evidence] = decisiveEvidence(
      { fact: 'open', operator: 'containsNone', value: ['Chatter'] },
      facts,
    );
    expect(evidence).toMatchObject({ found: ['Api'], value: ['Chatter'] });
    expect(evidence).not.toHaveProperty('items');
  });

  test('what never ends has a word', () => {
    const leaf: Condition = { fact: 'endless', operator: 'lessThan', value: 90 };
    expect(decisiveEvidence(leaf, facts)).toMatchObject([
      { found: 'without end', expected: 'lessThan 90' },
    ]);
  });

  test('two leaves about one setting are told apart by what they expect', () => {
    const both: Condition = {
      any: [
        { fact: 'api', operator: 'contains', value: 'Bulk' },
        { fact: 'api', operator: 'contains', value: 'Chatter' },
        { fact: 'bulk', operator: 'contains', value: 'Chatter' },
      ],
    };
    expect(
      decisiveEvidence(both, facts).map(({ setting, expected }) => `${setting} ${expected}`),
    ).toEqual(['api contains Bulk', 'api contains Chatter', 'bulk contains Chatter']);
  });
});

test('a finding stands at the first entry at fault that has a place, else at the value', () => {
  const at = (startLine: number): Location => ({
    file: 'a.xml',
    startLine,
    startColumn: 1,
    endLine: startLine,
    endColumn: 5,
  });
  const placed = (parts: object): FactLookup => {
    const setting = { ...list(['a', 'b']), location: at(1), ...parts };
    return () => setting;
  };
  const lineOf = (value: readonly string[], parts: object): number | undefined =>
    decisiveEvidence({ fact: 'x', operator: 'containsNone', value }, placed(parts))[0]?.location
      ?.startLine;
  const itemLocations = [at(2), at(3)];
  expect(lineOf(['a'], { itemLocations })).toBe(2);
  expect(lineOf(['b'], { itemLocations })).toBe(3);
  expect(lineOf(['b'], { itemLocations: [at(2)] })).toBe(1);
  expect(lineOf(['b'], {})).toBe(1);
  expect(lineOf(['c'], { itemLocations })).toBe(1);
  const unplaced = decisiveEvidence({ fact: 'x', operator: 'isEmpty', value: true }, () =>
    list(['a']),
  );
  expect(unplaced[0]).not.toHaveProperty('location');
});
