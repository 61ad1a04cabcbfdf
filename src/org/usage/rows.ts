import type { OrgApi } from '../client/api.js';
import { type Answer, CallFault, type Fields } from '../client/answer.js';
import { missingColumns, withoutColumns } from '../client/missing-columns.js';
import { columnName, type Query } from '../client/queries.js';

/** Rows of one object, or why there are none. */
export type ObjectRows = Answer<readonly Fields[]>;

/** Columns that this org does not have, as `Object.Column`. One set serves a whole pull. */
export type Lacking = Set<string>;

/**
 * Asks for rows. A column that the org does not have is noted in `lacking`, and the query is asked again without it.
 * `needed` are columns without which the rows would say nothing. Throws CallFault.
 */
export function rowsWithout(
  api: OrgApi,
  query: Query,
  lacking: Lacking,
  needed: readonly string[] = [],
): Promise<readonly Fields[]> {
  return answerWithout((less) => api.rows(less), query, lacking, needed);
}

/** The same for any question that is a query. */
export async function answerWithout<T>(
  ask: (query: Query) => Promise<T>,
  query: Query,
  lacking: Lacking,
  needed: readonly string[] = [],
): Promise<T> {
  const known = query.columns.filter((one) => lacking.has(`${query.from}.${columnName(one)}`));
  const less = known.length === 0 ? query : withoutColumns(query, known);
  const gone = needed.find((one) => lacking.has(`${query.from}.${one}`));
  if (!less || gone !== undefined) {
    throw new CallFault('missing', noColumn(`${query.from}.${gone ?? known.join(', ')}`));
  }
  try {
    return await ask(less);
  } catch (fault) {
    const missing = fault instanceof CallFault ? missingColumns(less, fault) : [];
    const again = missing.length > 0 && withoutColumns(less, missing);
    for (const one of missing) lacking.add(`${query.from}.${columnName(one)}`);
    if (!again) throw fault;
    return answerWithout(ask, again, lacking, needed);
  }
}

/** Why something is unknown that a column would tell. */
export function noColumn(column: string): string {
  return `this org has no column ${column}`;
}
