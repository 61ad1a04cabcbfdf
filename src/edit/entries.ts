import type { ChangeEntries } from './change.js';
import { smallestEdit, type TextEdit } from './text-edits.js';
import type { TextPlace } from './text-place.js';
import { escapeXml } from './xml-text.js';

/** One entry of a text with several, as it is written, and what stands in front of it. */
interface WrittenEntry {
  readonly before: string;
  readonly raw: string;
}

/** The same as the reader of settings uses; a whole run of them parts two entries. */
const separatorRuns = {
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
  place: TextPlace,
  change: ChangeEntries,
  newline: string,
): TextEdit | undefined {
  const raw = text.slice(place.start, place.end);
  const entries = splitWrittenEntries(raw, separatorRuns[change.separator]);
  const between = entries[1]?.before ?? (change.separator === 'lines' ? newline : ', ');
  const how: EntryStyle = { change, place, between };
  const kept = entries
    .filter((entry) => !change.remove.some((one) => isSameEntry(entry, one, how)))
    .flatMap((entry) => replaceEntry(entry, how));
  const missing = change.add.filter((one) => !kept.some((entry) => isSameEntry(entry, one, how)));
  if (kept.length === entries.length && missing.length === 0 && !hasReplaced(kept, entries))
    return undefined;
  const all = [
    ...kept,
    ...missing.map((one) => ({ before: between, raw: place.encode(one) ?? '' })),
  ];
  const after = all.map(({ before, raw: own }, at) => (at === 0 ? own : before + own)).join('');
  return smallestEdit(raw, after, place.start);
}

/** How the entries of one text are written. */
interface EntryStyle {
  readonly change: ChangeEntries;
  readonly place: TextPlace;
  readonly between: string;
}

/** An entry, or those that take its place. */
function replaceEntry(entry: WrittenEntry, how: EntryStyle): readonly WrittenEntry[] {
  const by = how.change.replace?.find(([old]) => isSameEntry(entry, old, how))?.[1];
  if (!by) return [entry];
  return by.map((text, at) => ({
    before: at === 0 ? entry.before : how.between,
    raw: how.place.encode(text) ?? '',
  }));
}

function hasReplaced(kept: readonly WrittenEntry[], entries: readonly WrittenEntry[]): boolean {
  return kept.some(({ raw }, at) => raw !== entries[at]?.raw);
}

/** The text of a new element with these entries. */
export function joinEntries({ add, separator }: ChangeEntries, newline: string): string {
  return add.map(escapeXml).join(separator === 'lines' ? newline : ', ');
}

function isSameEntry({ raw }: WrittenEntry, text: string, { change, place }: EntryStyle): boolean {
  const own = place.decode(raw);
  return change.separator === 'scopes' ? own.toLowerCase() === text.toLowerCase() : own === text;
}

/** Pieces between separators; of blanks around an entry those in front belong to what parts it from the last one. */
function splitWrittenEntries(raw: string, separator: RegExp): readonly WrittenEntry[] {
  const entries: WrittenEntry[] = [];
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
