import { describe, expect, test } from 'vitest';
import {
  conditionsInWords,
  wordsInOneLine,
  conditionInWords,
} from '../../src/conditions/words/conditions.js';
import { demandWords, leafInWords } from '../../src/conditions/words/operators.js';
import { decorators, operators } from '../../src/conditions/operators.js';
import { demandSentence, mismatchSentence, nearMiss } from '../../src/conditions/words/mismatch.js';
import { derivedFix } from '../../src/conditions/words/derived-fix.js';
import { textFor, type Condition, type ConditionValue } from '../../src/model/ruleset.js';
import { rule } from '../reporters/report.js';

type Row = readonly [
  fact: string,
  operator: string,
  value: ConditionValue,
  demand: string,
  statement: string,
];

const rows: readonly Row[] = [
  ['clientCredentialsFlow', 'equal', true, 'must be on', 'is on'],
  ['clientCredentialsFlow', 'not:equal', true, 'must not be on', 'is not on'],
  ['consumerKeyInSource', 'equal', false, 'must be no', 'is no'],
  [
    'permittedUsers',
    'equal',
    'admin-approved',
    'must be "Admin approved users are pre-authorized"',
    'is "Admin approved users are pre-authorized"',
  ],
  ['kind', 'notEqual', 'connectedApp', 'must not be Connected App', 'is not Connected App'],
  ['label', 'in', ['a', 'b'], 'must be one of a, b', 'is one of a, b'],
  ['label', 'not:in', ['a', 'b'], 'must not be a, b', 'is not a, b'],
  ['label', 'isEmpty', true, 'must be empty', 'is empty'],
  ['label', 'not:isNotEmpty', true, 'must be empty', 'is empty'],
  ['label', 'like', 'A*', 'must be like A*', 'is like A*'],
  ['label', 'someValue:like', ['A*', 'B*'], 'must be like one of A*, B*', 'is like one of A*, B*'],
  [
    'label',
    'not:someValue:like',
    ['A*', 'B*'],
    'must not be like any of A*, B*',
    'is not like any of A*, B*',
  ],
  ['label', 'someValue:like', ['A*'], 'must be like A*', 'is like A*'],
  ['label', 'matches', '^a', 'must match the pattern ^a', 'matches the pattern ^a'],
  ['scopes', 'contains', 'api', 'must hold api', 'holds api'],
  ['scopes', 'doesNotContain', 'full', 'must not hold full', 'does not hold full'],
  ['scopes', 'containsAll', ['api', 'id'], 'must hold all of api, id', 'holds all of api, id'],
  [
    'scopes',
    'not:containsAny',
    ['api', 'id'],
    'must hold none of api, id',
    'holds none of api, id',
  ],
  ['scopes', 'containsNone', ['full'], 'must not hold full', 'does not hold full'],
  ['scopes', 'not:containsNone', ['full'], 'must hold one of full', 'holds one of full'],
  ['scopes', 'containsOnly', ['api'], 'must hold only api', 'holds only api'],
  ['refreshTokenDays', 'lessThanInclusive', 30, 'must be at most 30', 'is at most 30'],
  ['refreshTokenDays', 'not:lessThan', 30, 'must be at least 30', 'is at least 30'],
  ['certificateExpires', 'not:beforeToday', true, 'must not be in the past', 'is not in the past'],
  [
    'certificateExpires',
    'not:withinDays',
    30,
    'must be more than 30 days away',
    'is more than 30 days away',
  ],
];

const labels: Readonly<Record<string, string>> = {
  clientCredentialsFlow: 'Enable Client Credentials Flow',
  consumerKeyInSource: 'Consumer Key in source',
  permittedUsers: 'Permitted Users',
  kind: 'Kind of app',
  label: 'External Client App Name',
  scopes: 'OAuth Scopes',
  refreshTokenDays: 'Refresh token validity in days',
  certificateExpires: 'Certificate expires',
};

test.each(rows)('%s %s %j', (fact, operator, value, demand, statement) => {
  const leaf = { fact, operator, value };
  expect(leafInWords(leaf, 'demand')).toBe(`"${labels[fact]}" ${demand}`);
  expect(leafInWords(leaf, 'statement')).toBe(`"${labels[fact]}" ${statement}`);
});

