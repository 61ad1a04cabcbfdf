import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { metadataTypes } from '../../src/model/metadata-types.js';
import type { Identity } from './authority.js';
import { componentOf, componentsIn, type Component } from './components.js';
import { MalformedQuery, parseSoql, pathsIn, select, type Row, type Select } from './soql.js';
import * as soap from './soap.js';

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  /** The SOQL of a query, and the operation of a SOAP call; empty otherwise. */
  readonly soql: string;
  readonly operation: string;
  /** The object that a query is of, also of its further pages; empty otherwise. */
  readonly object: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** When it came and when its answer went out, in milliseconds of `performance.now()`. */
  readonly began: number;
  readonly ended: number;
}

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A fault to inject: for requests that fit, so many times. */
export interface Fault {
  readonly when: (request: Seen) => boolean;
  /** How often; always when absent. */
  times?: number;
  readonly reply: Reply | 'reset' | 'silence' | 'half' | 'cut-gzip';
}

export interface FakeOrgOptions {
  /** A folder whose metadata the org holds. */
  readonly folder?: string;
  /** Files that the org holds, by name: `X.connectedApp`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly components?: readonly Component[];
  readonly tables?: Readonly<Record<string, readonly Row[]>>;
  /** Objects and types that nobody may see. */
  readonly hidden?: readonly string[];
  /** Columns that the edition does not have, as `Object.Column`. */
  readonly withoutColumns?: readonly string[];
  /** Of a column two relationships away, the message names the relationship. */
  readonly withoutRelationships?: true;
  readonly version?: number;
  /** The org's id, with 15 characters. */
  readonly orgId?: string;
  /** The user who is logged in. */
  readonly userId?: string;
  /** Without Customize Application one sees one's own tokens only. */
  readonly seesAllTokens?: boolean;
  /** Without Monitor Login History one sees one's own logins only. */
  readonly seesAllLogins?: boolean;
  /** Milliseconds that each answer takes. */
  readonly delay?: number;
  readonly retrieveMessages?: readonly string[];
  /** Components that a retrieve fails over, as `Type Name`; and what it does then. */
  readonly sick?: readonly string[];
  readonly sickness?: 'failed' | 'never-done' | 'busy';
  /** Types that are described and listed, and refused at retrieve: by a message, or by the whole retrieve. */
  readonly refusedTypes?: readonly string[];
  readonly refusal?: 'message' | 'failed';
  /** Types of which all (`*`) cannot be retrieved at once. */
  readonly withoutWildcard?: readonly string[];
  /** How often a retrieve is asked for before it is done. */
  readonly polls?: number;
  /** Users of External Client Apps by id, as the Connect REST API tells; without it the resource is not there. */
  readonly oauthUsage?: Readonly<Record<string, number>>;
  /** Files of the event log by id; without them there is no such object. */
  readonly eventLogFiles?: Readonly<Record<string, string>>;
  /** Speaks TLS. */
  readonly identity?: Identity;
}

export interface FakeOrg {
  readonly url: string;
  readonly accessToken: () => string;
  readonly seen: readonly Seen[];
  /** How many requests were under way at once, at most. */
  readonly most: () => number;
  readonly inject: (fault: Fault) => void;
  /** Ends the session: the token is worth nothing, the next log-in gives a new one. */
  readonly expire: () => void;
  readonly stop: () => Promise<void>;
}

/** A retrieve that was asked for. */
interface Job {
  readonly components: readonly Component[];
  readonly messages: readonly string[];
  readonly sickness: FakeOrgOptions['sickness'];
  readonly why: string;
  polls: number;
}

const everyType = [
  ...Object.keys(metadataTypes).filter(
    (type) => !/^(?:OauthOidc|ConnectedApp|ExternalClientApp|Security)Settings$/.test(type),
  ),
  'Settings',
  'ApexClass',
];

/** Rows of one page; OauthToken has its own limits (Object Reference, OauthToken). */
const pageSize = 2000;
const tokenPage = 500;
const tokenCap = 2500;

