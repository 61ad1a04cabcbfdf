import { appKinds, type AppKind } from '../model/app.js';
import type { Condition, Leaf } from '../model/ruleset.js';
import { definitionOf } from '../model/settings.js';
import { effectiveFlags } from '../model/settings/effective.js';
import type { FactLookup } from './conditions.js';

const known = new Map<AppKind, WeakMap<Condition, Condition>>(
  appKinds.map((kind) => [kind, new WeakMap()]),
);

/**
 * A condition that asks for the switches behind effective flags instead of the flags, so that a demand for one and a
 * demand for the others can be compared. The same object where it reads no such flag.
 */
export function inSwitches(condition: Condition, facts: FactLookup): Condition {
  const found = facts('kind');
  const kind = appKinds.find((one) => found.state === 'known' && one === found.value);
  const memory = kind && known.get(kind);
  if (!kind || !memory) return condition;
  const written = memory.get(condition) ?? expanded(condition, kind);
  memory.set(condition, written);
  return written;
}

function expanded(condition: Condition, kind: AppKind): Condition {
  const inside = (part: Condition): Condition => expanded(part, kind);
  if ('not' in condition) {
    const not = inside(condition.not);
    return not === condition.not ? condition : { not };
  }
  if ('fact' in condition) return ofSwitches(condition, kind);
  const parts = 'all' in condition ? condition.all : condition.any;
  const written = parts.map(inside);
  if (written.every((part, at) => part === parts[at])) return condition;
  return 'all' in condition ? { all: written } : { any: written };
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
