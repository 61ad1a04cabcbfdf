import { isUrl } from '../../model/addresses.js';
import { isKnownQuery } from './queries.js';

/** A call as it would leave the program. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** What a call is for, when it may be made. */
export interface AllowedCall {
  /** In words, for messages: `listMetadata`, `query of OauthToken`. */
  readonly title: string;
  readonly answer: 'json' | 'xml' | 'csv';
  /** The operation of a SOAP call. */
  readonly operation?: string;
  /** Whether asking twice does no harm when the first answer was lost. */
  readonly repeatable: boolean;
}

/** The addresses that calls may go to, as origins. */
export interface Origins {
  readonly logIn: string | undefined;
  readonly instance: string | undefined;
}

/** The operations of the Metadata API that read. Everything else of it writes or runs something. */
const operations = ['describeMetadata', 'listMetadata', 'retrieve', 'checkRetrieveStatus'];

/** The ways to a session that we have. The username-password flow is not among them. */
const grants = [
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'client_credentials',
  'refresh_token',
];

/**
 * The read calls that this program makes. The HTTP layer asks for every call, whoever makes it: undefined means that
 * it must not leave.
 */
export function allowedCall(call: Call, origins: Origins): AllowedCall | undefined {
  if (!isUrl(call.url)) return undefined;
  const url = new URL(call.url);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.origin === origins.logIn && isTokenCall(call, url)) return tokenCall(call);
  if (url.origin !== origins.instance) return undefined;
  return call.method === 'POST' ? metadataCall(call, url) : restCall(call, url);
}

function isTokenCall({ method }: Call, { pathname, search }: URL): boolean {
  return method === 'POST' && pathname === '/services/oauth2/token' && search === '';
}

function tokenCall({ body }: Call): AllowedCall | undefined {
  const grant = new URLSearchParams(body).get('grant_type') ?? '';
  if (!grants.includes(grant)) return undefined;
  // A rotated refresh token counts once: asking again with it would end the session that the user has elsewhere.
  return { title: 'log-in', answer: 'json', repeatable: grant !== 'refresh_token' };
}

function metadataCall({ body }: Call, { pathname, search }: URL): AllowedCall | undefined {
  if (!/^\/services\/Soap\/m\/\d+\.0$/.test(pathname) || search !== '') return undefined;
  const [, operation = ''] = /<soapenv:Body xmlns="[^"]*"><(\w+)[ />]/.exec(body) ?? [];
  if (!operations.includes(operation)) return undefined;
  return { title: operation, operation, answer: 'xml', repeatable: true };
}

/** The list of External Client Apps, and whether one has users; everything below that deletes tokens is another address. */
const oauthUsage =
  /^\/services\/data\/v\d+\.0\/apps\/oauth\/usage(?:\?page=\d+&pageSize=\d+|\/[A-Za-z0-9]{15,18}\/users\?pageSize=1)$/;

/** One file of the event log. */
const eventLog = /^\/services\/data\/v\d+\.0\/sobjects\/EventLogFile\/[A-Za-z0-9]{15,18}\/LogFile$/;

function restCall({ method }: Call, url: URL): AllowedCall | undefined {
  if (method !== 'GET') return undefined;
  const { pathname } = url;
  const json = (title: string): AllowedCall => ({ title, answer: 'json', repeatable: true });
  if (pathname === '/services/data' && url.search === '') return json('list of API versions');
  if (pathname === '/services/oauth2/userinfo' && url.search === '') return json('userinfo');
  if (oauthUsage.test(pathname + url.search)) return json('OAuth usage');
  if (eventLog.test(pathname + url.search))
    return { title: 'event log file', answer: 'csv', repeatable: true };
  const [, place = ''] =
    /^\/services\/data\/v\d+\.0\/((?:tooling\/)?query.*)$/.exec(pathname) ?? [];
  if (/^(?:tooling\/)?query\/[A-Za-z0-9-]+$/.test(place) && url.search === '') {
    return json('next page of a query');
  }
  if (!/^(?:tooling\/)?query\/?$/.test(place)) return undefined;
  const soql = url.searchParams.get('q') ?? '';
  if ([...url.searchParams.keys()].join() !== 'q' || !isKnownQuery(soql)) return undefined;
  return json(`query of ${/ FROM (\w+)/.exec(soql)?.[1] ?? ''}`);
}
