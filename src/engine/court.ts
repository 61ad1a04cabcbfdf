import { Engine, Fact, type RuleResult } from 'json-rules-engine';
import { keptOr } from '../model/once-for.js';
import type { Condition, Leaf, Rule } from '../model/ruleset.js';
import type { SettingValue } from '../model/settings.js';
import { type CompiledRule, compileRule } from './certain.js';
import { type FactLookup, inputsOf, leavesOf } from './conditions.js';
import type { Weighed } from './evidence.js';
import { isOperatorName, operatorNamed, operators } from './operators/table.js';
import { createMemory, type Memory } from './memory.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { certain, countedIn, type EngineResult, merge, resultOf, rooted } from './two-ways.js';

/** A rule with what is kept for it from app to app. */
export interface Bench extends CompiledRule {
  readonly outcomes: Memory<Outcome>;
  readonly courts: Memory<Court>;
}

/** What there is to keep at first. */
export function newBench(rule: Rule): Bench {
  return { ...compileRule(rule), outcomes: createMemory(), courts: createMemory() };
}

/** An engine for a rule of ours and a set of unknown facts: one rule of its own for each condition and way to count. */
export interface Court {
  readonly engine: Engine;
  readonly isUndecided: (leaf: Leaf) => boolean;
  /** Resolves when the engine is free: one that runs twice at a time loses rules. */
  free: Promise<unknown>;
}

const phases = ['when', 'require'] as const;
type Way = 'favour' | 'against';

/** Where nothing is undecided, there is only one way to count. */
function waysOf(condition: Condition, isUndecided: Court['isUndecided']): readonly Way[] {
  return leavesOf(condition).some(isUndecided) ? ['favour', 'against'] : ['favour'];
}

/** The court for what is unknown of an app; made once. */
export function courtFor({ rule, reads, courts }: Bench, facts: FactLookup): Court {
  const unknown = new Set(reads.filter((name) => facts(name).state === 'unknown'));
  const today = reads.includes('today') ? facts('today') : undefined;
  const day = today?.state === 'known' ? String(today.value) : undefined;
  const key = [day, ...unknown].join();
  return keptOr(courts, key, () => {
    const isUndecided = (leaf: Leaf): boolean => inputsOf(leaf).some((name) => unknown.has(name));
    const engine = newEngine(rule, isUndecided, day);
    return { engine, isUndecided, free: Promise.resolve() };
  });
}

function newEngine(
  rule: Rule,
  isUndecided: Court['isUndecided'],
  today: string | undefined,
): Engine {
  const engine = new Engine([], { pathResolver: refusePath });
  engine.addFact(constant(certain, true));
  for (const name of Object.keys(operators).filter(isOperatorName)) {
    const { builtIn, evaluate } = operatorNamed(name);
    if (!builtIn) {
      engine.addOperator<SettingValue, SettingValue>(name, (a, b) => evaluate(a, b, today));
    }
  }
  for (const phase of phases) {
    const condition = rule[phase];
    if (!condition) continue;
    for (const way of waysOf(condition, isUndecided)) {
      const conditions = rooted(countedIn(way === 'favour', condition, isUndecided));
      engine.addRule({ name: `${phase} ${way}`, conditions, event: { type: 'judged' } });
    }
  }
  return engine;
}

/** Facts are flat, so that json-rules-engine has no paths to follow. */
function refusePath(_: object, path: string): never {
  throw new Error(`conditions have no paths: ${path}`);
}

/** json-rules-engine hashes every fact that it may cache, which costs more than the judging. */
function constant(name: string, value: SettingValue): Fact<SettingValue> {
  return new Fact(name, value, { cache: false });
}

/** Judges an app by json-rules-engine, with what is unknown counted both ways. */
export async function hear(
  court: Court,
  { rule, reads }: Bench,
  facts: FactLookup,
): Promise<Outcome> {
  const run = court.free.then(() => court.engine.run(knownFacts(reads, facts)));
  court.free = run.catch(() => undefined);
  const { results, failureResults } = await run;
  const weigh = (phase: (typeof phases)[number], condition: Condition): Weighed => {
    const trees = waysOf(condition, court.isUndecided).map((way) => {
      const answer = [...results, ...failureResults].find(({ name }) => name === `${phase} ${way}`);
      return answer && resultOf(condition, treeOf(answer), answer.result === true);
    });
    return merge(condition, trees[0], trees.at(-1));
  };
  return outcomeOf(rule.when && weigh('when', rule.when), weigh('require', rule.require), facts);
}

/** The types of json-rules-engine promise an intersection of arrays here that nothing can read. */
function treeOf({ conditions }: RuleResult): EngineResult {
  return conditions as EngineResult;
}

function knownFacts(
  reads: readonly string[],
  facts: FactLookup,
): Record<string, Fact<SettingValue>> {
  const known = reads.flatMap((name): [string, Fact<SettingValue>][] => {
    const fact = facts(name);
    return fact.state === 'known' ? [[name, constant(name, fact.value)]] : [];
  });
  return Object.fromEntries(known);
}
