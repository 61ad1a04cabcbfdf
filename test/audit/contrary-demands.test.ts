import { describe, expect, test } from 'vitest';
import { conflictsAmong } from '../../src/audit/vendors/conflicts.js';
import { conflictingDemands } from '../../src/rulesets/rules-of-results.js';
import { contraryDemand, contraryDemandOf } from '../../src/audit/vendors/contrary-demands.js';
import { inSwitches, isBinding, possibleValues } from '../../src/audit/vendors/demand-values.js';
import type { Condition, Rule } from '../../src/model/ruleset.js';
import type { SettingValue } from '../../src/settings/settings.js';
import { factsOf, ruleOf } from '../conditions/facts.js';

type Facts = Readonly<Record<string, SettingValue>>;

function is(fact: string, operator: string, value: SettingValue): Condition {
  return { fact, operator, value };
}

function vendor(require: Condition, parts: Partial<Rule> = {}): Rule {
  return ruleOf({ id: 'vendors/atlas/rule', require, ...parts });
}

const pkceOn = is('pkceRequired', 'equal', true);
const pkceOff = is('pkceRequired', 'equal', false);
const noFull = is('scopes', 'containsNone', ['full', 'web']);
const finite: Condition = {
  any: [
    is('refreshTokenPolicy', 'in', ['immediate', 'lifetime', 'inactivity']),
    is('idleRefreshTokenLimit', 'equal', true),
  ],
};
const endless = { refreshTokenPolicy: 'until-revoked', idleRefreshTokenLimit: false };
const untilRevoked = is('refreshTokenPolicy', 'equal', 'until-revoked');
const https = is('callbackUrls', 'everyFact:usesScheme', 'https');
const weak = { pkceRequired: false, scopes: ['api', 'full'] };

