import { conditionsOf, leavesOf } from '../engine/conditions.js';
import { isFactReference, type Condition, type Leaf, type Rule } from '../model/ruleset.js';
import { asList, fill, placeholdersIn, typed, type Values } from './placeholders.js';
import { parameterPrefix } from './scope.js';

/**
 * The rule with parameters put in for `${name}`. Where a value needs a parameter that is missing, the condition asks
 * for the parameter itself (`param.name`), whose fact is unknown and says how to give it: so the rule comes out open,
 * unless the rest of the condition settles it. Equal values give the same object, which judges remember.
 */
export function specialise(rule: Rule, values: Values): Rule {
  const names = placeholdersOf(rule);
  if (names.length === 0) return rule;
  const key = JSON.stringify(names.map((name) => values[name] ?? null));
  const known = specialised.get(rule) ?? new Map<string, Rule>();
  specialised.set(rule, known);
  const special = known.get(key) ?? filled(rule, values);
  known.set(key, special);
  return special;
}

const specialised = new WeakMap<Rule, Map<string, Rule>>();
const placeholders = new WeakMap<Rule, readonly string[]>();

function placeholdersOf(rule: Rule): readonly string[] {
  const known = placeholders.get(rule);
  if (known) return known;
  const values = conditionsOf(rule).flatMap(leavesOf).flatMap(textsOf);
  const texts = [...values, rule.title ?? '', rule.why ?? '', rule.fix ?? ''];
  const names = [...new Set(texts.flatMap(placeholdersIn))];
  placeholders.set(rule, names);
  return names;
}

function textsOf({ value }: Leaf): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && !isFactReference(value) ? value : [];
}

function filled(rule: Rule, values: Values): Rule {
  const { title, why, fix, when, unless } = rule;
  return {
    ...rule,
    ...(title !== undefined && { title: inProse(title, values) }),
    ...(why !== undefined && { why: inProse(why, values) }),
    ...(fix !== undefined && { fix: inProse(fix, values) }),
    ...(when && { when: inCondition(when, values) }),
    ...(unless && { unless: inCondition(unless, values) }),
    require: inCondition(rule.require, values),
  };
}

/** Prose keeps the name of what is missing; a list is read out. */
function inProse(text: string, values: Values): string {
  const missing = (name: string): string => `\${${name}}`;
  const read = (name: string): string => asList(values[name] ?? missing(name)).join(', ');
  return placeholdersIn(text).reduce(
    (prose, name) => prose.split(missing(name)).join(read(name)),
    text,
  );
}

function inCondition(condition: Condition, values: Values): Condition {
  const inside = (part: Condition): Condition => inCondition(part, values);
  if ('all' in condition) return { all: condition.all.map(inside) };
  if ('any' in condition) return { any: condition.any.map(inside) };
  return 'not' in condition ? { not: inside(condition.not) } : inLeaf(condition, values);
}

function inLeaf(leaf: Leaf, values: Values): Leaf {
  const names = textsOf(leaf).flatMap(placeholdersIn);
  const missing = names.find((name) => values[name] === undefined);
  if (missing !== undefined)
    return { fact: `${parameterPrefix}${missing}`, operator: 'isNotEmpty', value: true };
  const { value } = leaf;
  if (names.length === 0 || typeof value !== 'object')
    return { ...leaf, value: typeof value === 'string' ? put(value, leaf, values) : value };
  return isFactReference(value)
    ? leaf
    : { ...leaf, value: value.flatMap((text) => fill(text, values)) };
}

function put(text: string, leaf: Leaf, values: Values): Leaf['value'] {
  return placeholdersIn(text).length === 0 ? text : typed(fill(text, values).join(','), leaf);
}
