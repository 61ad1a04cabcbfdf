import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, leavesOf, type FactLookup } from '../../src/engine/conditions.js';
import { createJudge } from '../../src/engine/judge.js';
import { explainJudgement, type Judgement } from '../../src/engine/judgement.js';
import { loadPatterns } from '../../src/engine/patterns.js';
import type { Condition, Rule } from '../../src/model/ruleset.js';
import type { Location } from '../../src/model/location.js';
import type { SettingValue } from '../../src/model/settings.js';
import { condition, knownFacts, someFacts } from './arbitraries.js';
import { askEngine, factsOf, ruleOf } from './facts.js';

const pkce: Condition = { fact: 'pkceRequired', operator: 'equal', value: true };
const scopes: Condition = { fact: 'scopes', operator: 'containsNone', value: ['full', 'web'] };
const eca: Condition = { fact: 'kind', operator: 'equal', value: 'externalClientApp' };

async function judge(rule: Rule, facts: FactLookup): Promise<Judgement> {
  return (await createJudge([rule])).judge(rule, facts);
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
    expect(await judge(ruleOf({ require: pkce, ...parts }), factsOf(values))).toMatchObject(
      expected,
    );
  });

  test('pass and not applicable come at once', async () => {
    const rule = ruleOf({ require: pkce, when: eca });
    const court = await createJudge([rule]);
    const passed = court.judge(rule, factsOf({ pkceRequired: true, kind: 'externalClientApp' }));
    expect(passed).toEqual({ verdict: 'pass' });
    const skipped = court.judge(rule, factsOf({ kind: 'connectedApp' }));
    expect(skipped).toEqual({ verdict: 'notApplicable', phase: 'when' });
  });

  test('a not beside a plain leaf is counted the right way round', async () => {
    // With both unknown leaves counted as true, or both as false, `all` would be false either way.
    const require = {
      all: [pkce, { not: { fact: 'org.pkceRequired', operator: 'equal', value: true } }],
    };
    expect(await judge(ruleOf({ require }), factsOf({}))).toMatchObject({ verdict: 'open' });
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
    expect(await judge(ruleOf({ require: scopes }), facts)).toEqual({
      verdict: 'fail',
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
    expect(await judge(rule, facts)).toMatchObject({
      verdict: 'fail',
      evidence: [{ setting: 'scopes', items: ['full'], expected: 'not:containsAny full' }],
    });
  });

  test('of an open rule is what is missing, and where it would stand', async () => {
    const facts: FactLookup = (name) =>
      name === 'kind'
        ? { state: 'known', value: 'connectedApp', origin: 'derived' }
        : { state: 'unknown', reason: 'needs an org', location: at(7) };
    expect(await judge(ruleOf({ require: { any: [eca, pkce] } }), facts)).toEqual({
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
    expect(await judge(ruleOf({ require }), facts)).toMatchObject({
      evidence: [{ found: '{{X}}', placeholder: true }],
    });
  });

  test('of the same values is that of the app at hand', async () => {
    const rule = ruleOf({ require: pkce });
    const court = await createJudge([rule]);
    for (const line of [1, 2, 3]) {
      const facts: FactLookup = () => ({
        state: 'known',
        value: false,
        origin: 'stated',
        location: at(line),
      });
      expect(await court.judge(rule, facts)).toMatchObject({ evidence: [{ location: at(line) }] });
    }
  });

  test('of a pass is looked up on request', async () => {
    const rule = ruleOf({ require: pkce, when: eca });
    const facts = factsOf({ pkceRequired: true, kind: 'externalClientApp' });
    const passed = await judge(rule, facts);
    expect(explainJudgement(passed, rule, facts)).toMatchObject([
      { setting: 'pkceRequired', found: true },
    ]);
    const other = factsOf({ pkceRequired: true, kind: 'connectedApp' });
    const skipped = await judge(rule, other);
    expect(explainJudgement(skipped, rule, other)).toMatchObject([
      { setting: 'kind', found: 'connectedApp' },
    ]);
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
    const court = await createJudge([bad, good]);
    const facts = factsOf({ label: 'x', pkceRequired: false, description: 'a'.repeat(20_000) });
    expect(await court.judge(bad, facts)).toMatchObject({
      verdict: 'open',
      evidence: [],
      problem: { kind: 'rule-failed', message: expect.stringContaining('test/bad') },
    });
    expect(await court.judge(good, facts)).toMatchObject({ verdict: 'fail' });
  });

  test('only in json-rules-engine is open, too', async () => {
    // The closures never look at the second part of the rule: `when` is only undecided, not certain.
    const facts: FactLookup = (name) => {
      if (name === 'label') throw new Error('out of order');
      return { state: 'unknown', reason: 'test' };
    };
    const rule = ruleOf({ when: pkce, require: { fact: 'label', operator: 'equal', value: 'x' } });
    expect(await judge(rule, facts)).toMatchObject({
      verdict: 'open',
      problem: { kind: 'rule-failed' },
    });
  });
});

describe('at any time', () => {
  test('several questions at once do not disturb each other', async () => {
    const rule = ruleOf({ require: { all: [pkce, scopes] } });
    const court = await createJudge([rule]);
    // json-rules-engine forgets rules when one run of an engine ends while another begins, so all moments are tried.
    const asked = Array.from({ length: 60 }, async (_, at) => {
      for (let tick = 0; tick < at; tick += 1) await Promise.resolve();
      return court.judge(rule, factsOf({ pkceRequired: at % 2 === 0, scopes: [`s${at}`, 'full'] }));
    });
    for (const [at, one] of (await Promise.all(asked)).entries()) {
      const settings = 'evidence' in one ? one.evidence.map(({ setting }) => setting) : [];
      expect(one.verdict).toBe('fail');
      expect(settings).toEqual(at % 2 === 0 ? ['scopes'] : ['pkceRequired', 'scopes']);
    }
  });

  test('much that is remembered is forgotten again, and judged anew', async () => {
    const rule = ruleOf({ require: { fact: 'label', operator: 'like', value: 'a*' } });
    const court = await createJudge([rule]);
    for (let at = 0; at < 600; at += 1) {
      const facts = factsOf({ label: `b${at % 300}` });
      expect(await court.judge(rule, facts)).toMatchObject({
        evidence: [{ found: `b${at % 300}` }],
      });
    }
  });
});

describe('properties', () => {
  test('with all facts known, the verdict is what json-rules-engine says', async () => {
    await fc.assert(
      fc.asyncProperty(condition, condition, knownFacts, async (when, require, known) => {
        const judgement = await judge(ruleOf({ when, require }), factsOf(known));
        const applies = await askEngine(when, known);
        const kept = await askEngine(require, known);
        expect(judgement.verdict).toBe(applies ? (kept ? 'pass' : 'fail') : 'notApplicable');
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
        expect((await judge(ruleOf({ require }), facts)).verdict).toBe(expected);
      }),
      { numRuns: 800 },
    );
  });

  test('the closures say the same, and so does the evidence', async () => {
    await loadPatterns();
    await fc.assert(
      fc.asyncProperty(condition, someFacts, async (require, some) => {
        const rule = ruleOf({ require });
        const judgement = await judge(rule, factsOf(some));
        const verdicts = new Map<unknown, string>([
          [true, 'pass'],
          [false, 'fail'],
          ['unknown', 'open'],
        ]);
        expect(judgement.verdict).toBe(verdicts.get(compile(require)(factsOf(some))));
        const closures = explainJudgement({ verdict: 'pass' }, rule, factsOf(some));
        expect('evidence' in judgement ? judgement.evidence : closures).toEqual(closures);
      }),
      { numRuns: 600 },
    );
  });
});

/** The answers of a condition over all ways in which its undecided leaves can turn out; each leaf on its own. */
function allAnswers(whole: Condition, facts: FactLookup): Set<boolean> | undefined {
  const open = leavesOf(whole).filter((leaf) => compile(leaf)(facts) === 'unknown').length;
  if (open > 8) return undefined;
  const answers = new Set<boolean>();
  for (let ways = 0; ways < 2 ** open; ways += 1) {
    let bit = 0;
    const answer = (given: Condition): boolean => {
      if ('all' in given) return given.all.map(answer).every(Boolean);
      if ('any' in given) return given.any.map(answer).some(Boolean);
      if ('not' in given) return !answer(given.not);
      const truth = compile(given)(facts);
      if (truth !== 'unknown') return truth;
      bit += 1;
      return (ways & (1 << (bit - 1))) !== 0;
    };
    answers.add(answer(whole));
  }
  return answers;
}