describe('demanded against a standard rule', () => {
  const rows: readonly (readonly [string, Condition, Condition, Facts])[] = [
    ['Atlas needs PKCE off', pkceOn, pkceOff, { pkceRequired: false }],
    ['as a not', { not: pkceOff }, pkceOff, { pkceRequired: false }],
    [
      'one switch of two',
      { any: [pkceOn, is('org.pkceRequired', 'equal', true)] },
      pkceOff,
      { pkceRequired: false, 'org.pkceRequired': false },
    ],
    ['the full scope', noFull, is('scopes', 'containsAll', ['api', 'full']), weak],
    ['the full scope alone', noFull, is('scopes', 'contains', 'full'), { scopes: ['full'] }],
    [
      'the full scope, though another scope of the guide is missing',
      noFull,
      is('scopes', 'containsAll', ['api', 'full', 'openid']),
      weak,
    ],
    [
      'PKCE off, though another part of the guide is not met',
      pkceOn,
      { all: [pkceOff, is('label', 'equal', 'Atlas')] },
      { pkceRequired: false, label: 'x' },
    ],
    [
      'a missing scope',
      is('scopes', 'containsAny', ['id', 'openid']),
      is('scopes', 'containsOnly', ['api']),
      { scopes: ['api'] },
    ],
    ['until revoked, beside the idle limit', finite, untilRevoked, endless],
    [
      'a long life',
      is('refreshTokenDays', 'lessThanInclusive', 90),
      is('refreshTokenDays', 'greaterThanInclusive', 365),
      { refreshTokenDays: 400 },
    ],
    [
      'an exact number',
      is('refreshTokenDays', 'lessThan', 90),
      is('refreshTokenDays', 'equal', 365),
      { refreshTokenDays: 365 },
    ],
    [
      'a URL without TLS',
      https,
      is('callbackUrls', 'containsAll', ['http://localhost:1717/OauthRedirect']),
      { callbackUrls: ['http://localhost:1717/OauthRedirect'] },
    ],
    [
      'an exact text',
      is('startUrl', 'usesScheme', 'https'),
      is('startUrl', 'equal', 'http://a'),
      { startUrl: 'http://a' },
    ],
    [
      'a list that is empty',
      is('permittedProfiles', 'isNotEmpty', true),
      is('permittedProfiles', 'isEmpty', true),
      { permittedProfiles: [] },
    ],
    [
      'both of two',
      { all: [pkceOn, noFull] },
      { all: [pkceOff, is('scopes', 'contains', 'full')] },
      weak,
    ],
    [
      'the one of two that fails',
      { all: [pkceOn, noFull] },
      pkceOff,
      { pkceRequired: false, scopes: ['api'] },
    ],
    [
      'the other switch of two',
      { any: [is('org.pkceRequired', 'equal', true), pkceOn] },
      pkceOff,
      { pkceRequired: false, 'org.pkceRequired': false },
    ],
    ['by a not of the guide', pkceOn, { not: pkceOn }, { pkceRequired: false }],
    [
      'by every way that the guide leaves',
      is('label', 'equal', 'x'),
      { any: [is('label', 'equal', 'y'), is('label', 'equal', 'z')] },
      { label: 'y' },
    ],
    [
      'under a not, an entry of a list',
      { not: is('scopes', 'contains', 'full') },
      is('scopes', 'contains', 'full'),
      weak,
    ],
    [
      'under a not, any of two',
      { not: { any: [pkceOff, is('scopes', 'contains', 'full')] } },
      pkceOff,
      { pkceRequired: false, scopes: ['api'] },
    ],
  ];
  test.each(rows)('%s', (_, standard, demand, values) => {
    const rule = vendor(demand);
    expect(contraryDemand(ruleOf({ require: standard }), [rule], factsOf(values))).toBe(rule);
  });

  test.each([
    ['all of them', ['full', 'web'], { demanded: ['full', 'web'], others: [] }],
    ['one of them', ['full', 'openid'], { demanded: ['full'], others: ['web'] }],
    ['the other one', ['web'], { demanded: ['web'], others: ['full'] }],
    ['none of them', ['openid'], undefined],
    ['another one', ['api'], undefined],
  ])('of two forbidden entries the guide demands %s', (_, demanded, entries) => {
    const rule = vendor(is('scopes', 'containsAll', demanded));
    const found = contraryDemandOf(
      ruleOf({ require: noFull }),
      [rule],
      factsOf({ scopes: ['api', 'full', 'web'] }),
    );
    expect(found).toEqual(entries && { rule, ...entries });
    const whole = entries?.others.length === 0 ? rule : undefined;
    expect(
      contraryDemand(
        ruleOf({ require: noFull }),
        [rule],
        factsOf({ scopes: ['api', 'full', 'web'] }),
      ),
    ).toBe(whole);
  });

  test('what is no list has no entries', () => {
    const rule = vendor(pkceOff);
    const found = contraryDemandOf(ruleOf({ require: pkceOn }), [rule], factsOf(weak));
    expect(found).toEqual({ rule, demanded: [], others: [] });
  });

  const demands = [
    vendor(is('scopes', 'contains', 'full'), { id: 'vendors/atlas/scopes' }),
    vendor(pkceOff, { id: 'vendors/atlas/pkce' }),
    vendor(is('callbackUrls', 'contains', 'http://a'), { id: 'vendors/atlas/callback' }),
  ];
  const both = {
    pkceRequired: false,
    scopes: ['full', 'web'],
    callbackUrls: ['http://b', 'http://a'],
  };
  test.each<readonly [string, Condition, string, readonly string[], readonly string[]]>([
    ['of two ways the one that it blocks whole', { any: [noFull, pkceOn] }, 'pkce', [], []],
    ['the same in the other order', { any: [pkceOn, noFull] }, 'pkce', [], []],
    [
      'of two ways that it blocks in part, the first',
      { any: [noFull, https] },
      'scopes',
      ['full'],
      ['web'],
    ],
    [
      'of two faults all entries',
      { all: [noFull, https] },
      'scopes',
      ['full', 'http://a'],
      ['web', 'http://b'],
    ],
    [
      'under a not, of two faults all',
      { not: { any: [pkceOff, { not: noFull }] } },
      'pkce',
      ['full'],
      ['web'],
    ],
  ])('%s', (_, standard, name, demanded, others) => {
    const found = contraryDemandOf(ruleOf({ require: standard }), demands, factsOf(both));
    expect(found).toMatchObject({ rule: { id: `vendors/atlas/${name}` }, demanded, others });
  });

  test('by two vendors, one for each part', () => {
    const rules = [vendor(pkceOff), vendor(is('scopes', 'contains', 'full'))];
    const standard = ruleOf({ require: { all: [pkceOn, noFull] } });
    expect(contraryDemand(standard, rules, factsOf(weak))).toBe(rules[0]);
  });
});

