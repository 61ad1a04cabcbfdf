/** What went wrong with a call, in the words of problems and messages. */
export type FaultKind =
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
