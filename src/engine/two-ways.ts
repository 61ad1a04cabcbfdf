import { isFactReference, type Condition, type Leaf } from '../model/ruleset.js';
import { partsOf, type Weighed } from './evidence.js';

/** The name of a fact that is true. No setting can be called so. */
export const certain = '(certain)';

/** A condition as json-rules-engine takes it. */
export type EngineCondition =
  | { all: EngineCondition[] }
  | { any: EngineCondition[] }
  | { not: EngineCondition }
  | { fact: string; operator: string; value: unknown };

/**
 * A condition for json-rules-engine in which every undecided leaf is replaced by a constant, so that all of them speak
 * for the condition, or against it. Under an odd number of `not` speaking for it means to be false. If both ways give
 * the same answer, no value of the unknown facts can change it.
 */
export function countedIn(
  favour: boolean,
  condition: Condition,
  isUndecided: (leaf: Leaf) => boolean,
): EngineCondition {
  const part = (inner: Condition): EngineCondition => countedIn(favour, inner, isUndecided);
  if ('all' in condition) return { all: condition.all.map(part) };
  if ('any' in condition) return { any: condition.any.map(part) };
  if ('not' in condition) return { not: countedIn(!favour, condition.not, isUndecided) };
  if (isUndecided(condition)) return { fact: certain, operator: 'equal', value: favour };
  const { fact, operator, value } = condition;
  return { fact, operator, value: isFactReference(value) ? { fact: value.fact } : value };
}

/** json-rules-engine wants a group at the root. */
export function rooted(condition: EngineCondition): Exclude<EngineCondition, { fact: string }> {
  return 'fact' in condition ? { all: [condition] } : condition;
}

/** What is read from json-rules-engine's tree of results. */
export interface EngineResult {
  readonly result?: boolean | undefined;
  readonly all?: readonly EngineResult[] | undefined;
  readonly any?: readonly EngineResult[] | undefined;
  readonly not?: EngineResult | undefined;
}

/** The root of a result tree holds no result of its own, and a leaf stands in the group that `rooted` made. */
export function resultOf(condition: Condition, root: EngineResult, result: boolean): EngineResult {
  return 'fact' in condition ? { result } : { ...root, result };
}

/**
 * Lays the results of both ways over the condition. Where they differ, that part of the condition is undecided.
 * Throws when json-rules-engine left a part out.
 */
export function merge(
  condition: Condition,
  favour: EngineResult | undefined,
  against: EngineResult | undefined,
): Weighed {
  if (favour?.result === undefined || against?.result === undefined) {
    throw new Error('json-rules-engine left a part of the condition out');
  }
  const [one, other] = [insideOf(favour), insideOf(against)];
  const parts = partsOf(condition).map((part, at) => merge(part, one[at], other[at]));
  const truth = favour.result === against.result ? favour.result : 'unknown';
  return { condition, truth, parts };
}

function insideOf({ all, any, not }: EngineResult): readonly EngineResult[] {
  return all ?? any ?? (not ? [not] : []);
}
