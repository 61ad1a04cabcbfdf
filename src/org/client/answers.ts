import type { AllowedCall } from './allowed-calls.js';
import type { HttpAnswer } from './send.js';
import {
  CallFault,
  faultOfCode,
  shortFault,
  tooLong,
  asFields,
  asAnswerText as textOf,
  type Fields,
} from './answer.js';
import { orgLimits } from './limits.js';
import { readSoap } from '../collect/soap.js';

/** An answer as jsforce takes it: read already, or the text that tells it that the session has ended. */
export interface ReadAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Statuses that mean "not now". Source: REST API Developer Guide, "Status Codes and Error Responses"; RFC 6585. */
const busy: ReadonlySet<number> = new Set([408, 420, 425, 429, 502, 503, 504]);

/** Fault codes of SOAP that mean "not now". Source: SOAP API Developer Guide, ExceptionCode. */
const busyFault = /^(?:\w+:)?(?:SERVER_UNAVAILABLE|UNABLE_TO_LOCK_ROW)$/;

/** jsforce reads neither JSON nor XML of this type: it takes the body as it is. */
const whole = { 'content-type': 'application/x-read' };

/**
 * Reads an answer, and holds it to its question: the right kind, whole, well-formed, of the operation that was called.
 * Throws CallFault: `unreachable` and `wrong-answer` where another try may give an answer, others where the org refused.
 */
export function readAnswer(answer: HttpAnswer, call: AllowedCall): ReadAnswer {
  const { statusCode } = answer;
  if (busy.has(statusCode))
    throw new CallFault('unreachable', `the server is busy (status ${statusCode})`);
  if (statusCode < 200 || (statusCode >= 300 && statusCode < 400))
    throw wrongAnswer(`the server redirects (status ${statusCode}), which is not followed`);
  const body = decodeBody(answer);
  if (call.answer === 'csv') return csvAnswer(answer, body);
  return call.answer === 'xml' ? soapAnswer(answer, body, call) : jsonAnswer(answer, body, call);
}

function csvAnswer({ statusCode, headers }: HttpAnswer, body: string): ReadAnswer {
  if (statusCode >= 400) return errorAnswer(statusCode, parseJsonBody(body));
  if (body.trim() === '' || isPage(body))
    throw wrongKind(body, headers['content-type'] ?? '', statusCode, 'CSV');
  return { statusCode, headers: whole, body };
}

function wrongAnswer(message: string): CallFault {
  return new CallFault('wrong-answer', message);
}

function decodeBody({ body, statusCode }: HttpAnswer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    // Which byte it is makes no difference.
    if (statusCode >= 500) throw failed(statusCode);
    throw wrongAnswer('the answer is not UTF-8');
  }
}

function failed(status: number): CallFault {
  return new CallFault('unreachable', `the server failed (status ${status})`);
}

function soapAnswer(
  { statusCode, headers }: HttpAnswer,
  body: string,
  { operation = '' }: AllowedCall,
): ReadAnswer {
  const type = (headers['content-type'] ?? '').toLowerCase();
  const isXml = /xml/.test(type) && !isPage(body) && body.trim() !== '';
  const soap = isXml ? readSoap(body) : undefined;
  if (soap?.ok && soap.name === 'Fault') return faultOf(asFields(soap.value));
  if (statusCode === 401 || statusCode === 403) throw withoutReason(statusCode);
  if (statusCode >= 500) throw failed(statusCode);
  if (!soap) throw wrongKind(body, type, statusCode, 'SOAP');
  if (!soap.ok)
    throw new CallFault(
      'wrong-answer',
      `the answer is something instead of SOAP: ${soap.why}`,
      soap.code,
    );
  if (statusCode >= 400) throw withoutReason(statusCode);
  if (soap.name !== `${operation}Response`)
    throw wrongAnswer(`the answer is one to another question (${shortFault(soap.name)})`);
  const response = { [soap.name]: soap.value };
  return { statusCode, headers: whole, body: { 's:Envelope': { 's:Body': response } } };
}

