import { onceFor } from '../model/once-for.js';
import { isFactReference, type Condition, type Leaf } from '../model/ruleset.js';
import {
  type Setting,
  type SettingValue,
  isSettingName,
  type SettingName,
  type Settings,
} from '../settings/settings.js';
import { evaluatorOf, isDated } from './operators.js';
import { fold, leavesOf } from './tree.js';
import { loadPatterns, plainPattern } from './patterns.js';

/** The facts about one app: its settings, `param.NAME` and `today`. */
export type FactLookup = (name: string) => Setting;

/** What a condition comes to: `unknown` when that depends on a fact that is unknown. */
export type Truth = boolean | 'unknown';

/** A condition with what it and each of its parts came to. */
export interface Trace {
  readonly condition: Condition;
  readonly truth: Truth;
  readonly parts: readonly Trace[];
}

/**
 * What a condition comes to with Kleene's three values, and how: an `all` with one false part is false and an `any` with
 * one true part is true, whatever is unknown beside it. Throws for operators that do not exist, and where an operator does.
 */
export function evaluate(condition: Condition, facts: FactLookup): Trace {
  if ('fact' in condition)
    return { condition, truth: truthOfLeaf(condition, facts), parts: noParts };
  if ('not' in condition) {
    const part = evaluate(condition.not, facts);
    return { condition, truth: opposite(part.truth), parts: [part] };
  }
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => evaluate(part, facts));
  return { condition, truth: truthOfGroup(parts, !isAll), parts };
}

/** What a condition comes to of some facts. */
type Decide = (facts: FactLookup) => Truth;

/**
 * What `evaluate` says a condition comes to, without how. The condition is taken apart once: thousands are evaluated for each
 * app, of which hardly any fails, and this takes a quarter of the time.
 */
export const decisionOf = onceFor((condition: Condition): Decide => decide(condition, decideAll));

/**
 * Whether a condition is certainly true. What comes after a part that decides is not looked at: every app is held against
 * every guide, of which hardly any is about it.
 */
export function holds(condition: Condition, facts: FactLookup): boolean {
  return quickDecisionOf(condition)(facts) === true;
}

const quickDecisionOf = onceFor((condition: Condition) => decide(condition, decideFirst));

type DecideGroup = (parts: readonly Decide[], decisive: boolean) => Decide;

function decide(condition: Condition, decideGroup: DecideGroup): Decide {
  return fold<Decide>(condition, {
    all: (parts) => decideGroup(parts, false),
    any: (parts) => decideGroup(parts, true),
    not: (part) => (facts) => opposite(part(facts)),
    leaf: decideLeaf,
  });
}

/** Every part is evaluated, since one that throws makes the whole throw. */
function decideAll(parts: readonly Decide[], decisive: boolean): Decide {
  const [only, second] = parts;
  if (only && !second) return only;
  return (facts) => {
    let truth: Truth = parts.length === 0 || !decisive;
    for (const part of parts) {
      const found = part(facts);
      if (found === decisive) truth = decisive;
      else if (found === 'unknown' && truth !== decisive) truth = found;
    }
    return truth;
  };
}

function decideFirst(parts: readonly Decide[], decisive: boolean): Decide {
  return (facts) => {
    let truth: Truth = parts.length === 0 || !decisive;
    for (const part of parts) {
      const found = part(facts);
      if (found === decisive) return decisive;
      if (found === 'unknown') truth = found;
    }
    return truth;
  };
}

/** Nearly all leaves compare one fact with what the rule says; the others take the long way. */
function decideLeaf(leaf: Leaf): Decide {
  const { fact, operator, value, ifUnknown = 'unknown' } = leaf;
  const isTrue = evaluatorOf(operator);
  if (isDated(operator) || isFactReference(value)) return (facts) => truthOfLeaf(leaf, facts);
  return (facts) => {
    const found = facts(fact);
    if (found.state === 'unknown') return ifUnknown;
    return found.among ? truthOfLeaf(leaf, facts) : isTrue(found.value, value);
  };
}

const noParts: readonly Trace[] = [];

/** One part that is `decisive` decides; an empty group is true, as it is to json-rules-engine. */
function truthOfGroup(parts: readonly Trace[], decisive: boolean): Truth {
  let truth: Truth = parts.length === 0 || !decisive;
  for (const part of parts) {
    if (part.truth === decisive) return decisive;
    if (part.truth === 'unknown') truth = 'unknown';
  }
  return truth;
}

