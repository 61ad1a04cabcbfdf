import type { CallFault } from './answer.js';
import { columnName, type Query } from './queries.js';

/**
 * The columns and conditions of a query that a refusal names, as the query writes them; none when it is refused for another
 * reason. Salesforce names one column at a time, by its last name and the object that lacks it, and a whole relationship
 * where that is what is missing. Source: messages of INVALID_FIELD and MALFORMED_QUERY of the REST API.
 */
export function missingColumns(query: Query, { code, message }: CallFault): readonly string[] {
  if (code !== 'INVALID_FIELD' && code !== 'MALFORMED_QUERY') return [];
  const all = [...new Set([...query.columns, ...columnsInConditions(query)])];
  const [, relationship] = /Didn't understand relationship '(\w+)'/i.exec(message) ?? [];
  if (relationship !== undefined) {
    return all.filter((one) => relationshipsOf(one).some((name) => same(name, relationship)));
  }
  const [, named, entity = ''] =
    /No such column '([\w.]+)'(?: on (?:entity|sobject of type) '?(\w+))?/i.exec(message) ?? [];
  if (named !== undefined) return matchingColumns(all, named, entity, query.from);
  const [, field] =
    /field '?([\w.]+)'? (?:can ?not be (?:grouped|filtered|sorted)|does not support aggregate|is not aggregatable)/i.exec(
      message,
    ) ?? [];
  return field === undefined ? [] : matchingColumns(all, field, query.from, query.from);
}

function same(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

function relationshipsOf(column: string): readonly string[] {
  return columnName(column).split('.').slice(0, -1);
}

/** Columns of the name, of the object that lacks it where several have the name. */
function matchingColumns(
  all: readonly string[],
  named: string,
  entity: string,
  from: string,
): readonly string[] {
  const name = named.slice(named.lastIndexOf('.') + 1);
  const fitting = all.filter((one) => same(columnName(one).split('.').at(-1), name));
  const parentIs = (wanted: string) => (one: string) => same(relationshipsOf(one).at(-1), wanted);
  const own = fitting.filter((one) => relationshipsOf(one).length === 0);
  const related = fitting.filter((one) => relationshipsOf(one).length > 0);
  const [first] = same(entity, from)
    ? own
    : [...related.filter(parentIs(entity)), ...related, ...(entity === '' ? own : [])];
  const chosen = first ?? fitting[0];
  // A sum and a column of the same name are the same column.
  return chosen === undefined ? [] : all.filter((one) => columnName(one) === columnName(chosen));
}

/** The columns that conditions and the order are about. */
function columnsInConditions({ where = '', anyOf = [], orderBy = '' }: Query): readonly string[] {
  const conditions = [...where.split(' AND '), ...anyOf];
  return [...conditions, orderBy].map((one) => one.split(' ')[0] ?? '').filter(Boolean);
}

/** A query that does without columns; undefined when nothing would be left to ask, or when it would ask for other rows. */
export function withoutColumns(query: Query, gone: readonly string[]): Query | undefined {
  const names = new Set(gone.map(columnName));
  const { where, anyOf, groupBy, orderBy, ...rest } = query;
  const about = (condition: string): boolean => names.has(condition.split(' ')[0] ?? '');
  const columns = query.columns.filter((one) => !names.has(columnName(one)) || one === 'COUNT()');
  const lostWhere = where?.split(' AND ').some(about) === true;
  const either = anyOf?.filter((one) => !about(one));
  const groups = groupBy?.filter((one) => !names.has(one));
  const nothing = columns.length === 0 || either?.length === 0 || groups?.length === 0;
  if (nothing || (lostWhere && query.mayWiden !== true)) return undefined;
  return {
    ...rest,
    columns,
    ...(where === undefined || lostWhere ? {} : { where }),
    ...(either ? { anyOf: either } : {}),
    ...(groups ? { groupBy: groups } : {}),
    ...(orderBy === undefined || about(orderBy) ? {} : { orderBy }),
  };
}