describe('the switches behind an effective flag', () => {
  const effectiveOff = ruleOf({ require: is('clientCredentialsFlow', 'equal', false) });
  const demands = [
    vendor(is('clientCredentialsFlowSetting', 'equal', true)),
    vendor(is('clientCredentialsFlowPolicy', 'equal', true)),
  ];
  const on = {
    clientCredentialsFlow: true,
    clientCredentialsFlowSetting: true,
    clientCredentialsFlowPolicy: true,
  };

  test('a guide that demands both excuses a rule about the flag', () => {
    const facts = factsOf({ kind: 'externalClientApp', ...on });
    expect(contraryDemand(effectiveOff, demands, facts)).toBe(demands[0]);
  });

  test('a Connected App has one of them', () => {
    const facts = factsOf({ kind: 'connectedApp', ...on });
    expect(contraryDemand(effectiveOff, demands.slice(0, 1), facts)).toBe(demands[0]);
    expect(contraryDemand(effectiveOff, demands.slice(1), facts)).toBeUndefined();
  });

  const flow = 'clientCredentialsFlow';
  const eca = { kind: 'externalClientApp' };
  const switched = (value: boolean): readonly Condition[] => [
    is(`${flow}Setting`, 'equal', value),
    is(`${flow}Policy`, 'equal', value),
  ];
  test.each<readonly [string, Condition, Facts, Condition]>([
    ['on is both of them', is(flow, 'equal', true), eca, { all: switched(true) }],
    ['off is one of them', is(flow, 'equal', false), eca, { any: switched(false) }],
    ['not off is on', is(flow, 'notEqual', false), eca, { all: switched(true) }],
    ['not on is off', is(flow, 'notEqual', true), eca, { any: switched(false) }],
    [
      'beside another condition',
      { all: [pkceOn, is(flow, 'equal', true)] },
      eca,
      { all: [pkceOn, { all: switched(true) }] },
    ],
    [
      'of a Connected App the one that it has',
      is(flow, 'equal', true),
      { kind: 'connectedApp' },
      { all: switched(true).slice(0, 1) },
    ],
  ])('%s', (_, condition, values, expected) => {
    expect(inSwitches(condition, factsOf(values))).toEqual(expected);
  });

  test.each<readonly [string, Condition, Facts]>([
    ['of an app of no known kind', is(flow, 'equal', true), {}],
    ['another setting', pkceOn, eca],
    ['compared with what is no flag', is(flow, 'equal', 'true'), eca],
    ['compared with another setting', { fact: flow, operator: 'equal', value: { fact: 'x' } }, eca],
    ['by another operator', is(flow, 'in', true), eca],
    ['by a decorated operator', is(flow, 'swap:equal', true), eca],
    ['by the opposite of an operator', is(flow, 'not:equal', true), eca],
  ])('stays as it is: %s', (_, condition, values) => {
    expect(inSwitches(condition, factsOf(values))).toEqual(condition);
  });

  test('a guide about one of them and a guide about the flag contradict each other', () => {
    const other = vendor(effectiveOff.require, { id: 'vendors/other/rule' });
    const facts = factsOf({ kind: 'externalClientApp', ...on });
    const found = conflictsAmong([...demands, other], facts).map(({ setting }) => setting);
    expect(found).toContain('clientCredentialsFlowSetting');
  });
});

