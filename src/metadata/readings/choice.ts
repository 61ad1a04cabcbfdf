import type { Location } from '../../model/location.js';
import { onceFor } from '../../model/once-for.js';
import { problem } from '../../report/problem.js';
import type { Setting } from '../../settings/settings.js';
import type { Definition } from '../../settings/definition.js';
import { shortQuote } from '../text.js';
import { unreadableValue, type ReadingContext, statedSetting } from './reading.js';

/** Reads a value of an enum, by its spelling in metadata. */
export function readChoice(text: string, at: Location, context: ReadingContext): Setting {
  // The refresh token policy of a Connected App carries number and unit behind a colon.
  const written = (/^specific_[a-z]+(?=:)/i.exec(text)?.[0] ?? text).toLowerCase();
  const value = spellingsOf(context.definition).get(written);
  if (value === undefined) return unreadableValue(text, at, context, usualValues(context.definition));
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
