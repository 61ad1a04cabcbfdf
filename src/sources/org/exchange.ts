import { gunzipSync, inflateSync } from 'node:zlib';
import { request } from 'undici';
import { CallFault } from './fault.js';
import { orgLimits } from './limits.js';
import { failureOf } from './network-errors.js';
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
 * everything that another try may cure: no connection, no answer in time, an answer cut short; `proxy` where a proxy
 * refuses, `certificate` where the server's is not trusted.
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
    throw (proxy && refusalOf(cause, proxy)) ?? failureOf(cause, proxy);
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
