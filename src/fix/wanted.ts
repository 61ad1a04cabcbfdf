import { evaluate, operandsOf, type FactLookup } from '../conditions/evaluate.js';
import { offending } from '../conditions/operators.js';
import { denied } from '../conditions/tree.js';
import type { Condition, Leaf } from '../model/ruleset.js';
import { isSettingName, type SettingName, type SettingValue } from '../settings/settings.js';

/** What a setting is to be, or what a list is to have more and less. */
export type WantedSetting =
  | { readonly setting: SettingName; readonly value: boolean | string | number }
  | {
      readonly setting: SettingName;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    };

/**
 * What makes a condition true that is false now, with as few settings as do: of `all` each part that is not true, of `any`
 * the first part that can be. Undefined where that takes a value that the condition does not name.
 */
export function wantedBy(
  condition: Condition,
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  if (evaluate(condition, facts).truth === true) return [];
  if ('all' in condition) return each(condition.all, facts);
  if ('any' in condition) return first(condition.any, facts);
  if ('not' in condition) return wantedByOpposite(condition.not, facts);
  return wantedByLeaf(condition, facts);
}

function each(
  conditions: readonly Condition[],
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  const all = conditions.map((part) => wantedBy(part, facts) ?? leftUnknown(part, facts));
  const wanted = all.flatMap((one) => one ?? []);
  return wanted.length === 0 || all.some((one) => one === undefined) ? undefined : wanted;
}

/** What nobody knows decides nothing: beside parts that are false it may stay as it is. */
function leftUnknown(part: Condition, facts: FactLookup): readonly WantedSetting[] | undefined {
  return evaluate(part, facts).truth === false ? undefined : [];
}

function first(
  conditions: readonly Condition[],
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  return conditions.map((part) => wantedBy(part, facts)).find((one) => one !== undefined);
}

/** What makes a condition false. */
function wantedByOpposite(
  condition: Condition,
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  if ('not' in condition) return wantedBy(condition.not, facts);
  if ('all' in condition)
    return first(
      condition.all.map((not) => ({ not })),
      facts,
    );
  if ('any' in condition)
    return each(
      condition.any.map((not) => ({ not })),
      facts,
    );
  return wantedByLeaf(denied(condition), facts);
}

function wantedByLeaf(leaf: Leaf, facts: FactLookup): readonly WantedSetting[] | undefined {
  const { fact: setting } = leaf;
  const operands = operandsOf(leaf, facts);
  if (!isSettingName(setting) || !operands) return undefined;
  const { found, wanted, today } = operands;
  const items = wantedTexts(found);
  const atFault = offending(leaf.operator, found, wanted, today).map((at) => items[at] ?? '');
  const list = (add: readonly string[], remove: readonly string[]): readonly WantedSetting[] => [
    { setting, add, remove },
  ];
  const value = (to: boolean | string | number): readonly WantedSetting[] => [
    { setting, value: to },
  ];
  switch (leaf.operator) {
    case 'equal':
      return typeof wanted === 'object' ? undefined : value(wanted);
    case 'notEqual':
    case 'not:equal':
      return typeof wanted === 'boolean' ? value(!wanted) : undefined;
    case 'in': {
      const [one] = wantedTexts(wanted);
      return one === undefined ? undefined : value(one);
    }
    case 'lessThanInclusive':
    case 'greaterThanInclusive':
    case 'not:lessThan':
    case 'not:greaterThan':
      return typeof wanted === 'number' ? value(wanted) : undefined;
    case 'lessThan':
      return typeof wanted === 'number' ? value(wanted - 1) : undefined;
    case 'greaterThan':
      return typeof wanted === 'number' ? value(wanted + 1) : undefined;
    case 'isEmpty':
    case 'not:isNotEmpty':
      return typeof found === 'object' ? list([], items) : value('');
    case 'contains':
    case 'not:doesNotContain':
    case 'containsAll':
      return list(
        wantedTexts(wanted).filter((one) => !items.includes(one)),
        [],
      );
    case 'containsAny': {
      const choices = wantedTexts(wanted);
      return choices.length === 1 ? list(choices, []) : undefined;
    }
    case 'doesNotContain':
    case 'not:contains':
      return list([], wantedTexts(wanted));
    case 'not:containsAny':
    case 'containsNone':
    case 'containsOnly':
      return list([], atFault);
    default:
      return leaf.operator.startsWith('everyFact:') && atFault.length > 0
        ? list([], atFault)
        : undefined;
  }
}

function wantedTexts(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}