describe('quantifiers', () => {
  test.each([
    ['everyFact:usesScheme', 'each of', 'must use https', 'each must use https'],
    ['someFact:usesScheme', 'one of', 'must use https', 'one of them must use https'],
    ['everyFact:not:usesScheme', 'each of', 'must not use https', 'each must not use https'],
    ['not:someFact:usesScheme', 'each of', 'must not use https', 'each must not use https'],
    ['not:everyFact:usesScheme', 'one of', 'must not use https', 'one of them must not use https'],
  ])('%s', (operator, scope, demand, short) => {
    const leaf = { fact: 'callbackUrls', operator, value: 'https' };
    expect(leafInWords(leaf, 'demand')).toBe(`${scope} "Callback URL" ${demand}`);
    expect(demandWords('callbackUrls', operator, 'https')).toBe(short);
  });
});

test('facts that are no settings, and values that are facts, have names', () => {
  const leaf = { fact: 'param.env', operator: 'equal', value: { fact: 'apiName' } };
  expect(leafInWords(leaf, 'statement')).toBe('the parameter "env" is "API Name"');
  expect(leafInWords({ ...leaf, fact: 'today' }, 'statement')).toBe('today is "API Name"');
});

test('every operator has words of its own', () => {
  const silent = Object.keys(operators).filter((name) =>
    demandWords('label', name, 'x').includes('fulfil'),
  );
  expect(silent).toEqual([]);
  expect(Object.keys(decorators).toSorted()).toEqual(
    ['everyFact', 'everyValue', 'not', 'someFact', 'someValue', 'swap'].toSorted(),
  );
});

const on = (fact: string): Condition => ({ fact, operator: 'equal', value: true });
const a = on('pkceRequired');
const b = on('deviceFlow');
const c = on('oauthEnabled');
const [A, B, C] = [a, b, c].map((leaf) => wordsInOneLine(conditionInWords(leaf, 'statement')));
const notA = `${A?.replace(' is ', ' is not ')}`;
const notB = `${B?.replace(' is ', ' is not ')}`;

test.each<readonly [string, Condition, string]>([
  ['all', { all: [a, b] }, `${A} and ${B}`],
  ['any', { any: [a, b] }, `${A} or ${B}`],
  ['any in all', { all: [c, { any: [a, b] }] }, `${C} and (${A} or ${B})`],
  ['all in all', { all: [c, { all: [a, b] }] }, `${C} and ${A} and ${B}`],
  ['a group of one', { any: [{ all: [a] }] }, `${A}`],
  ['not', { not: a }, notA],
  ['not not', { not: { not: a } }, `${A}`],
  ['not any', { not: { any: [a, b] } }, `${notA} and ${notB}`],
  ['not all', { all: [c, { not: { all: [a, b] } }] }, `${C} and (${notA} or ${notB})`],
])('%s', (_, condition, words) => {
  expect(wordsInOneLine(conditionInWords(condition, 'statement'))).toBe(words);
});

test('the conditions of a rule come in the order in which they are asked', () => {
  const roles = conditionsInWords(rule('x/y', { when: a, unless: b, require: c }));
  expect(roles.map(({ role, intro }) => `${role} ${intro}`)).toEqual([
    'when Applies when',
    'unless Unless',
    'require Required:',
  ]);
  expect(conditionsInWords(rule('x/y')).map(({ role }) => role)).toEqual(['require']);
});

test.each([
  ['required', 'Required:'],
  ['recommended', 'Recommended:'],
  ['optional', 'Suggested:'],
  ['troubleshooting', 'Suggested for troubleshooting:'],
] as const)('what is %s is introduced as such', (level, intro) => {
  const require = { all: [{ any: [a, b] }, c] };
  const [said] = conditionsInWords({ ...rule('x/y', { require }), level });
  expect(said?.intro).toBe(intro);
  expect(/\bmust\b/.test(wordsInOneLine(said?.words ?? ''))).toBe(level === 'required');
});

test('a rule that is milder says when', () => {
  const milder = conditionsInWords(rule('x/y', { milderWhen: a })).at(-1);
  expect(milder).toEqual({ role: 'milderWhen', intro: 'One severity milder when', words: A });
});

