import type { Io, Signal } from './io.js';

/** Runs what a signal can stop: it ends the calls that are under way, and what is being written is written whole. */
export async function untilInterrupted<T>(
  io: Io,
  run: (interrupted: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let received: Signal | undefined;
  const unsubscribe = io.onInterrupt?.((signal) => {
    received = signal;
    stop.abort();
  });
  try {
    return await run(stop.signal);
  } catch (cause) {
    if (received) throw new Interrupted(received, { cause });
    throw cause;
  } finally {
    unsubscribe?.();
  }
}

/** Lets signals wait until files are written: half a report is worse than none. The second one ends the program. */
export async function untilWritten<T>(io: Io, write: () => Promise<T>): Promise<T> {
  const unsubscribe = io.onInterrupt?.(() => undefined);
  try {
    return await write();
  } finally {
    unsubscribe?.();
  }
}

/** Somebody asked to stop: nothing is wrong, and there is nothing to report. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: Signal;

  constructor(signal: Signal, options?: ErrorOptions) {
    super(signal, options);
    this.signal = signal;
  }
}
