import { textlessReadings } from '../definition.js';
import { limits } from '../../metadata/limits.js';
import { ownText } from '../../metadata/text.js';
import type { XmlElement } from '../../metadata/xml/document.js';
import { isFilled, isPlaceholder } from '../placeholder.js';
import { redact } from '../../model/redact.js';
import { problem } from '../../report/problem.js';
import type { Setting } from '../settings.js';
import type { Reading } from '../definition.js';
import { mentionsKey } from '../../metadata/misplaced-secrets.js';
import {
  readChoice,
  readFlag,
  unreadableValue,
  type ReadSetting,
  type ReadingContext,
  single,
  statedSetting,
} from './reading.js';
import {
  readGroups,
  listSetting,
  notedList,
  split,
  wholeText,
  distinctScopes,
  withoutGaps,
} from './lists.js';

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

/** How the elements of one path become a setting. There is at least one element. */
const readersOfElements = {
  text: single((text, at) => statedSetting(ownText(redact(text)), at, isPlaceholder(text))),
  flag: single(readFlag),
  inverted: single((text, at, context) => {
    const setting = readFlag(text, at, context);
    return setting.state === 'known' ? { ...setting, value: !setting.value } : setting;
  }),
  count: single((text, at, context) =>
    /^-?\d{1,9}$/.test(text)
      ? statedSetting(Number(text), at)
      : unreadableValue(text, at, context, 'a whole number'),
  ),
  choice: single(readChoice),
  switch: single((text, at, context) => {
    const setting = readFlag(text, at, context);
    const [off, on] = Object.keys(context.definition.values ?? {});
    if (setting.state === 'unknown' || off === undefined || on === undefined) return setting;
    return statedSetting(setting.value ? on : off, at);
  }),
  present: ([element], { lines }) =>
    statedSetting(true, lines.locate(element.start, element.openEnd)),
  filled: holding(isFilled),
  given: holding((text) => text !== ''),
  lines: (elements, context) => notedList(split(elements, context, 'lines'), elements, context),
  commas: (elements, context) => notedList(split(elements, context, 'commas'), elements, context),
  scopes: (elements, context) =>
    withoutGaps(
      listSetting(
        distinctScopes(split(elements, context, 'scopes'), context.problems),
        elements,
        context,
      ),
    ),
  entries: (elements, context) =>
    listSetting(split(elements, context, 'commas'), elements, context),
  elements: (elements, context) =>
    notedList(
      elements.flatMap((element) => wholeText(element, context)),
      elements,
      context,
    ),
  ranges: (elements, context) =>
    readGroups(elements, context, ['start', 'startIpAddress'], ['end', 'endIpAddress'], '-'),
  attributes: (elements, context) => readGroups(elements, context, ['key'], ['formula'], '='),
} as const satisfies Readonly<Record<Reading, ReadSetting>>;

/** Reads the elements of one path. */
export function readElements(
  reading: Reading,
  elements: readonly [XmlElement, ...XmlElement[]],
  context: ReadingContext,
): Setting {
  const excess = reading === 'present' ? undefined : excessOf(elements);
  const [{ start, openEnd }] = elements;
  if (!textlessReadings.has(reading) && elements.some(({ text }) => mentionsKey(text))) {
    const reason = 'the text holds a private key and is not kept';
    return { state: 'unknown', reason, location: context.lines.locate(start, openEnd) };
  }
  if (excess === undefined) return readersOfElements[reading](elements, context);
  const message = `the value has more than ${excess} and is not read`;
  const location = context.lines.locate(start, openEnd);
  context.problems.push(problem('value-too-long', message, location));
  return { state: 'unknown', reason: message, location };
}

/** Readings whose element may stand several times. */
const repeatable: ReadonlySet<Reading> = new Set([
  'elements',
  'scopes',
  'entries',
  'ranges',
  'attributes',
]);

export function isRepeatable(reading: Reading): boolean {
  return repeatable.has(reading);
}

/** Whether one of the elements holds what is asked for. Nothing else of the text is kept. */
function holding(isHeld: (text: string) => boolean): ReadSetting {
  return (elements, { lines }) => {
    const held = elements.find(
      ({ text, children }) => isHeld(text) || children.some((child) => isHeld(child.text)),
    );
    const { text, textStart, textEnd } = held ?? elements[0];
    const placeholder = isPlaceholder(text) && !isFilled(text);
    return statedSetting(held !== undefined, lines.locate(textStart, textEnd), placeholder);
  };
}
