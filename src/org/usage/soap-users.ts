import type { Problem } from '../../report/problem.js';
import { allGroups } from '../client/aggregates.js';
import type { OrgApi } from '../client/api.js';
import { tryCall, mapAnswer, type Answer } from '../client/answer.js';
import type { Query } from '../client/queries.js';
import { asAnswerText, type Fields } from '../client/shape.js';
import { outcomeOf } from './outcomes.js';
import type { Lacking, ObjectRows } from './rows.js';

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
