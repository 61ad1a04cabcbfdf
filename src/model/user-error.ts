import { formatLocation, type Location } from './location.js';

/** Trouble with the request: flags, configuration, a ruleset, a SOURCE that does not exist. Exit code 2. */
export class UserError extends Error {
  /** What to do about it. */
  readonly hint: string | undefined;
  /** The message, where it is more than one line. A line feed inside of one is not ours: a path or a file brought it. */
  readonly lines: readonly string[];

  constructor(message: string | readonly string[], hint?: string, options?: ErrorOptions) {
    const lines = typeof message === 'string' ? [message] : message;
    super(lines.join('\n'), options);
    this.lines = lines;
    this.name = 'UserError';
    this.hint = hint;
  }
}

/** A mistake in a file of the user's: a ruleset or a configuration. */
export interface Diagnostic {
  readonly location: Location;
  readonly message: string;
}

/** Writes a mistake as `file:line:column: message`. */
export function formatDiagnostic({ location, message }: Diagnostic): string {
  return `${formatLocation(location)}: ${message}`;
}

/** More mistakes of one file than these are counted: nobody corrects them one by one. */
const mostDiagnostics = 50;

/** One error for all mistakes of a file, a line each. */
export function diagnosticsError(diagnostics: readonly Diagnostic[], hint?: string): UserError {
  const lines = diagnostics.slice(0, mostDiagnostics).map(formatDiagnostic);
  const left = diagnostics.length - lines.length;
  if (left > 0) lines.push(`and ${left} more mistakes`);
  return new UserError(lines, hint);
}

/** What was asked for could not be written: a report, a baseline, a configuration, a snapshot. Exit code 5. */
export class UnwrittenError extends Error {
  override readonly name = 'UnwrittenError';
}

/** The same for a fault of the file system; anything else is a bug and stays one. */
export function unwritten(what: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  return new UnwrittenError(`${what} cannot be written: ${cause.message}`, { cause });
}
