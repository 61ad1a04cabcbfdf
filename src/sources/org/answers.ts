import type { AllowedCall } from './allowed-calls.js';
import type { Answer } from './exchange.js';
import { CallFault, shortened } from './fault.js';

/** Statuses that mean "not now". Source: REST API Developer Guide, "Status Codes and Error Responses"; RFC 6585. */
const busy: ReadonlySet<number> = new Set([408, 420, 425, 429, 502, 503, 504]);

/** Fault codes of SOAP that mean "not now". Source: SOAP API Developer Guide, ExceptionCode. */
const busyFault = /<faultcode>\w*:?(?:SERVER_UNAVAILABLE|UNABLE_TO_LOCK_ROW)<\/faultcode>/;

/** Why an answer is no answer, when another try may give one. */
export function whyAgain(answer: Answer, { answer: kind }: AllowedCall): CallFault | undefined {
  const { statusCode, body } = answer;
  const isFault = kind === 'xml' && body.includes('<faultcode>');
  if (busy.has(statusCode) || (isFault && busyFault.test(body))) {
    return new CallFault('unreachable', `the server is busy (status ${statusCode})`);
  }
  if (statusCode >= 300 && statusCode < 400) {
    return new CallFault(
      'wrong-answer',
      `the server redirects (status ${statusCode}), which is not followed`,
    );
  }
  if (isFault || (kind === 'json' && statusCode >= 400 && isJson(body))) return undefined;
  // A refused token is told to jsforce by status and text, whatever its type is.
  if (statusCode === 401 || statusCode === 403) return undefined;
  if (statusCode >= 500)
    return new CallFault('unreachable', `the server failed (status ${statusCode})`);
  return wrongKind(answer, kind);
}

function wrongKind(
  { headers, body, statusCode }: Answer,
  kind: AllowedCall['answer'],
): CallFault | undefined {
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (body.trim() === '')
    return new CallFault('wrong-answer', `the answer is empty (status ${statusCode})`);
  const right = kind === 'json' ? isJson(body) : isEnvelope(type, body);
  if (right) return undefined;
  const what = /^\s*<(?:!doctype html|html)/i.test(body) ? 'a web page' : type || 'something';
  return new CallFault(
    'wrong-answer',
    `the answer is ${shortened(what)} instead of ${kind === 'json' ? 'JSON' : 'SOAP'}`,
  );
}

/** A SOAP answer from its first to its last character: one cut short would read as an empty list. */
function isEnvelope(type: string, body: string): boolean {
  return (
    /xml/.test(type) &&
    /<(?:\w+:)?Envelope[\s>]/.test(body) &&
    /<\/(?:\w+:)?Envelope>\s*$/.test(body)
  );
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    // What is wrong with it makes no difference.
    return false;
  }
}
