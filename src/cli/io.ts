import { plainText } from '../model/unsafe-characters.js';
import { redact } from '../model/redact.js';

/** Everything that the program touches besides files: given by `bin`, replaced in tests. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
  readonly now: () => Date;
  /** The streams themselves, for what reads requests on one and answers on the other. */
  readonly stdio?: () => {
    readonly input: NodeJS.ReadableStream;
    readonly output: NodeJS.WritableStream;
  };
  /** Has a signal call a function instead of ending the program; gives the function that ends that. */
  readonly onInterrupt?: (stop: (signal: Signal) => void) => () => void;
}

/** What asks the program to stop: Ctrl-C, and what systems and CI engines send. */
export type Signal = 'SIGINT' | 'SIGTERM';

interface Output {
  readonly write: (text: string) => void;
  /** Resolves when what was written has left the program. Where it could not, the program ends (exit code 5). */
  readonly written?: () => Promise<void>;
  readonly isTTY: boolean;
  /** The width of a terminal in columns. */
  readonly columns?: number;
}

/**
 * A line on stderr. Messages quote paths, files, flags and answers: no control character of theirs reaches the terminal, no
 * line feed makes a second message of one, and no credential is told.
 */
export function tell(io: Pick<Io, 'stderr'>, line: string): void {
  io.stderr.write(`${printable(line)}\n`);
}

/** A text of a message, safe to print. */
export function printable(line: string): string {
  return plainText(redact(line));
}

/** Called by a command that is done, with its exit code. */
export type Done = (exitCode: number) => void;
