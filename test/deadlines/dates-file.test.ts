// rules/dates.data.yaml is checked when the rules are built, and so is what rules say of it.
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/model/user-error.js';
import { loadDates } from '../../src/rulesets/dates-file.js';
import { head, leaf, diagnosticsOf } from '../rulesets/rulesets.js';

const entry = `  - id: flow
    what: The flow
    change: ends
    date: 2027-02-20
    certainty: stated
    source: { title: Page, url: "https://help.example/", read: 2026-11-30 }
    concerns: Clients.
    action: Move on.
`;
const file = (...lines: readonly string[]): string => `deadlines:\n${lines.join('')}`;

test('what is sound is loaded, with the day that is counted with', () => {
  const loaded = loadDates(file(entry), 'dates.data.yaml');
  expect(loaded).toMatchObject({
    deadlines: [{ id: 'flow', date: '2027-02-20', from: '2027-02-20' }],
  });
});

test.each([
  ['two of one id', file(entry, entry), 'dates.data.yaml:10:5: duplicate id "flow"'],
  [
    'neither day nor release',
    file(entry.replace('    date: 2027-02-20\n', '')),
    'a deadline has a "date", or a "release" with the day "from"',
  ],
  [
    'a release that cannot be counted with',
    file(entry.replace('date: 2027-02-20', `release: "Summer '27"`)),
    'a deadline has a "date", or a "release" with the day "from"',
  ],
  [
    'no such day',
    file(entry.replace('2027-02-20', '2027-02-30')),
    'there is no day 2027-02-30 in the calendar',
  ],
  [
    'a certainty that is none',
    file(entry.replace('certainty: stated', 'certainty: rumoured')),
    'expected stated, announced or reported, found "rumoured"',
  ],
  ['never read', file(entry.replace(', read: 2026-11-30', '')), 'read'],
  [
    'an unknown setting',
    file(`${entry}    inUse: { fact: loginz, operator: equal, value: 1 }\n`),
    'loginz',
  ],
])('%s', (_, text, message) => {
  const loaded = loadDates(text, 'dates.data.yaml');
  const diagnostics =
    'diagnostics' in loaded ? loaded.diagnostics.map(formatDiagnostic).join('\n') : '';
  expect(diagnostics).toContain(message);
});

test.each([
  ['an unknown date', `deadline: flow-of-yore`, 'found "flow-of-yore"'],
  [
    'a date in a title',
    `deadline: soap-login, title: "\${deadline.date}"`,
    'a title says the same on every day',
  ],
  [
    'a text without a deadline',
    `why: "It \${deadline.ends}."`,
    '"deadline.ends" needs a "deadline"',
  ],
  [
    'a misspelt placeholder',
    `deadline: soap-login, why: "\${deadline.end}"`,
    'there is no "deadline.end"; did you mean "deadline.ends"?',
  ],
])('a rule with %s', async (_, keys, message) => {
  const diagnostics = await diagnosticsOf(
    `${head}rules: [{ id: one, require: ${leaf}, ${keys} }]\n`,
  );
  expect(diagnostics.join('\n')).toContain(message);
});
