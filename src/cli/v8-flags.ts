/** V8, as `process.versions.v8` and `node:v8` have it. */
export interface Engine {
  readonly version: string;
  /** Prints an error for a flag that this V8 does not know. */
  readonly setFlag: (flag: string) => void;
}

/**
 * Sets what costs a run less than V8's usual. Only versions of V8 that are known to have a flag are given it: any other would
 * complain on stderr in each run.
 */
export function setV8Flags({ version, setFlag }: Engine): void {
  for (const [versions, flag] of flags) if (versions.test(version)) setFlag(flag);
}

/** V8 11.3, flag-definitions.h. */
const usualBudget = 132 * 1024;

const flags: readonly (readonly [versions: RegExp, flag: string])[] = [
  /*
   * Node 20 optimises a function after so few bytecodes that a run over one app optimises what it never calls again, and one over
   * many apps throws optimised code away and makes it anew: at four times the budget one app takes a tenth less processor time,
   * 1,250 apps a fifth. Later lines of Node count calls, have no such flag and gain nothing by theirs.
   */
  [/^11\./, `--interrupt-budget=${4 * usualBudget}`],
  /*
   * V8 lets the heap grow to four times what the last collection left before it collects again, so that a run over 5,000 apps
   * held twice the memory that it needs. At one and a half times it collects a few times more, on other threads: 1,250 apps take
   * the same processor time, and 5,000 a fifth to a quarter less memory. Node 20 to 24.
   */
  [/^1[1-3]\./, '--heap-growing-percent=50'],
];
