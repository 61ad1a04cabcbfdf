import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, holds, type FactLookup } from '../../src/conditions/evaluate.js';
import { leavesOf, readsOf } from '../../src/conditions/tree.js';
import { confirmFailure } from '../../src/conditions/confirm.js';
import {
  evaluateRule,
  explainEvaluation,
  readsOrgOnly,
  type Failed,
  type RuleEvaluation,
} from '../../src/conditions/evaluate-rule.js';
import { loadPatterns } from '../../src/conditions/patterns.js';
import type { Condition, Rule } from '../../src/model/ruleset.js';
import type { Location } from '../../src/model/location.js';
import type { Setting, SettingValue } from '../../src/settings/settings.js';
import { condition, knownFacts, someFacts } from './arbitraries.js';
import { askEngine, factsOf, ruleOf } from './facts.js';

const pkce: Condition = { fact: 'pkceRequired', operator: 'equal', value: true };
const scopes: Condition = { fact: 'scopes', operator: 'containsNone', value: ['full', 'web'] };
const eca: Condition = { fact: 'kind', operator: 'equal', value: 'externalClientApp' };

/** A setting compared with a value. */
function is(fact: string, value: boolean): Condition {
  return { fact, operator: 'equal', value };
}

/** The evaluation; where it is a failure, json-rules-engine confirmed it. */
async function confirmed(rule: Rule, facts: FactLookup): Promise<RuleEvaluation> {
  const evaluation = evaluateRule(rule, facts);
  if (evaluation.verdict === 'fail') await confirmFailure(rule, evaluation);
  return evaluation;
}

describe('verdicts', () => {
  const on = { pkceRequired: true };
  const off = { pkceRequired: false };
  const app = { kind: 'externalClientApp' };
  const other = { kind: 'connectedApp' };
  const rows: readonly (readonly [
    string,
    Partial<Rule>,
    Readonly<Record<string, SettingValue>>,
    object,
  ])[] = [
    ['kept', {}, on, { verdict: 'pass' }],
    ['broken', {}, off, { verdict: 'fail' }],
    ['unknown', {}, {}, { verdict: 'open', phase: 'require' }],
    ['when holds', { when: eca }, { ...off, ...app }, { verdict: 'fail' }],
    [
      'when fails',
      { when: eca },
      { ...off, ...other },
      { verdict: 'notApplicable', phase: 'when' },
    ],
    ['when unknown', { when: eca }, off, { verdict: 'open', phase: 'when' }],
    ['when unknown, but kept', { when: eca }, on, { verdict: 'open', phase: 'when' }],
    [
      'unless holds',
      { unless: eca },
      { ...off, ...app },
      { verdict: 'notApplicable', phase: 'unless' },
    ],
    ['unless unknown', { unless: eca }, off, { verdict: 'fail' }],
    ['unless fails', { unless: eca }, { ...off, ...other }, { verdict: 'fail' }],
    [
      'unless before when',
      { unless: eca, when: scopes },
      app,
      { verdict: 'notApplicable', phase: 'unless' },
    ],
  ];
  test.each(rows)('%s', async (_, parts, values, expected) => {
    expect(await confirmed(ruleOf({ require: pkce, ...parts }), factsOf(values))).toMatchObject(
      expected,
    );
  });

  test('a not beside a plain leaf is counted the right way round', async () => {
    // With both unknown leaves counted as true, or both as false, `all` would be false either way.
    const require = {
      all: [pkce, { not: { fact: 'org.pkceRequired', operator: 'equal', value: true } }],
    };
    expect(await confirmed(ruleOf({ require }), factsOf({}))).toMatchObject({ verdict: 'open' });
  });
});

