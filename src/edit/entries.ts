import type { XmlElement } from '../metadata/xml/document.js';
import type { ChangeEntries } from './change.js';
import { smallestEdit, type TextEdit } from './text-edits.js';
import { escapeXml, unescapeXml } from './xml-text.js';

/** One entry of a text with several, as it is written, and what stands in front of it. */
interface Entry {
  readonly before: string;
  readonly raw: string;
}

/** The same as the reader of settings uses; a whole run of them parts two entries. */
const separators = {
  lines: /((?:\r\n|[\r\n]|&#(?:10|13|x0*[aAdD]);)+)/,
  commas: /(,+)/,
  scopes: /((?:[,;]|\s)+)/,
} as const;

/**
 * The edit that takes entries out of an element and puts others at its end; every other character stays. Undefined where
 * nothing changes.
 */
export function editEntries(
  text: string,
  element: XmlElement,
  change: ChangeEntries,
  newline: string,
): TextEdit | undefined {
  const raw = text.slice(element.textStart, element.textEnd);
  const entries = entriesOf(raw, separators[change.separator]);
  const between = entries[1]?.before ?? (change.separator === 'lines' ? newline : ', ');
  const kept = entries
    .filter((entry) => !change.remove.some((one) => isSame(entry, one, change)))
    .flatMap((entry) => replaced(entry, change, between));
  const missing = change.add.filter((one) => !kept.some((entry) => isSame(entry, one, change)));
  if (kept.length === entries.length && missing.length === 0 && !hasReplaced(kept, entries))
    return undefined;
  const all = [...kept, ...missing.map((one) => ({ before: between, raw: escapeXml(one) }))];
  const after = all.map(({ before, raw: own }, at) => (at === 0 ? own : before + own)).join('');
  return smallestEdit(raw, after, element.textStart);
}

/** An entry, or those that take its place. */
function replaced(entry: Entry, change: ChangeEntries, between: string): readonly Entry[] {
  const by = change.replace?.find(([old]) => isSame(entry, old, change))?.[1];
  if (!by) return [entry];
  return by.map((text, at) => ({
    before: at === 0 ? entry.before : between,
    raw: escapeXml(text),
  }));
}

function hasReplaced(kept: readonly Entry[], entries: readonly Entry[]): boolean {
  return kept.some(({ raw }, at) => raw !== entries[at]?.raw);
}

/** The text of a new element with these entries. */
export function joinEntries({ add, separator }: ChangeEntries, newline: string): string {
  return add.map(escapeXml).join(separator === 'lines' ? newline : ', ');
}

function isSame({ raw }: Entry, text: string, { separator }: ChangeEntries): boolean {
  const own = unescapeXml(raw);
  return separator === 'scopes' ? own.toLowerCase() === text.toLowerCase() : own === text;
}

/** Pieces between separators; of blanks around an entry those in front belong to what parts it from the last one. */
function entriesOf(raw: string, separator: RegExp): readonly Entry[] {
  const entries: Entry[] = [];
  let before = '';
  for (const [at, piece] of raw.split(separator).entries()) {
    const own = at % 2 === 0 ? piece.trim() : '';
    if (own === '') {
      before += piece;
      continue;
    }
    const start = piece.indexOf(own);
    entries.push({ before: before + piece.slice(0, start), raw: own });
    before = piece.slice(start + own.length);
  }
  return entries;
}
