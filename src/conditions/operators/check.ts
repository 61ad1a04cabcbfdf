import { isFactReference, type ConditionValue } from '../../model/ruleset.js';
import { definitionOf, isSettingName, type SettingValue } from '../../settings/settings.js';
import type { SettingType } from '../../settings/definition.js';
import { nearest, isWords } from '../../model/words.js';
import {
  decorators,
  isDecoratorName,
  type DecoratorName,
  isOperatorName,
  operatorNamed,
  operators,
  type OperatorName,
} from './table.js';
import { type OperandKind, isList, type ValueKind } from './operand.js';
import { patternDiagnostic } from '../patterns.js';
import { isDate } from './comparisons.js';
import { isPossibleHost, isScheme } from './texts.js';

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

/** One side of an operator while it is checked. */
interface Operand {
  readonly kind: OperandKind;
  /** The only values that it, or an entry of it, can have. */
  readonly values?: readonly string[];
  /** The texts that a ruleset wrote down: one, or the entries of a list. */
  readonly texts?: readonly string[];
  readonly literal?: SettingValue;
}

/** A value that is written in a ruleset. */
function literalOperand(value: SettingValue): Operand {
  if (isList(value)) return { kind: 'list', texts: value, literal: value };
  if (typeof value === 'string') return { kind: 'string', texts: [value], literal: value };
  return { kind: typeof value === 'boolean' ? 'boolean' : 'number', literal: value };
}

type ValueCheck = (wanted: Operand, fact: Operand) => string | undefined;

const kindChecks: Readonly<Record<ValueKind, ValueCheck>> = {
  same: (wanted, fact) =>
    sameKind(wanted, fact) ??
    possibleValuesDiagnostic(wanted, fact) ??
    possibleValuesDiagnostic(fact, wanted),
  listOfSame: (wanted, fact) =>
    listDiagnostic(wanted) ??
    (fact.kind === 'date'
      ? eachDiagnostic(wanted, dateDiagnostic)
      : possibleValuesDiagnostic(wanted, fact)),
  entry: (wanted, fact) => textDiagnostic(wanted) ?? possibleValuesDiagnostic(wanted, fact),
  entries: (wanted, fact) => listDiagnostic(wanted) ?? possibleValuesDiagnostic(wanted, fact),
  nothing: ({ literal }) => (literal === true ? undefined : 'no value, or true'),
  count: ({ kind, literal }) =>
    kind === 'number' && (literal === undefined || Number(literal) >= 0)
      ? undefined
      : 'a number, 0 or more',
  pattern: (wanted) => patternText(wanted) ?? eachDiagnostic(wanted, patternDiagnostic),
  glob: (wanted) =>
    textDiagnostic(wanted) ?? eachDiagnostic(wanted, (glob) => (glob ? undefined : 'a pattern')),
  words: (wanted) => textOrList(wanted) ?? eachDiagnostic(wanted, wordsDiagnostic),
  schemes: (wanted) => textOrList(wanted) ?? eachDiagnostic(wanted, schemeDiagnostic),
  hosts: (wanted) => textOrList(wanted) ?? eachDiagnostic(wanted, hostDiagnostic),
};

/** Says what is wrong with the value of an operator; undefined when all is well. */
function operandDiagnostic(
  operator: string,
  kind: ValueKind,
  wanted: Operand,
  fact: Operand,
): string | undefined {
  const expected = kindChecks[kind](wanted, fact);
  return expected === undefined ? undefined : `"${operator}" needs ${expected}`;
}

/** Only scalars are compared with their own kind. */
function sameKind(wanted: Operand, fact: Operand): string | undefined {
  if (fact.kind === 'date') return textDiagnostic(wanted) ?? eachDiagnostic(wanted, dateDiagnostic);
  if (isTextKind(fact)) return textDiagnostic(wanted);
  if (wanted.kind === fact.kind) return undefined;
  return fact.kind === 'boolean' ? 'true or false' : 'a number';
}

/** The texts of one side have to be among the possible values of the other. */
function possibleValuesDiagnostic(written: Operand, { values }: Operand): string | undefined {
  if (!values) return undefined;
  return eachDiagnostic(written, (found) =>
    values.includes(found) ? undefined : choiceDiagnostic(found, values),
  );
}

function choiceDiagnostic(found: string, values: readonly string[]): string {
  const meant = nearest(found, values);
  const hint = meant ? `: did you mean "${meant}"?` : '';
  return `one of ${values.join(', ')}, not "${found}"${hint}`;
}

function textDiagnostic(wanted: Operand): string | undefined {
  return isTextKind(wanted) ? undefined : 'a text';
}

function patternText(wanted: Operand): string | undefined {
  return wanted.texts ? textDiagnostic(wanted) : 'a pattern that is written in the ruleset';
}

function textOrList(wanted: Operand): string | undefined {
  return isTextKind(wanted) || !listDiagnostic(wanted) ? undefined : 'a text or a list of texts';
}

function listDiagnostic({ kind, texts }: Operand): string | undefined {
  if (kind !== 'list' && kind !== 'ranges') return 'a list of texts';
  return texts?.length === 0 ? 'a list with at least one entry' : undefined;
}

function isTextKind({ kind }: Operand): boolean {
  return kind === 'string' || kind === 'enum' || kind === 'date' || kind === 'range';
}

/** A text with a parameter in it is only known when the parameter is. */
function eachDiagnostic(
  { texts = [] }: Operand,
  diagnostic: (text: string) => string | undefined,
): string | undefined {
  const fixed = texts.filter((found) => !found.includes('${'));
  return fixed.map((found) => diagnostic(found)).find((found) => found !== undefined);
}

function dateDiagnostic(found: string): string | undefined {
  return isDate(found) ? undefined : `a date such as 2027-01-31, not "${found}"`;
}

function wordsDiagnostic(found: string): string | undefined {
  return isWords(found) ? undefined : `words such as Acme Sync, without patterns, not "${found}"`;
}

function schemeDiagnostic(found: string): string | undefined {
  return isScheme(found) ? undefined : `a URL scheme such as https, not "${found}"`;
}

function hostDiagnostic(found: string): string | undefined {
  return isPossibleHost(found) ? undefined : `a host such as *.example.com, not "${found}"`;
}
