import type { Location } from '../../model/location.js';
import type { Lines } from '../lines.js';
import type { XmlElement } from '../xml/document.js';
import { trimBlanks } from '../xml/text.js';

/** One entry of a list and where it stands. */
export interface Item {
  readonly text: string;
  readonly location: Location;
}

const itemSeparators = {
  // In raw text a line end may also be written as a reference; a decoded one is LF or CR.
  lines: /\r\n|[\r\n]|&#(?:10|13|x0*[aAdD]);/,
  commas: /,/,
  // No scope has a blank in its name; what people put between two of them must not hide one.
  scopes: /[,;]|\s+/,
} as const;

/**
 * The entries of an element that holds several, without empty ones. Each has its own range, but where comments or
 * CDATA stand between them: then all have the range of the whole value.
 */
export function readItems(
  source: string,
  element: XmlElement,
  lines: Lines,
  separator: keyof typeof itemSeparators,
): readonly Item[] {
  const texts = splitEntries(element.text, itemSeparators[separator]).map((entry) => entry.text);
  const raw = source.slice(element.textStart, element.textEnd);
  const ranges = raw.includes('<') ? [] : splitEntries(raw, itemSeparators[separator]);
  const exact = ranges.length === texts.length;
  return texts.map((text, index) => {
    const range = exact ? ranges[index] : undefined;
    const start = element.textStart + (range?.start ?? 0);
    const end = range ? start + range.text.length : element.textEnd;
    return { text, location: lines.locate(start, end) };
  });
}

interface SplitEntry {
  readonly text: string;
  readonly start: number;
}

function splitEntries(text: string, separator: RegExp): readonly SplitEntry[] {
  const entries: SplitEntry[] = [];
  let rest = text;
  let offset = 0;
  for (;;) {
    const found = separator.exec(rest);
    const piece = found ? rest.slice(0, found.index) : rest;
    // Only what XML calls blank: other white space is part of a URL, and makes it one that never fits.
    const { text: trimmed, start } = trimBlanks(piece, 0, piece.length);
    if (trimmed !== '') entries.push({ text: trimmed, start: offset + start });
    if (!found) return entries;
    offset += found.index + found[0].length;
    rest = rest.slice(found.index + found[0].length);
  }
}
