import { lettersAndDigits, didYouMean } from '../model/words.js';
import { isDate } from '../conditions/operators/comparisons.js';
import { scopeOfToken, scopeOfName, scopeTokens } from '../settings/scopes.js';
import { definitionOf, isSettingName, type SettingValue } from '../settings/settings.js';
import type { SettingType } from '../settings/definition.js';
import { eitherOf, quote } from '../documents/diagnostics.js';
import { valueOfLabel } from '../conditions/words/values.js';
import { permissionNames, permissionOfLabel } from '../settings/permissions.js';

/** What is wrong with a value for a setting or `today`, as in an example; undefined when all is well. */
export function checkValue(name: string, value: SettingValue): string | undefined {
  const definition = isSettingName(name) ? definitionOf(name) : undefined;
  const type = definition?.type ?? 'date';
  const names = definition?.values && Object.keys(definition.values);
  const fits = valueChecks[type](value) && (names?.includes(String(value)) ?? true);
  if (fits) return namesDiagnostic(name, value);
  const near = definition?.values ? meantValue(name, String(value), definition.values) : '';
  return `expected ${names ? eitherOf(names) : valueWords[type]}, found ${show(value)}${near}`;
}

/** Of a list, the first entry that there is not: a scope, a permission, a value of a pick list. */
function namesDiagnostic(name: string, value: SettingValue): string | undefined {
  if (typeof value !== 'object') return undefined;
  const values = isSettingName(name) ? definitionOf(name).values : undefined;
  const stranger = values && value.find((entry) => !Object.hasOwn(values, entry));
  if (values && stranger !== undefined)
    return `expected ${eitherOf(Object.keys(values))}, found ${quote(stranger)}${meantValue(name, stranger, values)}`;
  return value.map((entry) => nameDiagnostic(name, entry)).find((found) => found !== undefined);
}

/** Writes a value of a setting as in a ruleset. */
function show(value: unknown): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

const valueChecks = {
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  enum: (value) => typeof value === 'string',
  date: (value) => typeof value === 'string' && isDate(value),
  list: (value) => Array.isArray(value),
  ranges: (value) => Array.isArray(value) && value.every((range) => range.includes('-')),
} as const satisfies Readonly<Record<SettingType, (value: SettingValue) => boolean>>;

const valueWords = {
  boolean: 'true or false',
  string: 'text (a number or true/false needs quotes)',
  number: 'a number',
  enum: 'text',
  date: 'a date such as 2027-03-31',
  list: 'a list',
  ranges: 'a list of ranges such as 10.0.0.0-10.0.0.255',
} as const satisfies Readonly<Record<SettingType, string>>;

/**
 * Gives the names of the table to values that are compared without regard to case: enum values, also in the spelling
 * that metadata has for them, and OAuth scopes.
 */
export function normalise<T>(fact: string, value: T): T | string | number | readonly string[] {
  if (typeof value === 'string') return timeIn(fact, value) ?? spelling(fact, value);
  return Array.isArray(value) ? value.map((entry) => spelling(fact, entry)) : value;
}

/** Minutes of a unit; a month counts 30 days. */
const minutesOf: Readonly<Record<string, number>> = {
  min: 1,
  minute: 1,
  h: 60,
  hr: 60,
  hour: 60,
  d: 1440,
  day: 1440,
  week: 10_080,
  month: 43_200,
  year: 525_600,
};

/** A time with its unit, as guides write it: `24 hours` of a setting in days is 1. Undefined for anything else. */
function timeIn(fact: string, written: string): number | undefined {
  const unit = /(Minutes|Days)$/.exec(fact)?.[1];
  const [, count, word = ''] =
    /^(\d{1,6}(?:\.\d{1,3})?) ?(min|minute|h|hr|hour|d|day|week|month|year)s?$/i.exec(written) ??
    [];
  const minutes = minutesOf[word.toLowerCase()];
  if (unit === undefined || count === undefined || minutes === undefined) return undefined;
  return (Number(count) * minutes) / (unit === 'Days' ? 1440 : 1);
}

