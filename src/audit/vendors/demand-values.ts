import { groupBy } from '../../model/lists.js';
import { isFactReference, type Condition, type Leaf, type Rule } from '../../model/ruleset.js';
import { definitionOf, isSettingName, type SettingValue } from '../../settings/settings.js';
import type { SettingType } from '../../settings/definition.js';
import { inputsOf, leavesOf, mapLeaves } from '../../conditions/tree.js';
import { evaluatorOf } from '../../conditions/operators.js';
import { isList } from '../../conditions/operators/operand.js';
import { decisionOf, evaluate, type FactLookup, type Truth } from '../../conditions/evaluate.js';
import { appKinds, type AppKind } from '../../model/app.js';
import { onceFor, onceForText } from '../../model/once-for.js';
import { effectiveFlags } from '../../settings/effective.js';

/** More kinds of entry than this would make too many lists: there are up to three to the power of it. */
const maxKindsOfEntry = 6;

/** Texts that no ruleset mentions. One is a URL, for conditions on URLs. */
const fresh = ['(any other)', 'https://any-other.invalid/'] as const;

/**
 * Values of a setting such that conditions which accept none of them accept no value at all. So it is finite what has to
 * be tried. `exact` conditions may only use operators that compare with what they mention; `loose` ones may use any.
 * Undefined when that cannot be said: for dates, for patterns, for a value that refers to the setting.
 */
export function possibleValues(
  setting: string,
  exact: readonly Condition[],
  loose: readonly Condition[] = [],
): readonly SettingValue[] | undefined {
  const type = isSettingName(setting) ? definitionOf(setting).type : undefined;
  const reading = [...exact, ...loose].flatMap(leavesOf).filter((leaf) => reads(leaf, setting));
  const comparing = exact.flatMap(leavesOf).filter((leaf) => reads(leaf, setting));
  if (!type || reading.some(({ value }) => isFactReference(value))) return undefined;
  return comparing.every(isExact) ? valuesByType[type](setting, reading) : undefined;
}

function reads(leaf: Leaf, setting: string): boolean {
  return inputsOf(leaf).includes(setting);
}

const exactOperators =
  /^(not:)*(equal|notEqual|in|notIn|contains\w*|doesNotContain|(less|greater)Than\w*|isEmpty|isNotEmpty)$/;

function isExact({ operator }: Leaf): boolean {
  return exactOperators.test(operator);
}

type ValuesFor = (setting: string, leaves: readonly Leaf[]) => readonly SettingValue[] | undefined;

const valuesByType: Readonly<Record<SettingType, ValuesFor>> = {
  boolean: () => [true, false],
  enum: (setting) =>
    isSettingName(setting) ? Object.keys(definitionOf(setting).values ?? {}) : undefined,
  // Settings are whole numbers, and between two that are mentioned conditions do not change their minds.
  number: (_, leaves) =>
    leaves.flatMap(({ value }) => (typeof value === 'number' ? [value - 1, value, value + 1] : [])),
  string: (_, leaves) => ['', ...mentioned(leaves), ...fresh],
  list: (_, leaves) => listsToTry(leaves),
  ranges: (_, leaves) => listsToTry(leaves),
  date: () => undefined,
};

function mentioned(leaves: readonly Leaf[]): readonly string[] {
  return leaves.flatMap(({ value }) => {
    if (isFactReference(value) || typeof value === 'boolean') return [];
    return isList(value) ? value : [String(value)];
  });
}

/**
 * Entries that every leaf treats the same make one kind, and no operator can see more of a kind than whether none, some
 * or all of it is there.
 */
function listsToTry(leaves: readonly Leaf[]): readonly (readonly string[])[] | undefined {
  const kinds = groupBy(new Set([...mentioned(leaves), ...fresh]), (entry) =>
    leaves.map((leaf) => entryKindOf(entry, leaf)).join(),
  );
  if (kinds.size > maxKindsOfEntry) return undefined;
  return [...kinds.values()].reduce<readonly (readonly string[])[]>(
    (some, kind) => some.flatMap((list) => amountsOf(kind).map((more) => [...list, ...more])),
    [[]],
  );
}

function amountsOf(kind: readonly string[]): readonly (readonly string[])[] {
  return kind.length > 1 ? [[], kind.slice(0, 1), kind] : [[], kind];
}

function entryKindOf(entry: string, { operator, value }: Leaf): string {
  if (isFactReference(value)) return '';
  const wanted = isList(value) ? value.includes(entry) : value === entry;
  return `${wanted} ${evaluatorOf(operator)([entry], value, '2000-01-01')}`;
}

/** Whether a rule certainly applies to an app, and is more than a recommendation. */
export function isBinding({ level, when, unless }: Rule, facts: FactLookup): boolean {
  const applies = when === undefined || decisionOf(when)(facts) === true;
  const exempt = unless !== undefined && decisionOf(unless)(facts) === true;
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

const writtenFor = onceForText((kind: AppKind) =>
  onceFor((condition: Condition) =>
    readsEffective(condition) ? mapLeaves(condition, (leaf) => ofSwitches(leaf, kind)) : condition,
  ),
);

/**
 * A condition that asks for the switches behind effective flags instead of the flags, so that a demand for one and a
 * demand for the others can be compared. The same object where it reads no such flag.
 */
export function inSwitches(condition: Condition, facts: FactLookup): Condition {
  const found = facts('kind');
  const kind = appKinds.find((one) => found.state === 'known' && one === found.value);
  return kind ? writtenFor(kind)(condition) : condition;
}

function readsEffective(condition: Condition): boolean {
  return leavesOf(condition).some(({ fact }) => effectiveFlags.has(fact));
}

function ofSwitches(leaf: Leaf, kind: AppKind): Condition {
  const switches = effectiveFlags.get(leaf.fact);
  if (!switches || typeof leaf.value !== 'boolean' || !/^(not)?equal$/i.test(leaf.operator))
    return leaf;
  const on = leaf.value === (leaf.operator === 'equal');
  const parts = switches
    .filter((name) => !('unavailable' in definitionOf(name)[kind]))
    .map((fact): Leaf => ({ fact, operator: 'equal', value: on }));
  return on ? { all: parts } : { any: parts };
}
