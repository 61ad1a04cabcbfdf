import { isDate } from '../conditions/operators/dates.js';
import { scopeOfToken } from '../settings/scopes.js';
import { definitionOf, isSettingName, type SettingValue } from '../settings/settings.js';
import type { SettingType } from '../settings/definition.js';
import { eitherOf, quote } from '../documents/diagnostics.js';
import { meantValue, nameDiagnostic } from './names.js';

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
export function show(value: unknown): string {
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
