import type { Invocation, Notification, ReportingDescriptor } from 'sarif';
import {
  problemTitles,
  unknownReasons,
  type Digest,
  withoutRepeats,
} from '../../src/report/digest/index.js';
import type { Location } from '../../src/model/location.js';
import type { ProblemKind, ProblemLevel } from '../../src/report/problem.js';
import type { Report } from '../../src/report/report.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { description, message, sarifPlace } from './parts.js';
import { ownUri } from './own-uris.js';
import { gunzipSync, gzipSync } from 'node:zlib';
import { severityRank } from '../../src/report/severity.js';
import { statusOf, type Result } from '../../src/report/verdict.js';

/** What a run tells about itself besides the problems with its input. */
const ownTitles = {
  'results-left-out': 'Results left out because GitHub takes no more',
  'results-not-shown': 'Results that GitHub does not show',
  'undecided-checks': 'Checks that could not be decided',
  'left-out': 'Left out by flags of the caller',
} as const;

type NoticeKind = ProblemKind | keyof typeof ownTitles;

/** A notification before it is SARIF. */
interface Notice {
  readonly kind: NoticeKind;
  readonly level: ProblemLevel;
  readonly message: string;
  readonly location?: Location;
}

const meanings = {
  error: 'Something that was asked for was not audited, so the audit is incomplete.',
  warning: 'A verdict may be missing or wrong because of it.',
  note: 'No verdict depends on it; it is told so that nothing is lost.',
} as const satisfies Readonly<Record<ProblemLevel, string>>;

/** Every problem, and what the log itself does not hold. */
export function notificationsOf(
  digest: Digest,
  written: number,
  wanted: number,
): readonly Notice[] {
  return [
    ...digest.report.problems,
    ...leftOutNotices(digest.report),
    ...undecided(digest),
    ...resultsLeftOut(wanted - written),
    ...resultsNotShown(written),
  ];
}

function leftOutNotices({ leftOut: all = [] }: Report): readonly Notice[] {
  return all.map(({ message: text }) => ({ kind: 'left-out', level: 'note', message: text }));
}

/**
 * Undecided checks are no results, GitHub opens an alert for each, whatever its kind: their number and reasons are told
 * instead. With --strict they make the audit incomplete.
 */
function undecided({ report, gaps }: Digest): readonly Notice[] {
  const gap = gaps.find(({ kind }) => kind === 'undecided-checks');
  const { open, checks } = report.summary;
  if (open === 0) return [];
  const text = gap?.message ?? `${open} of ${checks} checks could not be decided`;
  const whole = [text, ...unknownReasons(report)].join('; ');
  return [{ kind: 'undecided-checks', level: gap ? 'error' : 'note', message: whole }];
}

function resultsLeftOut(count: number): readonly Notice[] {
  if (count === 0) return [];
  const text = `${count} results are not in this log, the mildest ones; the json report has them all`;
  return [{ kind: 'results-left-out', level: 'warning', message: text }];
}

function resultsNotShown(count: number): readonly Notice[] {
  if (count <= shownResults) return [];
  const text = `of ${count} results GitHub shows the ${shownResults} most severe; --app and --shard make smaller logs`;
  return [{ kind: 'results-not-shown', level: 'note', message: text }];
}

/**
 * How the run went. GitHub takes no finding of a log that says it was not successful
 * (https://github.com/github/codeql-action/issues/1393), so that one unreadable file would hide all others: what makes an
 * audit incomplete is told by notifications of level error and results. A log with everything is for other readers.
 */
export function invocation(report: Report, notices: readonly Notice[]): Invocation {
  const kinds = kindsOfNotices(notices);
  return {
    executionSuccessful: report.options.sarifAll !== true || !report.summary.incomplete,
    endTimeUtc: report.generatedAt,
    toolExecutionNotifications: notices.map((notice) => notification(notice, kinds)),
  };
}

