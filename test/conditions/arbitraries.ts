// Random conditions that a ruleset could hold, and random facts.
import * as fc from 'fast-check';
import type { Condition, ConditionValue, Leaf } from '../../src/model/ruleset.js';
import type { SettingValue } from '../../src/settings/settings.js';

const texts = ['', 'a', 'ab', 'https://a.example.com/x', 'http://localhost:1', 'myapp://done'];
const dates = ['2020-01-01', '2026-11-20', '2026-11-21', '2026-12-01', '2030-01-01'];
const ranges = ['10.0.0.0-10.0.0.255', '10.0.0.1-10.0.0.1', '2001:db8::-2001:db8::ffff', 'x'];

const text = fc.constantFrom(...texts);
const list = fc.subarray(texts);
const someTexts = fc.subarray(texts, { minLength: 1 });
const flag = fc.boolean();
const count = fc.integer({ min: 0, max: 5 });
const choice = fc.constantFrom('self-authorize', 'admin-approved');
const date = fc.constantFrom(...dates);
const rangeList = fc.subarray(ranges);

/** Facts of each type, two of those that are compared with each other. */
const valuesOf: Readonly<Record<string, fc.Arbitrary<SettingValue>>> = {
  pkceRequired: flag,
  'org.pkceRequired': flag,
  refreshTokenDays: count,
  tokenCount: count,
  permittedUsers: choice,
  label: text,
  startUrl: text,
  certificateExpires: date,
  scopes: list,
  callbackUrls: list,
  trustedIpRanges: rangeList,
};

/** A value for every fact. */
export const knownFacts: fc.Arbitrary<Record<string, SettingValue>> = fc.record(valuesOf);

/** A value for most facts: one in four is unknown. */
export const someFacts: fc.Arbitrary<Record<string, SettingValue | undefined>> = fc.record(
  Object.fromEntries(
    Object.entries(valuesOf).map(([name, value]) => [
      name,
      fc.option(value, { nil: undefined, freq: 4 }),
    ]),
  ),
);

type Comparison = readonly [operator: string, value: ConditionValue];

function comparisons(
  operators: readonly string[],
  value: fc.Arbitrary<ConditionValue>,
): fc.Arbitrary<Comparison> {
  return fc.tuple(fc.constantFrom(...operators), value);
}

const orders = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const nothing = fc.constant(true);

const ofText = fc.oneof(
  comparisons(['equal', 'notEqual'], text),
  comparisons(['in', 'notIn'], someTexts),
  comparisons(['isEmpty', 'isNotEmpty'], nothing),
  comparisons(['matches'], fc.constantFrom('a', '^http:', 'x$')),
  comparisons(['like'], fc.constantFrom('*', 'a?', 'https://*', '*:1')),
  comparisons(['someValue:like', 'everyValue:like'], fc.constant(['a*', '*b'])),
  comparisons(['hasWords'], fc.constantFrom<ConditionValue[]>('Acme', ['Acme Sync', 'a'])),
  comparisons(['usesScheme'], fc.constantFrom<ConditionValue[]>('https', ['http', 'myapp'])),
  comparisons(['usesHttps'], nothing),
  comparisons(['hostIn'], fc.constant(['*.example.com', 'localhost'])),
);

const ofEntries = fc
  .tuple(fc.constantFrom('everyFact', 'someFact', 'everyFact:not', 'not:someFact'), ofText)
  .map(([decorator, [operator, value]]): Comparison => [`${decorator}:${operator}`, value]);

const ofList = fc.oneof(
  comparisons(['containsAll', 'containsAny', 'containsNone', 'containsOnly'], someTexts),
  comparisons(['contains', 'doesNotContain', 'swap:in', 'swap:notIn'], text),
  comparisons(['someValue:contains', 'everyValue:contains', 'swap:containsOnly'], someTexts),
  comparisons(['isEmpty', 'isNotEmpty'], nothing),
  ofEntries.filter(([operator]) => !/isEmpty|isNotEmpty/.test(operator)),
);

const ofRanges = fc.oneof(
  comparisons(['isEmpty', 'isNotEmpty'], nothing),
  comparisons(['everyFact:widerThan', 'someFact:widerThan'], fc.constantFrom(1, 256, 1e6)),
  comparisons(['containsAny', 'containsOnly'], fc.subarray(ranges, { minLength: 1 })),
);

const comparisonsOf: Readonly<Record<string, fc.Arbitrary<Comparison>>> = {
  pkceRequired: fc.oneof(
    comparisons(['equal', 'notEqual'], flag),
    comparisons(['equal'], fc.constant({ fact: 'org.pkceRequired' })),
  ),
  refreshTokenDays: fc.oneof(
    comparisons(['equal', 'notEqual', ...orders], count),
    comparisons(orders, fc.constant({ fact: 'tokenCount' })),
  ),
  permittedUsers: fc.oneof(
    comparisons(['equal', 'notEqual'], choice),
    comparisons(
      ['in', 'notIn'],
      fc.subarray(['self-authorize', 'admin-approved'], { minLength: 1 }),
    ),
  ),
  label: fc.oneof(ofText, comparisons(['equal'], fc.constant({ fact: 'startUrl' }))),
  certificateExpires: fc.oneof(
    comparisons(['equal', ...orders], date),
    comparisons(['beforeToday'], nothing),
    comparisons(['withinDays'], fc.constantFrom(0, 10, 100)),
    comparisons(orders, fc.constant({ fact: 'today' })),
  ),
  scopes: fc.oneof(
    ofList,
    comparisons(['containsAll', 'containsOnly'], fc.constant({ fact: 'callbackUrls' })),
  ),
  callbackUrls: ofList,
  trustedIpRanges: ofRanges,
};

/** Leaves with all operators, all decorators and values that refer to other facts. */
export const leaf: fc.Arbitrary<Leaf> = fc
  .oneof(
    ...Object.entries(comparisonsOf).map(([fact, comparison]) =>
      fc.tuple(fc.constant(fact), comparison, fc.constantFrom('', '', 'not:', 'not:not:')),
    ),
  )
  .map(([fact, [operator, value], not]) => ({ fact, operator: not + operator, value }));

/** Nested groups of such leaves. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition;
