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
import {
  oneOrMore,
  fill,
  placeholdersIn,
  typed,
  type ParameterTexts,
  parameterOf,
} from './placeholders.js';
import { factTypeOf } from '../conditions/operators.js';
import { parameterPrefix } from './scope.js';

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

/**
 * What a leaf that needs a missing parameter comes to: false where no value of the parameter could make it true, else
 * undecided, because the condition asks for the parameter itself (`param.name`), whose fact says how to give it.
 */
function withoutParameters(
  leaf: Leaf,
  names: readonly string[],
  known: KnownParameters,
): Condition {
  const missing = names.filter((name) => known.values[name] === undefined);
  const asked = [...new Set(missing.map(parameterOf))].map((name): Leaf => ({
    fact: `${parameterPrefix}${name}`,
    operator: 'isNotEmpty',
    value: true,
  }));
  const shape = shapeOf(leaf, known);
  const all = shape ? [shape, ...asked] : asked;
  const [only] = all;
  return all.length === 1 && only ? only : { all };
}

/** What is known of the parameters of an app. */
interface KnownParameters {
  readonly values: ParameterTexts;
  readonly possible: ParameterTexts;
}

/** Whether all entries of a value have to fit, one of them has to, or nothing else may be there. Operators that are not here have no shape. */
const groups = {
  equal: 'any',
  in: 'any',
  like: 'any',
  contains: 'any',
  containsAny: 'any',
  containsAll: 'all',
  containsOnly: 'only',
} as const satisfies Readonly<Record<string, 'any' | 'all' | 'only'>>;

function shapeOf(leaf: Leaf, known: KnownParameters): Condition | undefined {
  const group = new Map(Object.entries(groups)).get(leaf.operator);
  const texts = typeof leaf.value === 'string' ? [leaf.value] : leaf.value;
  if (!group || typeof texts !== 'object' || isFactReference(texts)) return undefined;
  const type = factTypeOf(leaf.fact)?.type;
  if (type === undefined || type === 'ranges') return undefined;
  if (group === 'only') return onlyShape(texts, leaf, known);
  const parts = texts.map((text) => entryShape(text, leaf, known));
  const sound = parts.filter((part) => part !== undefined);
  // One entry that could be anything makes the whole group able to be true.
  if (group === 'any' && sound.length < parts.length) return undefined;
  return sound.length === 0 ? undefined : joinConditions(group, sound);
}

/** What an entry could be: each possible text, or a glob where a parameter can have any. */
function entryShape(
  text: string,
  leaf: Leaf,
  { values, possible }: KnownParameters,
): Condition | undefined {
  const names = placeholdersIn(text);
  const free = names.some((name) => (values[name] ?? possible[name]) === undefined);
  const isList = factTypeOf(leaf.fact)?.type === 'list';
  const isText = factTypeOf(leaf.fact)?.type === 'string';
  if (free && !isList && !isText) return undefined;
  const operator = operatorFor(free || leaf.operator === 'like', isList);
  const choices = stand(text, { values, possible }).map((one): Leaf => ({
    fact: leaf.fact,
    operator,
    value: typed(one, leaf),
  }));
  return choices.length === 0 ? undefined : joinConditions('any', choices);
}

/** Every entry of the fact looks like one of the value. */
function onlyShape(texts: readonly string[], { fact }: Leaf, known: KnownParameters): Condition {
  const value = texts.flatMap((text) => stand(text, known));
  return { fact, operator: 'everyFact:someValue:like', value };
}

/** A text with what is known put in, what is possible, or a star. */
function stand(text: string, { values, possible }: KnownParameters): readonly string[] {
  const names = placeholdersIn(text);
  return fill(
    text,
    Object.fromEntries(names.map((name) => [name, values[name] ?? possible[name] ?? '*'])),
  );
}

function operatorFor(isGlob: boolean, isList: boolean): string {
  if (isGlob) return isList ? 'someFact:like' : 'like';
  return isList ? 'contains' : 'equal';
}

function joinConditions(group: 'any' | 'all', parts: readonly Condition[]): Condition {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  return group === 'any' ? { any: parts } : { all: parts };
}