/** A fault is one whatever its status is. That the session has ended is told to jsforce, which asks for another one. */
function faultOf(fault: Fields): ReadAnswer {
  const code = textOf(fault['faultcode']);
  const message = textOf(fault['faultstring']);
  if (busyFault.test(code)) throw new CallFault('unreachable', 'the server is busy');
  const refused = faultOfCode(code, message);
  if (refused.kind !== 'session') throw refused;
  const ended = '<faultcode>sf:INVALID_SESSION_ID</faultcode>';
  return { statusCode: 500, headers: {}, body: ended };
}

function jsonAnswer(
  { statusCode, headers }: HttpAnswer,
  body: string,
  { title }: AllowedCall,
): ReadAnswer {
  const json = parseJsonBody(body);
  if (title === 'log-in') return logInAnswer(statusCode, headers, body, json);
  if (statusCode >= 400) return errorAnswer(statusCode, json);
  if (json === undefined) throw wrongKind(body, headers['content-type'] ?? '', statusCode, 'JSON');
  return { statusCode, headers: whole, body: json.value };
}

/** The token endpoint says `error` and `error_description` (RFC 6749, section 5.2); jsforce reads the text itself. */
function logInAnswer(
  statusCode: number,
  headers: HttpAnswer['headers'],
  body: string,
  json: ParsedJson | undefined,
): ReadAnswer {
  const { error, error_description: description } = asFields(json?.value);
  if (statusCode < 400) {
    if (json === undefined)
      throw wrongKind(body, headers['content-type'] ?? '', statusCode, 'JSON');
    return { statusCode, headers: whole, body: JSON.stringify(asFields(json.value)) };
  }
  const told = textOf(error);
  if (told === '' && statusCode >= 500) throw failed(statusCode);
  const said = { error: restErrorCode(told, statusCode), error_description: textOf(description) };
  return { statusCode, headers: whole, body: JSON.stringify(said) };
}

/** An error of the REST API is a list with one entry. That the session has ended is told to jsforce. */
function errorAnswer(statusCode: number, json: ParsedJson | undefined): ReadAnswer {
  const value = json?.value;
  const first = asFields(Array.isArray(value) ? (value as readonly unknown[])[0] : value);
  const code = textOf(first['errorCode']);
  if (statusCode === 401) {
    const body = JSON.stringify([
      { errorCode: restErrorCode(code, statusCode), message: shortFault(textOf(first['message'])) },
    ]);
    return { statusCode, headers: { 'content-type': 'application/json' }, body };
  }
  if (code !== '') throw faultOfCode(restErrorCode(code, statusCode), textOf(first['message']));
  throw statusCode >= 500 ? failed(statusCode) : withoutReason(statusCode);
}

function restErrorCode(told: string, statusCode: number): string {
  return /^[\w:.-]{1,80}$/.test(told) ? told : `ERROR_HTTP_${statusCode}`;
}

function withoutReason(statusCode: number): CallFault {
  return faultOfCode(`ERROR_HTTP_${statusCode}`, 'the server gives no reason');
}

function wrongKind(body: string, type: string, statusCode: number, due: string): CallFault {
  if (body.trim() === '') return wrongAnswer(`the answer is empty (status ${statusCode})`);
  const what = isPage(body) ? 'a web page' : type.toLowerCase() || 'something';
  return wrongAnswer(`the answer is ${shortFault(what)} instead of ${due}`);
}

function isPage(body: string): boolean {
  return /^\s*<(?:!doctype html|html)/i.test(body);
}

interface ParsedJson {
  readonly value: unknown;
}

function parseJsonBody(body: string): ParsedJson | undefined {
  if (countJsonValues(body) > orgLimits.maxElements)
    throw new CallFault('wrong-answer', 'the answer has too many values', tooLong);
  try {
    const value: unknown = JSON.parse(body);
    return { value };
  } catch {
    // What is wrong with it makes no difference.
    return undefined;
  }
}

/** How many values a JSON text holds, at most: each comes after a comma, a bracket or a brace. */
function countJsonValues(body: string): number {
  let parts = 0;
  for (let at = 0; at < body.length; at += 1) {
    const code = body.charCodeAt(at);
    if (code === 0x2c || code === 0x5b || code === 0x7b) parts += 1;
  }
  return parts;
}
