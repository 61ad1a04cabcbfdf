import { MetadataApi } from 'jsforce/lib/api/metadata.js';
import { Connection } from 'jsforce/lib/connection.js';
import {
  checkedCount,
  checkedJob,
  checkedList,
  checkedStatus,
  checkedTypes,
  checkedUser,
  type WhoAmI,
  checkRows,
  wrongRows,
} from '../collect/answer-checks.js';
import { orgLimits } from './limits.js';
import { eventLogFile, type LogRow, hasOauthUsers, oauthApps } from './usage-pages.js';
import {
  asNamedFaults,
  type Fields,
  asAnswerList,
  asFields,
  CallFault,
  asAnswerText,
} from './answer.js';
import { type Query, soqlOf } from './queries.js';

/** The read calls of one org, typed and named. Each throws CallFault when the org does not give the answer. */
export interface OrgApi {
  /** Such as `67.0`. */
  readonly version: string;
  readonly describe: () => Promise<readonly string[]>;
  readonly list: (types: readonly string[]) => Promise<readonly Fields[]>;
  /** Starts a retrieve and gives the id of its job. */
  readonly retrieve: (members: Readonly<Record<string, readonly string[]>>) => Promise<string>;
  readonly retrieved: (job: string) => Promise<Fields>;
  /** All rows of a query, or the first `most` of them. */
  readonly rows: (query: Query, most?: number) => Promise<readonly Fields[]>;
  readonly count: (query: Query) => Promise<number>;
  /** The External Client Apps as the Connect REST API lists them. */
  readonly oauthApps: () => Promise<readonly Fields[]>;
  /** Whether somebody uses one of them. */
  readonly hasOauthUsers: (identifier: string) => Promise<boolean>;
  /** The rows of a file of the event log. */
  readonly eventLogFile: (id: string) => Promise<readonly LogRow[]>;
  /** The id of the user who is logged in. */
  readonly userId: () => Promise<string>;
  /** Who is logged in to which org; undefined unless `userId` was asked for. */
  readonly whoAmI: () => Promise<WhoAmI> | undefined;
}

/** The calls over a connection whose API version is chosen. */
export function apiOf(connection: Connection): OrgApi {
  const { version } = connection;
  let user: Promise<WhoAmI> | undefined;
  const invoke = (operation: string, message: object): Promise<Fields> =>
    asNamedFaults(async () => asFields(await soap(connection, operation, message)));
  return {
    version,
    describe: async () => {
      return checkedTypes(await invoke('describeMetadata', { asOfVersion: version }));
    },
    list: async (types) => {
      const queries = types.map((type) => ({ type }));
      const found = await asNamedFaults(() =>
        soap(connection, 'listMetadata', { queries, asOfVersion: version }),
      );
      return checkedList(asAnswerList(found), types);
    },
    retrieve: async (members) =>
      checkedJob(await invoke('retrieve', { request: packageOf(members, version) })),
    retrieved: async (job) =>
      checkedStatus(await invoke('checkRetrieveStatus', { asyncProcessId: job }), job),
    rows: (query, most) => allRows(connection, query, most ?? orgLimits.maxRows),
    count: async (query) =>
      checkedCount(await page(connection, firstPage(connection, query)), query),
    oauthApps: () => oauthApps(connection),
    hasOauthUsers: (identifier) => hasOauthUsers(connection, identifier),
    eventLogFile: (id) => eventLogFile(connection, id),
    userId: async () => (await (user ??= whoIsOn(connection))).userId,
    whoAmI: () => user,
  };
}

async function whoIsOn(connection: Connection): Promise<WhoAmI> {
  const address = `${connection.instanceUrl}/services/oauth2/userinfo`;
  return checkedUser(
    asFields(await asNamedFaults(() => connection.request(address))),
    connection.accessToken,
  );
}

