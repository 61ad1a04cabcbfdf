import { resolve } from 'node:path';
import { groupBy } from '../model/lists.js';
import { formatRange, type Location } from '../model/location.js';
import { redact } from '../model/redact.js';
import type { ByteRange } from '../report/report.js';
import { statsAt } from './files/disk.js';
import { readFileText } from './text.js';

/** Longer texts, such as a certificate, say nothing in a report. */
const maxLength = 300;

/**
 * The text of some ranges, by `formatRange`. Ranges of files that are not on disk, such as those in a zip, have none, and
 * neither have long ones. Credentials inside are masked, as they are in the model; which other places must not be quoted is for
 * the caller to leave out.
 */
export function snippetsOf(ranges: readonly Location[], cwd: string): ReadonlyMap<string, string> {
  const snippets = new Map<string, string>();
  for (const [file, inFile] of groupBy(ranges, (range) => range.file)) {
    const lines = linesAt(resolve(cwd, file), file);
    for (const range of lines ? inFile : []) {
      const text = quotable(textInRange(range, lines ?? []));
      if (text !== '' && text.length <= maxLength) snippets.set(formatRange(range), text);
    }
  }
  return snippets;
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
    const lines = linesAt(resolve(cwd, file), file) ?? [];
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

function linesAt(path: string, file: string): readonly string[] | undefined {
  if (statsAt(path)?.isFile() !== true) return undefined;
  const read = readFileText(path, file);
  return read.ok ? read.text.split('\n') : undefined;
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
