import type { Location } from '../../model/location.js';
import { isPlaceholder } from '../placeholder.js';
import { type Problem, problem } from '../../report/problem.js';
import type { Known, Setting, SettingValue } from '../settings.js';
import type { Definition } from '../definition.js';
import { type Lines, shortQuote } from '../../metadata/text.js';
import type { XmlElement } from '../../metadata/xml/document.js';
import { onceFor } from '../../model/once-for.js';

/** What a reading needs besides the elements: the text they stand in, and a place for what is odd. */
export interface ReadingContext {
  readonly text: string;
  readonly lines: Lines;
  readonly definition: Definition;
  readonly problems: Problem[];
}

/** How elements of one path become a setting. */
export type ReadSetting = (
  elements: readonly [XmlElement, ...XmlElement[]],
  context: ReadingContext,
) => Setting;

/** Reads the text of an element that may stand only once: two that differ leave it unknown. */
export function single(
  readText: (text: string, location: Location, context: ReadingContext) => Setting,
): ReadSetting {
  return ([element, ...others], context) => {
    const at = context.lines.locate(element.textStart, element.textEnd);
    const contradiction = others.find((other) => other.text !== element.text);
    if (!contradiction) return readText(element.text, at, context);
    const message = `<${element.name}> occurs twice, with different values`;
    const second = context.lines.locate(contradiction.textStart, contradiction.textEnd);
    context.problems.push(problem('duplicate-element', message, second));
    return { state: 'unknown', reason: message, location: at };
  };
}

/** What a file says. */
export function statedSetting<T extends SettingValue>(
  value: T,
  location: Location,
  placeholder = false,
): Known<T> {
  const known = { state: 'known', value, origin: 'stated', location } as const;
  return placeholder ? { ...known, placeholder: true } : known;
}

/** Reads true or false. */
export function readFlag(text: string, at: Location, context: ReadingContext): Setting<boolean> {
  const value = text.toLowerCase();
  // XML Schema also allows 1 and 0 for a boolean.
  if (value === 'true' || value === '1') return statedSetting(true, at);
  if (value === 'false' || value === '0') return statedSetting(false, at);
  return unreadableValue(text, at, context, 'true or false');
}

/** A value that cannot be read: reported, and unknown. Never taken for one that is known. */
export function unreadableValue(
  text: string,
  location: Location,
  context: ReadingContext,
  expected: string,
): { readonly state: 'unknown'; readonly reason: string; readonly location: Location } {
  if (text === '') return { state: 'unknown', reason: 'the element is empty', location };
  const shown = shortQuote(text);
  if (isPlaceholder(text)) {
    return { state: 'unknown', reason: `\`${shown}\` is a placeholder`, location };
  }
  const message = `\`${shown}\` is no known value of "${context.definition.label}"; expected ${expected}`;
  context.problems.push(problem('unknown-value', message, location));
  return { state: 'unknown', reason: `the value \`${shown}\` is not known`, location };
}

/** Reads a value of an enum, by its spelling in metadata. */
export function readChoice(text: string, at: Location, context: ReadingContext): Setting {
  // The refresh token policy of a Connected App carries number and unit behind a colon.
  const written = (/^specific_[a-z]+(?=:)/i.exec(text)?.[0] ?? text).toLowerCase();
  const value = spellingsOf(context.definition).get(written);
  if (value === undefined)
    return unreadableValue(text, at, context, usualValues(context.definition));
  const withdrawn = context.definition.withdrawn?.[value];
  if (withdrawn !== undefined) {
    const message = `\`${shortQuote(text)}\` is a withdrawn value of "${context.definition.label}": ${withdrawn}; expected ${usualValues(context.definition)}`;
    context.problems.push(problem('unknown-value', message, at));
  }
  return statedSetting(value, at);
}

/** The values that a file may have, in their usual spelling. */
function usualValues({ values = {}, withdrawn = {} }: Definition): string {
  const current = Object.entries(values).filter(([value]) => !Object.hasOwn(withdrawn, value));
  return current.flatMap(([, [usual]]) => usual ?? []).join(', ');
}

/** The values of an enum by their spellings in metadata, in lower case. */
const spellingsOf = onceFor((definition: Definition): ReadonlyMap<string, string> => {
  const values = Object.entries(definition.values ?? {}).toReversed();
  return new Map(
    values.flatMap(([value, all]) => all.map((one) => [one.toLowerCase(), value] as const)),
  );
});
