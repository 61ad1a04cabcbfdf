import { formatLocation, type Location } from './location.js';

/** Trouble with the request: flags, configuration, a ruleset, a SOURCE that does not exist. Exit code 2. */
export class UserError extends Error {
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.hint = hint;
  }
}

/** A mistake in a file of the user's: a ruleset or a configuration. */
export interface Mistake {
  readonly location: Location;
  readonly message: string;
}

/** One error for all mistakes of a file, a line each. */
export function mistakesError(mistakes: readonly Mistake[], hint?: string): UserError {
  const lines = mistakes.map(({ location, message }) => `${formatLocation(location)}: ${message}`);
  return new UserError(lines.join('\n'), hint);
}
