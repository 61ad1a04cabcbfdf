import { isFactReference, type Condition, type Leaf } from '../model/ruleset.js';
import type { Known, SettingValue } from '../model/settings.js';
import type { Evidence } from '../model/verdict.js';
import { compile, inputsOf, operandsOf, type FactLookup, type Truth } from './conditions.js';
import { inWords, negated, offending } from './operators.js';

/** A condition with what it and each of its parts came to. */
export interface Weighed {
  readonly condition: Condition;
  readonly truth: Truth;
  readonly parts: readonly Weighed[];
}

/** The leaves that decided what a condition comes to, with what was found. Throws where an operator does. */
export function explain(condition: Condition, facts: FactLookup): readonly Evidence[] {
  const drafts = draftsOf(decisive(weigh(condition, facts)), facts);
  return drafts.map((draft) => completed(draft, facts));
}

function weigh(condition: Condition, facts: FactLookup): Weighed {
  const parts = partsOf(condition).map((part) => weigh(part, facts));
  return { condition, truth: compile(condition)(facts), parts };
}

/** The conditions directly inside a condition. */
export function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

/** A leaf that decided, told without any `not` around it: `not` of a leaf is a leaf with `not:` before its operator. */
export interface Decisive {
  readonly leaf: Leaf;
  readonly truth: Truth;
}

/**
 * A group is what it is because of the parts that are the same: a false `all` because of its false parts, a false `any`
 * because of all of them, an undecided one because of what is undecided in it.
 */
export function decisive(weighed: Weighed, not = false): readonly Decisive[] {
  const { condition, truth, parts } = weighed;
  if ('not' in condition) return parts.flatMap((part) => decisive(part, !not));
  if ('all' in condition || 'any' in condition) {
    return parts.filter((part) => part.truth === truth).flatMap((part) => decisive(part, not));
  }
  if (!not) return [{ leaf: condition, truth }];
  const leaf = { ...condition, operator: negated(condition.operator) };
  return [{ leaf, truth: truth === 'unknown' ? truth : !truth }];
}

/** Evidence without what differs between apps that hold the same values: places, and reasons of what is missing. */
export interface Draft {
  readonly evidence: Evidence;
  /** The first entry at fault. */
  readonly item: number | undefined;
  /** The facts that the leaf depends on, when one of them is unknown. */
  readonly inputs: readonly string[];
}

/** What was found for each leaf that decided, each expectation once. */
export function draftsOf(leaves: readonly Decisive[], facts: FactLookup): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const leaf of leaves) {
    const draft = draftOf(leaf, facts);
    const key = `${draft.evidence.setting} ${draft.evidence.expected}`;
    if (!drafts.has(key)) drafts.set(key, draft);
  }
  return [...drafts.values()];
}

function draftOf({ leaf, truth }: Decisive, facts: FactLookup): Draft {
  const { fact, operator } = leaf;
  const setting = facts(fact);
  const items = truth === false ? atFault(leaf, facts) : [];
  const evidence = {
    setting: fact,
    ...(setting.state === 'known' && { found: setting.value }),
    ...(setting.state === 'known' && items.length > 0 && { items: entries(setting, items) }),
    expected: expectation(leaf, facts),
    operator,
    value: wantedBy(leaf, facts),
  };
  return { evidence, item: items[0], inputs: truth === 'unknown' ? inputsOf(leaf) : [] };
}

/** Adds where things stand in one app, and why something is unknown there. */
export function completed({ evidence, item, inputs }: Draft, facts: FactLookup): Evidence {
  const setting = facts(evidence.setting);
  const known = setting.state === 'known' ? setting : undefined;
  const location = (item !== undefined && known?.itemLocations?.[item]) || setting.location;
  // Filled in, not spread: a run completes as many of these as it has findings.
  const whole: { -readonly [K in keyof Evidence]: Evidence[K] } = { ...evidence };
  if (inputs.length > 0) whole.missing = missingOf(inputs, facts);
  if (location) whole.location = location;
  if (known?.placeholder) whole.placeholder = true;
  return whole;
}

/** A known setting may be compared with something unknown: that is what is missing then, by its name. */
function missingOf([own, ...others]: readonly string[], facts: FactLookup): string {
  const reason = (name: string): string | undefined => {
    const input = facts(name);
    return input.state === 'known' ? undefined : input.reason;
  };
  const ownReason = own === undefined ? undefined : reason(own);
  const otherReasons = others.flatMap((name) => {
    const why = name === own ? undefined : reason(name);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
  return [...(ownReason === undefined ? [] : [ownReason]), ...otherReasons].join('; ');
}

/** The value of a reference, or its name as long as the value is unknown. */
function wantedBy({ value }: Leaf, facts: FactLookup): SettingValue {
  if (!isFactReference(value)) return value;
  const other = facts(value.fact);
  return other.state === 'known' ? other.value : value.fact;
}

/** Names the value that a reference stands for: `lessThan sessionTimeoutMinutes (120)`. */
function expectation({ operator, value }: Leaf, facts: FactLookup): string {
  const words = inWords(operator, value);
  const other = isFactReference(value) ? facts(value.fact) : undefined;
  return other?.state === 'known' ? `${words} (${String(other.value)})` : words;
}

function atFault(leaf: Leaf, facts: FactLookup): readonly number[] {
  const known = operandsOf(leaf)(facts);
  return known ? offending(leaf.operator, known.found, known.wanted, known.today) : [];
}

function entries({ value }: Known, items: readonly number[]): readonly string[] {
  return typeof value === 'object' ? items.flatMap((at) => value[at] ?? []) : [];
}
