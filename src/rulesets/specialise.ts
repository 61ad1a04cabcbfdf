import { conditionsOf, leavesOf, mapLeaves } from '../conditions/tree.js';
import { keptOr, onceFor } from '../model/once-for.js';
import {
  isFactReference,
  withProse,
  type Condition,
  type Fix,
  type Leaf,
  type Rule,
} from '../model/ruleset.js';
import { oneOrMore, fill, placeholdersIn, typed, type ParameterTexts } from './placeholders.js';
import { withoutParameters, type KnownParameters } from './shapes.js';

/**
 * The rule with parameters put in for `${name}`. Where a value needs a parameter that is missing, the rule comes out
 * open, unless the rest of the condition settles it, or no value of the parameter could (see `shapes.ts`). `possible` is
 * what missing parameters can be. Equal values give the same object.
 */
export function specialise(
  rule: Rule,
  values: ParameterTexts,
  possible: ParameterTexts = {},
): Rule {
  const names = placeholdersOfRule(rule);
  if (names.length === 0) return rule;
  const key = JSON.stringify(names.map((name) => values[name] ?? possible[name] ?? null));
  const kept = names.some((name) => values[name] === undefined) ? `missing ${key}` : key;
  const special = keptOr(specialised(rule), kept, () => filled(rule, { values, possible }));
  plain.set(special, rule);
  return special;
}

/** The rule that another one was made from by putting parameters in. */
export function plainRule(rule: Rule): Rule {
  return plain.get(rule) ?? rule;
}

const specialised = onceFor((_: Rule) => new Map<string, Rule>());
const plain = new WeakMap<Rule, Rule>();

const placeholdersOfRule = onceFor((rule: Rule): readonly string[] => {
  const values = conditionsOf(rule).flatMap(leavesOf).flatMap(textsOfLeafValue);
  const { title, finding, message, why, fix } = rule;
  const prose = [title, finding, message, why].flatMap((text) => text ?? []);
  const texts = [...values, ...prose, ...(fix ? textsOfFix(fix) : [])];
  return [...new Set(texts.flatMap(placeholdersIn))];
});

function textsOfFix({ setup, files }: Fix): readonly string[] {
  return [setup, files].flatMap((text) => {
    if (text === undefined) return [];
    return typeof text === 'string' ? [text] : Object.values(text);
  });
}

function textsOfLeafValue({ value }: Leaf): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && !isFactReference(value) ? value : [];
}

function filled(rule: Rule, known: KnownParameters): Rule {
  const { values } = known;
  const { when, unless, milderWhen, sharedWhen } = rule;
  return {
    ...withProse(rule, (text) => inProse(text, values)),
    ...(when && { when: inCondition(when, known) }),
    ...(unless && { unless: inCondition(unless, known) }),
    ...(milderWhen && { milderWhen: inCondition(milderWhen, known) }),
    ...(sharedWhen && { sharedWhen: inCondition(sharedWhen, known) }),
    require: inCondition(rule.require, known),
  };
}

/** Prose keeps the name of what is missing; a list is read out. */
function inProse(text: string, values: ParameterTexts): string {
  const missing = (name: string): string => `\${${name}}`;
  const read = (name: string): string => oneOrMore(values[name] ?? missing(name)).join(', ');
  return placeholdersIn(text).reduce(
    (prose, name) => prose.split(missing(name)).join(read(name)),
    text,
  );
}

function inCondition(condition: Condition, known: KnownParameters): Condition {
  return mapLeaves(condition, (leaf) => inLeaf(leaf, known));
}

function inLeaf(leaf: Leaf, known: KnownParameters): Condition {
  const { values } = known;
  const names = textsOfLeafValue(leaf).flatMap(placeholdersIn);
  if (names.some((name) => values[name] === undefined))
    return withoutParameters(leaf, names, known);
  const { value } = leaf;
  if (names.length === 0 || typeof value !== 'object')
    return { ...leaf, value: typeof value === 'string' ? put(value, leaf, values) : value };
  return isFactReference(value)
    ? leaf
    : { ...leaf, value: value.flatMap((text) => fill(text, values)) };
}

function put(text: string, leaf: Leaf, values: ParameterTexts): Leaf['value'] {
  return placeholdersIn(text).length === 0 ? text : typed(fill(text, values).join(','), leaf);
}
