import { limits } from './limits.js';

/**
 * GitHub's hash of some lines of a text, by line: what its own upload works out, so that an alert stays the same when lines
 * move. The text is the whole file, with its byte order mark, as GitHub reads it.
 */
export function lineHashesOf(
  text: string,
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, string> {
  const hashes = new Map<number, string>();
  if (text.length > limits.maxHashedLines && hasManyLines(text)) return hashes;
  const found = (line: number, hash: string): void => {
    if (wanted.has(line)) hashes.set(line, hash);
  };
  hashLines(text, found, Math.max(...wanted));
  return hashes;
}

function hasManyLines(text: string): boolean {
  let count = 0;
  // The hasher ends a line at a lone CR, too.
  for (const _end of text.matchAll(/\r\n?|\n/g)) {
    count += 1;
    if (count > limits.maxHashedLines) return true;
  }
  return false;
}

// GitHub's hash of lines, as its own upload works it out: a window of 100 characters rolls over the text, blanks left out, and
// the hash of a line is that of the window that starts with it (https://github.com/github/codeql-action/blob/main/src/fingerprints.ts).
// It counts with 64 bits. The same with BigInt takes twenty times as long, and every report has these hashes.

const blockSize = 100;
const factor = 37;
const endOfText = 65_535;
const halfRange = 2 ** 32;

const tab = 9;
const lineFeedCode = 10;
const carriageReturn = 13;
const space = 32;

/** 37 ** 100 modulo 2 ** 64, in parts of 16 bits, the lowest first: what a character counts when it leaves the window. */
const leaving = hashParts(BigInt(factor) ** BigInt(blockSize));

function hashParts(value: bigint): readonly [number, number, number, number] {
  const part = (at: bigint): number => Number((value >> (16n * at)) & 0xffffn);
  return [part(0n), part(1n), part(2n), part(3n)];
}

/** Gives the hash of each line of a text up to `last` to `found`, lines counted from 1. */
export function hashLines(
  text: string,
  found: (line: number, hash: string) => void,
  last = Number.POSITIVE_INFINITY,
): void {
  const window = new Uint16Array(blockSize);
  const lines = new Int32Array(blockSize);
  const counts = new Map<string, number>();
  const [part0, part1, part2, part3] = leaving;
  let low = 0;
  let high = 0;
  let at = 0;
  let told = 0;

  const roll = (character: number): void => {
    const gone = window[at] ?? 0;
    window[at] = character;
    at = at + 1 === blockSize ? 0 : at + 1;
    const down = part0 * gone + ((part1 * gone) & 0xffff) * 65_536;
    const up =
      Math.floor((part1 * gone) / 65_536) + part2 * gone + ((part3 * gone) & 0xffff) * 65_536;
    const sum = low * factor + character - down;
    const carry = Math.floor(sum / halfRange);
    low = sum - carry * halfRange;
    const rest = high * factor + carry - up;
    high = rest - Math.floor(rest / halfRange) * halfRange;
  };
  const tell = (): void => {
    const line = lines[at] ?? 0;
    if (line === 0) return;
    lines[at] = 0;
    const digits = low.toString(16);
    const hash = high === 0 ? digits : high.toString(16) + digits.padStart(8, '0');
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    found(line, `${hash}:${count}`);
    told = line;
  };

  let line = 0;
  let starts = true;
  let afterReturn = false;
  for (let index = 0; index <= text.length; index += 1) {
    const read = index < text.length ? text.charCodeAt(index) : endOfText;
    const skipped = read === space || read === tab || (afterReturn && read === lineFeedCode);
    afterReturn = read === carriageReturn;
    if (skipped) continue;
    const character = afterReturn ? lineFeedCode : read;
    tell();
    if (told >= last) return;
    if (starts) lines[at] = line += 1;
    starts = character === lineFeedCode;
    roll(character);
  }
  for (let rest = 0; rest < blockSize; rest += 1) {
    tell();
    roll(0);
  }
}
