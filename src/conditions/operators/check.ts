import { isFactReference, type ConditionValue } from '../../model/ruleset.js';
import { definitionOf, isSettingName } from '../../settings/settings.js';
import type { SettingType } from '../../settings/definition.js';
import { nearest } from '../../model/nearest.js';
import { decorators, isDecoratorName, type DecoratorName } from './decorators.js';
import type { OperandKind } from './operand.js';
import { isOperatorName, operatorNamed, operators, type OperatorName } from './table.js';
import { literalOperand, operandDiagnostic, type Operand } from './values.js';

/** The type of a fact. `values` are the only ones that an enum, or an entry of the list, can have. */
export interface FactType {
  readonly type: SettingType;
  readonly values?: readonly string[];
}

/** The type of a setting or of `today`; undefined for any other name, parameters included. */
export function factTypeOf(name: string): FactType | undefined {
  if (name === 'today') return { type: 'date' };
  if (!isSettingName(name)) return undefined;
  const { type, values } = definitionOf(name);
  return values ? { type, values: Object.keys(values) } : { type };
}

/**
 * Says what is wrong with an operator and its value on a fact of a type; undefined when all is well. For a value
 * `{ fact: other }` the type of the other fact is asked of `typeOf`. Texts with a `${parameter}` are taken as they are.
 * Patterns are to be loaded before (`loadPatterns()`) when the operator is `matches`.
 */
export function checkOperator(
  factType: SettingType,
  enumValues: readonly string[] | undefined,
  operator: string,
  value: ConditionValue,
  typeOf: (name: string) => FactType | undefined = factTypeOf,
): string | undefined {
  const names = operator.split(':');
  const base = names.pop() ?? '';
  if (!isOperatorName(base)) return unknownName('operator', base, Object.keys(operators));
  const stranger = names.find((name) => !isDecoratorName(name));
  if (stranger !== undefined) return unknownName('decorator', stranger, Object.keys(decorators));
  const wanted = isFactReference(value) ? referenced(value.fact, typeOf) : literalOperand(value);
  if (typeof wanted === 'string') return wanted;
  const fact: Operand = enumValues ? { kind: factType, values: enumValues } : { kind: factType };
  return fitDiagnostic(names.filter(isDecoratorName), base, fact, wanted);
}

/** Takes the decorators off one by one, each of which changes what the next one stands on. */
function fitDiagnostic(
  chain: readonly DecoratorName[],
  base: OperatorName,
  fact: Operand,
  wanted: Operand,
): string | undefined {
  const [first, ...rest] = chain;
  if (first === undefined) return operatorDiagnostic(base, fact, wanted);
  if (first === 'not') return fitDiagnostic(rest, base, fact, wanted);
  if (first === 'swap') return fitDiagnostic(rest, base, wanted, fact);
  const onFact = first === 'someFact' || first === 'everyFact';
  const entry = entryOperand(onFact ? fact : wanted);
  if (!entry) return `"${first}" needs a list as its ${onFact ? 'fact' : 'value'}`;
  return onFact ? fitDiagnostic(rest, base, entry, wanted) : fitDiagnostic(rest, base, fact, entry);
}

function operatorDiagnostic(
  name: OperatorName,
  fact: Operand,
  wanted: Operand,
): string | undefined {
  const { on, value } = operatorNamed(name);
  if (!on.includes(fact.kind)) return doesNotFit(name, on, fact);
  return operandDiagnostic(name, value, wanted, fact);
}

function doesNotFit(name: string, on: readonly OperandKind[], fact: Operand): string {
  const entry = entryOperand(fact);
  const advice =
    entry && on.includes(entry.kind)
      ? `write "everyFact:${name}" or "someFact:${name}"`
      : `it is for ${on.map((kind) => plural[kind]).join(', ')}`;
  return `"${name}" does not fit a ${singular[fact.kind]}: ${advice}`;
}

/** What holds for the entries of a list: a written entry stands for each of them. */
function entryOperand({ kind, values, texts }: Operand): Operand | undefined {
  if (kind === 'ranges') return { kind: 'range' };
  if (kind !== 'list') return undefined;
  if (values) return { kind: 'enum', values };
  return texts ? { kind: 'string', texts } : { kind: 'string' };
}

function referenced(
  name: string,
  typeOf: (name: string) => FactType | undefined,
): Operand | string {
  const found = typeOf(name);
  if (!found) return `unknown fact "${name}"`;
  return found.values ? { kind: found.type, values: found.values } : { kind: found.type };
}

/** What the signs and words of other languages mean. */
const foreignOperators: Readonly<Record<string, OperatorName>> = {
  '=': 'equal',
  '==': 'equal',
  is: 'equal',
  '!=': 'notEqual',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
  includes: 'contains',
  has: 'contains',
  regex: 'matches',
  glob: 'like',
};

function unknownName(what: string, name: string, names: readonly string[]): string {
  const meant = foreignOperators[name] ?? nearest(name, names);
  const hint = meant ? `did you mean "${meant}"?` : `there are: ${names.join(', ')}`;
  return `unknown ${what} "${name}": ${hint}`;
}

const singular: Readonly<Record<OperandKind, string>> = {
  boolean: 'flag',
  string: 'text',
  number: 'number',
  date: 'date',
  enum: 'choice',
  list: 'list',
  ranges: 'list of address ranges',
  range: 'range of addresses',
};

const plural: Readonly<Record<OperandKind, string>> = {
  boolean: 'flags',
  string: 'texts',
  number: 'numbers',
  date: 'dates',
  enum: 'choices',
  list: 'lists',
  ranges: 'lists of address ranges',
  range: 'ranges of addresses',
};
