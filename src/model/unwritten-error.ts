/** What was asked for could not be written: a report, a baseline, a configuration, a snapshot. Exit code 5. */
export class UnwrittenError extends Error {
  override readonly name = 'UnwrittenError';
}

/** The same for a fault of the file system; anything else is a bug and stays one. */
export function unwritten(what: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  return new UnwrittenError(`${what} cannot be written: ${cause.message}`, { cause });
}
