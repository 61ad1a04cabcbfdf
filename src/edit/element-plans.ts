import { afterLastSlash } from '../model/words.js';
import type { MetadataType } from '../model/metadata-types.js';
import { typeCatalogue } from '../metadata/elements/catalogue.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { Change, ChangeElements, ChangeEntries, ElementContent, SetText } from './change.js';
import type { NewElement, ElementPlan, FileEdit, Plans } from './layout.js';
import {
  placeOfText,
  escapeXml,
  smallestEdit,
  type TextEdit,
  type TextPlace,
} from './text-edits.js';

const emptyPlan: ElementPlan = { added: [], gone: [], edits: [], refused: [] };

/** An old spelling counts as the element that it means. */
export function canonicalName({ name }: XmlElement, prefix: string, type: MetadataType): string {
  const path = typeCatalogue(type).aliases.get(prefix + name);
  return path === undefined ? name : afterLastSlash(path);
}

/** `own` are the elements of the path that are there. */
export function elementPlan(
  own: readonly XmlElement[],
  name: string,
  change: Change,
  plans: Plans,
): ElementPlan {
  switch (change.kind) {
    case 'set':
      if (own.length === 0 && change.ifThere) return emptyPlan;
      return ofText(own, name, change, plans);
    case 'remove':
      return { ...emptyPlan, gone: own.map((element) => [element, change] as const) };
    case 'entries':
      return ofEntries(own, name, change, plans);
    case 'elements':
      return ofElements(own, name, change);
  }
}

function ofText(
  own: readonly XmlElement[],
  name: string,
  change: SetText,
  { text }: Plans,
): ElementPlan {
  const written = escapeXml(change.text);
  if (own.length === 0)
    return { ...emptyPlan, added: [{ name, content: written, changes: [change] }] };
  const edits: FileEdit[] = [];
  for (const element of own) {
    const place = placeOfText(text, element);
    if ('because' in place) return refuseChange(change, place.because);
    if (element.text === change.text.trim() && element.text !== '') continue;
    const encoded = place.encode(change.text);
    if (encoded === undefined) return refuseChange(change, noCdata(name));
    const { start, end } = place;
    if (text.slice(start, end) === encoded && element.text !== '') continue;
    edits.push(
      place.isWhole && element.text === ''
        ? rewriteElement(element, written, change)
        : { start, end, text: encoded, element: name, changes: [change] },
    );
  }
  return { ...emptyPlan, edits };
}

function refuseChange(change: Change, because: string): ElementPlan {
  return { ...emptyPlan, refused: [{ change, because }] };
}

function noCdata(name: string): string {
  return `the text of <${name}> is a CDATA section, which cannot hold the new one`;
}

/** An element without text may be written in several ways: it is written anew. */
function rewriteElement(
  { name, start, end }: XmlElement,
  written: string,
  change: Change,
): FileEdit {
  const text = `<${name}>${written}</${name}>`;
  return { start, end, text, element: name, changes: [change] };
}

function ofEntries(
  own: readonly XmlElement[],
  name: string,
  change: ChangeEntries,
  plans: Plans,
): ElementPlan {
  const [element, second] = own;
  const { newline } = plans.layout;
  const written = joinEntries(change, newline);
  if (!element) {
    if (change.add.length === 0) return emptyPlan;
    return { ...emptyPlan, added: [{ name, content: written, changes: [change] }] };
  }
  if (second) return refuseChange(change, `<${name}> occurs twice`);
  const place = placeOfText(plans.text, element);
  if ('because' in place) return refuseChange(change, place.because);
  if (element.text === '' && change.add.length === 0) return emptyPlan;
  if (element.text === '' && place.isWhole)
    return { ...emptyPlan, edits: [rewriteElement(element, written, change)] };
  if (change.add.some((one) => place.encode(one) === undefined))
    return refuseChange(change, noCdata(name));
  const edit = editEntries(plans.text, place, change, newline);
  return edit
    ? { ...emptyPlan, edits: [{ ...edit, element: name, changes: [change] }] }
    : emptyPlan;
}

function ofElements(own: readonly XmlElement[], name: string, change: ChangeElements): ElementPlan {
  const entries = own.map(elementEntry);
  const isAgain = (at: number): boolean =>
    change.eachOnce === true && entries.indexOf(entries[at] ?? '') !== at;
  const gone = own.filter((_, at) => change.remove.includes(entries[at] ?? '') || isAgain(at));
  const kept = new Set(own.filter((element) => !gone.includes(element)).map(elementEntry));
  const added = change.add
    .filter((content) => !kept.has(entryOfContent(content)))
    .map((content) => ({ name, content: newContent(content), changes: [change] }));
  const [first] = gone;
  const none = change.keepEmpty === true && kept.size === 0 && added.length === 0;
  if (first && none) {
    const { start, end } = first;
    return {
      ...emptyPlan,
      edits: [{ start, end, text: `<${name}/>`, element: name, changes: [change] }],
      gone: gone.slice(1).map((element) => [element, change] as const),
    };
  }
  return { ...emptyPlan, added, gone: gone.map((element) => [element, change] as const) };
}

/** Pairs of children that settings write in one text, and the sign between them. */
const pairs: readonly (readonly [readonly string[], readonly string[], string])[] = [
  [['start', 'startIpAddress'], ['end', 'endIpAddress'], '-'],
  [['key'], ['formula'], '='],
];

function elementEntry({ text, children }: XmlElement): string {
  if (children.length === 0) return text;
  return joinPair(new Map(children.map((child) => [child.name, child.text])));
}

function entryOfContent(content: ElementContent): string {
  return typeof content === 'string' ? content : joinPair(new Map(Object.entries(content)));
}

function joinPair(texts: ReadonlyMap<string, string>): string {
  const of = (names: readonly string[]): string | undefined =>
    names.map((name) => texts.get(name)).find((text) => text !== undefined);
  const found = pairs.find(([left, right]) => of(left) !== undefined || of(right) !== undefined);
  return found ? `${of(found[0]) ?? ''}${found[2]}${of(found[1]) ?? ''}` : '';
}

function newContent(content: ElementContent): NewElement['content'] {
  if (typeof content === 'string') return escapeXml(content);
  return Object.entries(content).map(([name, text]) => ({ name, content: escapeXml(text) }));
}

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
function editEntries(
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
function joinEntries({ add, separator }: ChangeEntries, newline: string): string {
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
