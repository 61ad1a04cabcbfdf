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
} from '../collect/answer-checks.js';
import { orgLimits } from './limits.js';
import { eventLogFile, type LogRow } from './event-log-files.js';
import { asNamedFaults } from './named-faults.js';
import { allRows, firstPage, page } from './query-pages.js';
import { hasOauthUsers, oauthApps } from './oauth-usage-pages.js';
import type { Query } from './queries.js';
import { type Fields, asAnswerList, asFields } from './shape.js';

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
