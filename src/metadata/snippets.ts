import { resolve } from 'node:path';
import { groupBy } from '../model/lists.js';
import { formatRange, type Location } from '../model/location.js';
import { redact } from '../model/redact.js';
import type { ByteRange } from '../report/report.js';
import { readBytes, statsAt } from './files/disk.js';
import { lineHashesOf } from './line-hashes.js';
import { decodeText } from './text.js';

/** Longer texts, such as a certificate, say nothing in a report. */
const maxLength = 300;

/** What a report quotes of files. */
export interface QuotedFiles {
  /** GitHub's hash of lines, by `file:line`. */
  readonly lineHashes: ReadonlyMap<string, string>;
  /** The text of ranges, by `formatRange`. */
  readonly snippets: ReadonlyMap<string, string>;
}

/**
 * The hashes of the lines at which some places start, and the texts of some ranges (files relative to `cwd`); each file is read
 * once. Files that are not on disk, such as those in a zip, have none, and neither have long texts. Credentials inside are masked,
 * as they are in the model; which other ranges must not be quoted is for the caller to leave out.
 */
export function quotedFiles(
  places: readonly Pick<Location, 'file' | 'startLine'>[],
  ranges: readonly Location[],
  cwd: string,
): QuotedFiles {
  const lineHashes = new Map<string, string>();
  const snippets = new Map<string, string>();
  const rangesIn = groupBy(ranges, ({ file }) => file);
  const linesIn = groupBy(places, ({ file }) => file);
  for (const file of new Set([...linesIn.keys(), ...rangesIn.keys()])) {
    const bytes = bytesAt(resolve(cwd, file), file);
    if (!bytes) continue;
    const lines = new Set(linesIn.get(file)?.map(({ startLine }) => startLine));
    const hashes = lines.size === 0 ? [] : lineHashesOf(wholeText(bytes), lines);
    for (const [line, hash] of hashes) lineHashes.set(`${file}:${line}`, hash);
    for (const [range, text] of textsAt(rangesIn.get(file) ?? [], bytes, file))
      snippets.set(formatRange(range), text);
  }
  return { lineHashes, snippets };
}

/** The texts of ranges that are short enough to be quoted. Large files hardly ever have one, and their lines take much memory. */
function textsAt(
  ranges: readonly Location[],
  bytes: Uint8Array,
  file: string,
): readonly (readonly [Location, string])[] {
  if (ranges.length === 0) return [];
  const read = decodeText(bytes, file);
  const lines = read.ok ? read.text.split('\n') : [];
  return ranges
    .map((range) => [range, quotable(textInRange(range, lines))] as const)
    .filter(([, text]) => text !== '' && text.length <= maxLength);
}

/** With its byte order mark. */
function wholeText({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('utf8');
}

/**
 * The columns of some ranges in bytes of UTF-8, by `formatRange`: of those that have other signs than ASCII before their end, for
 * of all others they are the columns that a range has anyway.
 */
export function byteColumnsOf(
  ranges: readonly Location[],
  cwd: string,
): ReadonlyMap<string, ByteRange> {
  const columns = new Map<string, ByteRange>();
  for (const [file, inFile] of groupBy(ranges, (range) => range.file)) {
    const lines = linesAt(resolve(cwd, file), file);
    for (const range of inFile) {
      const bytes = {
        startColumn: byteColumn(lines[range.startLine - 1], range.startColumn),
        endColumn: byteColumn(lines[range.endLine - 1], range.endColumn),
      };
      if (bytes.startColumn !== range.startColumn || bytes.endColumn !== range.endColumn)
        columns.set(formatRange(range), bytes);
    }
  }
  return columns;
}

function byteColumn(line: string | undefined, column: number): number {
  return line === undefined ? column : Buffer.byteLength(line.slice(0, column - 1)) + 1;
}

/** A start tag may hold anything in its attributes, of which only the namespaces mean something: then nothing is quoted. */
function quotable(text: string): string {
  return text.startsWith('<') && !plainTag.test(text) ? '' : redact(text);
}

const plainTag = /^<[\w:.-]{1,100}(?:\s+xmlns(?::\w{1,20})?="https?:\/\/[\w./-]{1,100}")*\s*\/?>$/;

function linesAt(path: string, file: string): readonly string[] {
  const bytes = bytesAt(path, file);
  const read = bytes && decodeText(bytes, file);
  return read?.ok ? read.text.split('\n') : [];
}

/** Good until the next file is read. Undefined for what is no file, and for what is too large. */
function bytesAt(path: string, file: string): Uint8Array | undefined {
  if (statsAt(path)?.isFile() !== true) return undefined;
  const bytes = readBytes(path, file);
  return 'kind' in bytes ? undefined : bytes;
}

function textInRange(range: Location, lines: readonly string[]): string {
  const { startLine, startColumn, endLine, endColumn } = range;
  const own = lines.slice(startLine - 1, endLine);
  const last = own.length - 1;
  const cut = own.map((line, at) =>
    line.slice(at === 0 ? startColumn - 1 : 0, at === last ? endColumn - 1 : undefined),
  );
  return cut.join('\n');
}
