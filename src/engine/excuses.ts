import type { Condition, Rule } from '../model/ruleset.js';
import { compile, type FactLookup } from './conditions.js';
import { isBinding, truthWith } from './binding.js';
import { partsOf } from './evidence.js';
import { possibleValues } from './possible-values.js';
import { inSwitches } from './switches.js';

/**
 * The vendor's rule that excuses a failed standard rule, if there is one: it *requires* the very value that the standard
 * rule forbids. That is so when the app does as the vendor says, and with any value of the setting that would satisfy
 * the standard rule it no longer would. Of several forbidden values under an `all` each needs its excuse; under an `any`
 * one is enough. `vendorRules` are the rules of the vendors that the app matches, parameters filled in.
 */
export function excuseFor(
  standard: Rule,
  vendorRules: readonly Rule[],
  facts: FactLookup,
): Rule | undefined {
  const kept = vendorRules.filter(
    (rule) => isBinding(rule, facts) && compile(rule.require)(facts) === true,
  );
  if (kept.length === 0) return undefined;
  return excuse(inSwitches(standard.require, facts), { kept, facts, not: false });
}

interface Plea {
  readonly kept: readonly Rule[];
  readonly facts: FactLookup;
  /** Whether an odd number of `not` stands above. */
  readonly not: boolean;
}

/** The first rule that excuses a condition which is false; or true, under a `not`. */
function excuse(condition: Condition, plea: Plea): Rule | undefined {
  if ('not' in condition) return excuse(condition.not, { ...plea, not: !plea.not });
  if (!('all' in condition) && !('any' in condition)) {
    const leaf = plea.not ? { not: condition } : condition;
    return plea.kept.find((rule) => forbids(rule, condition.fact, leaf, plea.facts));
  }
  const failing = partsOf(condition).filter((part) => compile(part)(plea.facts) === plea.not);
  const excuses = failing.map((part) => excuse(part, plea));
  // By De Morgan, `all` and `any` change places under a `not`.
  const everyPart = 'all' in condition !== plea.not;
  if (everyPart && excuses.includes(undefined)) return undefined;
  return excuses.find((rule) => rule !== undefined);
}

/** Whether a vendor's rule would be broken by every value of a setting that a condition accepts. */
function forbids(vendor: Rule, setting: string, condition: Condition, facts: FactLookup): boolean {
  const demand = inSwitches(vendor.require, facts);
  const values = possibleValues(setting, [demand], [condition]) ?? [];
  const accepted = values.filter((value) => truthWith(condition, setting, value, facts) === true);
  return (
    accepted.length > 0 &&
    accepted.every((value) => truthWith(demand, setting, value, facts) === false)
  );
}
