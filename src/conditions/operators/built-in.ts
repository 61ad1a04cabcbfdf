import type { SettingValue } from '../../settings/settings.js';
import { listOperand, isList, type Operator } from './operand.js';

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
