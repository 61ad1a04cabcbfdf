import { beforeAll, describe, expect, test } from 'vitest';
import { evaluate, loadOperators, usesPatterns } from '../../src/conditions/evaluate.js';
import {
  evaluatorOf,
  impliedValue,
  operatorInWords,
  isDated,
  negated,
  offending,
} from '../../src/conditions/operators.js';
import { loadPatterns } from '../../src/conditions/patterns.js';
import type { SettingValue } from '../../src/settings/settings.js';
import { askEngine, factsOf, today } from './facts.js';

type Row = readonly [
  found: SettingValue,
  operator: string,
  wanted: SettingValue,
  expected: boolean,
];

const rows: readonly Row[] = [
  [true, 'equal', true, true],
  [true, 'equal', false, false],
  ['true', 'equal', true, false],
  ['Relax', 'equal', 'relax', false],
  [5, 'notEqual', 6, true],
  ['a', 'notEqual', 'a', false],
  ['a', 'in', ['a', 'b'], true],
  ['c', 'in', ['a', 'b'], false],
  ['b', 'in', 'abc', true],
  ['d', 'in', 'abc', false],
  ['d', 'notIn', 'abc', true],
  ['a', 'notIn', ['b'], true],
  ['b', 'notIn', ['b'], false],
  [['api', 'full'], 'contains', 'full', true],
  [['api'], 'contains', 'full', false],
  ['full', 'contains', 'full', false],
  [['api'], 'doesNotContain', 'full', true],
  [['full'], 'doesNotContain', 'full', false],
  ['api', 'doesNotContain', 'full', false],
  [1, 'lessThan', 2, true],
  [2, 'lessThan', 2, false],
  [2, 'lessThanInclusive', 2, true],
  [3, 'lessThanInclusive', 2, false],
  [3, 'greaterThan', 2, true],
  [2, 'greaterThan', 2, false],
  [2, 'greaterThanInclusive', 2, true],
  [10, 'greaterThan', 9, true],
  ['2027-01-01', 'greaterThan', '2026-12-31', true],
  ['2026-12-30', 'lessThanInclusive', '2026-12-31', true],
  ['x', 'lessThan', 2, false],
  ['10', 'greaterThan', 9, true],
  ['5x', 'lessThanInclusive', 6, false],
  ['2026-01-01', 'lessThanInclusive', 5, false],
  [5, 'lessThanInclusive', 'x', false],
  [['5'], 'lessThan', 6, true],
  [['5', '6'], 'lessThanInclusive', '5,6', true],

  [['api', 'web', 'id'], 'containsAll', ['id', 'api'], true],
  [['api'], 'containsAll', ['id', 'api'], false],
  [[], 'containsAll', ['api'], false],
  [['api'], 'containsAny', ['id', 'api'], true],
  [[], 'containsAny', ['api'], false],
  [['api'], 'containsNone', ['full', 'web'], true],
  [['api', 'web'], 'containsNone', ['full', 'web'], false],
  [[], 'containsNone', ['full'], true],
  [['api'], 'containsOnly', ['api', 'id'], true],
  [['api', 'full'], 'containsOnly', ['api', 'id'], false],
  [[], 'containsOnly', ['api'], true],
  [[], 'isEmpty', true, true],
  [['a'], 'isEmpty', true, false],
  ['', 'isEmpty', true, true],
  ['a', 'isEmpty', true, false],
  [[], 'isNotEmpty', true, false],
  [['a'], 'isNotEmpty', true, true],
  ['', 'isNotEmpty', true, false],
  ['a', 'isNotEmpty', true, true],

  ['Order Sync', 'matches', 'er S', true],
  ['Order Sync', 'matches', '^Sync', false],
  ['Order Sync', 'matches', '(?i)^order', true],
  ['https://a.example.com/x', 'like', 'HTTPS://*.example.com/?', true],
  ['https://a.example.com/xy', 'like', 'https://*.example.com/?', false],
  ['https://evil.example/x.example.com/y', 'like', 'https://*.example.com/?', false],
  ['https://evil.example/?u=https://x.example.com/y', 'like', 'https://*.example.com/*', false],
  ['https://a.example.com@evil.example/y', 'like', 'https://*/y', false],
  ['https://evil.example\\.example.com/y', 'like', 'https://*.example.com/y', false],
  ['https://evil.example#.example.com/y', 'like', 'https://*.example.com/y', false],
  ['https://evil.example/x.example.com', 'like', 'https://*.example.com', false],
  ['https://a.example.com', 'like', 'https://*.example.com', true],
  ['https://a.example.com:8443/y', 'like', 'https://*.example.com*', true],
  ['https://u:p@a.example.com/y', 'like', 'https://*', true],
  ['https://a.example.com/x/y', 'like', 'https://a.example.com*', true],
  ['com.acme.app:/done', 'like', '*.*:/*', true],
  ['', 'like', '*', true],

  ['Acme Sync', 'hasWords', 'Acme Sync', true],
  ['EU acme_sync', 'hasWords', 'Acme Sync', true],
  ['AcmeSync prod', 'hasWords', 'Acme Sync', true],
  ['ACMESync', 'hasWords', 'Acme Sync', true],
  ['acmesync', 'hasWords', 'Acme Sync', true],
  ['Acme_Sync_Prod', 'hasWords', 'AcmeSync', true],
  ['acme-sync (UAT)', 'hasWords', 'AcmeSync', true],
  ['AcmeSync2', 'hasWords', 'Acme Sync', true],
  ['acmesync_v2', 'hasWords', 'Acme Sync', true],
  ['AcmeSync2024Prod', 'hasWords', 'Acme Sync', true],
  ['AcmeSyncx2', 'hasWords', 'Acme Sync', false],
  ['FullCast EU', 'hasWords', 'Fullcast', true],
  ['Full Cast Party', 'hasWords', 'Fullcast', false],
  ['Full_Cast_Party', 'hasWords', 'Fullcast', false],
  ['Stack-One', 'hasWords', 'StackOne', true],
  ['Rapid7_EU', 'hasWords', 'Rapid7', true],
  ['Rapid7Connector', 'hasWords', 'Rapid7', true],
  ['Rapid7ish', 'hasWords', 'Rapid7', false],
  ['Rapid70', 'hasWords', 'Rapid7', false],
  ['GitHub Sync', 'hasWords', 'GitHub', true],
  ['GitHubber', 'hasWords', 'hub', false],
  ['Quickly', 'hasWords', 'quick', false],
  ['Acme-Sync', 'hasWords', ['Other', 'AcmeSync'], true],
  ['Acme Synchronisation', 'hasWords', 'Acme Sync', false],
  ['Sync for Acme', 'hasWords', 'Acme Sync', false],
  ['Macme Sync', 'hasWords', 'Acme Sync', false],
  ['S_Sign', 'hasWords', 'S-Sign', true],
  ['', 'hasWords', 'Acme', false],
  ['Ä', 'hasWords', 'ä', true],
  ['', 'like', '?', false],
  ['a', 'like', '', false],
  ['aab', 'like', '*ab', true],

  ['https://a', 'usesScheme', 'https', true],
  ['HTTPS://a', 'usesScheme', 'https', true],
  ['http://a', 'usesScheme', 'https', false],
  ['http://a', 'usesScheme', ['https', 'http'], true],
  ['myapp://done', 'usesScheme', 'myapp', true],
  ['myapp:/done', 'usesScheme', 'myapp://', true],
  ['httpsx://a', 'usesScheme', 'https', false],
  ['{{URL}}', 'usesScheme', 'https', false],
  ['https://app.fullcast.io/a', 'hostIn', ['app.fullcast.io'], true],
  ['https://APP.fullcast.io:8443', 'hostIn', ['app.FULLCAST.io'], true],
  ['app.fullcast.io', 'hostIn', ['app.fullcast.io'], true],
  ['https://app.fullcast.io.evil.com/', 'hostIn', ['app.fullcast.io', '*.fullcast.io'], false],
  ['https://app.fullcast.io@evil.com/', 'hostIn', ['app.fullcast.io'], false],
  ['https://evil.com\\@app.fullcast.io/', 'hostIn', ['app.fullcast.io'], false],
  ['https://a.example.com./', 'hostIn', ['*.example.com'], true],
  ['https://example.com', 'hostIn', ['*.example.com'], false],
  ['https://badexample.com', 'hostIn', ['*.example.com'], false],
  ['http://localhost:3000/cb', 'hostIn', ['localhost'], true],
  ['http://[::1]/cb', 'hostIn', ['localhost'], false],
  ['no url at all', 'hostIn', ['localhost'], false],
  ['', 'hostIn', ['localhost'], false],
  ['no url at all', 'hostIn', ['*.example.com'], false],
  ['https://focalhost', 'hostIn', ['localhost'], false],

  ['https://a.example.com/cb', 'hostIn', ['b.example.com', '*.example.com'], true],
  ['a.example.com:8443', 'hostIn', ['a.example.com'], true],
  ['myapp-a.example.com', 'hostIn', ['*.example.com'], true],
  ['x https://a.example.com', 'usesScheme', 'https', false],
  ['no scheme', 'usesScheme', '', false],
  ['myapp://done', 'usesScheme', 'myapp:', true],

  ['https://a.example.com/cb', 'usesHttps', true, true],
  ['HTTPS://A', 'usesHttps', true, true],
  ['https://a', 'usesHttps', true, true],
  ['https:a.example.com/cb', 'usesHttps', true, false],
  ['https:/a.example.com/cb', 'usesHttps', true, false],
  ['https:///cb', 'usesHttps', true, false],
  ['https:// a', 'usesHttps', true, false],
  ['https://?a', 'usesHttps', true, false],
  ['https://a b', 'usesHttps', true, false],
  ['https://[::1', 'usesHttps', true, false],
  ['at https://a.example.com', 'usesHttps', true, false],
  ['http://a.example.com/cb', 'usesHttps', true, false],
  ['http://localhost:3000/cb', 'usesHttps', true, true],
  ['HTTP://127.0.0.1/cb', 'usesHttps', true, true],
  ['http://[::1]:8080/cb', 'usesHttps', true, true],
  ['http://localhost.evil.example/cb', 'usesHttps', true, false],
  ['ftp://localhost/cb', 'usesHttps', true, false],
  ['myapp://http://localhost', 'usesHttps', true, false],
  ['{{BASE_URL}}/cb', 'usesHttps', true, true],
  ['https://{{HOST}}/cb', 'usesHttps', true, true],
  ['http://{{HOST}}/cb', 'usesHttps', true, false],
  ['', 'usesHttps', true, false],
  ['http://a.example.com/?u=https://b.example.com', 'usesHttps', true, false],
  ['myapp://localhost/?u=http://x', 'usesHttps', true, false],
  ['https://a', 'usesScheme', 'ht:tps', false],
  ['x https://{{HOST}}/cb', 'usesHttps', true, false],
  ['x http://localhost/cb', 'usesHttps', true, false],
  ['http:s://a', 'usesScheme', 'http:s', false],

  ['2026-11-20', 'beforeToday', true, true],
  ['2026-11-20T00:00', 'beforeToday', true, false],
  ['on 2026-11-20', 'beforeToday', true, false],
  ['+002026-11-20', 'beforeToday', true, false],
  ['2026-11-21', 'beforeToday', true, false],
  ['2026-11-22', 'beforeToday', true, false],
  ['no date', 'beforeToday', true, false],
  ['2026-02-30', 'beforeToday', true, false],
  ['2026-12-21', 'withinDays', 30, true],
  ['2026-12-22', 'withinDays', 30, false],
  ['2020-01-01', 'withinDays', 30, true],
  ['2026-11-21', 'withinDays', 0, true],
  ['no date', 'withinDays', 30, false],

  ['10.0.0.0-10.0.0.255', 'widerThan', 256, false],
  ['10.0.0.0-10.0.1.0', 'widerThan', 256, true],
  ['10.0.0.1-10.0.0.1', 'widerThan', 1, false],
  ['10.0.0.1', 'widerThan', 1, false],
  ['0.0.0.0-255.255.255.255', 'widerThan', 65536, true],
  ['2001:db8::-2001:db8::ff', 'widerThan', 256, false],
  ['2001:db8::-2001:db8::1:0', 'widerThan', 256, true],
  ['::ffff:10.0.0.0-::ffff:10.0.0.255', 'widerThan', 256, false],
  ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'widerThan', 1e30, true],
  ['10.0.0.9-10.0.0.1', 'widerThan', 256, true],
  ['10.0.0.0-::1', 'widerThan', 256, true],
  ['{{START}}-{{END}}', 'widerThan', 256, true],
  ['1.2.3.256-1.2.3.256', 'widerThan', 256, true],
  [['10.0.0.1'], 'widerThan', 256, true],

  [['http://a', 'https://b'], 'everyFact:usesScheme', 'https', false],
  [['https://a', 'https://b'], 'everyFact:usesScheme', 'https', true],
  [[], 'everyFact:usesScheme', 'https', true],
  ['https://a', 'everyFact:usesScheme', 'https', false],
  [['http://a', 'https://b'], 'someFact:usesScheme', 'https', true],
  [[], 'someFact:usesScheme', 'https', false],
  ['https://a', 'someFact:usesScheme', 'https', false],
  ['a', 'not:everyFact:equal', 'a', true],
  [['a'], 'not:someFact:equal', 'a', false],
  [['a', 'b'], 'everyFact:not:equal', 'c', true],
  ['ab', 'someValue:like', ['x*', 'a*'], true],
  ['ab', 'everyValue:like', ['x*', 'a*'], false],
  ['ab', 'everyValue:like', [], true],
  ['ab', 'someValue:like', [], false],
  [['ab', 'cd'], 'everyFact:someValue:like', ['a*', 'c*'], true],
  [['ab', 'cd'], 'someValue:everyFact:like', ['a*', 'c*'], false],
  [['a', 'b'], 'swap:in', 'a', true],
  [['a'], 'swap:containsOnly', ['a', 'b'], false],
  ['a', 'not:not:equal', 'a', true],
  [['10.0.0.0-10.0.9.9'], 'not:someFact:widerThan', 256, false],
];

