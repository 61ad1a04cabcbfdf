import { didYouMean } from '../model/words.js';
import * as v from 'valibot';
import { checkOperator, impliedValue, type FactType } from '../conditions/operators.js';
import { isFactReference, type ConditionValue, type Leaf } from '../model/ruleset.js';
import { conditionValue } from './condition-schema.js';
import type { Path } from '../documents/document.js';
import { loadLimits } from '../documents/limits.js';
import { patternSize } from '../conditions/patterns.js';
import { normalise, nameDiagnostic, namesWhole } from './facts.js';
import { quote, memberOf } from '../documents/diagnostics.js';
import { fill, placeholdersIn, typed, type ParameterTexts } from './placeholders.js';
import {
  factNames,
  parameterPrefix,
  placeholderUse,
  typeIn,
  undeclared,
  type Scope,
} from './scope.js';

/** Checks `fact`, `operator` and `value` of a leaf. Undefined when something is wrong, which is reported. */
export function checkLeaf(raw: unknown, path: Path, scope: Scope): Leaf | undefined {
  const [fact, operator] = [memberOf(raw, 'fact'), memberOf(raw, 'operator')];
  if (typeof fact !== 'string') return undefined;
  const type = typeIn(scope, fact);
  if (!type) scope.report([...path, 'fact'], unknownFact(fact, scope));
  if (!type || typeof operator !== 'string') return undefined;
  const written = memberOf(raw, 'value') ?? impliedValue(operator);
  // A value that the schema refuses is told there.
  if (written !== undefined && !v.is(conditionValue, written)) return undefined;
  if (written === undefined) {
    scope.report(path, `"${operator}" needs a value`);
    return undefined;
  }
  const value = isFactReference(written) ? written : normalise(fact, written);
  const ifUnknown = memberOf(raw, 'ifUnknown') === true;
  if (ifUnknown && !isRecognising(path))
    scope.report([...path, 'ifUnknown'], recognisingOnly, 'key');
  const leaf = { fact, operator, value, ...(ifUnknown && { ifUnknown }) };
  const sound = parametersAreSound(leaf, path, scope) && operatorIsSound(leaf, type, path, scope);
  return sound ? leaf : undefined;
}

/** Verdicts are never given on what is unknown; which guide an app is for may be. */
function isRecognising([first, ...rest]: Path): boolean {
  return first === 'match' || (first === 'parameters' && rest[1] === 'detect');
}

const recognisingOnly = '"ifUnknown" is only for "match" and "detect"';

function unknownFact(fact: string, { parameters }: Scope): string {
  return fact.startsWith(parameterPrefix)
    ? undeclared(fact.slice(parameterPrefix.length), parameters)
    : `unknown fact ${quote(fact)}${didYouMean(fact, factNames)}`;
}

/** Whether every `${name}` in the value is a parameter, and one that fits in its place. */
function parametersAreSound({ value }: Leaf, path: Path, scope: Scope): boolean {
  const wrong = textsOfCondition(value).flatMap(({ text, step }) =>
    placeholdersIn(text).flatMap((name) => {
      const diagnostic = placeholderDiagnostic(name, step.length > 0, scope);
      return diagnostic === undefined ? [] : [{ path: [...path, 'value', ...step], diagnostic }];
    }),
  );
  for (const { path: where, diagnostic } of wrong) scope.report(where, diagnostic);
  return wrong.length === 0;
}

function placeholderDiagnostic(
  name: string,
  inList: boolean,
  { parameters }: Scope,
): string | undefined {
  const use = placeholderUse(name, parameters);
  if (!use) return undeclared(name, parameters);
  if (!use.list || inList) return undefined;
  return `parameter ${quote(name)} is a list and needs a list around it: ["\${${name}}"]`;
}

function textsOfCondition(
  value: ConditionValue,
): readonly { readonly text: string; readonly step: readonly number[] }[] {
  if (typeof value === 'string') return [{ text: value, step: [] }];
  if (typeof value !== 'object' || isFactReference(value)) return [];
  return value.map((text, index) => ({ text, step: [index] }));
}

