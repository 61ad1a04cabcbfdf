// What every rule says: held over all shipped rules, and over every setting.
import { describe, expect, test } from 'vitest';
import { described, evaluationMessage } from '../../src/conditions/words/messages.js';
import { evaluateRule, explainEvaluation } from '../../src/conditions/evaluate-rule.js';
import { loadOperators } from '../../src/conditions/evaluate.js';
import { conditionsOf } from '../../src/conditions/tree.js';
import { nearMiss } from '../../src/conditions/words/mismatch.js';
import { appKinds } from '../../src/model/app.js';
import { decidedBy } from '../../src/model/metadata-types.js';
import { textFor } from '../../src/model/ruleset.js';
import { exampleFacts } from '../../src/rulesets/examples.js';
import { shippedRulesets, withExamples } from '../../src/rulesets/shipped.js';
import { sentencesOf } from '../../src/settings/sentences.js';
import { settingNames } from '../../src/settings/settings.js';

const standard = shippedRulesets.filter(({ kind }) => kind === 'standard');
const rules = standard.flatMap((ruleset) => ruleset.rules);

/** A switch in the words of a program: `is yes, must be no`. */
const mechanical = /\bis (?:yes|no)\b(?! [a-z])|must be (?:yes|no)\b/;

describe('every standard rule', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
    expect(rule.message).toMatch(/^["A-Z$].*\.$/);
    for (const kind of appKinds) {
      expect(rule.fix && textFor(rule.fix.setup, kind)).toMatch(/\.$/);
      expect(rule.fix?.files && textFor(rule.fix.files, kind)).toBeTruthy();
    }
    const texts = [rule.title, rule.finding, rule.message].join(' ');
    expect(texts).not.toMatch(mechanical);
    if (rule.level !== 'required') expect(texts).not.toMatch(/\bmust\b|\b[Rr]equired\b/);
  });
});

test('no rule, of guides neither, says that something is yes and must be no', async () => {
  const said: string[] = [];
  for (const plain of shippedRulesets) {
    const ruleset = await withExamples(plain);
    await loadOperators(ruleset.rules.flatMap(conditionsOf));
    for (const rule of ruleset.rules) {
      for (const { settings } of rule.examples.filter(({ verdict }) => verdict === 'fail')) {
        const facts = exampleFacts({ today: '2026-11-30', ...settings });
        const evaluation = evaluateRule(rule, facts);
        const evidence = explainEvaluation(evaluation, rule, facts);
        for (const kind of appKinds)
          said.push(evaluationMessage({ rule, ruleset, kind, facts }, evaluation, evidence));
      }
      const { fix } = described(rule, ruleset);
      if (fix) said.push(...appKinds.map((kind) => textFor(fix.setup, kind)));
    }
  }
  expect(said.length).toBeGreaterThan(300);
  expect(said.filter((text) => mechanical.test(text))).toEqual([]);
});

test.each([
  [
    ['the global OAuth settings file (.ecaGlblOauth) is not in this source'],
    'Retrieve ExtlClntAppGlobalOauthSettings to decide it.',
  ],
  [['OauthOidc.settings is not in this source'], 'Retrieve OauthOidcSettings to decide it.'],
  [
    ['neither its part files nor the app policies file are in this source'],
    'Retrieve ExtlClntAppConfigurablePolicies to decide it.',
  ],
  [
    ['the file has no <isDeviceFlowEnabled>; API versions before 68 do not have it'],
    'Retrieve the app with API version 68 or later to decide it.',
  ],
  [
    [
      'the OAuth policies file (.ecaOauthPlcy) is not in this source',
      'the file has no <isPkceRequired>; API versions before 59 do not have it',
    ],
    'Retrieve ExtlClntAppOauthConfigurablePolicies with API version 59 or later to decide it.',
  ],
  [['permission sets approve users of any profile'], ''],
])('what decides a check: %s', (reasons, expected) => {
  expect(decidedBy(reasons)).toBe(expected);
});

test.each(settingNames)('%s has its two sentences', (name) => {
  const { missing, excess } = sentencesOf(name);
  expect([missing, excess].filter((text) => mechanical.test(text) || text === '')).toEqual([]);
});

test.each([
  ['a slash too many', 'https://a.example/cb', ['https://a.example/cb/'], /slash at its end away/],
  ['a slash too few', 'https://a.example/cb/', ['https://a.example/cb'], /add a slash/],
  ['another case', 'https://a.example/cb', ['https://a.example/CB'], /capital/],
  [
    'a host one letter off',
    'https://app.fullcast.io/x',
    ['https://app.fulcast.io/x'],
    /one letter/,
  ],
  ['another environment', 'https://app.a.example/x', ['https://sandbox.a.example/x'], /sandbox/],
  ['a letter more', 'refresh_token', ['refresh_tokens'], /one letter/],
])('a near miss is named: %s', (_, missing, there, said) => {
  expect(nearMiss(missing, there)).toMatch(said);
});

test('what is far is no near miss', () => {
  expect(nearMiss('api', ['web', 'id', 'openid'])).toBeUndefined();
  expect(nearMiss('https://a.example/cb', ['https://b.test/other'])).toBeUndefined();
});
