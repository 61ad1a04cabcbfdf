import type { Condition, Rule } from '../../model/ruleset.js';
import { evaluate, type FactLookup } from '../../conditions/evaluate.js';
import { isBinding, truthWith } from './binding.js';
import { partsOf } from '../../conditions/tree.js';
import { possibleValues } from './possible-values.js';
import { inSwitches } from './switches.js';

/**
 * The vendor's rule that contradicts a failed standard rule, if there is one: it *requires* the very value that the standard
 * rule forbids. That is so when the app does as the vendor says, and with any value of the setting that would satisfy
 * the standard rule it no longer would. Of several forbidden values under an `all` each has to be demanded; under an `any`
 * one is enough. `vendorRules` are the rules of a guide about the app, parameters filled in. Whether the guide may excuse
 * the finding is not asked here.
 */
export function contraryDemand(
  standard: Rule,
  vendorRules: readonly Rule[],
  facts: FactLookup,
): Rule | undefined {
  const kept = vendorRules.filter(
    (rule) => isBinding(rule, facts) && evaluate(rule.require, facts).truth === true,
  );
  if (kept.length === 0) return undefined;
  return contrary(inSwitches(standard.require, facts), { kept, facts, not: false });
}

interface Search {
  readonly kept: readonly Rule[];
  readonly facts: FactLookup;
  /** Whether an odd number of `not` stands above. */
  readonly not: boolean;
}

/** The first rule that demands what makes a condition false; or true, under a `not`. */
function contrary(condition: Condition, search: Search): Rule | undefined {
  if ('not' in condition) return contrary(condition.not, { ...search, not: !search.not });
  if (!('all' in condition) && !('any' in condition)) {
    const leaf = search.not ? { not: condition } : condition;
    return search.kept.find((rule) => forbids(rule, condition.fact, leaf, search.facts));
  }
  const failing = partsOf(condition).filter(
    (part) => evaluate(part, search.facts).truth === search.not,
  );
  const demands = failing.map((part) => contrary(part, search));
  // By De Morgan, `all` and `any` change places under a `not`.
  const everyPart = 'all' in condition !== search.not;
  if (everyPart && demands.includes(undefined)) return undefined;
  return demands.find((rule) => rule !== undefined);
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
