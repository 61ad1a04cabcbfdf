import { factTypeOf } from '../conditions/operators.js';
import { isFactReference, type Condition, type Leaf } from '../model/ruleset.js';
import { fill, parameterOf, placeholdersIn, typed, type ParameterTexts } from './placeholders.js';
import { parameterPrefix } from './scope.js';

/**
 * What a leaf that needs a missing parameter comes to: false where no value of the parameter could make it true, else
 * undecided, because the condition asks for the parameter itself (`param.name`), whose fact says how to give it.
 */
export function withoutParameters(
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
export interface KnownParameters {
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
