import { allChunks } from '../../model/lists.js';
import type { OrgApi } from '../client/api.js';
import { orgLimits } from '../client/limits.js';
import {
  columnOfPermission,
  columnsOf,
  type Power,
  soqlList,
  type Query,
} from '../client/queries.js';
import { asAnswerText, type Fields } from '../client/answer.js';
import { rowsWithout, type Lacking, answerWithout, type ObjectRows } from './rows.js';
import { isTooLarge } from '../client/aggregates.js';

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

/** How many active users have which permission set. */
export interface AssignedUsers {
  /** By the id of the permission set, 15 characters. */
  readonly users: ReadonlyMap<string, number>;
  /** All active users: each has exactly one profile, and the permission set of that profile. */
  readonly all: number;
}

const active = 'Assignee.IsActive = true';
const ofProfile = 'PermissionSet.IsOwnedByProfile';
const assignmentCounts: Query = {
  from: 'PermissionSetAssignment',
  columns: ['PermissionSetId', ofProfile, 'COUNT(Id) users'],
  where: active,
  groupBy: ['PermissionSetId', ofProfile],
};

/**
 * Counts the users of permission sets: all at once, and where the org has more of them than one answer holds, only of those
 * that give an app or a power, whose rows are `asked`.
 */
export async function pullAssigned(
  api: OrgApi,
  lacking: Lacking,
  asked: () => Promise<readonly [access: ObjectRows, permissionSets: ObjectRows]>,
): Promise<AssignedUsers> {
  try {
    return assignedOf(await rowsWithout(api, assignmentCounts, lacking, ['PermissionSetId']));
  } catch (fault) {
    if (!isTooLarge(fault)) throw fault;
    const [access, permissionSets] = await asked();
    return assignedTo(
      api,
      lacking,
      idsInColumn(access, 'ParentId'),
      idsInColumn(permissionSets, 'Id'),
    );
  }
}

/** The ids of rows; of rows that the org did not give, nothing is made that counts would be for. */
function idsInColumn(rows: ObjectRows, column: string): readonly string[] {
  if (!rows.ok) return [];
  return rows.value.map((row) => asAnswerText(row[column]).slice(0, 15)).filter(Boolean);
}

async function assignedTo(
  api: OrgApi,
  lacking: Lacking,
  ...ids: readonly (readonly string[])[]
): Promise<AssignedUsers> {
  const some = allChunks([...new Set(ids.flat())], orgLimits.maxIdsInQuery);
  const all = answerWithout(
    (query) => api.count(query),
    {
      from: assignmentCounts.from,
      columns: ['COUNT()'],
      where: `${active} AND ${ofProfile} = true`,
    },
    lacking,
  );
  const parts = some.map((one) => {
    const where = `${active} AND PermissionSetId IN ${soqlList(one)}`;
    return rowsWithout(api, { ...assignmentCounts, where }, lacking, ['PermissionSetId']);
  });
  const rows = (await Promise.all(parts)).flat();
  return { ...assignedOf(rows), all: await all };
}

function assignedOf(rows: readonly Fields[]): AssignedUsers {
  const usersIn = (row: Fields): number => Number(row['users']) || 0;
  return {
    users: new Map(
      rows.map((row) => [asAnswerText(row['PermissionSetId']).slice(0, 15), usersIn(row)]),
    ),
    all: rows
      .filter((row) => row['IsOwnedByProfile'] === true)
      .reduce((sum, row) => sum + usersIn(row), 0),
  };
}
