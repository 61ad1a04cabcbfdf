import type { Location } from '../../model/location.js';
import { type Lines, ownText, shortQuote } from '../../metadata/text.js';
import type { XmlElement } from '../../metadata/xml/document.js';
import { trimBlanks } from '../../metadata/xml/text.js';
import { isPlaceholder } from '../placeholder.js';
import { redact } from '../../model/redact.js';
import { problem, type Problem } from '../../report/problem.js';
import type { Known, Setting } from '../settings.js';
import type { ReadingContext } from './reading.js';
import { scopeOfName, scopeOfToken, scopeTokens } from '../scopes.js';
import { nearestName } from '../../metadata/elements/meant.js';

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
function readItems(
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

/** The entries with their places; the list itself stands where its elements begin and end. */
export function listSetting(
  items: readonly Item[],
  elements: readonly [XmlElement, ...XmlElement[]],
  { lines }: ReadingContext,
): Known<readonly string[]> {
  const value = items.map((item) => ownText(redact(item.text)));
  const itemLocations = items.map((item) => item.location);
  const placeholder = value.some(isPlaceholder) ? ({ placeholder: true } as const) : {};
  const location = lines.locate(
    contentStart(elements[0]),
    contentEnd(elements[elements.length - 1] ?? elements[0]),
  );
  return { state: 'known', value, origin: 'stated', itemLocations, location, ...placeholder };
}

/** The same, where an entry that occurs twice is noted. */
export function notedList(
  items: readonly Item[],
  elements: readonly [XmlElement, ...XmlElement[]],
  context: ReadingContext,
): Known<readonly string[]> {
  const seen = new Set<string>();
  for (const { text, location } of items) {
    if (seen.has(text)) {
      const message = `\`${shortQuote(redact(text))}\` is listed twice`;
      context.problems.push(problem('repeated-value', message, location));
    }
    seen.add(text);
  }
  return listSetting(items, elements, context);
}

function contentStart({ children, textStart }: XmlElement): number {
  return children[0] ? contentStart(children[0]) : textStart;
}

function contentEnd({ children, textEnd }: XmlElement): number {
  const last = children[children.length - 1];
  return last ? contentEnd(last) : textEnd;
}

/** The entries of elements that hold several each. */
export function split(
  elements: readonly XmlElement[],
  { text, lines }: ReadingContext,
  separator: 'lines' | 'commas' | 'scopes',
): readonly Item[] {
  return elements.flatMap((element) => readItems(text, element, lines, separator));
}

/** The text of an element as one entry; an empty element is none. */
export function wholeText(
  { text, textStart, textEnd }: XmlElement,
  { lines }: ReadingContext,
): readonly Item[] {
  return text === '' ? [] : [{ text, location: lines.locate(textStart, textEnd) }];
}

/** Elements with two children, each as one entry: `start-end`, `key=formula`. Those with neither are left out. */
export function readGroups(
  elements: readonly [XmlElement, ...XmlElement[]],
  context: ReadingContext,
  left: readonly string[],
  right: readonly string[],
  sign: string,
): Setting {
  const items = elements.flatMap((element) => {
    const of = (names: readonly string[]): readonly XmlElement[] =>
      element.children.filter(({ name, text }) => names.includes(name) && text !== '').slice(0, 1);
    const [first, second] = [of(left), of(right)];
    const found = [...first, ...second];
    if (found.length === 0) return [];
    const start = Math.min(...found.map(({ textStart }) => textStart));
    const end = Math.max(...found.map(({ textEnd }) => textEnd));
    const text = `${first[0]?.text ?? ''}${sign}${second[0]?.text ?? ''}`;
    return [{ text, location: context.lines.locate(start, end) }];
  });
  return listSetting(items, elements, context);
}

/** OAuth scope names without repetition: Basic, Profile and Email are one scope. */
export function distinctScopes(tokens: readonly Item[], problems: Problem[]): readonly Item[] {
  const found = new Map<string, Item>();
  for (const { text, location } of tokens) {
    const scope = scopeOfToken(text);
    const name = scope ?? scopeOfName(text) ?? text;
    if (scope === undefined && !isPlaceholder(text)) {
      problems.push(problem('unknown-scope', unknownScope(text, name), location));
    }
    if (!found.has(name)) found.set(name, { text: name, location });
  }
  return [...found.values()];
}

function unknownScope(text: string, name: string): string {
  const shown = shortQuote(text);
  if (scopeOfName(text) === undefined) {
    const near = nearestName(text, Object.keys(scopeTokens));
    const hint = near === undefined ? '' : `; ${near} may be meant`;
    return `\`${shown}\` is no known OAuth scope; it is kept as written${hint}`;
  }
  return `metadata does not spell a scope \`${shown}\`; it is taken for ${name}`;
}

/**
 * Nobody can tell which scopes an app lacks while one of them is a template. With the full scope it does not matter: there is
 * no more to ask for.
 */
export function withoutGaps(setting: Known<readonly string[]>): Setting<readonly string[]> {
  const { value, itemLocations, location, placeholder } = setting;
  if (!placeholder || value.includes('full')) return setting;
  const gap = value.findIndex(isPlaceholder);
  const at = itemLocations?.[gap] ?? location;
  const reason = `the scope \`${shortQuote(value[gap] ?? '')}\` is a placeholder`;
  return at ? { state: 'unknown', reason, location: at } : { state: 'unknown', reason };
}
