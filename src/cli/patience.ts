import { UserError } from '../model/user-error.js';
import { patienceOptions } from './options.js';

/** How long to wait for an org, in milliseconds but for the number of retries. */
export interface PatienceFlags {
  readonly timeout: number;
  readonly retries: number;
  readonly backoff: number;
  readonly deadline: number;
}

/** Milliseconds before the first repetition. */
const backoff = 500;

/** Checks the flags. Throws UserError with what was expected. */
export function patienceOf(raw: Readonly<Record<string, unknown>>): PatienceFlags {
  return {
    timeout: number(raw, 'timeout', 1, 3600) * 1000,
    retries: number(raw, 'retries', 0, 10),
    deadline: number(raw, 'deadline', 1, 86_400) * 1000,
    backoff,
  };
}

function number(
  raw: Readonly<Record<string, unknown>>,
  name: keyof typeof patienceOptions,
  least: number,
  most: number,
): number {
  const given = raw[name];
  const written = typeof given === 'string' ? given : patienceOptions[name].default;
  const value = Number(written);
  if (/^\d+$/.test(written) && value >= least && value <= most) return value;
  throw new UserError(`--${name} ${written} is not a whole number from ${least} to ${most}`);
}
