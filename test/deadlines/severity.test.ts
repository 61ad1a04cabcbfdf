// How bad it is, on a day, to depend on what ends: the contract's table.
import { expect, test } from 'vitest';
import { datedSeverity } from '../../src/deadlines/of-rule.js';
import {
  severityByDate,
  undatedSeverity,
  deadlineOf,
  allDeadlines,
} from '../../src/deadlines/table.js';
import type { Deadline } from '../../src/model/deadline.js';
import type { Rule } from '../../src/model/ruleset.js';
import { factsOf, ruleOf } from '../conditions/facts.js';

const end: Deadline = {
  id: 'x',
  what: 'X',
  change: 'ends',
  date: '2027-02-20',
  from: '2027-02-20',
  certainty: 'stated',
  source: { title: 'x' },
  concerns: 'x',
  action: 'x',
};

test.each([
  ['2026-02-19', 'info', 'info', 'over a year away'],
  ['2026-02-20', 'low', 'medium', 'a year away'],
  ['2026-11-22', 'low', 'medium', '90 days away'],
  ['2026-11-23', 'medium', 'high', '89 days away'],
  ['2027-02-20', 'medium', 'high', 'today'],
  ['2027-02-21', 'medium', 'high', 'yesterday'],
  ['2028-02-20', 'medium', 'high', 'a year ago'],
  ['2028-02-21', undefined, undefined, 'more than a year ago'],
])('on %s it is %s, in use %s: %s', (today, unused, used, _) => {
  expect([severityByDate(end, today, false), severityByDate(end, today, true)]).toEqual([
    unused,
    used,
  ]);
});

test.each([
  ['announced', 'medium', 'medium'],
  ['reported', 'info', 'info'],
] as const)('what is only %s is %s at most', (certainty, unused, used) => {
  const less = { ...end, certainty };
  expect([
    severityByDate(less, '2027-02-20', false),
    severityByDate(less, '2027-02-20', true),
  ]).toEqual([unused, used]);
});

test('what begins makes nothing worse', () => {
  const begins = { ...end, change: 'begins' } as const;
  expect(severityByDate(begins, '2027-02-20', true)).toBeUndefined();
  expect(undatedSeverity(begins, true)).toBeUndefined();
});

test('the severity whatever the day depends on use alone', () => {
  expect([undatedSeverity(end, false), undatedSeverity(end, true)]).toEqual(['low', 'medium']);
});

const rule = (more: Partial<Rule>): Rule => ({
  ...ruleOf({ require: { fact: 'usernamePasswordLogins', operator: 'equal', value: 0 } }),
  deadline: 'username-password-flow',
  severity: 'low',
  ...more,
});
const logins = { today: '2026-12-24', kind: 'connectedApp', usernamePasswordLogins: 3 } as const;

test.each([
  ['as bad as the date', rule({}), logins, { severity: 'high', undated: 'medium' }],
  [
    'as bad as the rule, where that is worse',
    rule({ severity: 'critical' }),
    logins,
    { severity: 'critical', undated: 'critical' },
  ],
  [
    'a recommendation stays low',
    rule({ level: 'recommended' }),
    logins,
    { severity: 'low', undated: 'low' },
  ],
  [
    'a remedy stays a note',
    rule({ level: 'troubleshooting', severity: 'info' }),
    logins,
    { severity: 'info', undated: 'info' },
  ],
  ['no date', { ...rule({}), deadline: undefined } as unknown as Rule, logins, undefined],
  [
    'an app that it does not concern',
    rule({}),
    { ...logins, kind: 'externalClientApp' },
    undefined,
  ],
  ['the day passed long ago', rule({}), { ...logins, today: '2028-12-24' }, undefined],
] as const)('a rule with a deadline: %s', (_, one, settings, expected) => {
  expect(datedSeverity(one, factsOf(settings))).toEqual(expected);
});

test('the shipped dates are those that Salesforce gives', () => {
  const told = Object.fromEntries(
    allDeadlines.map(({ id, date, release, certainty }) => [id, `${date ?? release} ${certainty}`]),
  );
  expect(told).toEqual({
    'new-connected-apps': "Spring '26 stated",
    'username-password-flow': '2027-02-20 stated',
    'user-agent-flow': '2027-02-20 announced',
    'device-flow': '2026-11-30 announced',
    'new-app-controls': "Summer '26 announced",
    'soap-login-permission': "Winter '27 announced",
    'soap-login': "Summer '27 stated",
    'connected-apps': "Summer '27 announced",
    'packaged-app-migration': "Winter '27 announced",
    'partner-controls': '2026-05-11 stated',
    'partner-suspension': '2026-06-25 reported',
    'saml-triple-des': "Summer '26 stated",
    'public-certificates-200-days': '2026-03-15 reported',
    'public-certificates-100-days': '2027-03-15 reported',
    'hosted-mcp': '2026 stated',
    'dev-hub': '2026 stated',
  });
  expect(allDeadlines.filter(({ source }) => source.read === undefined)).toEqual([]);
  expect(deadlineOf('nothing')).toBeUndefined();
});
