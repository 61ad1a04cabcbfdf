import { problem } from '../model/problem.js';
import type { FactLookup } from './conditions.js';
import { completed, decisive, draftsOf, type Draft, type Weighed } from './evidence.js';
import type { Judgement, NotApplicable, Open, Passed } from './judgement.js';

/** A judgement whose evidence is still to be looked up: what is found in many apps stands at a place of its own. */
export type Outcome = Passed | NotApplicable | Undone;

interface Undone {
  readonly verdict: 'fail' | 'open';
  readonly phase: Open['phase'];
  readonly drafts: readonly Draft[];
}

/** What follows from the conditions of a rule. */
export function outcomeOf(when: Weighed | undefined, require: Weighed, facts: FactLookup): Outcome {
  if (when?.truth === false) return { verdict: 'notApplicable', phase: 'when' };
  if (when?.truth === 'unknown') {
    return { verdict: 'open', phase: 'when', drafts: draftsOf(decisive(when), facts) };
  }
  if (require.truth === true) return { verdict: 'pass' };
  const verdict = require.truth === 'unknown' ? 'open' : 'fail';
  return { verdict, phase: 'require', drafts: draftsOf(decisive(require), facts) };
}

/** Adds what one app has at the leaves that decided. */
export function judgementOf(outcome: Outcome, facts: FactLookup): Judgement {
  if (!('drafts' in outcome)) return outcome;
  const { verdict, phase, drafts } = outcome;
  const evidence = drafts.map((draft) => completed(draft, facts));
  return verdict === 'fail' ? { verdict, evidence } : { verdict, phase, evidence };
}

/** A rule that throws decides nothing, and stops nothing. */
export function broken(rule: string, error: unknown): Open {
  const reason = error instanceof Error ? error.message : String(error);
  const trouble = problem('rule-failed', `the rule ${rule} could not be judged: ${reason}`);
  return { verdict: 'open', phase: 'require', evidence: [], problem: trouble };
}
