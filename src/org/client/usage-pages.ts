import type { Connection } from 'jsforce/lib/connection.js';
import { CallFault, asNamedFaults, asFields, asAnswerText, type Fields } from './answer.js';

/** What asking for the OAuth usage may cost. */
export const usageLimits = {
  /** Apps that are asked for one by one in a pull. */
  maxApps: 500,
  maxPages: 50,
  /** Entries of one page (Connect REST API Developer Guide, OAuth Usage: the default). */
  page: 100,
} as const;

/**
 * All External Client Apps of the list. `nextPageUrl` comes with the last page, too, so that a page which is not full is the end.
 * Throws CallFault for an answer that is none. Source: Connect REST API Developer Guide, App OAuth Usage Collection.
 */
export async function oauthApps(connection: Connection): Promise<readonly Fields[]> {
  const apps: Fields[] = [];
  const seen = new Set<string>();
  for (let page = 0; page < usageLimits.maxPages; page += 1) {
    const rows = await requestUsageList(
      connection,
      `?page=${page}&pageSize=${usageLimits.page}`,
      'apps',
    );
    const fresh = rows.filter((row) => !seen.has(asAnswerText(row['identifier'])));
    if (rows.length > 0 && fresh.length === 0)
      throw wrongUsageList('a page repeats the one before it');
    for (const row of fresh) seen.add(asAnswerText(row['identifier']));
    apps.push(...fresh);
    if (rows.length < usageLimits.page) return apps;
  }
  throw new CallFault('limit', `OAuth usage: more than ${usageLimits.maxPages} pages`);
}

/** Whether an app has users; who they are is not kept. Throws CallFault for an answer that is none. */
export async function hasOauthUsers(connection: Connection, identifier: string): Promise<boolean> {
  if (!/^[A-Za-z0-9]{15,18}$/.test(identifier)) throw wrongUsageList('an app has no id');
  return (
    (await requestUsageList(connection, `/${identifier}/users?pageSize=1`, 'users')).length > 0
  );
}

async function requestUsageList(
  connection: Connection,
  rest: string,
  key: 'apps' | 'users',
): Promise<readonly Fields[]> {
  const base = `${connection.instanceUrl}/services/data/v${connection.version}/apps/oauth/usage`;
  const answer = asFields(await asNamedFaults(() => connection.request(`${base}${rest}`)));
  const entries = answer[key];
  if (!Array.isArray(entries)) throw wrongUsageList(`the answer has no list of ${key}`);
  return (entries as readonly unknown[]).map(asFields);
}

function wrongUsageList(why: string): CallFault {
  return new CallFault('wrong-answer', `OAuth usage: ${why}`);
}

/** What reading event log files may cost. */
export const eventLogLimits = {
  /** The newest files of a pull: an org keeps one a day, or one an hour. */
  maxFiles: 24,
  /** Of one file. Those of busy orgs have hundreds of megabytes. */
  maxBytes: 20_000_000,
} as const;

export type LogRow = Readonly<Record<string, string>>;

/**
 * The rows of an event log file, by the names of its columns. Throws CallFault for what is no such file. Source: REST API Developer
 * Guide, "Download an Event Log File".
 */
export async function eventLogFile(connection: Connection, id: string): Promise<readonly LogRow[]> {
  if (!/^[A-Za-z0-9]{15,18}$/.test(id)) throw wrongLogFile('it has no id');
  const base = `${connection.instanceUrl}/services/data/v${connection.version}`;
  const body: unknown = await asNamedFaults(() =>
    connection.request(`${base}/sobjects/EventLogFile/${id}/LogFile`),
  );
  if (typeof body !== 'string') throw wrongLogFile('it is no text');
  const [head = [], ...rows] = csvRows(body);
  if (!head.includes('CONNECTED_APP_ID')) throw wrongLogFile('it has no column CONNECTED_APP_ID');
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}

/** Cells with quotes around them hold commas, line breaks and doubled quotes (RFC 4180). */
export function csvRows(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [whole, quoted, plain, end] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    if (whole === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
}

function wrongLogFile(why: string): CallFault {
  return new CallFault('wrong-answer', `event log file: ${why}`);
}