function notification(notice: Notice, kinds: readonly NoticeKind[]): Notification {
  const { kind, level, location } = notice;
  return {
    descriptor: { id: kind, index: kinds.indexOf(kind) },
    level,
    message: message(plainText(notice.message)),
    ...(location && { locations: [sarifPlace(location)] }),
  };
}

/** One descriptor for each kind of notification that the run has. */
export function notificationDescriptors(notices: readonly Notice[]): ReportingDescriptor[] {
  const levels = new Map(notices.map(({ kind, level }) => [kind, level]));
  return kindsOfNotices(notices).map((kind) => describeKind(kind, levels.get(kind) ?? 'note'));
}

function kindsOfNotices(notices: readonly Notice[]): readonly NoticeKind[] {
  return [...new Set(notices.map(({ kind }) => kind))].toSorted();
}

function describeKind(kind: NoticeKind, level: ProblemLevel): ReportingDescriptor {
  const title = `${{ ...problemTitles, ...ownTitles }[kind]}.`;
  const text = `${title} ${meanings[level]}`;
  return {
    id: kind,
    name: kind.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: description(title),
    fullDescription: description(text),
    help: { text, markdown: text },
    helpUri: ownUri(kind),
    defaultConfiguration: { level },
  };
}

// What GitHub takes of a log: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads

/** More results than this in one run make GitHub refuse the upload. */
export const maxResults = 25_000;

/** Of more results than this GitHub shows only the most severe. */
const shownResults = 5_000;

/** The size of an upload, compressed. */
const maxUploadBytes = 10_000_000;

/**
 * What to upload. GitHub opens an alert for a suppressed, baselined, excused or undecided result, whatever it says of itself
 * (https://github.com/github/codeql-action/issues/1230), and one alert for all that share a fingerprint; hence those only on
 * request.
 */
export function uploadable({ report, listed }: Digest): readonly Result[] {
  if (report.options.sarifAll) return listed;
  const { includeGiven } = report.options;
  const active = listed.filter(
    (result) => statusOf(result) === 'active' && (result.verdict !== 'open' || includeGiven),
  );
  return withoutRepeats(active, report).map(({ result }) => result);
}

/** At most so many results, the worst ones, in their own order. */
export function worst(results: readonly Result[], most: number): readonly Result[] {
  if (results.length <= most) return results;
  const kept = new Set(results.toSorted((a, b) => weight(a) - weight(b)).slice(0, most));
  return results.filter((result) => kept.has(result));
}

function weight({ verdict, severity }: Result): number {
  return severityRank(severity) + (verdict === 'fail' ? 0 : 100);
}

/** What is small enough as it is, is small enough compressed. */
const smallLength = Math.floor(maxUploadBytes / 3);

/**
 * The text of a log that GitHub takes, in pieces; undefined where it may be too large. Compressed in haste, and block by block, a
 * log is larger than as a whole: where that fits, all is well. The blocks are kept until they are written, for making a log again
 * takes longer than unpacking it.
 */
export function fittingLog(parts: Iterable<string>): Iterable<string> | undefined {
  const blocks: Uint8Array[] = [];
  let block: string[] = [];
  let [length, bytes] = [0, 0];
  for (const part of parts) {
    block.push(part);
    length += part.length;
    if (length <= smallLength) continue;
    const packed = hastilyPacked(block);
    blocks.push(packed);
    bytes += packed.length;
    if (bytes > maxUploadBytes) return undefined;
    block = [];
    length = 0;
  }
  if (blocks.length === 0) return block;
  return bytes + hastilyPacked(block).length > maxUploadBytes ? undefined : unpacked(blocks, block);
}

function hastilyPacked(parts: readonly string[]): Uint8Array {
  return gzipSync(parts.join(''), { level: 1 });
}

function* unpacked(blocks: readonly Uint8Array[], last: readonly string[]): Generator<string> {
  for (const block of blocks) yield gunzipSync(block).toString('utf8');
  yield* last;
}

/** How many times larger than GitHub takes a log is; 1 at most when it takes it. */
export function oversize(parts: Iterable<string>): number {
  return gzipSync([...parts].join('')).length / maxUploadBytes;
}
