import { isUtf8 } from 'node:buffer';
import type { Location } from '../model/location.js';
import { startOf } from '../model/location.js';
import { problem, type Problem } from '../report/problem.js';
import { redact } from '../model/redact.js';
import { readBytes, tooLarge } from './files/bytes.js';
import { limits } from './limits.js';
import { indexLines } from './lines.js';

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
