import type { Rule } from '../model/ruleset.js';
import { compile, readsOf, type Decide, type FactLookup } from './conditions.js';
import type { NotApplicable, Passed } from './judgement.js';

/** A rule whose conditions are functions. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly when: Decide | undefined;
  readonly unless: Decide | undefined;
  readonly require: Decide;
  /** What `when` and `require` read. */
  readonly reads: readonly string[];
}

/** Compiles a rule. Throws for operators that do not exist. */
export function compileRule(rule: Rule): CompiledRule {
  const { when, unless, require } = rule;
  return {
    rule,
    when: when && compile(when),
    unless: unless && compile(unless),
    require: compile(require),
    reads: readsOf(when ? { all: [when, require] } : require),
  };
}

/**
 * Says `pass` and `notApplicable` where that is certain, which is most of the time. `unless` grants an exception only
 * when it is certainly true; it never makes a rule undecidable.
 */
export function settle(rule: CompiledRule, facts: FactLookup): Passed | NotApplicable | undefined {
  if (rule.unless?.(facts) === true) return { verdict: 'notApplicable', phase: 'unless' };
  const applies = rule.when?.(facts) ?? true;
  if (applies === false) return { verdict: 'notApplicable', phase: 'when' };
  if (applies === true && rule.require(facts) === true) return { verdict: 'pass' };
  return undefined;
}
