import type { Problem } from '../model/problem.js';
import type { Rule } from '../model/ruleset.js';
import type { Evidence } from '../model/verdict.js';
import type { FactLookup } from './conditions.js';
import { explain } from './evidence.js';

/** One rule's verdict about one app, before it is put in words. */
export type Judgement = Passed | NotApplicable | Failed | Open;

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
}

/** Whether the rule applies (`when`), or whether it is kept (`require`), depends on something unknown. */
export interface Open {
  readonly verdict: 'open';
  readonly phase: 'when' | 'require';
  readonly evidence: readonly Evidence[];
  /** The rule could not be judged at all. */
  readonly problem?: Problem;
}

/**
 * The evidence of any judgement. Passes and rules that do not apply carry none, since most of them are only counted:
 * theirs is looked up here.
 */
export function explainJudgement(
  judgement: Judgement,
  rule: Rule,
  facts: FactLookup,
): readonly Evidence[] {
  if ('evidence' in judgement) return judgement.evidence;
  const reason = judgement.verdict === 'pass' ? rule.require : rule[judgement.phase];
  return reason ? explain(reason, facts) : [];
}
