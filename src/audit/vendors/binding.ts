import type { Condition, Rule } from '../../model/ruleset.js';
import type { SettingValue } from '../../settings/settings.js';
import { evaluate, type FactLookup, type Truth } from '../../conditions/evaluate.js';

/** Whether a rule certainly applies to an app, and is more than a recommendation. */
export function isBinding({ level, when, unless }: Rule, facts: FactLookup): boolean {
  const applies = when === undefined || evaluate(when, facts).truth === true;
  const exempt = unless !== undefined && evaluate(unless, facts).truth === true;
  return level === 'required' && applies && !exempt;
}

/** What a condition would come to if a setting had another value and all else were as found. */
export function truthWith(
  condition: Condition,
  setting: string,
  value: SettingValue,
  facts: FactLookup,
): Truth {
  return evaluate(condition, (name) =>
    name === setting ? { state: 'known', value, origin: 'stated' } : facts(name),
  ).truth;
}