describe('not demanded', () => {
  const rows: readonly (readonly [string, Condition, Rule, Facts])[] = [
    [
      'the vendor asks for something else',
      noFull,
      vendor(is('scopes', 'containsAll', ['api'])),
      weak,
    ],
    [
      'the vendor leaves a way out',
      noFull,
      vendor(is('scopes', 'containsAny', ['full', 'api'])),
      weak,
    ],
    [
      'the vendor asks for only one of two bad scopes, and both are there',
      { all: [noFull, pkceOn] },
      vendor(is('scopes', 'contains', 'full')),
      weak,
    ],
    [
      'the app does not do as the vendor says',
      pkceOn,
      vendor({ any: [is('pkceRequired', 'equal', true), is('label', 'equal', 'Atlas')] }),
      { pkceRequired: false, label: 'x' },
    ],
    ['a recommendation', pkceOn, vendor(pkceOff, { level: 'recommended' }), weak],
    [
      'the rule does not apply',
      pkceOn,
      vendor(pkceOff, { when: is('kind', 'equal', 'connectedApp') }),
      { ...weak, kind: 'externalClientApp' },
    ],
    [
      'nobody knows whether it applies',
      pkceOn,
      vendor(pkceOff, { when: is('kind', 'equal', 'connectedApp') }),
      weak,
    ],
    [
      'the vendor grants an exception',
      pkceOn,
      vendor(pkceOff, { unless: is('kind', 'equal', 'connectedApp') }),
      { ...weak, kind: 'connectedApp' },
    ],
    [
      'another way to please both',
      pkceOn,
      vendor({ any: [pkceOff, is('scopes', 'contains', 'full')] }),
      weak,
    ],
    [
      'a number that pleases both',
      is('refreshTokenDays', 'lessThanInclusive', 90),
      vendor(is('refreshTokenDays', 'lessThanInclusive', 365)),
      { refreshTokenDays: 200 },
    ],
    [
      'a range that touches',
      is('refreshTokenDays', 'lessThanInclusive', 90),
      vendor(is('refreshTokenDays', 'greaterThanInclusive', 90)),
      { refreshTokenDays: 100 },
    ],
    [
      'a safe URL beside',
      is('callbackUrls', 'someFact:usesScheme', 'https'),
      vendor(is('callbackUrls', 'containsAll', ['http://a'])),
      { callbackUrls: ['http://a'] },
    ],
    [
      'patterns, which no list of values can stand for',
      is('label', 'matches', '^x'),
      vendor(is('label', 'like', 'a*')),
      { label: 'ab' },
    ],
    [
      'dates',
      is('certificateExpires', 'not:beforeToday', true),
      vendor(is('certificateExpires', 'equal', '2020-01-01')),
      { certificateExpires: '2020-01-01' },
    ],
    ['one of two, and only the other is excused', { all: [pkceOn, noFull] }, vendor(pkceOff), weak],
    [
      'under a not, both count',
      { not: { all: [pkceOff, is('label', 'equal', 'x')] } },
      vendor(is('scopes', 'contains', 'full')),
      { ...weak, label: 'x' },
    ],
  ];
  test.each(rows)('%s', async (_, standard, rule, values) => {
    const { loadPatterns } = await import('../../src/conditions/patterns.js');
    await loadPatterns();
    expect(contraryDemand(ruleOf({ require: standard }), [rule], factsOf(values))).toBeUndefined();
  });
});

