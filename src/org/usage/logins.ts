import type { Setting } from '../../settings/settings.js';
import {
  knownSetting,
  type Answer,
  asAnswerText,
  type Fields,
  tryCall,
  mapAnswer,
} from '../client/answer.js';
import type { Problem } from '../../report/problem.js';
import { allGroups } from '../client/aggregates.js';
import type { OrgApi } from '../client/api.js';
import type { Query } from '../client/queries.js';
import type { Lacking, ObjectRows } from './rows.js';

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

/**
 * Whether a row of the login history is of SOAP login(). Logins through an app are `Remote Access`, whatever API they are for:
 * what is left is login() itself.
 */
export function isSoapLogin(row: Fields): boolean {
  return (
    /^SOAP (?:partner|enterprise)$/i.test(asAnswerText(row['ApiType'])) &&
    !asAnswerText(row['LoginType']).startsWith('Remote Access')
  );
}

/** Neither column can be filtered by, so all groups are asked for (Object Reference, LoginHistory). */
const byUser: Query = {
  from: 'LoginHistory',
  columns: ['UserId', 'ApiType', 'LoginType', 'Status', 'COUNT(Id) logins'],
  groupBy: ['UserId', 'ApiType', 'LoginType', 'Status'],
};

/** Who logged in with SOAP login(), by id; not asked for where nobody did. */
export async function pullSoapUsers(
  api: OrgApi,
  apiLogins: ObjectRows,
  lacking: Lacking,
  problems: Problem[],
): Promise<Answer<readonly string[]>> {
  if (!apiLogins.ok) return apiLogins;
  if (!apiLogins.value.some((row) => isSoapLogin(row) && outcomeOf(row) === 'success'))
    return { ok: true, value: [] };
  const needed = ['UserId', 'ApiType', 'LoginType', 'Status'];
  const rows = await tryCall('who logs in with SOAP login()', problems, () =>
    allGroups(api, byUser, lacking, needed),
  );
  return mapAnswer(rows, (all) => {
    const successes = all.filter((row) => isSoapLogin(row) && outcomeOf(row) === 'success');
    return [...new Set(successes.map((row) => asAnswerText(row['UserId']).slice(0, 15)))];
  });
}
