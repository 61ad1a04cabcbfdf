import type { OnProgress } from '../audit/audit.js';
import type { Io } from './io.js';

/** Short runs say nothing. */
const firstAfter = 700;
const every = 200;

const lines: Readonly<Record<Parameters<OnProgress>[0], (done: number, total: number) => string>> =
  {
    reading: (done, total) => `reading ${done} of ${total} files`,
    evaluating: (done, total) => `judging ${done} of ${total} apps`,
    asking: (done) => `asking the org, ${done} calls so far`,
  };

export interface ProgressLine {
  readonly update: OnProgress;
  /** Clears the line. */
  readonly done: () => void;
}

/** A line on stderr that says how far a long run is; nothing where stderr is no terminal. */
export function progressOn(io: Io, quiet: boolean): ProgressLine {
  if (quiet || !io.stderr.isTTY) return { update: () => undefined, done: () => undefined };
  let next = io.now().getTime() + firstAfter;
  let shown = false;
  return {
    update: (stage, done, total) => {
      const now = io.now().getTime();
      if (now < next) return;
      next = now + every;
      shown = true;
      io.stderr.write(`\r\x1b[K${lines[stage](done, total)}`);
    },
    done: () => {
      if (shown) io.stderr.write('\r\x1b[K');
    },
  };
}
