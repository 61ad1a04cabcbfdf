import { expect, test } from 'vitest';
import { withDates } from '../../src/deadlines/of-rule.js';
import { deadlineOf } from '../../src/deadlines/table.js';
import { endsInWords } from '../../src/deadlines/words.js';
import type { Deadline } from '../../src/model/deadline.js';
import { ruleOf } from '../conditions/facts.js';

const of = (id: string): Deadline => deadlineOf(id) ?? expect.fail(`there is no ${id}`);

test.each([
  ['username-password-flow', '2027-02-19', 'ends on 2027-02-20'],
  ['username-password-flow', '2027-02-20', 'ends today'],
  ['username-password-flow', '2027-02-21', 'ended on 2027-02-20'],
  ['user-agent-flow', '2027-01-01', 'ends on 2027-02-20, as Salesforce has announced'],
  ['device-flow', '2026-11-30', 'ends today, as Salesforce has announced'],
  ['soap-login', '2026-11-30', "ends with Summer '27"],
  ['soap-login', '2027-06-01', "ended with Summer '27"],
  ['new-app-controls', '2026-11-30', "began with Summer '26, as Salesforce has announced"],
  ['partner-controls', '2026-05-11', 'begins today'],
  ['public-certificates-100-days', '2026-11-30', 'begins on 2027-03-15, as is reported'],
])('%s on %s: %s', (id, today, words) => {
  expect(endsInWords(of(id), today)).toBe(words);
});

test('texts of a rule name the date, its title stays', () => {
  const plain = ruleOf({ require: { fact: 'kind', operator: 'equal', value: 'connectedApp' } });
  const texts = {
    title: 'No X',
    why: '${deadline.what} ${deadline.ends}.',
    fix: { setup: 'Before ${deadline.date}.' },
  };
  const rule = { ...plain, ...texts, deadline: 'username-password-flow' };
  expect(withDates(rule, '2026-11-30')).toEqual({
    ...rule,
    why: 'The OAuth username-password flow ends on 2027-02-20.',
    fix: { setup: 'Before 2027-02-20.' },
  });
  expect(withDates(plain, '2026-11-30')).toBe(plain);
});