beforeAll(loadPatterns);

describe('operators', () => {
  test.each(rows)('%j %s %j is %j', async (found, operator, wanted, expected) => {
    expect(evaluatorOf(operator)(found, wanted, today)).toBe(expected);
    const leaf = { fact: 'f', operator, value: wanted };
    expect(await askEngine(leaf, { f: found })).toBe(expected);
    expect(evaluate(leaf, factsOf({ f: found })).truth).toBe(expected);
  });

  test.each([
    ['in', 5],
    ['someValue:equal', 'a'],
    ['everyValue:equal', true],
    ['containsAll', 'a'],
  ] as const)('%s of %j throws here as in json-rules-engine', async (operator, value) => {
    const leaf = { fact: 'f', operator, value };
    const f = operator.startsWith('contains') ? ['a'] : 'a';
    expect(() => evaluate(leaf, factsOf({ f })).truth).toThrow(TypeError);
    await expect(askEngine(leaf, { f })).rejects.toThrow(TypeError);
  });

  test('what is thrown says what is there instead of a list', () => {
    const leaf = { fact: 'f', operator: 'in', value: 5 };
    expect(() => evaluate(leaf, factsOf({ f: 'a' })).truth).toThrow('a list is needed here, not 5');
  });

  test.each(['nope', 'nope:equal', 'equal:not', ''])('%j is no operator', (name) => {
    expect(() => evaluatorOf(name)).toThrow(`unknown operator "${name}"`);
  });

  test('dates without today throw', () => {
    expect(() => evaluatorOf('beforeToday')('2020-01-01', true)).toThrow("today's date");
  });
});

