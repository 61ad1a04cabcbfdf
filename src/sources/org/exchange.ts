import { gunzipSync, inflateSync } from 'node:zlib';
import { request } from 'undici';
import { CallFault } from './fault.js';
import { orgLimits } from './limits.js';
import { refusalOf } from './proxies.js';
import type { Route } from './routes.js';

/** A request as it goes out. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer that arrived whole. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends one request and takes the answer to its last byte; redirects are not followed. Throws CallFault `unreachable` for
 * everything that another try may cure: no connection, no answer in time, an answer cut short; `proxy` where a proxy refuses.
 */
export async function exchange(
  { method, url, headers, body }: Outgoing,
  { dispatcher, proxy }: Route,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const sent = request(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers, 'accept-encoding': 'gzip' },
      ...(body === '' ? {} : { body }),
      dispatcher,
      signal,
    });
    const response = await Promise.race([sent, aborted(signal)]);
    const received = flat(response.headers);
    const bytes = await wholeBody(response.body);
    return {
      statusCode: response.statusCode,
      headers: received,
      body: unpacked(bytes, received['content-encoding'] ?? '').toString('utf8'),
    };
  } catch (cause) {
    if (cause instanceof CallFault) throw cause;
    const refused = proxy && refusalOf(cause, proxy);
    const through = proxy ? ` (through the proxy ${proxy.name} of ${proxy.variable})` : '';
    throw refused ?? new CallFault('unreachable', whyOf(cause) + through, codeOf(cause), { cause });
  }
}

/** undici looks at the signal once it is connected, and a proxy that says nothing keeps it from ever being so. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  });
}

async function wholeBody(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > orgLimits.maxAnswerBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLong(): CallFault {
  return new CallFault(
    'wrong-answer',
    `the answer is longer than ${orgLimits.maxAnswerBytes} bytes`,
  );
}

function unpacked(bytes: Buffer, encoding: string): Buffer {
  const options = { maxOutputLength: orgLimits.maxAnswerBytes };
  if (encoding === 'gzip') return gunzipSync(bytes, options);
  return encoding === 'deflate' ? inflateSync(bytes, options) : bytes;
}

function flat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
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
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is signed by an authority that Node.js does not know (NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is signed by an authority that Node.js does not know (NODE_EXTRA_CA_CERTS)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself (NODE_EXTRA_CA_CERTS)',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

function whyOf(cause: unknown): string {
  const code = codeOf(cause);
  return reasons[code] ?? `the call failed${code === '' ? '' : ` (${code})`}`;
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  const { code } = cause as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : codeOf(cause.cause);
}
