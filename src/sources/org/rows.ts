import { problem, type Problem } from '../../model/problem.js';
import type { OrgApi } from './api.js';
import type { Asked } from './asked.js';
import { CallFault } from './fault.js';
import type { Query } from './queries.js';
import type { Fields } from './shape.js';

/** Rows of one object, or why there are none. */
export type Rows = Asked<readonly Fields[]>;

/** Columns that this org does not have, as `Object.Column`. */
export type Lacking = Set<string>;

/** An org without a licence lacks columns that others have: such a query is asked again without them. */
export async function rowsWithout(
  api: OrgApi,
  query: Query,
  lacking: Lacking,
): Promise<readonly Fields[]> {
  try {
    return await api.rows(query);
  } catch (fault) {
    const less = fault instanceof CallFault ? withoutColumn(query, fault) : undefined;
    if (!less) throw fault;
    lacking.add(`${query.from}.${less.column}`);
    return rowsWithout(api, less.query, lacking);
  }
}

/** What lacking columns are in a report. */
export function lackingProblems(lacking: Lacking): readonly Problem[] {
  return [...lacking].map((column) =>
    problem('org-column-hidden', `this org has no column ${column}`),
  );
}

/** SOQL names one missing column at a time; in conditions of this file it stands between ORs. */
function withoutColumn(
  query: Query,
  { code, message }: CallFault,
): { readonly query: Query; readonly column: string } | undefined {
  const name = /No such column '([\w.]+)'/.exec(message)?.[1];
  const column = query.columns.find((one) => one === name || one.endsWith(`.${name ?? ''}`));
  if (code !== 'INVALID_FIELD' || column === undefined || query.columns.length === 1)
    return undefined;
  const condition = query.where?.split(' OR ').filter((one) => !one.startsWith(`${column} `));
  const where = condition && condition.length > 0 ? { where: condition.join(' OR ') } : {};
  const columns = query.columns.filter((one) => one !== column);
  return { column, query: { ...query, columns, ...where } };
}
