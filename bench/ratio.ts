import type { Rounds } from './measure.js';
import type { Line } from './print.js';

/** The median of the ratios of each round: whatever else the machine does then, it does to both. */
export function ratio<N extends string>(
  what: string,
  rounds: Readonly<Record<N, Rounds>>,
  name: N,
  floor: N,
  against: string,
  goal?: number,
): Line {
  const [own, other] = [rounds[name].milliseconds, rounds[floor].milliseconds];
  const ratios = own.map((time, at) => time / (other[at] ?? Number.NaN));
  return {
    what,
    against,
    value: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    milliseconds: [median(own), median(other)],
    ...(goal === undefined ? {} : { goal }),
  };
}

/** The middle one, the upper of two. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