/** Starts an org on this machine. It speaks as much of Salesforce's APIs as reading apps takes, and nothing that writes. */
export async function startFakeOrg(options: FakeOrgOptions = {}): Promise<FakeOrg> {
  const { hidden = [], version = 68, delay = 0 } = options;
  const components = [
    ...(options.folder === undefined ? [] : componentsIn(options.folder)),
    ...Object.entries(options.files ?? {}).flatMap(
      ([file, text], serial) => componentOf(file, Buffer.from(text), 900_000 + serial) ?? [],
    ),
    ...(options.components ?? []),
  ];
  // Types that say something of apps and are none: described where the org has some.
  const furtherTypes = [...new Set(components.map(({ type }) => type))].filter(
    (type) => !everyType.includes(type),
  );
  const seen: Seen[] = [];
  const faults: Fault[] = [];
  const cursors = new Map<string, readonly Row[]>();
  const objects = new Map<string, string>();
  const jobs = new Map<string, Job>();
  let lastZip: { readonly of: readonly Component[]; readonly zip: Uint8Array } | undefined;
  let session = 1;
  let underWay = 0;
  let most = 0;
  const orgId = options.orgId ?? '00D000000000001';
  const tables: Readonly<Record<string, readonly Row[]>> = {
    Organization: [organization(orgId)],
    ...options.tables,
  };
  const token = (): string => `${orgId}!fake.session.${session}`;

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const began = performance.now();
    underWay += 1;
    most = Math.max(most, underWay);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      setTimeout(() => {
        underWay -= 1;
        answer(request, Buffer.concat(chunks).toString('utf8'), response, began);
      }, delay);
    });
  };
  const { identity } = options;
  const server = identity ? createTlsServer(identity, listener) : createServer(listener);

  function answer(
    request: IncomingMessage,
    body: string,
    response: ServerResponse,
    began: number,
  ): void {
    const url = new URL((request.url ?? '/').replace(/^\/+/, '/'), 'http://fake');
    const call = soap.parseSoap(url.pathname.startsWith('/services/Soap/') ? body : '');
    const soql = url.searchParams.get('q') ?? '';
    const one = {
      method: request.method ?? '',
      path: url.pathname,
      soql,
      operation: call.operation,
      object: objectOf(url.pathname, soql),
      headers: request.headers,
      body,
      began,
      ended: performance.now(),
    };
    seen.push(one);
    const fault = faults.find(({ when, times }) => (times === undefined || times > 0) && when(one));
    if (fault?.times !== undefined) fault.times -= 1;
    if (fault) injected(fault.reply, response);
    else send(replyTo(one, call, url), response, request.headers['accept-encoding']);
    one.ended = performance.now();
  }

  function objectOf(path: string, soql: string): string {
    const [, cursor = ''] = /\/query\/([^/-]+)-[^/]+$/.exec(path) ?? [];
    return cursor === '' ? (/ FROM (\w+)/.exec(soql)?.[1] ?? '') : (objects.get(cursor) ?? '');
  }

  function injected(reply: Fault['reply'], response: ServerResponse): void {
    if (reply === 'silence') return;
    if (reply === 'reset') response.destroy();
    else if (reply === 'half') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"totalSize":');
      setTimeout(() => response.destroy(), 20);
    } else if (reply === 'cut-gzip') {
      const bytes = gzipSync(Buffer.from('{"totalSize":0,"done":true,"records":[]}'));
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bytes.subarray(0, bytes.length - 12));
    } else send(reply, response, undefined);
  }

  function replyTo(one: Seen, call: soap.SoapCall, url: URL): Reply {
    if (one.path === '/services/oauth2/token') return logIn(one);
    if (one.path === '/services/data')
      return json([{ version: '50.0' }, { version: `${version}.0` }]);
    if (call.operation !== '')
      return call.session === token() ? metadata(call) : soapFault('INVALID_SESSION_ID', 'expired');
    if (one.headers['authorization'] !== `Bearer ${token()}`)
      return restError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    return rest(one, url);
  }

  function logIn({ body }: Seen): Reply {
    const form = new URLSearchParams(body);
    if (form.get('client_id') === 'refused')
      return json(
        { error: 'invalid_grant', error_description: "user hasn't approved this consumer" },
        400,
      );
    return json({
      access_token: token(),
      instance_url: address(),
      id: `${address()}/id/${orgId}AAA/${options.userId ?? '005000000000001AAA'}`,
      token_type: 'Bearer',
    });
  }

  function metadata(call: soap.SoapCall): Reply {
    const { operation } = call;
    if (operation === 'describeMetadata') {
      return xml(
        soap.envelope(
          operation,
          soap.describeResult(
            [...everyType, ...furtherTypes].filter((type) => !hidden.includes(type)),
          ),
        ),
      );
    }
    if (operation === 'listMetadata') {
      const types = soap.listedTypes(call);
      if (types.length > 3) return soapFault('EXCEEDED_MAX_TYPES_LIMIT', 'more than 3 queries');
      const bad = types.find((type) => hidden.includes(type));
      if (bad !== undefined)
        return soapFault('INVALID_TYPE', `This type of metadata is not available: ${bad}`);
      return xml(
        soap.envelope(
          operation,
          soap.listResult(components.filter(({ type }) => types.includes(type))),
        ),
      );
    }
    if (operation === 'retrieve') return startRetrieve(call);
    if (operation === 'checkRetrieveStatus') return retrieveStatus(call);
    return soapFault('INVALID_OPERATION', `the fake org only reads, not ${operation}`);
  }

  function startRetrieve(call: soap.SoapCall): Reply {
    const wanted = soap.wantedOf(call);
    const bad = [...wanted.keys()].find((type) => hidden.includes(type));
    const id = `09S${String(jobs.size + 1).padStart(12, '0')}AAA`;
    const chosen = components.filter(({ type, fullName, installed }) => {
      const names = wanted.get(type) ?? [];
      return !installed && (names.includes('*') || names.includes(fullName));
    });
    const refused = [...wanted.keys()].find((type) => options.refusedTypes?.includes(type));
    const isSick = chosen.some(({ type, fullName }) =>
      options.sick?.includes(`${type} ${fullName}`),
    );
    const isWild = [...wanted].some(
      ([type, names]) => names.includes('*') && options.withoutWildcard?.includes(type),
    );
    const fails = refused !== undefined && options.refusal === 'failed';
    jobs.set(id, {
      components: chosen.filter(({ type }) => bad === undefined && type !== refused),
      polls: options.polls ?? 1,
      messages: [
        ...(options.retrieveMessages ?? []),
        ...(refused !== undefined && !fails ? [`Entity type: '${refused}' is unknown`] : []),
      ],
      sickness: isSick ? (options.sickness ?? 'failed') : isWild || fails ? 'failed' : undefined,
      why: fails
        ? `INVALID_TYPE: This type of metadata is not available: ${refused}`
        : 'UNKNOWN_EXCEPTION: An unexpected error occurred. Please include this ErrorId if you contact support: 12-34 (56)',
    });
    const state = `<result><done>false</done><id>${id}</id><state>Queued</state></result>`;
    return xml(soap.envelope('retrieve', state));
  }

  function retrieveStatus({ operation, body }: soap.SoapCall): Reply {
    const [, id = ''] = /<(?:\w+:)?asyncProcessId>([^<]*)</.exec(body) ?? [];
    const job = jobs.get(id);
    if (!job) return soapFault('INVALID_ID_FIELD', 'no such job');
    job.polls -= 1;
    if (job.polls > 0)
      return xml(
        soap.envelope(
          operation,
          `<result><done>false</done><id>${id}</id><status>InProgress</status><success>false</success></result>`,
        ),
      );
    if (job.sickness === 'never-done') {
      job.polls = 1;
      return xml(
        soap.envelope(
          operation,
          `<result><done>false</done><id>${id}</id><status>InProgress</status><success>false</success></result>`,
        ),
      );
    }
    if (job.sickness === 'busy') return { status: 500, type: 'text/html', body: 'server error' };
    if (job.sickness === 'failed')
      return xml(soap.envelope(operation, soap.failedRetrieve(id, job.why)));
    const root = 'unpackaged/';
    const zip = zipOf(job.components, root);
    return xml(
      soap.envelope(operation, soap.retrieveResult(id, job.components, job.messages, zip)),
    );
  }

  /** A zip of many files takes seconds: who retrieves all of them again gets the same one. */
  function zipOf(chosen: readonly Component[], root: string): Uint8Array {
    const isLast =
      lastZip?.of.length === chosen.length && chosen.every((one, at) => one === lastZip?.of[at]);
    if (!lastZip || !isLast) lastZip = { of: chosen, zip: soap.zipOf(chosen, root) };
    return lastZip.zip;
  }

  function rest({ path, soql }: Seen, url: URL): Reply {
    if (path === '/services/oauth2/userinfo') {
      const id = options.userId ?? '005000000000001AAA';
      return json({
        user_id: id,
        organization_id: `${orgId}AAA`,
        preferred_username: 'admin@fake.example',
      });
    }
    const [, cursor] = /\/query\/(.+)$/.exec(path) ?? [];
    if (cursor !== undefined) return nextPage(cursor);
    if (/\/query\/?$/.test(path))
      return url.searchParams.has('columns') ? columns(soql) : query(soql);
    if (path.includes('/apps/oauth/usage')) return oauthUsage(path, url);
    const [, log] = /\/sobjects\/EventLogFile\/(\w+)\/LogFile$/.exec(path) ?? [];
    if (log !== undefined) return { type: 'text/csv', body: options.eventLogFiles?.[log] ?? '' };
    if (/\/sobjects\/User\/\w+$/.test(path))
      return json({ Id: path.slice(path.lastIndexOf('/') + 1), Username: 'admin@fake.example' });
    if (/^\/services\/data\/v\d+\.0\/?$/.test(path))
      return json({ identity: `${address()}/id/${orgId}AAA/005000000000001AAA` });
    return restError(404, 'NOT_FOUND', 'The requested resource does not exist');
  }

  /** The Connect REST API: External Client Apps in pages, and the users of one of them. */
  function oauthUsage(path: string, url: URL): Reply {
    const { oauthUsage: usage } = options;
    if (!usage) return restError(404, 'NOT_FOUND', 'The requested resource does not exist');
    const size = Number(url.searchParams.get('pageSize') ?? 100);
    const start = Number(url.searchParams.get('page') ?? 0) * size;
    const [, id] = /\/usage\/(\w+)\/users$/.exec(path) ?? [];
    const all = Object.keys(usage);
    const page =
      id === undefined
        ? { apps: all.map((identifier) => ({ identifier, developerName: identifier })) }
        : { users: Array.from({ length: usage[id] ?? 0 }, (_, at) => ({ name: `User ${at}` })) };
    const entries = Object.entries(page).map(([key, found]) => [
      key,
      (found as readonly unknown[]).slice(start, start + size),
    ]);
    return json({ ...Object.fromEntries(entries), nextPageUrl: `${path}?page=9` });
  }

  function query(soql: string): Reply {
    try {
      return answerQuery(parseSoql(soql));
    } catch (error) {
      if (!(error instanceof MalformedQuery)) throw error;
      return restError(400, 'MALFORMED_QUERY', error.message);
    }
  }

  function answerQuery(parsed: Select): Reply {
    if (
      hidden.includes(parsed.from) ||
      (tables[parsed.from] === undefined && !known.has(parsed.from))
    ) {
      return restError(400, 'INVALID_TYPE', `sObject type '${parsed.from}' is not supported.`);
    }
    const refused = refusal(parsed);
    if (refused) return refused;
    const visible = visibleRows(parsed.from);
    if (parsed.columns[0] === 'COUNT()') {
      return json({
        totalSize: select(visible, { ...parsed, columns: [] }).length,
        done: true,
        records: [],
      });
    }
    const rows = select(visible, parsed);
    if (parsed.groupBy.length > 0 && rows.length > pageSize)
      return restError(
        400,
        'EXCEEDED_ID_LIMIT',
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      );
    return firstPage(parsed.from, parsed.from === 'OauthToken' ? rows.slice(0, tokenCap) : rows);
  }

  /** What Salesforce says of a column that is not there or may not stand where it does, below a picture of the query. */
  function refusal({ from, columns: names, where, groupBy, orderBy, offset }: Select) {
    const conditions = pathsIn(where);
    const sorted = orderBy.split(',').map((term) => term.trim().split(' ')[0] ?? '');
    const invalid = (line: string): Reply =>
      restError(
        400,
        'INVALID_FIELD',
        `\nSELECT a FROM ${from}\n ^\nERROR at Row:1:Column:8\n${line}`,
      );
    const plain = names.map((one) => /^\w+\((\w*)\)/.exec(one)?.[1] ?? one);
    const lost = [...plain, ...conditions, ...groupBy, ...sorted].find((path) =>
      options.withoutColumns?.includes(`${from}.${path}`),
    );
    if (lost !== undefined) {
      const [relationship, ...further] = lost.split('.').toReversed().slice(1);
      const entity = relationship === undefined ? from : (relations[relationship] ?? relationship);
      if (options.withoutRelationships === true && further.length > 0)
        return invalid(`Didn't understand relationship '${relationship}' in field path. ${custom}`);
      return invalid(`No such column '${lost.split('.').at(-1)}' on entity '${entity}'. ${custom}`);
    }
    const unfilterable = conditions.find((path) => groupedOnly.has(`${from}.${path}`));
    if (unfilterable !== undefined)
      return invalid(`field '${unfilterable}' can not be filtered in a query call`);
    if (offset > pageSize)
      return restError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
    return undefined;
  }

  function visibleRows(from: string): readonly Row[] {
    const rows = (tables[from] ?? []).map((row) =>
      from === 'LoginHistory' ? { Status: 'Success', ...row } : row,
    );
    const own = options.userId ?? '005000000000001AAA';
    const ownOnly =
      (from === 'OauthToken' && options.seesAllTokens === false) ||
      (from === 'LoginHistory' && options.seesAllLogins === false);
    return ownOnly ? rows.filter((row) => row['UserId'] === own) : rows;
  }

  function firstPage(from: string, rows: readonly Row[]): Reply {
    const id = `01g${String(cursors.size + 1).padStart(12, '0')}`;
    cursors.set(id, rows);
    objects.set(id, from);
    return pageAt(id, from === 'OauthToken' ? tokenPage : pageSize, 0);
  }

  function nextPage(cursor: string): Reply {
    const [id = '', size = '', start = ''] = cursor.split('-');
    return cursors.has(id)
      ? pageAt(id, Number(size), Number(start))
      : restError(400, 'INVALID_QUERY_LOCATOR', 'invalid');
  }

  function pageAt(id: string, size: number, start: number): Reply {
    const rows = cursors.get(id) ?? [];
    const end = start + size;
    const done = end >= rows.length;
    const records = rows.slice(start, end).map((row) => ({ attributes: { type: 'row' }, ...row }));
    const next = done
      ? {}
      : { nextRecordsUrl: `/services/data/v${version}.0/query/${id}-${size}-${end}` };
    return json({ totalSize: rows.length, done, records, ...next });
  }

  const address = (): string =>
    `${identity ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  return {
    url: address(),
    accessToken: token,
    seen,
    most: () => most,
    inject: (fault) => void faults.push(fault),
    expire: () => void (session += 1),
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const custom =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";

/** The one row that every org has of itself. */
function organization(orgId: string): Row {
  return {
    Id: orgId,
    Name: 'Fake & Sons',
    OrganizationType: 'Enterprise Edition',
    IsSandbox: false,
    InstanceName: 'EU47',
  };
}

/** What relationships lead to. */
const relations: Readonly<Record<string, string>> = {
  Assignee: 'User',
  CreatedBy: 'User',
  Parent: 'PermissionSet',
};

/** Columns that a query may group by, and not filter (Object Reference, LoginHistory). */
const groupedOnly = new Set(
  ['Application', 'Status', 'ApiType', 'SourceIp'].map((name) => `LoginHistory.${name}`),
);

/** Objects that every org has, with no rows unless a test gives some. Only a Dev Hub has ScratchOrgInfo. */
const known = new Set(
  'ConnectedApplication ExternalClientApplication ExtlClntAppOauthPlcyCnfg ExtlClntAppPlcyCnfg ExtlClntAppOauthSettings AppMenuItem SetupEntityAccess OauthToken LoginHistory PermissionSetAssignment PermissionSet User UserLogin UserProvisioningConfig Organization SetupAuditTrail'.split(
    ' ',
  ),
);

function columns(soql: string): Reply {
  const { columns: names, from } = parseSoql(soql);
  const metadata = names.map((columnName) => ({
    columnName,
    displayName: columnName,
    aggregate: false,
    joinColumns: [],
  }));
  return json({
    columnMetadata: metadata,
    entityName: from,
    groupBy: false,
    idSelected: true,
    keyPrefix: '00D',
  });
}

function json(value: unknown, status = 200): Reply {
  return { status, type: 'application/json;charset=UTF-8', body: JSON.stringify(value) };
}

export function restError(status: number, errorCode: string, message: string): Reply {
  return json([{ errorCode, message }], status);
}

function xml(body: string, status = 200): Reply {
  return { status, type: 'text/xml; charset=utf-8', body };
}

export function soapFault(code: string, message: string): Reply {
  return xml(soap.fault(code, message), 500);
}

function send(
  { status = 200, type = 'text/plain', body, headers = {} }: Reply,
  response: ServerResponse,
  accepts: unknown,
): void {
  const bytes = Buffer.from(body);
  const zipped = typeof accepts === 'string' && accepts.includes('gzip') && bytes.length > 500;
  const encoding = zipped ? { 'content-encoding': 'gzip' } : {};
  response.writeHead(status, { 'content-type': type, ...encoding, ...headers });
  response.end(zipped ? gzipSync(bytes) : bytes);
}