describe('evidence', () => {
  const at = (startLine: number): Location => ({
    file: 'a.xml',
    startLine,
    startColumn: 1,
    endLine: startLine,
    endColumn: 5,
  });

  test('names the entries at fault, and stands at the first of them', async () => {
    const facts: FactLookup = () => ({
      state: 'known',
      value: ['api', 'full', 'web'],
      origin: 'stated',
      location: at(1),
      itemLocations: [at(2), at(3), at(4)],
    });
    expect(await confirmed(ruleOf({ require: scopes }), facts)).toEqual({
      verdict: 'fail',
      proofs: [expect.anything()],
      evidence: [
        {
          setting: 'scopes',
          found: ['api', 'full', 'web'],
          items: ['full', 'web'],
          expected: 'containsNone full, web',
          operator: 'containsNone',
          value: ['full', 'web'],
          location: at(3),
        },
      ],
    });
  });

  test('is about the false parts of all, and under a not about the true ones', async () => {
    const forbidden = { fact: 'scopes', operator: 'containsAny', value: ['full'] };
    const rule = ruleOf({ require: { all: [pkce, { not: { any: [forbidden, eca] } }] } });
    const facts = factsOf({ pkceRequired: true, scopes: ['api', 'full'], kind: 'connectedApp' });
    expect(await confirmed(rule, facts)).toMatchObject({
      verdict: 'fail',
      evidence: [{ setting: 'scopes', items: ['full'], expected: 'not:containsAny full' }],
    });
  });

  test('of an open rule is what is missing, and where it would stand', async () => {
    const facts: FactLookup = (name) =>
      name === 'kind'
        ? { state: 'known', value: 'connectedApp', origin: 'derived' }
        : { state: 'unknown', reason: 'needs an org', location: at(7) };
    expect(await confirmed(ruleOf({ require: { any: [eca, pkce] } }), facts)).toEqual({
      verdict: 'open',
      phase: 'require',
      evidence: [
        {
          setting: 'pkceRequired',
          missing: 'needs an org',
          expected: 'equal true',
          operator: 'equal',
          value: true,
          location: at(7),
        },
      ],
    });
  });

  test('marks placeholders', async () => {
    const facts: FactLookup = () => ({
      state: 'known',
      value: '{{X}}',
      origin: 'stated',
      placeholder: true,
    });
    const require = { fact: 'label', operator: 'equal', value: 'Fullcast' };
    expect(await confirmed(ruleOf({ require }), facts)).toMatchObject({
      evidence: [{ found: '{{X}}', placeholder: true }],
    });
  });

  test('of a pass is looked up on request', async () => {
    const rule = ruleOf({ require: pkce, when: eca });
    const facts = factsOf({ pkceRequired: true, kind: 'externalClientApp' });
    const passed = await confirmed(rule, facts);
    expect(explainEvaluation(passed, rule, facts)).toMatchObject([
      { setting: 'pkceRequired', found: true },
    ]);
    const failed = evaluateRule(rule, factsOf({ kind: 'externalClientApp', pkceRequired: false }));
    expect(failed.verdict).toBe('fail');
    expect(explainEvaluation(failed, rule, facts)).toBe('evidence' in failed && failed.evidence);
    const other = factsOf({ pkceRequired: true, kind: 'connectedApp' });
    const skipped = await confirmed(rule, other);
    expect(explainEvaluation(skipped, rule, other)).toMatchObject([
      { setting: 'kind', found: 'connectedApp' },
    ]);
    expect(explainEvaluation(skipped, ruleOf({ require: pkce }), other)).toEqual([]);
  });
});

describe('a rule that throws', () => {
  const rows: readonly (readonly [string, Partial<Rule>])[] = [
    ['unknown operator', { require: { fact: 'label', operator: 'nope', value: 1 } }],
    ['bad value', { require: { fact: 'label', operator: 'in', value: 1 } }],
    ['bad value in when', { when: { fact: 'label', operator: 'in', value: 1 } }],
    ['text too long', { require: { fact: 'description', operator: 'matches', value: 'a' } }],
    ['bad pattern', { require: { fact: 'label', operator: 'matches', value: '(' } }],
  ];
  test.each(rows)('is open, with a problem: %s', async (_, parts) => {
    const bad = ruleOf({ id: 'test/bad', require: pkce, ...parts });
    const good = ruleOf({ require: pkce });
    await loadPatterns();
    const facts = factsOf({ label: 'x', pkceRequired: false, description: 'a'.repeat(20_000) });
    expect(await confirmed(bad, facts)).toMatchObject({
      verdict: 'open',
      phase: 'require',
      evidence: [],
      problem: { kind: 'rule-failed', message: expect.stringContaining('test/bad') },
    });
    expect(await confirmed(good, facts)).toMatchObject({ verdict: 'fail' });
  });
});

