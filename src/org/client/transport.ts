import { PassThrough } from 'node:stream';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import { allowedCall, type AllowedCall, type Origins } from './allowed-calls.js';
import { readAnswer, type ReadAnswer } from './answers.js';
import { send, type HttpAnswer, type Outgoing, routesOf, type Route } from './send.js';
import { CallFault, tooLong } from './answer.js';
import { orgLimits } from './limits.js';
import { limitConcurrency, limitOf, pause, type PullDeadline, type Patience } from './pace.js';
import type { SeenCall } from './shapes.js';

export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly patience: Patience;
  readonly end: PullDeadline;
  /** Told of each call and its answer, whole: what it keeps of them has to be nothing but shapes. */
  readonly seen?: (call: SeenCall) => void;
  /** Told before each call how many went out before it. */
  readonly progress?: (calls: number) => void;
}

/** The way that every call to an org takes: jsforce's own is never used. */
export interface Transport {
  /** What jsforce calls. */
  readonly httpRequest: (request: unknown) => StreamPromise<ReadAnswer>;
  /** Allows calls to the addresses of a log-in. */
  readonly allow: (origins: Partial<Origins>) => void;
  /** How many calls went out, repetitions included. */
  readonly calls: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Makes the transport of one pull: calls that are not on the list of read calls do not leave, the others are repeated
 * while that may help, and answers of the wrong kind are faults.
 */
export function transportOf({ env, patience, end, progress, seen }: Environment): Transport {
  const routes = routesOf(env);
  const inTurn = limitConcurrency(orgLimits.maxCallsAtOnce);
  let origins: Origins = { logIn: undefined, instance: undefined };
  let calls = 0;
  let bytes = 0;
  const once = async (outgoing: Outgoing, allowed: AllowedCall): Promise<ReadAnswer> => {
    if (end.signal.aborted) throw end.fault();
    progress?.(calls);
    calls += 1;
    if (bytes > orgLimits.maxPullBytes) throw tooMuch();
    const maxBytes = allowed.answer === 'xml' ? orgLimits.maxAnswerBytes : orgLimits.maxJsonBytes;
    const { timeout } = patience;
    const { method, url, body: sent } = outgoing;
    const answer = await inTime(outgoing, routes.to(url), { timeout, maxBytes, end }).catch(
      (cause: unknown) => {
        const fault = cause instanceof CallFault ? cause.kind : 'unknown';
        seen?.({ method, url, sent, status: null, body: '', fault });
        throw cause;
      },
    );
    seen?.({ method, url, sent, status: answer.statusCode, body: answer.body.toString('utf8') });
    bytes += answer.body.length;
    return readAnswer(answer, allowed);
  };
  const sendAllowed = async (outgoing: Outgoing): Promise<ReadAnswer> => {
    const allowed = allowedCall(outgoing, origins);
    // A bug, of ours or of jsforce: it must be loud, and the address may hold something secret.
    if (!allowed)
      throw new Error(
        `a ${outgoing.method} call that is not on the list of read calls was stopped`,
      );
    const attempt = (): Promise<ReadAnswer> => once(outgoing, allowed);
    return inTurn(() => repeated(attempt, allowed, patience, end), leading.has(allowed.title));
  };
  return {
    httpRequest: (request) =>
      StreamPromise.create(() => ({
        stream: new PassThrough(),
        promise: sendAllowed(outgoingOf(request)),
      })),
    allow: (more) => void (origins = { ...origins, ...more }),
    calls: () => calls,
    close: routes.close,
  };
}

/** Calls that others wait for, page after page and step after step: in line they go ahead of those that nobody waits for. */
const leading: ReadonlySet<string> = new Set([
  'describeMetadata',
  'listMetadata',
  'retrieve',
  'checkRetrieveStatus',
  'query of OauthToken',
  'next page of a query',
]);

function tooMuch(): CallFault {
  const most = orgLimits.maxPullBytes;
  return new CallFault('limit', `the answers of the org are longer than ${most} bytes together`);
}

interface Bounds {
  readonly timeout: number;
  readonly maxBytes: number;
  readonly end: PullDeadline;
}

async function inTime(
  outgoing: Outgoing,
  route: Route,
  { timeout, maxBytes, end }: Bounds,
): Promise<HttpAnswer> {
  const { signal, stop } = limitOf(timeout, end.signal);
  try {
    return await send(outgoing, route, signal, maxBytes);
  } catch (cause) {
    if (end.signal.aborted) throw end.fault();
    if (!signal.aborted) throw cause;
    const through = route.proxy ? ` through the proxy ${route.proxy.name}` : '';
    const host = new URL(outgoing.url).host;
    const message = `${host}: no whole answer came within ${timeout / 1000} seconds${through}`;
    throw new CallFault('unreachable', message, 'TIMEOUT', { cause });
  } finally {
    stop();
  }
}

async function repeated<T>(
  attempt: () => Promise<T>,
  { title, repeatable }: AllowedCall,
  { retries, backoff }: Patience,
  end: PullDeadline,
): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await attempt();
    } catch (fault) {
      if (!(fault instanceof CallFault)) throw fault;
      const mayPass = fault.kind === 'unreachable' || fault.kind === 'wrong-answer';
      const again = mayPass && fault.code !== tooLong;
      if (refusals.has(fault.kind)) throw fault;
      if (!again || !repeatable || tried >= retries) throw withCallTitle(fault, title, tried);
      await pause(backoff * 2 ** tried, end);
    }
  }
}

/** What the org said itself: the report names the question, and Salesforce's word for it comes first. */
const refusals: ReadonlySet<string> = new Set(['session', 'limit', 'missing', 'refused']);

function withCallTitle(fault: CallFault, title: string, repetitions: number): CallFault {
  const tries = repetitions === 0 ? '' : ` (tried ${repetitions + 1} times)`;
  return new CallFault(fault.kind, `${title}: ${fault.message}${tries}`, fault.code, {
    cause: fault,
  });
}

/** jsforce hands over a plain object; what is no text in it was never meant to be sent. */
function outgoingOf(request: unknown): Outgoing {
  const { method, url, headers, body } = request as Readonly<Record<string, unknown>>;
  return {
    method: String(method),
    url: String(url),
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: typeof body === 'string' ? body : '',
  };
}
