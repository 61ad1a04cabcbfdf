import type { Setting } from '../../settings/settings.js';
import { knownSetting, type Answer } from '../client/answer.js';
import { asAnswerText, type Fields } from '../client/shape.js';

/** How log-ins ended; `unknown` where the org does not say it. */
export type LoginOutcome = 'success' | 'failure' | 'unknown';

/**
 * The outcome of a row of LoginHistory: `Success`, or the reason for a failure. Source: Object Reference, LoginHistory,
 * Status.
 */
export function outcomeOf(row: Fields): LoginOutcome {
  const status = asAnswerText(row['Status']).trim();
  if (status === '') return 'unknown';
  return status.toLowerCase() === 'success' ? 'success' : 'failure';
}

/**
 * Statuses of attempts that were refused since the user may not use the app: `Failed: Not approved for access` (Salesforce
 * Help, 000212208) and its like, unlike wrong passwords and inactive users.
 */
export function isDenied(status: string): boolean {
  return /not approved|not authori[sz]ed|blocked|denied/i.test(status);
}

interface CountedLogins {
  readonly outcome: LoginOutcome;
  readonly count: number;
}

/** How many of counted attempts had an outcome: unknown as soon as one of an unknown outcome is among them. */
export function countWithOutcome(
  attempts: Answer<readonly CountedLogins[]>,
  outcome: Exclude<LoginOutcome, 'unknown'>,
): Setting<number> {
  if (!attempts.ok) return { state: 'unknown', reason: attempts.reason };
  if (attempts.value.some((one) => one.outcome === 'unknown')) return noOutcome;
  const fitting = attempts.value.filter((one) => one.outcome === outcome);
  return knownSetting(fitting.reduce((sum, { count }) => sum + count, 0));
}

/** Attempts without an outcome are neither use nor none. */
export const noOutcome = {
  state: 'unknown',
  reason: 'the login history does not say which attempts succeeded',
} as const;