describe('conflicts', () => {
  const one = (require: Condition, parts: Partial<Rule> = {}): Rule =>
    ruleOf({ id: 'vendors/one/r', require, ...parts });
  const two = (require: Condition): Rule => ruleOf({ id: 'vendors/two/s', require });

  const contrary: readonly (readonly [string, Condition, Condition, string])[] = [
    ['on and off', pkceOn, pkceOff, 'pkceRequired'],
    [
      'choices',
      untilRevoked,
      is('refreshTokenPolicy', 'in', ['lifetime', 'immediate']),
      'refreshTokenPolicy',
    ],
    ['has and has not', is('scopes', 'containsAll', ['api', 'full']), noFull, 'scopes'],
    [
      'has and only',
      is('scopes', 'containsAll', ['api', 'id', 'web']),
      is('scopes', 'containsOnly', ['api', 'id']),
      'scopes',
    ],
    [
      'numbers',
      is('refreshTokenDays', 'lessThan', 31),
      is('refreshTokenDays', 'greaterThan', 30),
      'refreshTokenDays',
    ],
    [
      'texts',
      is('startUrl', 'equal', 'https://a'),
      is('startUrl', 'in', ['https://b', 'https://c']),
      'startUrl',
    ],
    ['one of several demands', { all: [untilRevoked, pkceOn] }, { all: [pkceOff] }, 'pkceRequired'],
  ];
  test.each(contrary)('%s', (_, first, second, setting) => {
    const found = conflictsAmong([one(first), two(second)], factsOf({ pkceRequired: true }));
    expect(found).toMatchObject([
      {
        setting,
        first: { ruleset: 'vendors/one', rule: 'vendors/one/r' },
        second: { ruleset: 'vendors/two', rule: 'vendors/two/s' },
      },
    ]);
    expect(new Set(found[0]?.evidence.map((evidence) => evidence.setting))).toEqual(
      new Set([setting]),
    );
    expect(found[0]?.evidence).toHaveLength(2);
  });

  const peaceful: readonly (readonly [string, readonly Rule[]])[] = [
    ['the same ruleset', [one(pkceOn), one(pkceOff)]],
    ['different settings', [one(pkceOn), two(noFull)]],
    [
      'both can be had',
      [one(is('scopes', 'containsAll', ['api'])), two(is('scopes', 'containsAll', ['full']))],
    ],
    [
      'part of a group',
      [
        one(is('scopes', 'containsAny', ['a', 'b'])),
        two(is('scopes', 'not:containsAll', ['a', 'b'])),
      ],
    ],
    ['a recommendation', [one(pkceOn, { level: 'optional' }), two(pkceOff)]],
    ['not applicable', [one(pkceOn, { when: pkceOff }), two(pkceOff)]],
    ['another way out', [one({ any: [pkceOn, is('label', 'equal', 'x')] }), two(pkceOff)]],
    ['the first is impossible by itself', [one(is('pkceRequired', 'in', ['x'])), two(pkceOff)]],
    ['the second is impossible by itself', [one(pkceOff), two(is('pkceRequired', 'in', ['x']))]],
    ['patterns', [one(is('label', 'like', 'a*')), two(is('label', 'like', '*b'))]],
  ];
  test.each(peaceful)('none: %s', (_, rules) => {
    expect(conflictsAmong(rules, factsOf({ pkceRequired: true, label: 'x' }))).toEqual([]);
  });

  test('one for a setting and two rulesets', () => {
    const rules = [one(pkceOn), one(pkceOn), two(pkceOff), two({ not: pkceOn })];
    expect(conflictsAmong(rules, factsOf({}))).toHaveLength(1);
  });

  test('are told with what was found, or is missing', () => {
    const [known] = conflictsAmong([one(pkceOn), two(pkceOff)], factsOf({ pkceRequired: false }));
    expect(known?.evidence).toMatchObject([
      { setting: 'pkceRequired', found: false, expected: 'equal true' },
      { setting: 'pkceRequired', found: false, expected: 'equal false' },
    ]);
    const [unknown] = conflictsAmong([one(pkceOn), two(pkceOff)], factsOf({}));
    expect(unknown?.evidence).toMatchObject([
      { missing: expect.any(String), expected: 'equal true' },
      { missing: expect.any(String), expected: 'equal false' },
    ]);
  });

  test('have a rule of their own', () => {
    expect(conflictingDemands).toMatchObject({
      id: 'vendors/conflicting-demands',
      severity: 'medium',
    });
  });
});

