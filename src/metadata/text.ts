import { isUtf8 } from 'node:buffer';
import { type Location, startOf } from '../model/location.js';
import { problem, type Problem } from '../report/problem.js';
import { redact } from '../model/redact.js';
import { readBytes, tooLarge } from './files/disk.js';
import { limits } from './limits.js';

export type TextOutcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: Problem };

/** Reads the file at `path` as text; see `decodeText`. */
export function readFileText(path: string, file: string): TextOutcome {
  const bytes = readBytes(path, file);
  return 'kind' in bytes ? { ok: false, problem: bytes } : decodeText(bytes, file);
}

/**
 * The text of a file, without its byte order mark, or why there is none. `file` is the path that messages show.
 * Metadata is UTF-8 (Metadata API Developer Guide); everything else is refused, never guessed.
 */
export function decodeText(bytes: Uint8Array, file: string): TextOutcome {
  if (bytes.length > limits.maxFileBytes)
    return { ok: false, problem: tooLarge(file, bytes.length) };
  const body = withoutMark(bytes);
  if (!isUtf8(body)) return refusedFile(otherEncoding(bytes) ?? badByte(body, file), file);
  const text = body.toString('utf8');
  if (text.includes('\0')) return refusedFile(otherEncoding(bytes) ?? binary, file);
  if (/^\s*$/.test(text)) {
    return { ok: false, problem: problem('empty-file', 'the file is empty', startOf(file)) };
  }
  return { ok: true, text };
}

/**
 * The same text, and nothing else kept for it: in V8 a piece of a text keeps the whole text in memory, here a file for as long as
 * the app. Shorter pieces than these are copies anyway.
 */
export function ownText(text: string): string {
  if (text.length < 13) return text;
  const copy: string = JSON.parse(JSON.stringify(text));
  return copy;
}

/** A text from a file as a message quotes it: without credentials, and not longer than anybody reads. */
export function shortQuote(text: string): string {
  const shown = redact(text);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

interface TextRefusal {
  readonly message: string;
  readonly location?: Location;
}

function refusedFile({ message, location }: TextRefusal, file: string): TextOutcome {
  return { ok: false, problem: problem('not-utf8', message, location ?? startOf(file)) };
}

function withoutMark(bytes: Uint8Array): Buffer {
  const start = hasMark(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
}

/** Byte order marks; that of UTF-32 LE begins like that of UTF-16 LE and so comes first. */
const otherMarks: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-32 LE', [0xff, 0xfe, 0, 0]],
  ['UTF-32 BE', [0, 0, 0xfe, 0xff]],
  ['UTF-16 LE', [0xff, 0xfe]],
  ['UTF-16 BE', [0xfe, 0xff]],
  // Without a mark, the `<` that every XML file begins with tells the encoding (XML 1.0, appendix F).
  ['UTF-32 LE', [0x3c, 0, 0, 0]],
  ['UTF-32 BE', [0, 0, 0, 0x3c]],
  ['UTF-16 LE', [0x3c, 0]],
  ['UTF-16 BE', [0, 0x3c]],
];

function hasMark(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function otherEncoding(bytes: Uint8Array): TextRefusal | undefined {
  const found = otherMarks.find(([, mark]) => hasMark(bytes, mark));
  return found && { message: `the file is ${found[0]}; save it as UTF-8` };
}

const binary: TextRefusal = { message: 'the file holds NUL bytes: it is binary or not UTF-8' };

/** Where the first byte is that is no UTF-8: lines and columns are those of the text before it. */
function badByte(bytes: Buffer, file: string): TextRefusal {
  const text = bytes.toString('utf8');
  const { offset, index } = firstReplacement(bytes, text);
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const message = `the byte 0x${byte} is not UTF-8; save the file as UTF-8`;
  return { message, location: indexLines(file, text).locate(index, index + 1) };
}

/** Decoding puts U+FFFD for what is no UTF-8. A file may also hold that character itself, as three good bytes. */
function firstReplacement(
  bytes: Buffer,
  text: string,
): { readonly offset: number; readonly index: number } {
  let offset = 0;
  let from = 0;
  for (;;) {
    const index = text.indexOf('\ufffd', from);
    offset += Buffer.byteLength(text.slice(from, index));
    if (index === -1 || !bytes.subarray(offset, offset + 3).equals(replacement))
      return { offset, index };
    offset += replacement.length;
    from = index + 1;
  }
}

const replacement = Buffer.from('\ufffd');

const lineFeed = '\n';

/** Turns offsets of one text into locations. */
export interface Lines {
  /** The range from `start` (inclusive) to `end` (exclusive), both offsets in UTF-16 units. */
  readonly locate: (start: number, end: number) => Location;
}

/**
 * The lines of a text without its byte order mark. A line ends at LF or CRLF; a lone CR ends none, as in editors and
 * on GitHub. The index grows as far as locations are asked for: most files of a clean project never need one, and that of a
 * hostile file would be larger than the file.
 */
export function indexLines(file: string, text: string): Lines {
  const starts: number[] = [];
  let next: number | undefined = 0;
  let near = 0;
  const lineAt = (offset: number): number => {
    for (; next !== undefined && next <= offset; next = lineAfter(text, next)) starts.push(next);
    near = lineOf(starts, offset, near);
    return near;
  };
  const column = (line: number, offset: number): number => offset - (starts[line] ?? 0) + 1;
  return {
    locate(start, end) {
      const startLine = lineAt(start);
      const startColumn = column(startLine, start);
      const endLine = lineAt(end);
      const endColumn = column(endLine, end);
      return { file, startLine: startLine + 1, startColumn, endLine: endLine + 1, endColumn };
    },
  };
}

function lineAfter(text: string, start: number): number | undefined {
  const end = text.indexOf(lineFeed, start);
  return end === -1 ? undefined : end + 1;
}

/** The index of the line that holds `offset`. Readers go forward, so the search begins where the last one ended. */
function lineOf(starts: readonly number[], offset: number, near: number): number {
  let low = offset >= (starts[near] ?? 0) ? near : 0;
  let high = starts.length - 1;
  for (let step = 1; low + step <= high; step *= 2) {
    if ((starts[low + step] ?? Infinity) > offset) high = low + step - 1;
    else low += step;
  }
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Infinity) > offset) high = middle - 1;
    else low = middle;
  }
  return low;
}
