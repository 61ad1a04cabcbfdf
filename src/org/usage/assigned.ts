import { allChunks } from '../../model/chunks.js';
import { isTooLarge } from '../client/aggregates.js';
import type { OrgApi } from '../client/api.js';
import { orgLimits } from '../client/limits.js';
import { soqlList, type Query } from '../client/queries.js';
import { answerWithout, rowsWithout, type Lacking, type ObjectRows } from './rows.js';
import { asAnswerText, type Fields } from '../client/shape.js';

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
    return assignedTo(api, lacking, idsInColumn(access, 'ParentId'), idsInColumn(permissionSets, 'Id'));
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
    { from: assignmentCounts.from, columns: ['COUNT()'], where: `${active} AND ${ofProfile} = true` },
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
