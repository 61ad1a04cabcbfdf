// Parameters in values: put in, expanded, typed, or asked for.
import { evaluateRule } from '../../src/conditions/evaluate-rule.js';
import { assert, expect, test } from 'vitest';
import type { Rule } from '../../src/model/ruleset.js';
import { parametersFor } from '../../src/rulesets/match.js';
import { specialise } from '../../src/rulesets/specialise.js';
import { facts, head, load } from './rulesets.js';

async function ruleWith(condition: string, more = ''): Promise<Rule> {
  const ruleset = await load(`${head}parameters:
  host: {}
  hosts: { list: true }
  days: {}
  mode: { values: [enforce, relax] }
rules: [{ id: one, ${more} require: ${condition} }]
`);
  const [rule] = ruleset.rules;
  assert(rule);
  return rule;
}

test.each([
  [
    'a text',
    '{ fact: startUrl, operator: equal, value: "https://${host}/cb" }',
    { host: 'h' },
    'https://h/cb',
  ],
  [
    'twice in one text',
    '{ fact: startUrl, operator: equal, value: "${host}.${host}" }',
    { host: 'h' },
    'h.h',
  ],
  [
    'a value of an enum',
    '{ fact: ipRelaxation, operator: equal, value: "${mode}" }',
    { mode: 'relax' },
    'relax',
  ],
  [
    'a number',
    '{ fact: refreshTokenDays, operator: lessThan, value: "${days}" }',
    { days: '90' },
    90,
  ],
  [
    'a count of days',
    '{ fact: certificateExpires, operator: withinDays, value: "${days}" }',
    { days: '30' },
    30,
  ],
  [
    'a list',
    '{ fact: callbackUrls, operator: containsAll, value: ["https://${hosts}/a", "https://x/", "https://${hosts}/b"] }',
    { hosts: ['h', 'i'] },
    ['https://h/a', 'https://i/a', 'https://x/', 'https://h/b', 'https://i/b'],
  ],
  [
    'a list twice in one text',
    '{ fact: callbackUrls, operator: containsAll, value: ["${hosts}/${hosts}/${host}"] }',
    { hosts: ['h', 'i'], host: 'x' },
    ['h/h/x', 'i/i/x'],
  ],
  [
    'a value that looks like a parameter',
    '{ fact: startUrl, operator: equal, value: "${host}" }',
    { host: '${days}' },
    '${days}',
  ],
])('%s', async (_, condition, values, expected) => {
  expect(specialise(await ruleWith(condition), values).require).toMatchObject({ value: expected });
});

test('conditions and prose are filled in, too', async () => {
  const more =
    'title: "At ${host}", fix: "Add ${hosts} at ${days}", when: { not: { fact: label, operator: equal, value: "${host}" } },';
  const rule = await ruleWith(
    '{ any: [{ fact: label, operator: equal, value: "${host}" }] }',
    more,
  );
  expect(specialise(rule, { host: 'h', hosts: ['i', 'j'] })).toMatchObject({
    title: 'At h',
    fix: { setup: 'Add i, j at ${days}' },
    when: { not: { value: 'h' } },
    require: { any: [{ value: 'h' }] },
  });
});

test('a rule without parameters stays the very same; equal values give the same rule', async () => {
  const plain = await ruleWith('{ fact: label, operator: equal, value: x }');
  expect(specialise(plain, { host: 'h' })).toBe(plain);
  const rule = await ruleWith('{ fact: label, operator: equal, value: "${host}" }');
  expect(specialise(rule, { host: 'h', days: '1' })).toBe(
    specialise(rule, { host: 'h', days: '2' }),
  );
  expect(specialise(rule, { host: 'h' })).not.toBe(specialise(rule, { host: 'i' }));
});

test('a rule that needs a missing parameter is open and says how to give it', async () => {
  const ruleset = await load(`${head}parameters: { mode: { values: [enforce, relax] } }
rules: [{ id: one, require: { fact: ipRelaxation, operator: equal, value: "\${mode}" } }]
`);
  const app = facts({ ipRelaxation: 'relax' });
  const found = parametersFor(ruleset, app, new Map());
  const rules = ruleset.rules.map((rule) => specialise(rule, found.values));
  const [rule] = rules;
  assert(rule);
  expect(evaluateRule(rule, (name) => found.facts[name] ?? app(name))).toMatchObject({
    verdict: 'open',
    evidence: [
      { setting: 'param.mode', missing: 'give --param acme.mode=VALUE (one of enforce, relax)' },
    ],
  });
});

test('what is certain without the parameter stays certain', async () => {
  const rule = await ruleWith(
    '{ any: [{ fact: label, operator: equal, value: x }, { fact: label, operator: equal, value: "${host}" }] }',
  );
  const special = specialise(rule, {});
  expect(evaluateRule(special, facts({ label: 'x' }))).toEqual({ verdict: 'pass' });
});