/** The result of a SOAP call as jsforce parses it: texts, an array only where an element occurs twice. */
async function soap(connection: Connection, operation: string, message: object): Promise<unknown> {
  const answer: unknown = await new MetadataApi(connection)._invoke(operation, message);
  return answer;
}

function packageOf(members: Readonly<Record<string, readonly string[]>>, version: string): object {
  const types = Object.entries(members).map(([name, names]) => ({ members: names, name }));
  return { apiVersion: version, singlePackage: true, unpackaged: { types, version } };
}

/** The address of the first page of a query. */
function firstPage({ instanceUrl, version }: Connection, query: Query): string {
  const base = `${instanceUrl}/services/data/v${version}${query.tooling ? '/tooling' : ''}`;
  return `${base}/query?q=${encodeURIComponent(soqlOf(query))}`;
}

/**
 * The rows of all pages, as many as the org counts, or the first `most` of them. Throws CallFault where pages lead back or
 * elsewhere, repeat, or do not give what they count: any of it would read as an org with fewer or other apps.
 */
async function allRows(
  connection: Connection,
  query: Query,
  most: number,
): Promise<readonly Fields[]> {
  const rows: unknown[] = [];
  const seen = new Set<string>();
  let before = '';
  for (let next = firstPage(connection, query); next !== '';) {
    seen.add(next);
    const { records, totalSize, following } = await readQueryPage(connection, query, next);
    const written = records.length > 1 ? JSON.stringify(records) : '';
    if (written !== '' && written === before)
      throw wrongRows(query, 'a page repeats the one before it');
    before = written;
    rows.push(...records);
    if (totalSize > most || rows.length > most) throw tooManyRows(query, most);
    if (following === '' && rows.length !== totalSize)
      throw wrongRows(query, `the org counts ${totalSize} rows and sends ${rows.length}`);
    if (seen.has(following)) throw wrongRows(query, 'a page leads back');
    next = following;
  }
  return checkRows(rows, query);
}

function tooManyRows({ from }: Query, most: number): CallFault {
  return new CallFault('limit', `query of ${from}: more than ${most} rows`);
}

interface QueryPage {
  readonly records: readonly unknown[];
  readonly totalSize: number;
  /** The address of the next page; empty after the last one. */
  readonly following: string;
}

async function readQueryPage(
  connection: Connection,
  query: Query,
  address: string,
): Promise<QueryPage> {
  const { records, totalSize, nextRecordsUrl, done } = await page(connection, address);
  const rows = records as readonly unknown[];
  if (rows.length > orgLimits.maxPageRows)
    throw wrongRows(query, `a page has ${rows.length} rows, and Salesforce sends 2,000 at most`);
  const next = asAnswerText(nextRecordsUrl);
  if (done === true && next !== '') throw wrongRows(query, 'the last page leads to another one');
  if (done !== true && rows.length === 0) throw wrongRows(query, 'a page without rows leads on');
  const following = done === true ? '' : `${connection.instanceUrl}${next}`;
  return { records: rows, totalSize: Number(totalSize), following };
}

/** Where the next page of a query is, on the same server. Source: REST API Developer Guide, Query. */
const nextPage = /^\/services\/data\/v\d+\.0\/(?:tooling\/)?query\/[A-Za-z0-9-]+$/;

/** One page of a query. Throws CallFault for an answer that is none. */
async function page(connection: Connection, address: string): Promise<Fields> {
  const answer = asFields(await asNamedFaults(() => connection.request(address)));
  const { records, done, totalSize, nextRecordsUrl } = answer;
  const isPage =
    Array.isArray(records) &&
    typeof done === 'boolean' &&
    typeof totalSize === 'number' &&
    Number.isInteger(totalSize) &&
    totalSize >= 0;
  if (!isPage) throw new CallFault('wrong-answer', 'query: the answer is no page of a query');
  if (done || nextPage.test(asAnswerText(nextRecordsUrl))) return answer;
  throw new CallFault('wrong-answer', 'query: the next page is nowhere in this org');
}