describe('properties', () => {
  test('with all facts known, the verdict is what json-rules-engine says', async () => {
    await fc.assert(
      fc.asyncProperty(condition, condition, knownFacts, async (when, require, known) => {
        const evaluation = await confirmed(ruleOf({ when, require }), factsOf(known));
        const applies = await askEngine(when, known);
        const kept = await askEngine(require, known);
        expect(evaluation.verdict).toBe(applies ? (kept ? 'pass' : 'fail') : 'notApplicable');
      }),
      { numRuns: 400 },
    );
  });

  test('open exactly when the unknown leaves can make it either way', async () => {
    await loadPatterns();
    await fc.assert(
      fc.asyncProperty(condition, someFacts, async (require, some) => {
        const facts = factsOf(some);
        const answers = allAnswers(require, facts);
        fc.pre(answers !== undefined);
        const expected = answers.size > 1 ? 'open' : answers.has(true) ? 'pass' : 'fail';
        expect((await confirmed(ruleOf({ require }), facts)).verdict).toBe(expected);
      }),
      { numRuns: 800 },
    );
  });

  test('the truth of the condition is the verdict, and its evidence the evidence', async () => {
    await loadPatterns();
    await fc.assert(
      fc.asyncProperty(condition, someFacts, async (require, some) => {
        const rule = ruleOf({ require });
        const evaluation = await confirmed(rule, factsOf(some));
        const verdicts = new Map<unknown, string>([
          [true, 'pass'],
          [false, 'fail'],
          ['unknown', 'open'],
        ]);
        const { truth } = evaluate(require, factsOf(some));
        expect(holds(require, factsOf(some))).toBe(truth === true);
        expect(evaluation.verdict).toBe(verdicts.get(truth));
        const explained = explainEvaluation({ verdict: 'pass' }, rule, factsOf(some));
        expect('evidence' in evaluation ? evaluation.evidence : explained).toEqual(explained);
      }),
      { numRuns: 600 },
    );
  });
});

describe('json-rules-engine confirms', () => {
  const failed = (rule: Rule, facts: FactLookup): Failed => {
    const evaluation = evaluateRule(rule, facts);
    if (evaluation.verdict !== 'fail') throw new Error(`it is ${evaluation.verdict}`);
    return evaluation;
  };

  test('every failure, from known facts alone', async () => {
    await loadPatterns();
    await fc.assert(
      fc.asyncProperty(condition, condition, someFacts, async (when, require, some) => {
        const rule = ruleOf({ when, require });
        const evaluation = evaluateRule(rule, factsOf(some));
        fc.pre(evaluation.verdict === 'fail');
        for (const { condition: proof, facts } of evaluation.proofs) {
          expect(readsOf(proof).filter((name) => facts(name).state === 'unknown')).toEqual([]);
        }
        await confirmFailure(rule, evaluation);
      }),
      { numRuns: 400 },
    );
  });

  test('and refuses one that is none', async () => {
    const rule = ruleOf({ require: pkce });
    const { proofs } = failed(rule, factsOf({ pkceRequired: false }));
    const facts = factsOf({ pkceRequired: true });
    const wrong: Failed = {
      verdict: 'fail',
      evidence: [],
      proofs: proofs.map((proof) => ({ ...proof, facts })),
    };
    await expect(confirmFailure(rule, wrong)).rejects.toThrow(/test\/rule.*json-rules-engine/);
  });
});