describe('offending', () => {
  test.each<readonly [SettingValue, string, SettingValue, readonly number[]]>([
    [['api', 'full', 'web'], 'containsNone', ['web', 'full'], [1, 2]],
    [['api', 'full', 'web'], 'containsOnly', ['api'], [1, 2]],
    [['api'], 'containsAll', ['web'], []],
    [['api'], 'containsAny', ['web'], []],
    [['api', 'full'], 'doesNotContain', 'full', [1]],
    [['http://a', 'https://b'], 'everyFact:usesScheme', 'https', [0]],
    [['a', 'b', 'c'], 'not:someFact:in', ['b', 'c'], [1, 2]],
    [['a', 'b'], 'not:containsAny', ['b'], [1]],
    [['a', 'b'], 'isEmpty', true, [0, 1]],
    [[], 'isNotEmpty', true, []],
    ['http://a', 'usesScheme', 'https', []],
    [['a'], 'someFact:equal', 'b', []],
  ])('%j %s %j: %j', (found, operator, wanted, expected) => {
    expect(offending(operator, found, wanted)).toEqual(expected);
  });
});

test.each([
  ['isEmpty', true],
  ['everyFact:not:isNotEmpty', true],
  ['beforeToday', true],
  ['equal', undefined],
  ['nope', undefined],
] as const)('the implied value of %s is %j', (operator, expected) => {
  expect(impliedValue(operator)).toBe(expected);
});