test('a group says whether all of it holds or one part', () => {
  const headingOf = (given: Condition): unknown => conditionInWords(given, 'statement');
  expect(headingOf({ all: [a, b] })).toEqual({ heading: 'all of', parts: [A, B] });
  expect(headingOf({ any: [a, b] })).toEqual({ heading: 'one of', parts: [A, B] });
  expect(headingOf({ not: { all: [a, b] } })).toEqual({ heading: 'one of', parts: [notA, notB] });
  expect(headingOf({ not: { any: [a, b] } })).toEqual({ heading: 'all of', parts: [notA, notB] });
});

test.each([
  [
    'refreshTokenPolicy',
    'lifetime',
    'refreshTokenPolicyType SpecificLifetime in',
    'specific_lifetime',
  ],
  [
    'refreshTokenPolicy',
    'inactivity',
    'refreshTokenPolicyType SpecificInactivity in',
    'specific_inactivity',
  ],
])('%s %s as files spell it, by kind of app', (fact, value, external, connected) => {
  const { files } = derivedFix({ fact, operator: 'equal', value }, 'required');
  expect(files).toEqual({
    externalClientApp: `${external} ExtlClntAppOauthConfigurablePolicies.`,
    connectedApp: `refreshTokenPolicy ${connected} in oauthPolicy of ConnectedApp.`,
  });
});

test('a scope with two tokens is spelled as each kind of app has it', () => {
  const { files } = derivedFix(
    { fact: 'scopes', operator: 'contains', value: 'sfap_api' },
    'required',
  );
  expect(files).toEqual({
    externalClientApp: 'commaSeparatedOauthScopes SFApiPlatform in ExtlClntAppOauthSettings.',
    connectedApp: 'scopes SFAP in oauthConfig of ConnectedApp.',
  });
});

test.each([
  ['label', 'equal', 'api', 'Set "External Client App Name" to api.', 'label api in'],
  ['pkceRequired', 'not:equal', true, 'it must not be on.', 'isPkceRequired in'],
  ['scopes', 'not:contains', 'api', 'it must not hold api.', 'commaSeparatedOauthScopes in'],
])('how %s %s %j is met in Setup and in files', (fact, operator, value, setup, files) => {
  const fix = derivedFix({ fact, operator, value }, 'required');
  expect(textFor(fix.setup, 'externalClientApp')).toContain(setup);
  expect(textFor(fix.files ?? '', 'externalClientApp')).toContain(files);
});

test('a host of http is compared as one of https is', () => {
  expect(nearMiss('http://a.example/cb', ['http://orders.example/cb'])).toBe(
    'http://orders.example/cb is there: its host is orders.example',
  );
});

test('a word of the value is no word of the demand', () => {
  const demand = { setting: 'label', operator: 'like', value: 'each *' };
  expect(demandSentence(demand, 'required')).toBe('it must be like each *');
});

test.each([
  ['label', 'details'],
  ['pkceRequired', 'settings'],
  ['scopes', 'settings'],
  ['refreshTokenIpAllowlist', 'settings'],
  ['refreshTokenPolicy', 'policies'],
  ['startPage', 'policies'],
  ['samlIssuer', 'saml'],
])('where in Setup %s is changed', (fact, menu) => {
  const { setup } = derivedFix({ fact, operator: 'isNotEmpty', value: true }, 'required');
  expect(textFor(setup, 'externalClientApp')).toContain(`Menu: \${${menu}}.`);
});

test('what has no menu says none, and an element says in which others it is', () => {
  const push = derivedFix({ fact: 'canvasUrl', operator: 'isNotEmpty', value: true }, 'required');
  expect(textFor(push.setup, 'externalClientApp')).toBe('Fill in "Canvas App URL".');
  const audience = { fact: 'idTokenAudience', operator: 'isNotEmpty', value: true };
  expect(textFor(derivedFix(audience, 'required').files ?? '', 'connectedApp')).toBe(
    'idTokenAudience in oauthConfig/idTokenConfig of ConnectedApp.',
  );
});

test('a parameter that is on is said to be so', () => {
  const evidence = { setting: 'param.on', operator: 'equal', value: false, expected: '' };
  const about = { kind: 'externalClientApp', level: 'required' } as const;
  expect(mismatchSentence(evidence, true, about)).toBe('"param.on" is yes');
});
