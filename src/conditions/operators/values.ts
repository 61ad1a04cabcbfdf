import type { SettingValue } from '../../settings/settings.js';
import { nearest } from '../../model/nearest.js';
import { patternDiagnostic } from '../patterns.js';
import { isDate } from './dates.js';
import { isList, type OperandKind, type ValueKind } from './operand.js';
import { isPossibleHost, isScheme } from './urls.js';
import { isWords } from '../../model/words.js';

/** One side of an operator while it is checked. */
export interface Operand {
  readonly kind: OperandKind;
  /** The only values that it, or an entry of it, can have. */
  readonly values?: readonly string[];
  /** The texts that a ruleset wrote down: one, or the entries of a list. */
  readonly texts?: readonly string[];
  readonly literal?: SettingValue;
}

/** A value that is written in a ruleset. */
export function literalOperand(value: SettingValue): Operand {
  if (isList(value)) return { kind: 'list', texts: value, literal: value };
  if (typeof value === 'string') return { kind: 'string', texts: [value], literal: value };
  return { kind: typeof value === 'boolean' ? 'boolean' : 'number', literal: value };
}

type ValueCheck = (wanted: Operand, fact: Operand) => string | undefined;

const kindChecks: Readonly<Record<ValueKind, ValueCheck>> = {
  same: (wanted, fact) =>
    sameKind(wanted, fact) ?? possibleValuesDiagnostic(wanted, fact) ?? possibleValuesDiagnostic(fact, wanted),
  listOfSame: (wanted, fact) =>
    listDiagnostic(wanted) ??
    (fact.kind === 'date' ? eachDiagnostic(wanted, dateDiagnostic) : possibleValuesDiagnostic(wanted, fact)),
  entry: (wanted, fact) => textDiagnostic(wanted) ?? possibleValuesDiagnostic(wanted, fact),
  entries: (wanted, fact) => listDiagnostic(wanted) ?? possibleValuesDiagnostic(wanted, fact),
  nothing: ({ literal }) => (literal === true ? undefined : 'no value, or true'),
  count: ({ kind, literal }) =>
    kind === 'number' && (literal === undefined || Number(literal) >= 0)
      ? undefined
      : 'a number, 0 or more',
  pattern: (wanted) => patternText(wanted) ?? eachDiagnostic(wanted, patternDiagnostic),
  glob: (wanted) => textDiagnostic(wanted) ?? eachDiagnostic(wanted, (glob) => (glob ? undefined : 'a pattern')),
  words: (wanted) => textOrList(wanted) ?? eachDiagnostic(wanted, wordsDiagnostic),
  schemes: (wanted) => textOrList(wanted) ?? eachDiagnostic(wanted, schemeDiagnostic),
  hosts: (wanted) => textOrList(wanted) ?? eachDiagnostic(wanted, hostDiagnostic),
};

/** Says what is wrong with the value of an operator; undefined when all is well. */
export function operandDiagnostic(
  operator: string,
  kind: ValueKind,
  wanted: Operand,
  fact: Operand,
): string | undefined {
  const expected = kindChecks[kind](wanted, fact);
  return expected === undefined ? undefined : `"${operator}" needs ${expected}`;
}

function sameKind(wanted: Operand, fact: Operand): string | undefined {
  if (fact.kind === 'date') {
    return wanted.kind === 'date' ? undefined : (textDiagnostic(wanted) ?? eachDiagnostic(wanted, dateDiagnostic));
  }
  if (isTextKind(fact)) return isTextKind(wanted) ? undefined : 'a text';
  return wanted.kind === fact.kind ? undefined : kindsInWords[fact.kind];
}

const kindsInWords: Readonly<Record<OperandKind, string>> = {
  boolean: 'true or false',
  string: 'a text',
  number: 'a number',
  date: 'a date',
  enum: 'a text',
  list: 'a list',
  ranges: 'a list of address ranges',
  range: 'a range of addresses',
};

/** The texts of one side have to be among the possible values of the other. */
function possibleValuesDiagnostic(written: Operand, { values }: Operand): string | undefined {
  if (!values) return undefined;
  return eachDiagnostic(written, (found) => (values.includes(found) ? undefined : choiceDiagnostic(found, values)));
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
