// What GitHub takes of a log: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads
import { gzipSync } from 'node:zlib';
import { severityRank } from '../../src/report/severity.js';
import { withoutRepeats, type Digest } from '../../src/report/digest/index.js';
import { statusOf, type Result } from '../../src/report/verdict.js';

/** More results than this in one run make GitHub refuse the upload. */
export const maxResults = 25_000;

/** Of more results than this GitHub shows only the most severe. */
export const shownResults = 5_000;

/** The size of an upload, compressed. */
export const maxUploadBytes = 10_000_000;

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

/** The parts of a log that GitHub takes whatever it holds; undefined for a longer one. */
export function smallLog(parts: Iterable<string>): readonly string[] | undefined {
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    kept.push(part);
    length += part.length;
    if (length > smallLength) return undefined;
  }
  return kept;
}

/** How many times larger than GitHub takes a log is; 1 at most when it takes it. */
export function oversize(parts: () => Iterable<string>): number {
  if (fitsInBlocks(parts())) return 0;
  return gzipSync([...parts()].join('')).length / maxUploadBytes;
}

/** Compressed in haste, and block by block, a log is larger than as a whole: where that fits, all is well. */
function fitsInBlocks(parts: Iterable<string>): boolean {
  let block = '';
  let bytes = 0;
  for (const part of parts) {
    block += part;
    if (block.length < smallLength) continue;
    bytes += gzipSync(block, { level: 1 }).length;
    if (bytes > maxUploadBytes) return false;
    block = '';
  }
  return bytes + gzipSync(block, { level: 1 }).length <= maxUploadBytes;
}
