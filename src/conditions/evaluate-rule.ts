import { problem, type Problem } from '../report/problem.js';
import type { Condition, Rule } from '../model/ruleset.js';
import type { Evidence } from '../report/verdict.js';
import { evaluate, type FactLookup, type Trace } from './evaluate.js';
import { decisivePart, collectEvidence } from './evidence.js';

/** One rule's verdict about one app, before it is put in words. */
export type RuleEvaluation = Passed | NotApplicable | Failed | Open;

export interface Passed {
  readonly verdict: 'pass';
}

/** `when` is certainly false, or `unless` certainly true. */
export interface NotApplicable {
  readonly verdict: 'notApplicable';
  readonly phase: 'when' | 'unless';
}

export interface Failed {
  readonly verdict: 'fail';
  readonly evidence: readonly Evidence[];
  /** What json-rules-engine is to confirm. */
  readonly proofs: readonly Proof[];
}

/** A condition that reads known facts only and is true. */
export interface Proof {
  readonly condition: Condition;
  readonly facts: FactLookup;
}

/** Whether the rule applies (`when`), or whether its demand is met (`require`), depends on something unknown. */
export interface Open {
  readonly verdict: 'open';
  readonly phase: 'when' | 'require';
  readonly evidence: readonly Evidence[];
  /** The rule could not be evaluated at all. */
  readonly problem?: Problem;
}

/** Evaluates one rule about one app. A rule that throws decides nothing, and stops nothing. */
export function evaluateRule(rule: Rule, facts: FactLookup): RuleEvaluation {
  try {
    return evaluateConditions(rule, facts);
  } catch (error) {
    return broken(rule.id, error);
  }
}

/** `unless` grants an exception only when it is certainly true; it never makes a rule undecidable. */
function evaluateConditions({ when, unless, require }: Rule, facts: FactLookup): RuleEvaluation {
  if (unless && evaluate(unless, facts).truth === true) return exempt;
  const applies = when && evaluate(when, facts);
  if (applies?.truth === false) return outOfScope;
  if (applies?.truth === 'unknown') {
    return { verdict: 'open', phase: 'when', evidence: collectEvidence(applies, facts) };
  }
  const kept = evaluate(require, facts);
  if (kept.truth === true) return passed;
  const evidence = collectEvidence(kept, facts);
  if (kept.truth === 'unknown') return { verdict: 'open', phase: 'require', evidence };
  return { verdict: 'fail', evidence, proofs: [{ condition: proofOf(applies, kept), facts }] };
}

const passed: Passed = { verdict: 'pass' };
const exempt: NotApplicable = { verdict: 'notApplicable', phase: 'unless' };
const outOfScope: NotApplicable = { verdict: 'notApplicable', phase: 'when' };

/** What has to be so for the rule to fail: it applies, and its demand is not met. */
function proofOf(applies: Trace | undefined, kept: Trace): Condition {
  const unmet = { not: decisivePart(kept) };
  return { all: applies ? [decisivePart(applies), unmet] : [unmet] };
}

function broken(rule: string, error: unknown): Open {
  const reason = error instanceof Error ? error.message : String(error);
  const failed = problem('rule-failed', `the rule ${rule} could not be judged: ${reason}`);
  return { verdict: 'open', phase: 'require', evidence: [], problem: failed };
}

/**
 * The evidence of any verdict. Passes and rules that do not apply carry none, since most of them are only counted: theirs
 * is looked up here.
 */
export function explainEvaluation(
  evaluation: RuleEvaluation,
  rule: Rule,
  facts: FactLookup,
): readonly Evidence[] {
  if ('evidence' in evaluation) return evaluation.evidence;
  const reason = evaluation.verdict === 'pass' ? rule.require : rule[evaluation.phase];
  return reason ? decisiveEvidence(reason, facts) : [];
}

/** The leaves that decided what a condition comes to, with what was found. Throws where an operator does. */
export function decisiveEvidence(condition: Condition, facts: FactLookup): readonly Evidence[] {
  return collectEvidence(evaluate(condition, facts), facts);
}
