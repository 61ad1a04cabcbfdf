import type { Problem } from '../../report/problem.js';
import type { Secrets } from '../../model/secrets.js';
import { UserError } from '../../model/user-error.js';
import type { Snapshot } from '../snapshot/source.js';
import { CallFault } from '../client/answer.js';

/**
 * What an org gave, without the secrets of the run, whatever the org put them into. Messages and reasons, which quote what
 * others said, lose what looks like a secret of anybody, too; values of apps do not: rules have to see them.
 */
export function redactedSnapshot<S extends Snapshot>(snapshot: S, secrets: Secrets): S {
  const { files, others, record } = snapshot;
  const hidden = <F extends { readonly bytes: () => Uint8Array | Problem }>(file: F): F => ({
    ...file,
    bytes: () => hiddenBytes(file.bytes(), secrets),
  });
  return {
    ...snapshot,
    files: files.map(hidden),
    ...(others && { others: others.map(hidden) }),
    record: redactedValue(record, '', { secrets, seen: new Map() }),
  };
}

function hiddenBytes(bytes: Uint8Array | Problem, secrets: Secrets): Uint8Array | Problem {
  if (!(bytes instanceof Uint8Array)) return bytes;
  const text = Buffer.from(bytes).toString('utf8');
  const hidden = secrets.hide(text);
  return hidden === text ? bytes : Buffer.from(hidden);
}

/** Keys of a record whose texts may quote what others said. */
const quotingKeys: ReadonlySet<string> = new Set(['message', 'reason', 'label']);

interface Redaction {
  readonly secrets: Secrets;
  /** Reasons repeat for every app. */
  readonly seen: Map<string, string>;
}

/** The same value with other texts; what is in it is data, so it is walked as data. */
function redactedValue<T>(value: T, key: string, how: Redaction): T {
  if (typeof value === 'string') return redactedText(value, key, how) as T;
  if (Array.isArray(value)) return value.map((one) => redactedValue(one as unknown, key, how)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    redactedValue(one as unknown, name, how),
  ]);
  return Object.fromEntries(entries) as T;
}

function redactedText(text: string, key: string, { secrets, seen }: Redaction): string {
  const isQuoting = quotingKeys.has(key);
  const known = seen.get(`${isQuoting}${text}`);
  if (known !== undefined) return known;
  const left = isQuoting ? secrets.redact(text) : secrets.hide(text);
  seen.set(`${isQuoting}${text}`, left);
  return left;
}

/** An error of a pull without secrets. What caused it is left out: its text was written by others, too. */
export function redactedError(cause: unknown, { redact }: Secrets): unknown {
  if (cause instanceof UserError)
    return new UserError(cause.lines.map(redact), cause.hint && redact(cause.hint));
  if (cause instanceof CallFault)
    return new CallFault(cause.kind, redact(cause.message), cause.code);
  if (!(cause instanceof Error)) return new Error(redact(String(cause)));
  const bug = new Error(redact(cause.message));
  bug.name = cause.name;
  bug.stack = redact(cause.stack ?? cause.message);
  return bug;
}