/** Whether operator and value fit the fact, whatever its parameters are given. */
function operatorIsSound(
  leaf: Leaf,
  { type, values }: FactType,
  path: Path,
  scope: Scope,
): boolean {
  const { fact, operator } = leaf;
  const costly = costDiagnostic(leaf, scope);
  if (costly !== undefined) {
    scope.report([...path, 'value'], costly);
    return false;
  }
  const strange = strangeName(leaf, scope);
  if (strange !== undefined) {
    scope.report([...path, 'value'], strange);
    return false;
  }
  const typeOf = (name: string): FactType | undefined => typeIn(scope, name);
  if (isFactReference(leaf.value) && !typeOf(leaf.value.fact)) {
    scope.report([...path, 'value'], unknownFact(leaf.value.fact, scope));
    return false;
  }
  for (const value of variants(leaf, scope)) {
    const diagnostic = checkOperator(type, values, operator, value, typeOf);
    if (diagnostic === undefined) continue;
    const at = aboutValue.test(diagnostic) ? 'value' : 'operator';
    scope.report(
      [...path, at],
      diagnostic.startsWith('unknown') ? diagnostic : `${fact}: ${diagnostic}`,
    );
    return false;
  }
  return true;
}

/** A scope or a permission that there is not, whatever the parameters are given; patterns name none. */
function strangeName(leaf: Leaf, scope: Scope): string | undefined {
  if (isFactReference(leaf.value) || !namesWhole(leaf.operator)) return undefined;
  const texts = variants(leaf, scope).flatMap((value) =>
    textsOfCondition(value).map(({ text }) => text),
  );
  const named = texts.filter((text) => placeholdersIn(text).length === 0);
  return named.map((text) => nameDiagnostic(leaf.fact, text)).find((found) => found !== undefined);
}

/** Why a value is too much to try: too many texts that parameters make of it, or patterns that are too large together. */
function costDiagnostic({ operator, value }: Leaf, scope: Scope): string | undefined {
  const { ways, allWays, allPatterns } = loadLimits;
  const { spent } = scope;
  const texts = textsOfCondition(value).map(({ text }) => text);
  for (const text of texts) {
    const count = waysOf(text, scope);
    spent.ways += count > 1 ? count : 0;
    if (count > ways)
      return `its parameters make ${count} texts of ${quote(text)}; at most ${ways} are tried`;
  }
  if (operator.endsWith('matches'))
    spent.patterns += texts.reduce((sum, text) => sum + patternSize(text), 0);
  if (spent.ways > allWays) return `parameters make more than ${allWays} texts in this file`;
  if (spent.patterns <= allPatterns) return undefined;
  return `the patterns of this file are too large together; at most ${allPatterns} parts with repetitions written out`;
}

/** How many texts parameters can make of one; a list may be given with as many values as a list can have. */
function waysOf(text: string, { parameters }: Scope): number {
  return placeholdersIn(text).reduce((product, name) => {
    const { values, list } = placeholderUse(name, parameters) ?? {};
    return product * (values?.length ?? (list ? loadLimits.listValues : 1));
  }, 1);
}

// The engine words what is wrong; where the mistake stands follows from the words.
const aboutValue = /^unknown fact|^"[^"]+" needs (?!a list as its fact)/;

/** The values that a leaf can have: with parameters that have a table of values, each of them. */
function variants(leaf: Leaf, scope: Scope): readonly ConditionValue[] {
  const { value } = leaf;
  if (typeof value === 'string' && placeholdersIn(value).length > 0) {
    return fill(value, samples(value, leaf, scope)).map((text) => typed(text, leaf));
  }
  if (typeof value !== 'object' || isFactReference(value)) return [value];
  return [value.flatMap((text) => fill(text, samples(text, leaf, scope)))];
}

/** What parameters in a text can be. Texts that still have a `${name}` in them the engine takes as they are. */
function samples(text: string, leaf: Leaf, { parameters }: Scope): ParameterTexts {
  const usual = ['1', 'true'].find((sample) => typed(sample, leaf) !== sample);
  const all = placeholdersIn(text).map((name) => {
    const { values } = placeholderUse(name, parameters) ?? {};
    return [name, values ?? usual ?? `\${${name}}`] as const;
  });
  return Object.fromEntries(all);
}
