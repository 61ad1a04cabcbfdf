import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallFault } from './answer.js';

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
export interface PullDeadline {
  readonly signal: AbortSignal;
  /** Why it ended. */
  readonly fault: () => CallFault;
  /** Stops the clock, and what still waits: calls that are out, pauses before a repetition, calls in line. */
  readonly stop: () => void;
}

/** Starts the clock of a pull. Whoever starts it stops it. */
export function deadlineAfter({ deadline }: Patience, interrupted?: AbortSignal): PullDeadline {
  const limit = limitOf(deadline, interrupted);
  const ended = new AbortController();
  const { signal } = ended;
  const end = (): void => ended.abort();
  if (limit.signal.aborted) end();
  limit.signal.addEventListener('abort', end, { once: true });
  // Every call that waits listens to it: many at once are no leak.
  setMaxListeners(0, signal);
  const seconds = Math.round(deadline / 1000);
  return {
    signal,
    stop: () => {
      limit.stop();
      end();
    },
    fault: () =>
      interrupted?.aborted
        ? new CallFault('interrupted', 'interrupted')
        : new CallFault('deadline', `the deadline of ${seconds} seconds for the whole org is over`),
  };
}

/** A limit of time. */
export interface Limit {
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

/**
 * A signal that aborts after so many milliseconds, or with another one. The timer is our own, and holds what it aborts:
 * AbortSignal.any holds its sources weakly, so that an AbortSignal.timeout which nobody else holds is collected before it
 * fires (Node.js 20 and 22).
 */
export function limitOf(milliseconds: number, outer?: AbortSignal): Limit {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, milliseconds);
  if (outer?.aborted) abort();
  // Every call of every org listens, which is no leak: each takes its listener away again.
  if (outer) setMaxListeners(0, outer);
  outer?.addEventListener('abort', abort, { once: true });
  const stop = (): void => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, stop };
}

/** Waits, but never beyond the end. Throws its fault. */
export async function pause(milliseconds: number, end: PullDeadline): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: end.signal });
  } catch (cause) {
    throw end.signal.aborted ? end.fault() : cause;
  }
}

/** Lets so many run at once; the others wait in line, those that go ahead before those that do not. */
export function limitConcurrency(
  width: number,
): <T>(job: () => Promise<T>, ahead?: boolean) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  const waitingAhead: (() => void)[] = [];
  const leave = (): void => {
    const next = waitingAhead.shift() ?? waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return async (job, ahead = false) => {
    if (running < width) running += 1;
    else await new Promise<void>((resolve) => (ahead ? waitingAhead : waiting).push(resolve));
    try {
      return await job();
    } finally {
      leave();
    }
  };
}
