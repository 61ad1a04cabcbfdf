import { decodePercent } from '../../model/words.js';
import type { Env } from '../../model/secrets.js';
import { isUrl } from '../../model/addresses.js';
import { UserError } from '../../model/user-error.js';
import { CallFault } from './answer.js';
import { isLoopback } from '../auth/session.js';

/** A proxy that the environment names. */
export interface Proxy {
  /** With the port and without a log-in: the only form that messages may show. */
  readonly name: string;
  /** The variable that names it. */
  readonly variable: string;
  readonly address: URL;
}

/**
 * The proxy for an address; undefined where a call goes straight. HTTPS_PROXY comes before HTTP_PROXY, lower case before
 * upper case. Plain http, which goes to this machine only, takes no proxy on another one: it would read the token. Throws
 * UserError for a proxy that cannot be used.
 */
export function proxyFor(url: URL, env: Env): Proxy | undefined {
  if (isExempt(url, proxyVariable(env, 'NO_PROXY')?.value ?? '')) return undefined;
  const named =
    (url.protocol === 'https:' ? proxyVariable(env, 'HTTPS_PROXY') : undefined) ??
    proxyVariable(env, 'HTTP_PROXY');
  if (!named) return undefined;
  const address = readProxyAddress(named.value, named.variable);
  if (url.protocol === 'http:' && !isLoopback(address.hostname)) return undefined;
  return { name: `${address.hostname}:${portOf(address)}`, variable: named.variable, address };
}

function proxyVariable(env: Env, name: string) {
  for (const variable of [name.toLowerCase(), name]) {
    const value = env[variable]?.trim() ?? '';
    if (value !== '') return { variable, value };
  }
  return undefined;
}

/** Its text may hold a password, so no message quotes it. */
function readProxyAddress(written: string, variable: string): URL {
  const text = written.includes('://') ? written : `http://${written}`;
  const url = isUrl(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UserError(
    `${variable} holds no address of an http or https proxy`,
    'for example http://proxy.example:8080; NO_PROXY lists the hosts that need none',
  );
}

/** Whether NO_PROXY names a host: itself, or a domain above it, with or without a port; `*` is every host. */
function isExempt(url: URL, noProxy: string): boolean {
  const port = portOf(url);
  const host = withoutBrackets(url.hostname);
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = entry, only = port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      const domain = withoutBrackets(name.replace(/^\*?\./, ''));
      return only === port && (domain === '*' || host === domain || host.endsWith(`.${domain}`));
    });
}

/** The port of an http or https address, also where it is not written. */
function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** What a proxy is sent as a log-in; undefined where its address holds none. */
export function logInTo({ address: { username, password } }: Proxy): string | undefined {
  if (username === '' && password === '') return undefined;
  const text = `${decodePercent(username)}:${decodePercent(password)}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

/** What undici says of a proxy that does not connect. */
const noTunnel = /^Proxy response \((\d+)\)/;

/** What a proxy itself answered instead of connecting; undefined for any other failure. */
export function refusalOf(cause: unknown, proxy: Proxy): CallFault | undefined {
  const status = Number(noTunnel.exec(cause instanceof Error ? cause.message : '')?.[1] ?? 0);
  if (status === 0) return undefined;
  const { name, variable } = proxy;
  const answered = `the proxy ${name} of ${variable}`;
  if (status >= 500)
    return new CallFault('unreachable', `${answered} did not reach the server (status ${status})`);
  if (status !== 407) {
    const todo = 'have the host allowed there, or named in NO_PROXY';
    return new CallFault('proxy', `${answered} refuses to connect (status ${status}): ${todo}`);
  }
  const todo =
    logInTo(proxy) === undefined
      ? `demands a log-in (status 407): ${variable} takes it as http://USER:PASSWORD@HOST:PORT`
      : `does not accept the log-in that is in its address (status 407)`;
  return new CallFault('proxy', `${answered} ${todo}`);
}

/** A call that failed on its way to a server or back, where no proxy refused it. */
export function failureOf(cause: unknown, proxy: Proxy | undefined, host = ''): CallFault {
  const code = networkErrorCode(cause);
  const distrust = certificateReasons[code];
  const why = distrust ?? reasons[code] ?? `the call failed${code === '' ? '' : ` (${code})`}`;
  const through = proxy ? ` (through the proxy ${proxy.name} of ${proxy.variable})` : '';
  const kind = distrust === undefined ? 'unreachable' : 'certificate';
  return new CallFault(kind, `${host === '' ? '' : `${host}: `}${why}${through}`, code, { cause });
}

/** What a person needs of a network error; its own message may quote addresses with credentials of a proxy. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_SOCKET: 'the connection ended before the answer did',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half-way',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter than announced',
  Z_BUF_ERROR: 'the compressed answer is cut short',
  Z_DATA_ERROR: 'the compressed answer is damaged',
  ERR_BUFFER_TOO_LARGE: 'the compressed answer unpacks to too much',
};

const unknownAuthority =
  'its certificate is signed by an authority that Node.js does not know (NODE_EXTRA_CA_CERTS)';

/** Why a certificate is not trusted: another try will not cure it. Source: Node.js, "X509 certificate error codes". */
const certificateReasons: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_UNTRUSTED: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself (NODE_EXTRA_CA_CERTS)',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; is the clock right?',
  CERT_REVOKED: 'its certificate is revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

function networkErrorCode(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  const { code } = cause as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : networkErrorCode(cause.cause);
}
