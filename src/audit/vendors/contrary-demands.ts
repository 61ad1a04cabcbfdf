import type { Condition, Leaf, Rule } from '../../model/ruleset.js';
import { evaluate, operandsOf, type FactLookup } from '../../conditions/evaluate.js';
import { offending } from '../../conditions/operators.js';
import { isList } from '../../conditions/operators/operand.js';
import { isFactReference } from '../../model/ruleset.js';
import { isBinding, truthWith, possibleValues, inSwitches } from './demand-values.js';
import { innerConditions } from '../../conditions/tree.js';

/** A vendor's rule that contradicts a failed standard rule. */
export interface Contrary {
  readonly rule: Rule;
  /** Of lists: the entries at fault that the guide demands. */
  readonly demanded: readonly string[];
  /** The entries at fault that it does not: where there are any, the finding is excused in part only. */
  readonly others: readonly string[];
}

/**
 * The vendor's rule that contradicts a failed standard rule, if there is one: it *requires* the very value that the standard
 * rule forbids. A guide is taken part by part, and a list that it demands entry by entry: what an app still lacks of a guide
 * does not make wrong what it has. A part contradicts when the app does as it says, and with any value of the setting
 * that would satisfy the standard rule it no longer would. Of several forbidden values under an `all` each has to be
 * demanded; under an `any` one is enough. `vendorRules` are the rules of a guide about the app, parameters filled in.
 * Whether the guide may excuse the finding is not asked here.
 */
export function contraryDemandOf(
  standard: Rule,
  vendorRules: readonly Rule[],
  facts: FactLookup,
): Contrary | undefined {
  const kept = vendorRules
    .filter((rule) => isBinding(rule, facts))
    .flatMap((rule) =>
      partsOfDemand(inSwitches(rule.require, facts)).map((part) => ({ rule, part })),
    )
    .filter(({ part }) => evaluate(part, facts).truth === true);
  if (kept.length === 0) return undefined;
  return contrary(inSwitches(standard.require, facts), { kept, facts, not: false });
}

/** The rule that contradicts a failed standard rule in all that is at fault. */
export function contraryDemand(
  standard: Rule,
  vendorRules: readonly Rule[],
  facts: FactLookup,
): Rule | undefined {
  const found = contraryDemandOf(standard, vendorRules, facts);
  return found && found.others.length === 0 ? found.rule : undefined;
}

/** One part of what a guide demands. */
interface GuideDemand {
  readonly rule: Rule;
  readonly part: Condition;
}

/** What a condition demands, each part by itself: the parts of an `all`, and the entries of `containsAll`. */
function partsOfDemand(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all.flatMap(partsOfDemand);
  if (!('fact' in condition)) return [condition];
  const { fact, operator, value } = condition;
  if (operator !== 'containsAll' || typeof value !== 'object' || isFactReference(value))
    return [condition];
  return value.map((entry): Leaf => ({ fact, operator: 'contains', value: entry }));
}

interface Search {
  readonly kept: readonly GuideDemand[];
  readonly facts: FactLookup;
  /** Whether an odd number of `not` stands above. */
  readonly not: boolean;
}

/** The first rule that demands what makes a condition false; or true, under a `not`. */
function contrary(condition: Condition, search: Search): Contrary | undefined {
  if ('not' in condition) return contrary(condition.not, { ...search, not: !search.not });
  if (!('all' in condition) && !('any' in condition)) return contraryToLeaf(condition, search);
  const failing = innerConditions(condition).filter(
    (part) => evaluate(part, search.facts).truth === search.not,
  );
  const found = failing.map((part) => contrary(part, search));
  // By De Morgan, `all` and `any` change places under a `not`.
  const everyPart = 'all' in condition !== search.not;
  const [first, ...more] = found.filter((one) => one !== undefined);
  if (!first || (everyPart && found.includes(undefined))) return undefined;
  if (!everyPart) return [first, ...more].find(({ others }) => others.length === 0) ?? first;
  return {
    rule: first.rule,
    demanded: [first, ...more].flatMap(({ demanded }) => demanded),
    others: [first, ...more].flatMap(({ others }) => others),
  };
}

function contraryToLeaf(leaf: Leaf, { kept, facts, not }: Search): Contrary | undefined {
  const fault = not ? undefined : faultIn(leaf, facts);
  if (fault) return contraryToEntries(leaf.fact, fault, kept, facts);
  const condition = not ? { not: leaf } : leaf;
  const found = kept.find(({ part }) => forbids(part, leaf.fact, condition, facts));
  return found && { rule: found.rule, demanded: [], others: [] };
}

/** A list, and the entries of it that are to blame for a condition that is false. */
interface ListFault {
  readonly list: readonly string[];
  readonly entries: readonly string[];
}

function faultIn(leaf: Leaf, facts: FactLookup): ListFault | undefined {
  const operands = operandsOf(leaf, facts);
  if (!operands || !isList(operands.found)) return undefined;
  const { found, wanted, today } = operands;
  const entries = offending(leaf.operator, found, wanted, today).flatMap((at) => found[at] ?? []);
  return entries.length > 0 ? { list: found, entries } : undefined;
}

/** An entry is demanded where a part of the guide would be broken without it. */
function contraryToEntries(
  fact: string,
  { list, entries }: ListFault,
  kept: readonly GuideDemand[],
  facts: FactLookup,
): Contrary | undefined {
  const by = entries.map((entry) => {
    const without = list.filter((one) => one !== entry);
    return kept.find(({ part }) => truthWith(part, fact, without, facts) === false)?.rule;
  });
  const rule = by.find((one) => one !== undefined);
  if (!rule) return undefined;
  const isDemanded = (_: string, at: number): boolean => by[at] !== undefined;
  return {
    rule,
    demanded: entries.filter(isDemanded),
    others: entries.filter((entry, at) => !isDemanded(entry, at)),
  };
}

/** Whether a demand would be broken by every value of a setting that a condition accepts. */
function forbids(
  demand: Condition,
  setting: string,
  condition: Condition,
  facts: FactLookup,
): boolean {
  const values = possibleValues(setting, [demand], [condition]) ?? [];
  const accepted = values.filter((value) => truthWith(condition, setting, value, facts) === true);
  return (
    accepted.length > 0 &&
    accepted.every((value) => truthWith(demand, setting, value, facts) === false)
  );
}
