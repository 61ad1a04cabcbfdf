import type { SettingValue } from '../../model/settings.js';
import { addressNumber } from './addresses.js';
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
  const size = typeof range === 'string' ? sizeOf(range) : undefined;
  return size === undefined || size > BigInt(Math.floor(addresses));
}

function sizeOf(range: string): bigint | undefined {
  const [start = '', end = start, ...more] = range.split('-').map((text) => text.trim());
  const [first, last] = [addressNumber(start), addressNumber(end)];
  if (more.length > 0 || !first || !last || first.bits !== last.bits) return undefined;
  return last.number < first.number ? undefined : last.number - first.number + 1n;
}
