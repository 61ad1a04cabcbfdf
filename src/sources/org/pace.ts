import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallFault } from './fault.js';

/** How long a pull may take, and how often it asks again. */
export interface Patience {
  /** Milliseconds for one call, with its answer to the last byte. */
  readonly timeout: number;
  /** How often a call that failed for the moment is repeated. */
  readonly retries: number;
  /** Milliseconds before the first repetition; doubled each time. */
  readonly backoff: number;
  /** Milliseconds for everything. */
  readonly deadline: number;
}

/** The end of a pull, by its deadline or by Ctrl-C. */
export interface End {
  readonly signal: AbortSignal;
  /** Why it ended. */
  readonly fault: () => CallFault;
}

/** Starts the clock of a pull. */
export function endOf({ deadline }: Patience, interrupted?: AbortSignal): End {
  const late = AbortSignal.timeout(deadline);
  const signal = interrupted ? AbortSignal.any([late, interrupted]) : late;
  // Every call that waits listens to it: many at once are no leak.
  setMaxListeners(0, signal);
  const seconds = Math.round(deadline / 1000);
  return {
    signal,
    fault: () =>
      interrupted?.aborted
        ? new CallFault('interrupted', 'interrupted')
        : new CallFault('deadline', `the deadline of ${seconds} seconds for the whole org is over`),
  };
}

/** Waits, but never beyond the end. Throws its fault. */
export async function pause(milliseconds: number, end: End): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: end.signal });
  } catch (cause) {
    throw end.signal.aborted ? end.fault() : cause;
  }
}

/** Lets so many run at once; the others wait in line. */
export function lane(width: number): <T>(job: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return async (job) => {
    if (running < width) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      leave();
    }
  };
}
