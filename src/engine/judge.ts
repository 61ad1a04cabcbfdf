import { onceFor } from '../model/once-for.js';
import type { Rule } from '../model/ruleset.js';
import { settle } from './certain.js';
import { conditionsOf, type FactLookup } from './conditions.js';
import { type Bench, courtFor, hear, newBench } from './court.js';
import { keyOf } from './fact-key.js';
import type { Judgement } from './judgement.js';
import { loadOperators } from './operators.js';
import { broken, judgementOf } from './outcome.js';
import { createPanel, type Entry } from './panel.js';

export interface Judge {
  /**
   * Judges one rule about one app. Passes and rules that do not apply come at once, and so does what was judged before;
   * a promise never rejects. Ask about one app after the other: thousands of promises at a time only cost memory.
   */
  judge(rule: Rule, facts: FactLookup): Judgement | Promise<Judgement>;
  /** The same for rules that one app after the other is judged by; a rule is named by its index. */
  judgeAmong(
    rules: readonly Rule[],
    facts: FactLookup,
  ): (index: number) => Judgement | Promise<Judgement>;
}

/**
 * Makes a judge for a run; `asked` are those that it will be asked about, parameters filled in or not. For the
 * conditions of others `loadOperators` is to be awaited first.
 */
export async function createJudge(asked: readonly Rule[]): Promise<Judge> {
  await loadOperators(asked.flatMap(conditionsOf));
  const benchOf = onceFor(newBench);
  const panelOf = onceFor(createPanel);
  const judge = (rule: Rule, facts: FactLookup, entry?: Entry): ReturnType<Judge['judge']> => {
    try {
      return judgeAt(benchOf(rule), facts, entry);
    } catch (error) {
      return broken(rule.id, error);
    }
  };
  return {
    judge,
    judgeAmong: (rules, facts) => {
      const entryOf = panelOf(rules).entries(facts);
      return (index) => judge(ruleAt(rules, index), facts, entryOf(index));
    },
  };
}

function ruleAt(rules: readonly Rule[], index: number): Rule {
  const rule = rules[index];
  if (!rule) throw new Error(`there is no rule ${index}`);
  return rule;
}

function judgeAt(
  bench: Bench,
  facts: FactLookup,
  entry: Entry | undefined,
): Judgement | Promise<Judgement> {
  const settled =
    entry?.outcome ?? settle(bench, facts) ?? bench.outcomes.get(keyOf(bench.reads, facts));
  if (!settled) return judgeAfresh(bench, facts);
  if (entry) entry.outcome = settled;
  return judgementOf(settled, facts);
}

async function judgeAfresh(bench: Bench, facts: FactLookup): Promise<Judgement> {
  try {
    const outcome = await hear(courtFor(bench, facts), bench, facts);
    bench.outcomes.set(keyOf(bench.reads, facts), outcome);
    return judgementOf(outcome, facts);
  } catch (error) {
    return broken(bench.rule.id, error);
  }
}