function opposite(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

function truthOfLeaf(leaf: Leaf, facts: FactLookup): Truth {
  const operands = operandsOf(leaf, facts);
  if (!operands) return leaf.ifUnknown ?? 'unknown';
  const among = entriesLookedFor(leaf.fact, facts);
  const others = isFactReference(leaf.value) ? entriesLookedFor(leaf.value.fact, facts) : undefined;
  if (among || others) return truthAmong(leaf, operands, among, others);
  return evaluatorOf(leaf.operator)(operands.found, operands.wanted, operands.today);
}

/** The entries of a list that were looked for, where it may hold more. */
function entriesLookedFor(fact: string, facts: FactLookup): readonly string[] | undefined {
  const setting = facts(fact);
  return setting.state === 'known' ? setting.among : undefined;
}

/** Some entry that nobody looked for and no condition names. */
const unnamedEntry = '\u0000';

/** What holds of lists whatever else they hold: undecided where an entry that was not looked for makes a difference. */
function truthAmong(
  leaf: Leaf,
  { found, wanted, today }: Operands,
  among: readonly string[] | undefined,
  others: readonly string[] | undefined,
): Truth {
  const isTrue = evaluatorOf(leaf.operator);
  const [first, ...rest] = possibleLists(found, among, wanted).flatMap((held) =>
    possibleLists(wanted, others, found).map((named) => isTrue(held, named, today)),
  );
  return rest.every((other) => other === first) ? (first ?? 'unknown') : 'unknown';
}

/** What a list may be: as it was found, and with entries that the other side names and others, where not all were looked for. */
function possibleLists(
  list: SettingValue,
  among: readonly string[] | undefined,
  other: SettingValue,
): readonly SettingValue[] {
  if (!among || typeof list !== 'object') return [list];
  const named = typeof other === 'object' ? other : [String(other)];
  const open = named.filter((entry) => !among.includes(entry));
  return [list, [...list, ...open], [...list, unnamedEntry], [...list, ...open, unnamedEntry]];
}

/** What an operator is called with. */
interface Operands {
  readonly found: SettingValue;
  readonly wanted: SettingValue;
  readonly today: string | undefined;
}

/** What a leaf compares; undefined when any of it is unknown. */
export function operandsOf(
  { fact, operator, value }: Leaf,
  facts: FactLookup,
): Operands | undefined {
  const found = facts(fact);
  const wanted = isFactReference(value) ? facts(value.fact) : undefined;
  const today = isDated(operator) ? facts('today') : undefined;
  if (found.state === 'unknown' || wanted?.state === 'unknown' || today?.state === 'unknown') {
    return undefined;
  }
  const literal = isFactReference(value) ? found.value : value;
  return {
    found: found.value,
    wanted: wanted?.value ?? literal,
    today: today && String(today.value),
  };
}

const noSuchFact: Setting = { state: 'unknown', reason: 'there is no such setting' };

/** A token that is valid until revoked outlasts any number of days: how long it lives is decided, though no file says a number. */
function endless(
  days: Setting,
  { refreshTokenPolicy: policy, idleRefreshTokenLimit: idle }: Partial<Settings>,
): Setting {
  const isLimited = idle?.state === 'known' && idle.value;
  if (days.state === 'known' || policy?.state !== 'known' || isLimited) return days;
  if (policy.value !== 'until-revoked') return days;
  return { ...policy, value: Number.POSITIVE_INFINITY, origin: 'derived' };
}

/** Facts that are worked out here, and the other settings that they then rest on. */
export const restsOn: Readonly<Partial<Record<SettingName, readonly SettingName[]>>> = {
  refreshTokenDays: ['refreshTokenPolicy', 'idleRefreshTokenLimit'],
};

/** What conditions read of an app: its settings by name, and `today`, YYYY-MM-DD. Saved reports may lack settings. */
export function createFactLookup(settings: Partial<Settings>, today: string): FactLookup {
  const date: Setting = { state: 'known', value: today, origin: 'derived' };
  return (name) => {
    if (name === 'today') return date;
    const setting = (isSettingName(name) ? settings[name] : undefined) ?? noSuchFact;
    return name === 'refreshTokenDays' ? endless(setting, settings) : setting;
  };
}

/**
 * Loads what some conditions need before they are evaluated. Only `matches` needs anything, which takes long to load, and
 * that only for patterns that are not plain.
 */
export async function loadOperators(conditions: readonly Condition[]): Promise<void> {
  if (conditions.some(usesPatterns)) await loadPatterns();
}

/** Whether a condition uses `matches` with such a pattern: then `loadPatterns()` is to be awaited before it is evaluated. */
export const usesPatterns = onceFor((condition: Condition): boolean =>
  leavesOf(condition).some(
    ({ operator, value }) => /(^|:)matches$/.test(operator) && !hasPlainPattern(operator, value),
  ),
);

/** With `swap` the pattern is the fact's. */
function hasPlainPattern(operator: string, value: Leaf['value']): boolean {
  if (typeof value !== 'string' || operator.includes('swap:')) return false;
  return plainPattern(value).regExp !== undefined;
}