function spelling(fact: string, written: string): string {
  if (fact === 'scopes') return scopeOfToken(written) ?? written;
  const values = isSettingName(fact) ? (definitionOf(fact).values ?? {}) : {};
  const same = (text: string): boolean => text.toLowerCase() === written.toLowerCase();
  const names = Object.keys(values);
  return names.find(same) ?? names.find((name) => values[name]?.some(same)) ?? written;
}

/** Whether an operator compares whole entries, so that a value has to be one that there is. */
export function namesWhole(operator: string): boolean {
  return /^(.*:)?(equal|notEqual|in|notIn|contains|doesNotContain|containsAll|containsAny|containsNone|containsOnly)$/.test(
    operator,
  );
}

/** What is wrong with a value where only some can be: scopes, permissions, those of a pick list; undefined for all other settings. */
export function nameDiagnostic(fact: string, written: string): string | undefined {
  if (scopeFacts.has(fact)) return scopeDiagnostic(written);
  if (permissionFacts.has(fact)) return permissionDiagnostic(fact, written);
  const values = isSettingName(fact) ? definitionOf(fact).values : undefined;
  return values && labelDiagnostic(fact, written, values);
}

/** A value in the words of Setup; what is none at all, the check of the operator tells. */
function labelDiagnostic(fact: string, written: string, values: NamedValues): string | undefined {
  const names = Object.keys(values);
  if (names.includes(written) || alikeValue(fact, written, values) === undefined) return undefined;
  return `expected ${eitherOf(names)}, found ${quote(written)}${meantValue(fact, written, values)}`;
}

type NamedValues = Readonly<Record<string, readonly string[]>>;

/** `; did you mean "admin-approved"?`: by what Setup calls a value, by metadata's spelling with other signs, or by a slip. */
function meantValue(fact: string, written: string, values: NamedValues): string {
  const meant = alikeValue(fact, written, values);
  return meant === undefined
    ? didYouMean(written, Object.keys(values))
    : `; did you mean "${meant}"?`;
}

function alikeValue(fact: string, written: string, values: NamedValues): string | undefined {
  const letters = lettersAndDigits(written);
  const isAlike = (name: string): boolean =>
    [name, ...(values[name] ?? [])].some((one) => lettersAndDigits(one) === letters);
  return valueOfLabel(fact, written) ?? Object.keys(values).find(isAlike);
}

const scopeFacts: ReadonlySet<string> = new Set(['scopes']);
/** Settings that list permissions of users. */
export const permissionFacts: ReadonlySet<string> = new Set(['runAsUserPowers', 'tokenUserPowers']);

const scopeNames: readonly string[] = [...new Set(Object.values(scopeTokens))];

function scopeDiagnostic(written: string): string | undefined {
  if (scopeNames.includes(written)) return undefined;
  const meant = scopeOfName(written) ?? scopeOfLabel(written);
  const near = meant === undefined ? didYouMean(written, scopeNames) : `; did you mean "${meant}"?`;
  return `unknown scope ${quote(written)}${near}${near === '' ? '; a custom scope is an entry of customScopes' : ''}`;
}

/** Setup writes the scopes in brackets: "Perform requests at any time (refresh_token, offline_access)". */
function scopeOfLabel(label: string): string | undefined {
  const inBrackets = /\(([^()]*)\)\s*$/.exec(label)?.[1]?.split(/[,\s]+/) ?? [];
  return inBrackets.map((name) => scopeOfName(name)).find((name) => name !== undefined);
}

const ofApiOnly = {
  runAsUserPowers: 'runAsUserApiOnly',
  tokenUserPowers: 'tokenUsersNotApiOnly',
} as const;

function permissionDiagnostic(fact: string, written: string): string | undefined {
  if (written === 'ApiUserOnly')
    return `"ApiUserOnly" is not among them: ${Reflect.get(ofApiOnly, fact)} says it`;
  if (permissionNames.has(written)) return undefined;
  const meant = permissionOfLabel(written.replace(/^Permissions(?=[A-Z])/, ''));
  const near =
    meant === undefined ? didYouMean(written, [...permissionNames]) : `; did you mean "${meant}"?`;
  return `unknown permission ${quote(written)}${near === '' ? '; user permissions have API names such as ModifyAllData' : near}`;
}
