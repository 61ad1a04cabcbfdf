import type { SettingValue } from '../model/settings.js';
import type { FactLookup } from './conditions.js';
import { isList } from './operators/operand.js';

/** A text that is the same exactly when all the facts are. Why a fact is unknown makes no difference. */
export function keyOf(names: readonly string[], facts: FactLookup): string {
  return names.map((name) => keyPart(facts, name)).join();
}

function keyPart(facts: FactLookup, name: string): string {
  const fact = facts(name);
  return fact.state === 'known' ? valueKey(fact.value) : '?';
}

/** Texts carry their length, so that no text can be taken for two. */
function valueKey(value: SettingValue): string {
  if (isList(value)) return `[${value.map(valueKey).join('')}]`;
  return typeof value === 'string' ? `${value.length}:${value}` : String(value);
}
