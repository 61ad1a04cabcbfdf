import type { SettingValue } from '../../settings/settings.js';
import { addressRangeOf, sizeOf } from '../../model/addresses.js';
import type { Operator } from './operand.js';

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
