import { allChunks } from '../../model/chunks.js';
import type { OrgApi } from '../client/api.js';
import { orgLimits } from '../client/limits.js';
import { columnOfPermission, columnsOf, type Power } from '../client/queries.js';
import { asAnswerText, type Fields } from '../client/shape.js';
import { rowsWithout, type Lacking } from './rows.js';

/** Every org has it, so that a part of the permissions of which it has none is still a query. */
const powerOfEveryOrg: Power = 'ModifyAllData';

/**
 * The permission sets, those of profiles included, that give one of these permissions, with which of them they give. What
 * the org does not have is noted in `lacking`, and the others are asked for all the same. Throws CallFault.
 */
export async function pullPermissionSets(
  api: OrgApi,
  permissions: readonly string[],
  lacking: Lacking,
): Promise<readonly Fields[]> {
  const parts = allChunks(permissions, orgLimits.maxPermissionsInQuery);
  const rows = parts.map((part) => permissionSetsWith(api, part, lacking));
  return mergeRowsById((await Promise.all(rows)).flat());
}

function permissionSetsWith(
  api: OrgApi,
  permissions: readonly string[],
  lacking: Lacking,
): Promise<readonly Fields[]> {
  const columns = [...new Set([powerOfEveryOrg, ...permissions])].map(columnOfPermission);
  const query = {
    from: 'PermissionSet',
    columns: [...(columnsOf['PermissionSet'] ?? []), ...columns],
    anyOf: columns.map((column) => `${column} = true`),
  };
  return rowsWithout(api, query, lacking, ['Id']);
}

/** One permission set may be in the answer to each part. */
function mergeRowsById(rows: readonly Fields[]): readonly Fields[] {
  const byId = new Map<string, Fields>();
  for (const row of rows)
    byId.set(asAnswerText(row['Id']), { ...byId.get(asAnswerText(row['Id'])), ...row });
  return [...byId.values()];
}
