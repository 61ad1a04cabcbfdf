import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';
import { request, Agent, ProxyAgent, type Dispatcher } from 'undici';
import { CallFault, tooLong } from './answer.js';
import { failureOf, refusalOf, logInTo, proxyFor, type Proxy } from './network.js';
import { keptOr } from '../../model/once-for.js';

/** A request as it goes out. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer that arrived whole, unpacked. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends one request and takes the answer to its last byte; redirects are not followed. Throws CallFault `unreachable` for
 * everything that another try may cure: no connection, no answer in time, an answer cut short; `proxy` where a proxy
 * refuses, `certificate` where the server's is not trusted.
 */
export async function send(
  { method, url, headers, body }: Outgoing,
  { dispatcher, proxy }: Route,
  signal: AbortSignal,
  maxBytes: number,
): Promise<HttpAnswer> {
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
    const encoding = received['content-encoding'] ?? '';
    const bytes = await wholeBody(response.body, encoding, maxBytes);
    return { statusCode: response.statusCode, headers: received, body: bytes };
  } catch (cause) {
    if (cause instanceof CallFault) throw cause;
    throw (proxy && refusalOf(cause, proxy)) ?? failureOf(cause, proxy, new URL(url).host);
  }
}

/** undici looks at the signal once it is connected, and a proxy that says nothing keeps it from ever being so. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  });
}

/** Counts what arrives and what it unpacks to while it does, and stops at the limit: a small answer may unpack to gigabytes. */
async function wholeBody(body: Readable, encoding: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const keep = async (unpacked: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of limitLength(unpacked, maxBytes)) chunks.push(chunk);
  };
  const count = (packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> =>
    limitLength(packed, maxBytes);
  const unpack = unpackerOf(encoding);
  await (unpack ? pipeline(body, count, unpack, keep) : pipeline(body, keep));
  return Buffer.concat(chunks);
}

async function* limitLength(
  source: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncIterable<Buffer> {
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > maxBytes)
      throw new CallFault('wrong-answer', `the answer is longer than ${maxBytes} bytes`, tooLong);
    yield chunk;
  }
}

function unpackerOf(encoding: string): Gunzip | Inflate | undefined {
  if (/^(?:x-)?gzip$/i.test(encoding.trim())) return createGunzip();
  return /^deflate$/i.test(encoding.trim()) ? createInflate() : undefined;
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

/** The way to a server: straight, or through a proxy. */
export interface Route {
  readonly dispatcher: Dispatcher;
  readonly proxy?: Proxy;
}

interface Routes {
  /** Throws UserError for a proxy that cannot be used. */
  readonly to: (url: string) => Route;
  /** Ends all connections, also those that never came about. */
  readonly close: () => Promise<void>;
}

/** The ways that the environment's proxies leave, with one pool of connections each. */
export function routesOf(env: Readonly<Record<string, string | undefined>>): Routes {
  const straight: Route = { dispatcher: new Agent() };
  const through = new Map<string, Route>();
  const routeBy = (proxy: Proxy): Route =>
    keptOr(through, proxy.address.href, () => ({ dispatcher: agentOf(proxy), proxy }));
  return {
    to: (url) => {
      const proxy = proxyFor(new URL(url), env);
      return proxy ? routeBy(proxy) : straight;
    },
    close: async () => {
      const all = [straight, ...through.values()];
      await Promise.all(all.map(({ dispatcher }) => dispatcher.destroy()));
    },
  };
}

/** The log-in goes as a header of ours: undici leaves out a name without a password, and throws at a stray percent sign. */
function agentOf(proxy: Proxy): ProxyAgent {
  const token = logInTo(proxy);
  return new ProxyAgent({ uri: proxy.address.origin, ...(token === undefined ? {} : { token }) });
}