/** The answers of a condition over all ways in which its undecided leaves can turn out; each leaf on its own. */
function allAnswers(whole: Condition, facts: FactLookup): Set<boolean> | undefined {
  const open = leavesOf(whole).filter((leaf) => evaluate(leaf, facts).truth === 'unknown').length;
  if (open > 8) return undefined;
  const answers = new Set<boolean>();
  for (let ways = 0; ways < 2 ** open; ways += 1) {
    let bit = 0;
    const answer = (given: Condition): boolean => {
      if ('all' in given) return given.all.map(answer).every(Boolean);
      if ('any' in given) return given.any.map(answer).some(Boolean);
      if ('not' in given) return !answer(given.not);
      const truth = evaluate(given, facts).truth;
      if (truth !== 'unknown') return truth;
      bit += 1;
      return (ways & (1 << (bit - 1))) !== 0;
    };
    answers.add(answer(whole));
  }
  return answers;
}

describe('what only the org decides', () => {
  const org = { fact: 'org.pkceRequired', operator: 'equal', value: true };
  const own = { fact: 'pkceRequired', operator: 'equal', value: true };

  test.each<readonly [string, Condition, boolean]>([
    ['a setting of the org', org, true],
    ['two of them', { any: [org, { not: org }] }, true],
    ['one beside a setting of the app', { any: [org, own] }, false],
    ['a setting of the app', own, false],
    ['nothing', { all: [] }, false],
    ['a setting whose name only ends so', { ...own, fact: 'own.org.' }, false],
  ])('%s', (_, given, expected) => {
    expect(readsOrgOnly(given)).toBe(expected);
  });

  /** Verdicts of one rule about apps of an org that says these settings. */
  function verdicts(require: Condition, ...orgs: readonly Setting[]): readonly RuleEvaluation[] {
    const rule = ruleOf({ require });
    return orgs.map((setting) =>
      evaluateRule(rule, (name) => (name.startsWith('org.') ? setting : factsOf({})(name))),
    );
  }
  const unread: Setting = { state: 'unknown', reason: 'not read' };
  const refused: Setting = { state: 'unknown', reason: 'refused' };

  test('is one object for all apps of an org as long as it is open, and another one for another org', () => {
    const [first, second, other, again] = verdicts(org, unread, unread, refused, unread);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(again).toEqual(first);
    expect(first).toMatchObject({ verdict: 'open', phase: 'require' });
    expect(other).toMatchObject({ evidence: [{ missing: 'refused' }] });
  });

  test('is asked again where one of two settings of the org is another', () => {
    const both = { all: [org, { ...org, fact: 'org.deviceFlow' }] };
    const [rule, refusal] = [ruleOf({ require: both }), { ...refused }];
    const about = (second: Setting): RuleEvaluation =>
      evaluateRule(rule, (name) => (name === 'org.deviceFlow' ? second : unread));
    const first = about(unread);
    expect(about(refusal)).not.toBe(first);
    expect(about(refusal)).toBe(about(refusal));
  });

  test('and a setting of the app decides is one object an app', () => {
    const [first, second] = verdicts({ any: [org, own] }, unread, unread);
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
  });
});

test('what json-rules-engine has to confirm is why the rule applies and what is not met', () => {
  const when: Condition = { any: [is('deviceFlow', true), is('oauthEnabled', true)] };
  const require: Condition = { all: [is('pkceRequired', true), is('deviceFlow', false)] };
  const facts = factsOf({ deviceFlow: false, oauthEnabled: true, pkceRequired: false });
  const found = evaluateRule(ruleOf({ when, require }), facts);
  expect(found).toMatchObject({
    verdict: 'fail',
    proofs: [
      {
        condition: {
          all: [{ any: [is('oauthEnabled', true)] }, { not: { all: [is('pkceRequired', true)] } }],
        },
      },
    ],
  });
  expect(evaluateRule(ruleOf({ require }), facts)).toMatchObject({
    proofs: [{ condition: { all: [{ not: { all: [is('pkceRequired', true)] } }] } }],
  });
});
