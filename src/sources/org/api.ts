import { Connection } from 'jsforce/lib/connection.js';
import { MetadataApi } from 'jsforce/lib/api/metadata.js';
import { OAuth2 } from 'jsforce/lib/oauth2.js';
import { CallFault, refusal, shortened } from './fault.js';
import { orgLimits } from './limits.js';
import { LogInRefusal, type AskForToken, type Session } from './login/session.js';
import { soqlOf, type Query } from './queries.js';
import { list, record, text, type Fields } from './shape.js';
import type { Transport } from './transport.js';

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
  /** The id of the user who is logged in. */
  readonly userId: () => Promise<string>;
}

/** Asks token endpoints through the guarded transport. */
export function tokenEndpoint(transport: Transport): AskForToken {
  return async ({ loginUrl, clientId, clientSecret, parameters }) => {
    transport.allow({ logIn: loginUrl });
    const oauth2 = new OAuth2({ loginUrl, clientId, ...(clientSecret ? { clientSecret } : {}) });
    Object.assign(oauth2, { _transport: transport });
    const { grant_type = '', ...others } = parameters;
    const answer = record(await spoken(() => oauth2.requestToken({ grant_type, ...others })));
    const accessToken = text(answer['access_token']);
    if (accessToken === '') throw new LogInRefusal('the answer holds no access token');
    return { accessToken, instanceUrl: text(answer['instance_url']) };
  };
}

/** What jsforce throws for a refused log-in has the OAuth error as its name. */
async function spoken<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (
      error instanceof CallFault ||
      !(error instanceof Error) ||
      !/^[a-z_]+$|^ERROR_HTTP/.test(error.name)
    )
      throw error;
    throw new LogInRefusal(`${error.name}: ${shortened(error.message)}`);
  }
}

/** Opens an org: asks which API versions it has and takes the highest. Throws CallFault. */
export async function openOrg(session: Session, transport: Transport): Promise<OrgApi> {
  transport.allow({ instance: session.instanceUrl });
  const connection = new Connection({
    instanceUrl: session.instanceUrl,
    accessToken: session.accessToken,
    refreshFn: renewal(session),
  });
  Object.assign(connection, { _transport: transport });
  const versions = list(
    await named(() => connection.request(`${session.instanceUrl}/services/data`)),
  );
  connection.version = highest(versions.map((one) => text(record(one)['version'])));
  return apiOf(connection);
}

type Renewed = (error: Error | undefined, accessToken?: string) => void;

/** jsforce asks for it when the org says that the session ended, and then sends the call again. */
function renewal({ renew }: Session) {
  let renewals = 0;
  const renewed = async (): Promise<string> => {
    renewals += 1;
    if (!renew) throw new Error('it has ended and cannot be renewed');
    if (renewals > orgLimits.maxRenewals) throw new Error('the org refuses every renewed session');
    return renew();
  };
  return (_: unknown, done: Renewed): void => void answerWith(renewed, done);
}

async function answerWith(renewed: () => Promise<string>, done: Renewed): Promise<void> {
  try {
    done(undefined, await renewed());
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

function highest(versions: readonly string[]): string {
  const numbers = versions
    .map(Number)
    .filter((version) => Number.isInteger(version) && version > 0);
  if (numbers.length === 0)
    throw new CallFault('wrong-answer', 'list of API versions: the answer lists no version');
  return `${Math.max(...numbers)}.0`;
}

function apiOf(connection: Connection): OrgApi {
  const { version } = connection;
  let user: Promise<string> | undefined;
  const invoke = (operation: string, message: object): Promise<Fields> =>
    named(async () => record(await soap(connection, operation, message)));
  return {
    version,
    describe: async () => {
      const types = await invoke('describeMetadata', { asOfVersion: version });
      return list(types['metadataObjects']).map((one) => text(record(one)['xmlName']));
    },
    list: async (types) => {
      const queries = types.map((type) => ({ type }));
      const found = await named(() =>
        soap(connection, 'listMetadata', { queries, asOfVersion: version }),
      );
      return list(found).map(record);
    },
    retrieve: async (members) =>
      text((await invoke('retrieve', { request: packageOf(members, version) }))['id']),
    retrieved: (job) => invoke('checkRetrieveStatus', { asyncProcessId: job }),
    rows: (query, most) => allRows(connection, query, most ?? orgLimits.maxRows),
    count: async (query) =>
      Number((await page(connection, firstPage(connection, query)))['totalSize']),
    userId: () => (user ??= userIdOf(connection)),
  };
}

async function userIdOf(connection: Connection): Promise<string> {
  const address = `${connection.instanceUrl}/services/oauth2/userinfo`;
  return text(record(await named(() => connection.request(address)))['user_id']);
}

/** The result of a SOAP call as jsforce parses it: texts, an array only where an element stands twice. */
async function soap(connection: Connection, operation: string, message: object): Promise<unknown> {
  const answer: unknown = await new MetadataApi(connection)._invoke(operation, message);
  return answer;
}

function packageOf(members: Readonly<Record<string, readonly string[]>>, version: string): object {
  const types = Object.entries(members).map(([name, names]) => ({ members: names, name }));
  return { apiVersion: version, singlePackage: true, unpackaged: { types, version } };
}

function firstPage({ instanceUrl, version }: Connection, query: Query): string {
  const base = `${instanceUrl}/services/data/v${version}${query.tooling ? '/tooling' : ''}`;
  return `${base}/query?q=${encodeURIComponent(soqlOf(query))}`;
}

async function allRows(
  connection: Connection,
  query: Query,
  most: number,
): Promise<readonly Fields[]> {
  const rows: Fields[] = [];
  const seen = new Set<string>();
  let next = firstPage(connection, query);
  while (next !== '' && rows.length < most) {
    seen.add(next);
    const { records, nextRecordsUrl, done } = await page(connection, next);
    rows.push(...list(records).map(record));
    next = done === true ? '' : new URL(text(nextRecordsUrl), connection.instanceUrl).href;
    // A server that sends us in circles would keep us until the deadline.
    if (seen.has(next))
      throw new CallFault('wrong-answer', `query of ${query.from}: a page leads back`);
  }
  return rows;
}

async function page(connection: Connection, address: string): Promise<Fields> {
  const answer = record(await named(() => connection.request(address)));
  const { records, done, totalSize } = answer;
  const isPage =
    Array.isArray(records) && typeof done === 'boolean' && typeof totalSize === 'number';
  if (isPage && (done || text(answer['nextRecordsUrl']).startsWith('/services/data/')))
    return answer;
  throw new CallFault('wrong-answer', 'query: the answer is no page of a query');
}

/** Errors of jsforce as faults: those that Salesforce named, and the end of the session. */
async function named<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CallFault || !(error instanceof Error)) throw error;
    const { errorCode } = error as Error & { readonly errorCode?: unknown };
    if (typeof errorCode === 'string') throw refusal(errorCode, error.message);
    const why = /^Unable to refresh session due to: (.*)/s.exec(error.message)?.[1];
    if (why !== undefined) throw new CallFault('session', shortened(why), 'INVALID_SESSION_ID');
    if (error.message.startsWith('SOAP API does not support JWT'))
      throw new CallFault('refused', shortened(error.message));
    throw error;
  }
}
