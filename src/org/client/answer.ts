import type { Setting, SettingValue } from '../../settings/settings.js';
import { problem, type Problem, type ProblemKind } from '../../report/problem.js';

/** What an org was asked for: its answer, or why there is none. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** Each fault as a problem of the report. A session that ended is the whole pull's end. */
const problemOfFault: Readonly<Record<FaultKind, ProblemKind>> = {
  interrupted: 'org-deadline',
  deadline: 'org-deadline',
  unreachable: 'org-unreachable',
  proxy: 'org-unreachable',
  certificate: 'org-unreachable',
  'wrong-answer': 'org-wrong-answer',
  session: 'org-session-ended',
  limit: 'org-limit-reached',
  missing: 'org-object-hidden',
  refused: 'org-call-refused',
};

/**
 * Asks, and makes a problem of a refusal: the pull goes on with the rest. `what` is what the report lacks without the
 * answer, in words.
 */
export async function tryCall<T>(
  what: string,
  problems: Problem[],
  question: () => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { ok: true, value: await question() };
  } catch (fault) {
    if (!(fault instanceof CallFault) || fault.kind === 'interrupted') throw fault;
    problems.push(problem(problemOfFault[fault.kind], `${what}: ${fault.message}`));
    return { ok: false, reason: `the org did not give ${what}: ${fault.message}` };
  }
}

/** Two answers as one; the first refusal counts. */
export function bothAnswers<A, B>(a: Answer<A>, b: Answer<B>): Answer<readonly [A, B]> {
  if (!a.ok) return a;
  return b.ok ? { ok: true, value: [a.value, b.value] } : b;
}

/** What follows from an answer. */
export function mapAnswer<A, B>(asked: Answer<A>, conclude: (value: A) => B): Answer<B> {
  return asked.ok ? { ok: true, value: conclude(asked.value) } : asked;
}

/** An answer as a setting: unknown, with the reason, where there is none. */
export function settingOfAnswer<T extends SettingValue>(asked: Answer<T>): Setting<T> {
  return asked.ok ? knownSetting(asked.value) : { state: 'unknown', reason: asked.reason };
}

export function knownSetting<T extends SettingValue>(value: T): Setting<T> {
  return { state: 'known', value, origin: 'derived' };
}

/** What went wrong with a call, in the words of problems and messages. */
type FaultKind =
  | 'interrupted'
  | 'deadline'
  | 'unreachable'
  | 'proxy'
  | 'certificate'
  | 'wrong-answer'
  | 'session'
  | 'limit'
  | 'missing'
  | 'refused';

/** The code of an answer that is too long or too deep: asked for again, it would be the same. */
export const tooLong = 'TOO_LONG';

/** A call that failed for good: what could be repeated was repeated. The message holds no token and no answer. */
export class CallFault extends Error {
  override readonly name = 'CallFault';
  readonly kind: FaultKind;
  /** Salesforce's own word for it, such as INSUFFICIENT_ACCESS; empty when it said none. */
  readonly code: string;

  constructor(kind: FaultKind, message: string, code = '', options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.code = code;
  }
}

/**
 * Codes of the REST and SOAP APIs that mean something else than "refused".
 * Source: SOAP API Developer Guide, "API Fault Element", ExceptionCode.
 */
const kindOfCode: Readonly<Record<string, FaultKind>> = {
  INVALID_SESSION_ID: 'session',
  REQUEST_LIMIT_EXCEEDED: 'limit',
  TOTAL_REQUESTS_LIMIT_EXCEEDED: 'limit',
  EXCEEDED_MAX_TYPES_LIMIT: 'limit',
  LIMIT_EXCEEDED: 'limit',
  INVALID_TYPE: 'missing',
  INVALID_FIELD: 'missing',
  UNSUPPORTED_API_VERSION: 'missing',
  NOT_FOUND: 'missing',
};

/** A code as Salesforce writes it, with (`sf:INVALID_TYPE`) or without a prefix, as a fault. */
export function faultOfCode(code: string, message: string): CallFault {
  const bare = code.replace(/^\w+:/, '');
  const kind = kindOfCode[bare] ?? 'refused';
  return new CallFault(kind, `${bare}: ${shortFault(message)}`, bare);
}

/** Mistakes in a query are told below a picture of the query. */
const telling =
  /^(?:No such |sObject type |Didn't understand |field .* (?:can ?not be|does not support) |.* is not supported)/i;

/** The line of a message of the org's that says what is wrong, as far as a person reads it. */
export function shortFault(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const told = lines.find((one) => telling.test(one)) ?? lines[0] ?? '';
  const line = told.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** A row, or an element of a SOAP answer: untrusted, so every value is looked at before it is used. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object's fields; none when it is no object. */
export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** A list as it is; in SOAP an element that stands once is the list of itself, and none is the empty list. */
export function asAnswerList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

/** A text; empty when it is none. */
export function asAnswerText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The value at a path of relationships: `Parent.Profile.Name`. */
export function valueAt(row: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => asFields(value)[name], row);
}

/** Errors of jsforce as faults: those that Salesforce named, and the end of the session. */
export async function asNamedFaults<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CallFault || !(error instanceof Error)) throw error;
    const { errorCode } = error as Error & { readonly errorCode?: unknown };
    if (typeof errorCode === 'string') throw faultOfCode(errorCode, error.message);
    const why = /^Unable to refresh session due to: (.*)/s.exec(error.message)?.[1];
    if (why !== undefined) throw new CallFault('session', shortFault(why), 'INVALID_SESSION_ID');
    if (error.message.startsWith('SOAP API does not support JWT'))
      throw new CallFault('refused', shortFault(error.message));
    // What jsforce makes of an answer that it does not expect: the answer is wrong, and nothing else is.
    if (Object.hasOwn(error, 'data'))
      throw new CallFault('wrong-answer', 'the answer cannot be read');
    throw error;
  }
}
