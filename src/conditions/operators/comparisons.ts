import type { SettingValue } from '../../settings/settings.js';
import { listOperand, isList, type Operator } from './operand.js';
import { addressRangeOf, sizeOf } from '../../model/addresses.js';
import { day } from '../../model/deadline.js';

// json-rules-engine runs its own code for these. The copies here make the closures agree with it to the letter,
// odd cases included; the tests run both side by side.

const scalars = ['boolean', 'string', 'number', 'date', 'enum'] as const;
const ordered = ['number', 'date'] as const;
const listKinds = ['list', 'ranges'] as const;

export const builtInOperators = {
  equal: {
    on: scalars,
    value: 'same',
    about: 'is the value',
    evaluate: (found, wanted) => found === wanted,
    builtIn: true,
  },
  notEqual: {
    on: scalars,
    value: 'same',
    about: 'is anything but the value',
    evaluate: (found, wanted) => found !== wanted,
    builtIn: true,
  },
  in: {
    on: ['string', 'date', 'enum'],
    value: 'listOfSame',
    about: 'is one of the values',
    evaluate: (found, wanted) => isWithin(found, wanted),
    builtIn: true,
  },
  notIn: {
    on: ['string', 'date', 'enum'],
    value: 'listOfSame',
    about: 'is none of the values',
    evaluate: (found, wanted) => !isWithin(found, wanted),
    builtIn: true,
  },
  contains: {
    on: listKinds,
    value: 'entry',
    about: 'has the entry',
    evaluate: (found, wanted) => isList(found) && found.some((entry) => entry === wanted),
    builtIn: true,
  },
  doesNotContain: {
    on: listKinds,
    value: 'entry',
    about: 'does not have the entry',
    evaluate: (found, wanted) => isList(found) && !found.some((entry) => entry === wanted),
    builtIn: true,
  },
  lessThan: {
    on: ordered,
    value: 'same',
    about: 'is less, or earlier, than the value',
    evaluate: (found, wanted) => isNumeric(found) && compareValues(found, wanted) < 0,
    builtIn: true,
  },
  lessThanInclusive: {
    on: ordered,
    value: 'same',
    about: 'is the value, less or earlier',
    evaluate: (found, wanted) => isNumeric(found) && compareValues(found, wanted) <= 0,
    builtIn: true,
  },
  greaterThan: {
    on: ordered,
    value: 'same',
    about: 'is more, or later, than the value',
    evaluate: (found, wanted) => isNumeric(found) && compareValues(found, wanted) > 0,
    builtIn: true,
  },
  greaterThanInclusive: {
    on: ordered,
    value: 'same',
    about: 'is the value, more or later',
    evaluate: (found, wanted) => isNumeric(found) && compareValues(found, wanted) >= 0,
    builtIn: true,
  },
} as const satisfies Readonly<Record<string, Operator>>;

/** In a text, `in` looks for a part; in anything but a text or list it throws. */
function isWithin(found: SettingValue, wanted: SettingValue): boolean {
  if (typeof wanted === 'string') return wanted.includes(String(found));
  return listOperand(wanted).some((entry) => entry === found);
}

/** json-rules-engine compares whatever starts like a number, dates included. */
function isNumeric(found: SettingValue): boolean {
  return !Number.isNaN(Number.parseFloat(String(found)));
}

/** Negative, zero or positive as JavaScript's own `<` would have it; NaN when the two cannot be compared. */
function compareValues(found: SettingValue, wanted: SettingValue): number {
  const [a, b] = [primitive(found), primitive(wanted)];
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
}

function primitive(value: SettingValue): boolean | string | number {
  return isList(value) ? value.join(',') : value;
}

const lists = ['list', 'ranges'] as const;

/** Operators on the entries of a list. Entries are compared byte for byte; their order and number do not matter. */
export const listOperators = {
  containsAll: {
    on: lists,
    value: 'entries',
    about: 'has every entry of the value',
    evaluate: (found, wanted) =>
      isList(found) && listOperand(wanted).every((entry) => found.includes(entry)),
  },
  containsAny: {
    on: lists,
    value: 'entries',
    about: 'has at least one entry of the value',
    evaluate: (found, wanted) =>
      isList(found) && listOperand(wanted).some((entry) => found.includes(entry)),
  },
  containsNone: {
    on: lists,
    value: 'entries',
    about: 'has no entry of the value',
    evaluate: (found, wanted) =>
      isList(found) && !listOperand(wanted).some((entry) => found.includes(entry)),
  },
  containsOnly: {
    on: lists,
    value: 'entries',
    about: 'has no entry besides those of the value',
    evaluate: (found, wanted) =>
      isList(found) && found.every((entry) => listOperand(wanted).includes(entry)),
  },
  isEmpty: {
    on: ['list', 'ranges', 'string'],
    value: 'nothing',
    about: 'has no entry, or is an empty text',
    evaluate: (found) => (isList(found) ? found.length === 0 : found === ''),
  },
  isNotEmpty: {
    on: ['list', 'ranges', 'string'],
    value: 'nothing',
    about: 'has an entry, or is a text that is not empty',
    evaluate: (found) => (isList(found) ? found.length > 0 : found !== ''),
  },
} as const satisfies Readonly<Record<string, Operator>>;

/** Operators on one range of IP addresses, written `start-end`. */
export const rangeOperators = {
  widerThan: {
    on: ['range'],
    value: 'count',
    about: 'is a range of more addresses than the value',
    evaluate: (found, wanted) => isWider(found, Number(wanted)),
  },
} as const satisfies Readonly<Record<string, Operator>>;

/** A range that cannot be read might let in anybody: it counts as wider than any number. */
function isWider(range: SettingValue, addresses: number): boolean {
  const read = typeof range === 'string' ? addressRangeOf(range) : undefined;
  return !read || sizeOf(read) > BigInt(Math.floor(addresses));
}

/** Operators on dates. They look at today's date, which a run is given and never asks a clock for. */
export const dateOperators = {
  beforeToday: {
    on: ['date'],
    value: 'nothing',
    about: 'is a date before today',
    evaluate: (found, _, today) => daysUntilDate(found, today) < 0,
    dated: true,
  },
  withinDays: {
    on: ['date'],
    value: 'count',
    about: 'is a date at most that many days after today; dates in the past are, too',
    evaluate: (found, wanted, today) => daysUntilDate(found, today) <= Number(wanted),
    dated: true,
  },
} as const satisfies Readonly<Record<string, Operator>>;

/** Whether a text is a date of the calendar, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(text);
  // Some engines roll the 30th of February over into March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** NaN, which no comparison holds for, when the text is no date. */
function daysUntilDate(date: SettingValue, today: string | undefined): number {
  if (today === undefined) throw new TypeError("an operator on dates needs today's date");
  return typeof date === 'string' && isDate(date)
    ? (Date.parse(date) - Date.parse(today)) / day
    : Number.NaN;
}
