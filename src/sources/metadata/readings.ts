import type { Location } from '../../model/location.js';
import { onceFor } from '../../model/once-for.js';
import { isFilled, isPlaceholder } from '../../model/placeholder.js';
import { problem, type Problem } from '../../model/problem.js';
import type { Known, Setting, SettingValue } from '../../model/settings.js';
import type { Definition, Reading } from '../../model/settings/definition.js';
import { itemsOf, type Item } from './items.js';
import { limits } from './limits.js';
import type { Lines } from './lines.js';
import { mentionsKey } from './misplaced-secrets.js';
import { scopesOf, withoutGaps } from './scope-entries.js';
import { shortened } from './text.js';
import type { XmlElement } from './xml/document.js';

/** What a reading needs besides the elements: the text they stand in, and a place for what is odd. */
export interface ReadingContext {
  readonly text: string;
  readonly lines: Lines;
  readonly definition: Definition;
  readonly problems: Problem[];
}

type Read = (elements: readonly [XmlElement, ...XmlElement[]], context: ReadingContext) => Setting;

/** How the elements of one path become a setting. There is at least one element. */
const readings = {
  text: single((text, at) => stated(text, at, isPlaceholder(text))),
  flag: single(flag),
  inverted: single((text, at, context) => {
    const setting = flag(text, at, context);
    return setting.state === 'known' ? { ...setting, value: !setting.value } : setting;
  }),
  count: single((text, at, context) =>
    /^-?\d{1,9}$/.test(text) ? stated(Number(text), at) : odd(text, at, context, 'a whole number'),
  ),
  choice: single(choice),
  present: ([element], { lines }) => stated(true, lines.locate(element.start, element.openEnd)),
  filled: holding(isFilled),
  given: holding((text) => text !== ''),
  lines: (elements, context) => list(split(elements, context, 'lines'), elements, context),
  commas: (elements, context) => list(split(elements, context, 'commas'), elements, context),
  scopes: (elements, context) =>
    withoutGaps(
      list(scopesOf(split(elements, context, 'scopes'), context.problems), elements, context),
    ),
  elements: (elements, context) =>
    list(
      elements.flatMap((element) => whole(element, context)),
      elements,
      context,
    ),
  ranges: (elements, context) =>
    groups(elements, context, ['start', 'startIpAddress'], ['end', 'endIpAddress'], '-'),
  attributes: (elements, context) => groups(elements, context, ['key'], ['formula'], '='),
} as const satisfies Readonly<Record<Reading, Read>>;

/** Reads the elements of one path. */
export function read(
  reading: Reading,
  elements: readonly [XmlElement, ...XmlElement[]],
  context: ReadingContext,
): Setting {
  const excess = reading === 'present' ? undefined : excessOf(elements);
  const [{ start, openEnd }] = elements;
  if (!unkept.has(reading) && elements.some(({ text }) => mentionsKey(text))) {
    const reason = 'the text holds a private key and is not kept';
    return { state: 'unknown', reason, location: context.lines.locate(start, openEnd) };
  }
  if (excess === undefined) return readings[reading](elements, context);
  const message = `the value has more than ${excess} and is not read`;
  const location = context.lines.locate(start, openEnd);
  context.problems.push(problem('value-too-long', message, location));
  return { state: 'unknown', reason: message, location };
}

/** Readings that never keep the text. */
const unkept: ReadonlySet<Reading> = new Set(['present', 'filled', 'given']);

/** What there is too much of. */
function excessOf(elements: readonly XmlElement[]): string | undefined {
  const { maxValueElements, maxValueLength } = limits;
  if (elements.length > maxValueElements) return `${maxValueElements} elements`;
  const length = elements.reduce((sum, element) => sum + lengthOf(element), 0);
  return length > maxValueLength ? `${maxValueLength} characters` : undefined;
}

function lengthOf({ text, children }: XmlElement): number {
  return children.reduce((sum, child) => sum + child.text.length, text.length);
}

/** Readings whose element may stand several times. */
const repeatable: ReadonlySet<Reading> = new Set(['elements', 'scopes', 'ranges', 'attributes']);

export function isRepeatable(reading: Reading): boolean {
  return repeatable.has(reading);
}

function single(
  readText: (text: string, location: Location, context: ReadingContext) => Setting,
): Read {
  return ([element, ...others], context) => {
    const at = context.lines.locate(element.textStart, element.textEnd);
    const contradiction = others.find((other) => other.text !== element.text);
    if (!contradiction) return readText(element.text, at, context);
    const message = `<${element.name}> stands twice, with different values`;
    const second = context.lines.locate(contradiction.textStart, contradiction.textEnd);
    context.problems.push(problem('duplicate-element', message, second));
    return { state: 'unknown', reason: message, location: at };
  };
}

