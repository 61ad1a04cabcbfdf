import { plainText } from '../../report/text/plain-text.js';
import { auditRequest, type AuditRequest } from '../../audit/audit.js';
import { isDate } from '../../conditions/operators/comparisons.js';
import { isCalled } from '../../model/app.js';
import { formatLocation } from '../../model/location.js';
import type { Report } from '../../report/report.js';
import { UserError } from '../../model/user-error.js';
import type { Result } from '../../report/verdict.js';
import {
  addSuppression,
  suppressionEntryFor,
  type NewSuppression,
} from '../../config/add-suppression.js';
import { configNames } from '../../config/find.js';
import { breachesOf, usualPolicy } from '../../config/suppression-policy.js';
import { parseFlags } from '../audit-flags.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { requestOfFlags } from './audit.js';

/** What the command line says about a suppression. */
export interface SuppressFlags {
  readonly reason?: string;
  readonly owner?: string;
  readonly expires?: string;
  readonly config?: string;
  /** Globs on apps, where several sources have the finding. */
  readonly app?: readonly string[];
}

/**
 * Finds a finding by the beginning of its fingerprint and writes a suppression for it to the configuration. Answers with
 * the exit code. Throws UserError when there is no such finding, or several, or when the policy wants more.
 */
export async function suppressFinding(
  fingerprint: string,
  sources: readonly string[],
  flags: SuppressFlags,
  io: Io,
): Promise<number> {
  if (!/^[0-9a-f]{6,32}$/.test(fingerprint)) throw new UserError(noFingerprint(fingerprint), where);
  const raw = { include: 'fail,open', config: flags.config };
  const request = await requestOfFlags(sources, parseFlags(raw), io);
  const report = await auditRequest(request);
  const result = theOne(fingerprint, report, flags.app ?? []);
  const entry = suppressionEntryFor(result, report, flags);
  checkEntry(entry, request);
  const file = request.config?.file ?? configNames[0];
  addSuppression(file, io.cwd, entry);
  io.stdout.write(`${suppressionMessage(entry, file)}\n`);
  return exitCodes.clean.code;
}

const where = 'ecaudit -v shows the fingerprint of each finding, and the JSON report has them';

function noFingerprint(text: string): string {
  return `"${text}" is no fingerprint: at least its first 6 characters, 0-9 and a-f`;
}

function theOne(fingerprint: string, { results, apps }: Report, globs: readonly string[]): Result {
  const wanted = apps.filter(
    (app) => globs.length === 0 || globs.some((glob) => isCalled(app, glob)),
  );
  const sources = new Map(wanted.map(({ id, source }) => [id, source]));
  const fitting = results.filter(
    (one) =>
      one.fingerprint.startsWith(fingerprint) && canBeSuppressed(one) && sources.has(one.app),
  );
  const [first] = fitting;
  if (!first) throw new UserError(`no finding has the fingerprint ${fingerprint}`, where);
  const prints = new Set(fitting.map((one) => one.fingerprint));
  if (prints.size > 1)
    throw new UserError(`${prints.size} findings begin with ${fingerprint}`, 'give more of it');
  const places = [...new Set(fitting.map((one) => sources.get(one.app) ?? ''))];
  if (places.length > 1) {
    throw new UserError(
      `${places.length} sources have this finding: ${places.join(', ')}`,
      `--app '${places[0]}#*' accepts it in one of them`,
    );
  }
  const { suppressed } = first;
  if (suppressed?.location)
    throw new UserError(`it is suppressed already, at ${formatLocation(suppressed.location)}`);
  return first;
}

function canBeSuppressed({ verdict }: Result): boolean {
  return verdict === 'fail' || verdict === 'open';
}

function checkEntry(entry: NewSuppression, { config, now }: AuditRequest): void {
  const today = now.toISOString().slice(0, 10);
  const { expires } = entry;
  if (expires !== undefined && !isDate(expires))
    throw new UserError(`--expires ${expires} is no day`, 'for example --expires 2027-03-31');
  if (expires !== undefined && expires < today)
    throw new UserError(`--expires ${expires} is over already`);
  const breaches = breachesOf(entry, config?.suppressionPolicy ?? usualPolicy, today);
  if (breaches.length === 0) return;
  const lines = breaches.map(({ key, message }) => `--${key}: ${message}`);
  throw new UserError(lines);
}

function suppressionMessage({ rule, app, expires }: NewSuppression, file: string): string {
  const subject = app === undefined ? 'the org' : app;
  const until = expires === undefined ? '' : ` until ${expires}`;
  return plainText(`${file}: ${rule} is suppressed for ${subject}${until}`);
}