test.each([
  ['withinDays', true],
  ['not:beforeToday', true],
  ['lessThan', false],
])('%s needs today: %j', (operator, expected) => {
  expect(isDated(operator)).toBe(expected);
});

test('opposites', () => {
  expect(negated('equal')).toBe('not:equal');
  expect(negated('not:equal')).toBe('equal');
});

test.each([
  ['equal', true, 'equal true'],
  ['containsAll', ['api', 'web'], 'containsAll api, web'],
  ['isEmpty', true, 'isEmpty'],
  ['equal', '', 'equal ""'],
  ['containsOnly', [], 'containsOnly (nothing)'],
  ['lessThan', { fact: 'tokenCount' }, 'lessThan tokenCount'],
] as const)('%s %j in words: %s', (operator, value, expected) => {
  expect(operatorInWords(operator, value)).toBe(expected);
});

test('what has patterns that are not plain is ready once it is loaded', async () => {
  const plain = { fact: 'label', operator: 'matches', value: '^a' };
  const other = { fact: 'label', operator: 'matches', value: '(ab)+c?' };
  await loadOperators([plain, { not: other }]);
  expect(evaluate(other, factsOf({ label: 'abab' })).truth).toBe(true);
});

test.each([
  ['matches', '^Acme$', false],
  ['matches', '(ab)+c?', true],
  ['matches', { fact: 'apiName' }, true],
  ['swap:matches', '^Acme$', true],
  ['not:swap:someFact:matches', '^Acme$', true],
  ['rematches', '(ab)+c?', false],
  ['matchesNot', '(ab)+c?', false],
])('%s %j needs more than is at hand: %j', (operator, value, expected) => {
  expect(usesPatterns({ fact: 'label', operator, value })).toBe(expected);
});

test('patterns are found at any depth', () => {
  const leaf = { fact: 'label', operator: 'not:matches', value: 'x' };
  const other = { fact: 'label', operator: 'equal', value: 'matches' };
  expect(usesPatterns({ all: [other, { any: [{ not: leaf }] }] })).toBe(true);
  expect(usesPatterns({ all: [other, { any: [{ not: other }] }] })).toBe(false);
});