function stated<T extends SettingValue>(
  value: T,
  location: Location,
  placeholder = false,
): Known<T> {
  const known = { state: 'known', value, origin: 'stated', location } as const;
  return placeholder ? { ...known, placeholder: true } : known;
}

function flag(text: string, at: Location, context: ReadingContext): Setting<boolean> {
  const value = text.toLowerCase();
  // XML Schema also allows 1 and 0 for a boolean.
  if (value === 'true' || value === '1') return stated(true, at);
  if (value === 'false' || value === '0') return stated(false, at);
  return odd(text, at, context, 'true or false');
}

/** Whether one of the elements holds what is asked for. Nothing else of the text is kept. */
function holding(isHeld: (text: string) => boolean): Read {
  return (elements, { lines }) => {
    const held = elements.find(
      ({ text, children }) => isHeld(text) || children.some((child) => isHeld(child.text)),
    );
    const { text, textStart, textEnd } = held ?? elements[0];
    const placeholder = isPlaceholder(text) && !isFilled(text);
    return stated(held !== undefined, lines.locate(textStart, textEnd), placeholder);
  };
}

function choice(text: string, at: Location, context: ReadingContext): Setting {
  // The refresh token policy of a Connected App carries number and unit behind a colon.
  const written = (/^specific_[a-z]+(?=:)/i.exec(text)?.[0] ?? text).toLowerCase();
  const value = spellingsOf(context.definition).get(written);
  if (value !== undefined) return stated(value, at);
  const spellings = Object.values(context.definition.values ?? {});
  return odd(text, at, context, spellings.flatMap(([usual]) => usual ?? []).join(', '));
}

/** The values of an enum by their spellings in metadata, in lower case. */
const spellingsOf = onceFor((definition: Definition): ReadonlyMap<string, string> => {
  const values = Object.entries(definition.values ?? {}).toReversed();
  return new Map(
    values.flatMap(([value, all]) => all.map((one) => [one.toLowerCase(), value] as const)),
  );
});

/** A value that cannot be read: reported, and unknown. Never taken for one that is known. */
function odd(
  text: string,
  location: Location,
  context: ReadingContext,
  expected: string,
): { readonly state: 'unknown'; readonly reason: string; readonly location: Location } {
  if (text === '') return { state: 'unknown', reason: 'the element is empty', location };
  const shown = shortened(text);
  if (isPlaceholder(text)) {
    return { state: 'unknown', reason: `\`${shown}\` is a placeholder`, location };
  }
  const message = `\`${shown}\` is no known value of "${context.definition.label}"; expected ${expected}`;
  context.problems.push(problem('unknown-value', message, location));
  return { state: 'unknown', reason: `the value \`${shown}\` is not known`, location };
}

/** The entries with their places; the list itself stands where its elements begin and end. */
function list(
  items: readonly Item[],
  elements: readonly [XmlElement, ...XmlElement[]],
  { lines }: ReadingContext,
): Known<readonly string[]> {
  const value = items.map((item) => item.text);
  const itemLocations = items.map((item) => item.location);
  const placeholder = value.some(isPlaceholder) ? ({ placeholder: true } as const) : {};
  const location = lines.locate(
    startOf(elements[0]),
    endOf(elements[elements.length - 1] ?? elements[0]),
  );
  return { state: 'known', value, origin: 'stated', itemLocations, location, ...placeholder };
}

function startOf({ children, textStart }: XmlElement): number {
  return children[0] ? startOf(children[0]) : textStart;
}

function endOf({ children, textEnd }: XmlElement): number {
  const last = children[children.length - 1];
  return last ? endOf(last) : textEnd;
}

function split(
  elements: readonly XmlElement[],
  { text, lines }: ReadingContext,
  separator: 'lines' | 'commas' | 'scopes',
): readonly Item[] {
  return elements.flatMap((element) => itemsOf(text, element, lines, separator));
}

/** The text of an element as one entry; an empty element is none. */
function whole(
  { text, textStart, textEnd }: XmlElement,
  { lines }: ReadingContext,
): readonly Item[] {
  return text === '' ? [] : [{ text, location: lines.locate(textStart, textEnd) }];
}

/** Elements with two children, each as one entry: `start-end`, `key=formula`. Those with neither are left out. */
function groups(
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
  return list(items, elements, context);
}
