import { onceFor } from '../model/once-for.js';
import {
  isFactReference,
  type AllOf,
  type AnyOf,
  type Condition,
  type Leaf,
  type Not,
  type Rule,
} from '../model/ruleset.js';
import { isDated, negated } from './operators.js';

/** What is made of each kind of node, from what was made of the nodes inside it. */
export interface Algebra<T> {
  readonly all: (parts: readonly T[], node: AllOf) => T;
  readonly any: (parts: readonly T[], node: AnyOf) => T;
  readonly not: (part: T, node: Not) => T;
  readonly leaf: (leaf: Leaf) => T;
}

/** Works a condition out from its leaves to its root. Every walk over a condition is one of these. */
export function fold<T>(condition: Condition, algebra: Algebra<T>): T {
  if ('all' in condition) {
    return algebra.all(
      condition.all.map((part) => fold(part, algebra)),
      condition,
    );
  }
  if ('any' in condition) {
    return algebra.any(
      condition.any.map((part) => fold(part, algebra)),
      condition,
    );
  }
  if ('not' in condition) return algebra.not(fold(condition.not, algebra), condition);
  return algebra.leaf(condition);
}

/** The condition with every leaf replaced. */
export function mapLeaves(condition: Condition, replaced: (leaf: Leaf) => Condition): Condition {
  return fold<Condition>(condition, {
    all: (all) => ({ all }),
    any: (any) => ({ any }),
    not: (not) => ({ not }),
    leaf: replaced,
  });
}

const flatParts = <T>(parts: readonly (readonly T[])[]): readonly T[] => parts.flat();

/** All leaves, in the order in which they are written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  return fold<readonly Leaf[]>(condition, {
    all: flatParts,
    any: flatParts,
    not: (leaves) => leaves,
    leaf: (leaf) => [leaf],
  });
}

/** The facts that a leaf depends on: its own, the one that its value refers to, `today`. */
export function inputsOf({ fact, operator, value }: Leaf): readonly string[] {
  const other = isFactReference(value) ? [value.fact] : [];
  return [fact, ...other, ...(isDated(operator) ? ['today'] : [])];
}

/** The facts that a condition reads, each once, in the order of their first use. */
export const readsOf = onceFor((condition: Condition): readonly string[] => [
  ...new Set(leavesOf(condition).flatMap(inputsOf)),
]);

/** The conditions directly inside a condition. */
export function innerConditions(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

/** The conditions of a rule. */
export function conditionsOf({
  when,
  unless,
  require,
  milderWhen,
  sharedWhen,
  echoes = [],
}: Rule): readonly Condition[] {
  const all = [when, unless, require, milderWhen, sharedWhen, ...echoes.map((echo) => echo.when)];
  return all.filter((condition) => condition !== undefined);
}

/** The opposite of a leaf, as a leaf. */
export function denied(leaf: Leaf): Leaf {
  return { ...leaf, operator: negated(leaf.operator) };
}
