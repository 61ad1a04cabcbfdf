import { CallFault } from '../client/fault.js';
import type { Query } from '../client/queries.js';
import type { Fields } from '../client/shape.js';

/** Columns without which a row says nothing: no app, user or grant can be told by what is left. */
const identifying: Readonly<Record<string, readonly string[]>> = {
  ConnectedApplication: ['Id', 'Name'],
  ExternalClientApplication: ['Id', 'DeveloperName'],
  AppMenuItem: ['Id'],
  OauthToken: ['UserId'],
  SetupEntityAccess: ['ParentId', 'SetupEntityId'],
  PermissionSet: ['Id'],
  UserLogin: ['UserId'],
};

/**
 * Holds rows to their query: each one is a row, has what tells what it is about, has values of the right types, and comes
 * once. Throws CallFault `wrong-answer`: what an org makes up must not look like apps or users, and not like none.
 */
export function checkRows(rows: readonly unknown[], query: Query): readonly Fields[] {
  for (const row of rows) checkRow(row, query);
  const checked = rows as readonly Fields[];
  checkRowIds(checked, query);
  return checked;
}

export function wrongRows({ from }: Query, what: string): CallFault {
  return new CallFault('wrong-answer', `query of ${from}: ${what}`);
}

function checkRow(row: unknown, query: Query): void {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw wrongRows(query, 'a row is no row');
  const fields = row as Fields;
  const names = query.columns.map(columnField);
  if (!names.some((name) => Object.hasOwn(fields, name)))
    throw wrongRows(query, 'a row has none of the columns that were asked for');
  const needed = (identifying[query.from] ?? []).filter((name) => names.includes(name));
  const lost = needed.find((name) => typeof fields[name] !== 'string' || fields[name] === '');
  if (lost !== undefined) throw wrongRows(query, `a row has no ${lost}`);
  const odd = names.find((name) => !fitsColumn(name, fields[name], query));
  if (odd !== undefined) throw wrongRows(query, `a row has a ${odd} of the wrong type`);
}

/** The name of a column in rows: its alias, the first step of a relationship, or in sums the last one. */
function columnField(column: string): string {
  const [, alias] = /\s(\w+)$/.exec(column) ?? [];
  return alias ?? /^(\w+)/.exec(column)?.[1] ?? column;
}

/** What is not there was left out on purpose, as relationships to nothing are. */
function fitsColumn(name: string, value: unknown, { columns }: Query): boolean {
  if (value === undefined || value === null) return true;
  if (columns.some((column) => column.startsWith(`${name}.`))) return true;
  if (columns.some((column) => column.startsWith('COUNT') && column.endsWith(` ${name}`)))
    return typeof value === 'number' && Number.isInteger(value) && value >= 0;
  if (/^(?:Options|Permissions|OauthScopes|Is)[A-Z]/.test(name)) return typeof value === 'boolean';
  if (name.endsWith('Id'))
    return typeof value === 'string' && /^(?:[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?)?$/.test(value);
  if (/(?:Date|Time)$/.test(name) || name === 'last') return isMoment(value);
  return typeof value !== 'object';
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && (value === '' || !Number.isNaN(Date.parse(value)));
}

/** Every record has one id of its own. */
function checkRowIds(rows: readonly Fields[], query: Query): void {
  if (!query.columns.includes('Id') || query.groupBy) return;
  const ids = rows.map((row) => row['Id']).filter((id) => typeof id === 'string');
  if (new Set(ids).size < ids.length) throw wrongRows(query, 'several rows have one Id');
}
