import { CallFault } from './fault.js';
import type { Proxy } from './proxies.js';

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
