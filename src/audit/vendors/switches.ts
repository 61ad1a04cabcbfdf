import { appKinds, type AppKind } from '../../model/app.js';
import { onceFor, onceForText } from '../../model/once-for.js';
import type { Condition, Leaf } from '../../model/ruleset.js';
import { definitionOf } from '../../settings/settings.js';
import { effectiveFlags } from '../../settings/effective.js';
import { leavesOf, mapLeaves } from '../../conditions/tree.js';
import type { FactLookup } from '../../conditions/evaluate.js';

const writtenFor = onceForText((kind: AppKind) =>
  onceFor((condition: Condition) =>
    readsEffective(condition) ? mapLeaves(condition, (leaf) => ofSwitches(leaf, kind)) : condition,
  ),
);

/**
 * A condition that asks for the switches behind effective flags instead of the flags, so that a demand for one and a
 * demand for the others can be compared. The same object where it reads no such flag.
 */
export function inSwitches(condition: Condition, facts: FactLookup): Condition {
  const found = facts('kind');
  const kind = appKinds.find((one) => found.state === 'known' && one === found.value);
  return kind ? writtenFor(kind)(condition) : condition;
}

function readsEffective(condition: Condition): boolean {
  return leavesOf(condition).some(({ fact }) => effectiveFlags.has(fact));
}

function ofSwitches(leaf: Leaf, kind: AppKind): Condition {
  const switches = effectiveFlags.get(leaf.fact);
  if (!switches || typeof leaf.value !== 'boolean' || !/^(not)?equal$/i.test(leaf.operator))
    return leaf;
  const on = leaf.value === (leaf.operator === 'equal');
  const parts = switches
    .filter((name) => !('unavailable' in definitionOf(name)[kind]))
    .map((fact): Leaf => ({ fact, operator: 'equal', value: on }));
  return on ? { all: parts } : { any: parts };
}
