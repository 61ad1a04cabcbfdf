import { appKinds, type AppKind } from '../model/app.js';
import { onceFor, onceForText } from '../model/once-for.js';
import type { Condition, Leaf } from '../model/ruleset.js';
import { definitionOf } from '../model/settings.js';
import { effectiveFlags } from '../model/settings/effective.js';
import type { FactLookup } from './conditions.js';

const writtenFor = onceForText((kind: AppKind) =>
  onceFor((condition: Condition) => expanded(condition, kind)),
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
