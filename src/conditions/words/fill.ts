import type { AppKind } from '../../model/app.js';
import type { Evidence } from '../../report/verdict.js';
import { placeholderNames } from '../../model/placeholders.js';
import { isSettingName, type SettingValue } from '../../settings/settings.js';
import type { FactLookup } from '../evaluate.js';
import { valueInWords } from './values.js';

/** What a sentence about an evaluation can name. */
export interface Fillings {
  readonly evidence: readonly Evidence[];
  readonly kind: AppKind;
  /** For settings that are not among the evidence. */
  readonly facts?: FactLookup;
}

/**
 * A sentence with what was found: `${NAME}` is the value of a setting, of a list the entries at fault; `${missing}` what a
 * list lacks. What is unknown is said to be so.
 */
export function filledIn(sentence: string, found: Fillings): string {
  return placeholderNames(sentence).reduce(
    (text, name) => text.replaceAll(`\${${name}}`, filledValue(name, found) ?? `\${${name}}`),
    sentence,
  );
}

function filledValue(name: string, { evidence, facts }: Fillings): string | undefined {
  if (name === 'missing') return evidence.map(missingEntries).find((text) => text !== undefined) ?? '';
  const own = evidence.find(({ setting }) => setting === name);
  if (own?.found !== undefined) return valueInWords(name, faultyEntries(own, own.found));
  if (own) return 'unknown';
  if (name !== 'today' && !isSettingName(name)) return undefined;
  const fact = facts?.(name);
  return fact?.state === 'known' ? valueInWords(name, fact.value) : 'unknown';
}

/** Of a list the entries at fault, where it is known which they are. */
export function faultyEntries({ items = [] }: Evidence, found: SettingValue): SettingValue {
  return items.length > 0 ? items : found;
}

function missingEntries({ setting, found, value, operator }: Evidence): string | undefined {
  if (!operator.endsWith('containsAll') || typeof value !== 'object') return undefined;
  const there = typeof found === 'object' ? found : [];
  return valueInWords(
    setting,
    value.filter((entry) => !there.includes(entry)),
  );
}
