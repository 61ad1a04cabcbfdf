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

/** How many times as long another program takes, in processor time or as a clock has it: more than `least` is the goal. */
export function timesAsLong<N extends string>(
  what: string,
  rounds: Readonly<Record<N, Rounds>>,
  [other, own]: readonly [N, N],
  against: string,
  goal: { readonly least: number; readonly wall?: true },
): Line {
  const of = (name: N): number[] => rounds[name][goal.wall ? 'wall' : 'milliseconds'];
  const ratios = of(other).map((time, at) => time / (of(own)[at] ?? Number.NaN));
  return {
    what,
    against,
    value: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    milliseconds: [median(of(own)), median(of(other))],
    ...goal,
  };
}

/** The middle one, the upper of two. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
