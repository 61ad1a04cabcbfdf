import { plainText } from '../model/plain-text.js';
import { redact } from '../model/redact.js';
import type { Io } from './io.js';

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
