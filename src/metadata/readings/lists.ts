import { isPlaceholder } from '../../settings/placeholder.js';
import { redact } from '../../model/redact.js';
import { problem } from '../../report/problem.js';
import type { Known, Setting } from '../../settings/settings.js';
import type { XmlElement } from '../xml/document.js';
import { shortQuote } from '../text.js';
import { type Item, readItems } from './items.js';
import type { ReadingContext } from './reading.js';

/** The entries with their places; the list itself stands where its elements begin and end. */
export function listSetting(
  items: readonly Item[],
  elements: readonly [XmlElement, ...XmlElement[]],
  { lines }: ReadingContext,
): Known<readonly string[]> {
  const value = items.map((item) => redact(item.text));
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
