import { CallFault } from '../client/fault.js';
import type { Query } from '../client/queries.js';
import { asAnswerList, asFields, asAnswerText, type Fields } from '../client/shape.js';

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
    throw wrongOperation('checkRetrieveStatus', 'the answer does not say whether the retrieve is done');
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
