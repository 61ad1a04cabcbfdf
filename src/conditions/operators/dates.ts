import { day } from '../../model/days.js';
import type { SettingValue } from '../../settings/settings.js';
import type { Operator } from './operand.js';

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
