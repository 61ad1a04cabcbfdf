import { CallFault, asAnswerList, asFields, asAnswerText, type Fields } from '../client/answer.js';
import type { Query } from '../client/queries.js';

/*
 * Each answer is held to its question. What an org makes up, mixes up or leaves out would else read as an org with fewer
 * apps, and the audit as complete. All of these throw CallFault `wrong-answer`.
 */

function wrongOperation(operation: string, what: string): CallFault {
  return new CallFault('wrong-answer', `${operation}: ${what}`);
}

/** The names of the metadata types. Every org has some. */
export function checkedTypes(described: Fields): readonly string[] {
  const names = asAnswerList(described['metadataObjects']).map((one) =>
    asAnswerText(asFields(one)['xmlName']),
  );
  if (names.length === 0) throw wrongOperation('describeMetadata', 'the answer describes no type');
  if (names.some((name) => !/^[A-Za-z]\w*$/.test(name)))
    throw wrongOperation('describeMetadata', 'a type has no name');
  return names;
}

/** The components of the types that were asked for, each with a name of its own. */
export function checkedList(
  found: readonly unknown[],
  types: readonly string[],
): readonly Fields[] {
  const rows = found.map(asFields);
  if (rows.some((row) => asAnswerText(row['fullName']) === ''))
    throw wrongOperation('listMetadata', 'a component has no name');
  if (rows.some((row) => !types.includes(asAnswerText(row['type']))))
    throw wrongOperation('listMetadata', 'the answer lists a type that was not asked for');
  checkIdsOfList(rows);
  return rows;
}

/** Standard components have no id, or one of zeros only. */
function checkIdsOfList(rows: readonly Fields[]): void {
  const names = new Map<string, string>();
  for (const row of rows) {
    const id = asAnswerText(row['id']);
    if (/^(?:000[A-Z0]*0*[A-Z]*)?$/i.test(id)) continue;
    const name = `${asAnswerText(row['type'])} ${asAnswerText(row['fullName'])}`;
    if (names.has(id) && names.get(id) !== name)
      throw wrongOperation('listMetadata', 'several components have one id');
    names.set(id, name);
  }
}

const anId = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/** The id of the job that a retrieve started. */
export function checkedJob(started: Fields): string {
  const id = asAnswerText(started['id']);
  if (!anId.test(id)) throw wrongOperation('retrieve', 'the answer has no id of a job');
  return id;
}

/** The state of the job that was asked about. */
export function checkedStatus(status: Fields, job: string): Fields {
  const id = asAnswerText(status['id']);
  if (anId.test(id) && id.slice(0, 15) !== job.slice(0, 15))
    throw wrongOperation('checkRetrieveStatus', 'the answer is about another retrieve');
  if (!/^(?:true|false)$/.test(asAnswerText(status['done'])))
    throw wrongOperation(
      'checkRetrieveStatus',
      'the answer does not say whether the retrieve is done',
    );
  return status;
}

/** A count is a page without rows. */
export function checkedCount(page: Fields, { from }: Query): number {
  if (asAnswerList(page['records']).length > 0 || page['done'] !== true)
    throw wrongOperation(`count of ${from}`, 'the answer is no count');
  return Number(page['totalSize']);
}

/** Empty where the org does not say so. */
export interface WhoAmI {
  readonly userId: string;
  readonly orgId: string;
  readonly username: string;
}

/** The user, in the org that the session is for: a session begins with the id of its org. */
export function checkedUser(info: Fields, accessToken: unknown): WhoAmI {
  const userId = asAnswerText(info['user_id']);
  const orgId = asAnswerText(info['organization_id']);
  const [, own = ''] =
    /^(00D[A-Za-z0-9]{12})[A-Za-z0-9]{0,3}!/.exec(asAnswerText(accessToken)) ?? [];
  if (!/^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(userId))
    throw wrongOperation('userinfo', 'the answer names no user');
  if (own !== '' && orgId !== '' && orgId.slice(0, 15) !== own)
    throw wrongOperation('userinfo', 'the answer is about a user of another org');
  return { userId, orgId, username: asAnswerText(info['preferred_username']) };
}

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
