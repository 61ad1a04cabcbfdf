import { problem, type Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import { tryCall, type Answer } from '../client/answer.js';
import { soqlList } from '../client/queries.js';
import { rowsWithout, type Lacking, type ObjectRows } from './rows.js';

/** Whether the user who is logged in has one of these permissions, by their API names. */
export async function hasOneOf(
  api: OrgApi,
  permissions: readonly string[],
  lacking: Lacking,
): Promise<boolean> {
  const query = {
    from: 'PermissionSetAssignment',
    columns: ['AssigneeId'],
    where: `AssigneeId IN ${soqlList([await api.userId()])}`,
    anyOf: permissions.map((name) => `PermissionSet.Permissions${name} = true`),
  };
  const rows = await rowsWithout(api, query, lacking);
  return rows.length > 0;
}

/**
 * Why a login history is no history of the org; undefined when it is one. Without one of two permissions, a user sees the
 * own logins alone, and the org does not say so (Object Reference, LoginHistory, Special Access Rules).
 */
export async function ownLoginsOnly(
  api: OrgApi,
  apiLogins: ObjectRows,
  lacking: Lacking,
  problems: Problem[],
): Promise<Answer<never> | undefined> {
  if (!apiLogins.ok || apiLogins.value.some((row) => Number(row['users']) > 1)) return undefined;
  const sees = await tryCall('who may see all logins', problems, () =>
    hasOneOf(api, ['ManageUsers', 'MonitorLoginHistory'], lacking),
  );
  if (!sees.ok) return sees;
  if (sees.value) return undefined;
  const reason =
    'only logins of the user who is logged in are visible; Monitor Login History shows all';
  problems.push(problem('org-own-logins-only', reason));
  return { ok: false, reason };
}
