import { rulesetOf, type Condition, type Rule } from '../../model/ruleset.js';
import type { Evidence } from '../../report/verdict.js';
import { isBinding, truthWith, possibleValues, inSwitches } from './demand-values.js';
import { readsOf } from '../../conditions/tree.js';
import { type FactLookup } from '../../conditions/evaluate.js';
import { decisiveEvidence } from '../../conditions/evaluate-rule.js';

/** One side of a conflict: the ids of a vendor's ruleset and, in full, of its rule. */
export interface ConflictSide {
  readonly ruleset: string;
  readonly rule: string;
}

/** Two guides about one app that no value of a setting can please. */
export interface Conflict {
  readonly setting: string;
  readonly first: ConflictSide;
  readonly second: ConflictSide;
  /** What was found, and what either side expects. */
  readonly evidence: readonly Evidence[];
}

/**
 * The settings on which required rules of two vendors contradict each other for an app, whichever of the two it follows
 * now; one conflict for a setting and two rulesets. `vendorRules` are the rules of all vendors that the app matches.
 */
export function conflictsAmong(
  vendorRules: readonly Rule[],
  facts: FactLookup,
): readonly Conflict[] {
  const demands = vendorRules
    .filter((rule) => isBinding(rule, facts))
    .flatMap((rule) => demandsOfRule(rule, facts));
  const conflicts = demands.flatMap((first, at) =>
    demands.slice(at + 1).flatMap((second) => conflictsOf(first, second, facts)),
  );
  const key = (conflict: Conflict): string =>
    `${conflict.setting} ${conflict.first.ruleset} ${conflict.second.ruleset}`;
  return [...new Map(conflicts.toReversed().map((one) => [key(one), one])).values()].toReversed();
}

/** What a rule demands, in parts that all have to be true. */
interface PartialDemand extends ConflictSide {
  readonly condition: Condition;
  readonly reads: readonly string[];
}

function demandsOfRule({ id, require }: Rule, facts: FactLookup): readonly PartialDemand[] {
  return conjunctsOf(inSwitches(require, facts)).map((condition) => ({
    ruleset: rulesetOf(id),
    rule: id,
    condition,
    reads: readsOf(condition),
  }));
}

function conjunctsOf(condition: Condition): readonly Condition[] {
  return 'all' in condition ? condition.all.flatMap(conjunctsOf) : [condition];
}

function conflictsOf(
  first: PartialDemand,
  second: PartialDemand,
  facts: FactLookup,
): readonly Conflict[] {
  if (first.ruleset === second.ruleset) return [];
  const common = first.reads.filter((name) => second.reads.includes(name));
  return common
    .filter((setting) => areContrary(setting, first.condition, second.condition, facts))
    .map((setting) => ({
      setting,
      first: { ruleset: first.ruleset, rule: first.rule },
      second: { ruleset: second.ruleset, rule: second.rule },
      evidence: evidenceAbout(setting, [first.condition, second.condition], facts),
    }));
}

/** Whether some value pleases either side, but none could please both. */
function areContrary(
  setting: string,
  first: Condition,
  second: Condition,
  facts: FactLookup,
): boolean {
  const values = possibleValues(setting, [first, second]) ?? [];
  const truths = values.map((value) =>
    [first, second].map((condition) => truthWith(condition, setting, value, facts)),
  );
  return (
    truths.some(([one]) => one === true) &&
    truths.some(([, other]) => other === true) &&
    truths.every((both) => both.includes(false))
  );
}

function evidenceAbout(
  setting: string,
  conditions: readonly Condition[],
  facts: FactLookup,
): readonly Evidence[] {
  const all = conditions.flatMap((condition) => decisiveEvidence(condition, facts));
  return all.filter((evidence) => evidence.setting === setting);
}