describe('the values to try', () => {
  const other = ['(any other)', 'https://any-other.invalid/'];
  test.each<readonly [string, string, readonly Condition[], readonly SettingValue[] | undefined]>([
    ['a flag', 'pkceRequired', [pkceOn], [true, false]],
    [
      'a choice',
      'permittedUsers',
      [is('permittedUsers', 'equal', 'admin-approved')],
      ['self-authorize', 'admin-approved'],
    ],
    [
      'a number: those about what is mentioned',
      'refreshTokenDays',
      [is('refreshTokenDays', 'lessThanInclusive', 30)],
      [29, 30, 31],
    ],
    [
      'a text: none, what is mentioned, and what is not',
      'label',
      [is('label', 'in', ['a', 'b']), is('label', 'not:equal', 'c'), pkceOn],
      ['', 'a', 'b', 'c', ...other],
    ],
    ['a text that is asked for', 'label', [is('label', 'isNotEmpty', true)], ['', ...other]],
    ['no date', 'certificateExpires', [is('certificateExpires', 'equal', '2026-01-01')], undefined],
    ['what is no setting', 'nothing', [pkceOn], undefined],
    ['nothing of patterns', 'label', [is('label', 'like', 'a*')], undefined],
    ['nothing of a word before the operator', 'label', [is('label', 'swap:equal', 'a')], undefined],
    [
      'nothing where one of two is a pattern',
      'label',
      [is('label', 'equal', 'a'), is('label', 'like', 'a*')],
      undefined,
    ],
    [
      'nothing where one of two refers to another setting',
      'label',
      [is('label', 'equal', 'a'), { fact: 'label', operator: 'equal', value: { fact: 'apiName' } }],
      undefined,
    ],
    [
      'a pattern of another setting is no matter',
      'pkceRequired',
      [pkceOn, is('label', 'like', 'a*')],
      [true, false],
    ],
    [
      'a reference of another setting is no matter',
      'pkceRequired',
      [pkceOn, { fact: 'label', operator: 'equal', value: { fact: 'apiName' } }],
      [true, false],
    ],
    [
      'a list: with and without each kind of entry, and of a kind one or all',
      'scopes',
      [is('scopes', 'contains', 'api')],
      [[], [other[0] ?? ''], other, ['api'], ['api', other[0] ?? ''], ['api', ...other]],
    ],
    [
      'no list where there are too many kinds',
      'scopes',
      ['a', 'b', 'c', 'd', 'e', 'f'].map((scope) => is('scopes', 'contains', scope)),
      undefined,
    ],
  ])('of %s', (_, setting, exact, expected) => {
    expect(possibleValues(setting, exact)).toEqual(expected);
  });

  test('as many kinds of entry as may be', () => {
    const scopes = ['a', 'b', 'c', 'd', 'e'];
    const lists = possibleValues(
      'scopes',
      scopes.map((scope) => is('scopes', 'contains', scope)),
    );
    expect(lists).toHaveLength(2 ** scopes.length * 3);
  });

  test('a condition that may use any operator adds what it mentions', () => {
    const [exact, loose] = [is('label', 'equal', 'a'), is('label', 'like', 'b')];
    expect(possibleValues('label', [exact], [loose])).toEqual(['', 'a', 'b', ...other]);
  });
});

test('a rule binds where it is required and certainly applies', () => {
  const facts = factsOf({ pkceRequired: true });
  const unknown = is('label', 'equal', 'x');
  const binds = (parts: Partial<Rule>): boolean => isBinding(vendor(noFull, parts), facts);
  expect([binds({}), binds({ level: 'recommended' })]).toEqual([true, false]);
  expect([binds({ when: pkceOn }), binds({ when: pkceOff })]).toEqual([true, false]);
  expect([binds({ unless: pkceOn }), binds({ unless: pkceOff })]).toEqual([false, true]);
  expect([binds({ when: unknown }), binds({ unless: unknown })]).toEqual([false, true]);
});
