import { isFactReference, type Condition, type Leaf } from '../model/ruleset.js';
import type { Known, Setting, SettingValue } from '../settings/settings.js';
import type { Evidence } from '../report/verdict.js';
import { operandsOf, type FactLookup, type Trace, type Truth } from './evaluate.js';
import { operatorInWords, offending } from './operators.js';
import { denied, inputsOf } from './tree.js';

/** The leaves that decided what a traced condition came to, each expectation once, with what was found there. */
export function collectEvidence(trace: Trace, facts: FactLookup): readonly Evidence[] {
  const all = new Map<string, Evidence>();
  for (const leaf of decisiveLeaves(trace)) {
    const evidence = evidenceAt(leaf, facts);
    const key = `${evidence.setting} ${evidence.expected}`;
    if (!all.has(key)) all.set(key, evidence);
  }
  return [...all.values()];
}

/**
 * A group is what it is because of the parts that are the same: a false `all` because of its false parts, a false `any`
 * because of all of them, an undecided one because of what is undecided in it.
 */
function decisiveParts({ truth, parts }: Trace): readonly Trace[] {
  return parts.filter((part) => part.truth === truth);
}

/** The part of a condition that alone makes it what it is. Of one that is true or false it reads known facts only. */
export function decisivePart(trace: Trace): Condition {
  const { condition, parts } = trace;
  const [inner] = parts;
  if ('not' in condition) return inner ? { not: decisivePart(inner) } : condition;
  if ('all' in condition) return { all: decisiveParts(trace).map(decisivePart) };
  if ('any' in condition) return { any: decisiveParts(trace).map(decisivePart) };
  return condition;
}

/** A leaf that decided, told without any `not` around it: `not` of a leaf is a leaf with `not:` before its operator. */
interface DecisiveLeaf {
  readonly leaf: Leaf;
  readonly truth: Truth;
}

function decisiveLeaves(trace: Trace, not = false): readonly DecisiveLeaf[] {
  const { condition, truth, parts } = trace;
  if ('not' in condition) return parts.flatMap((part) => decisiveLeaves(part, !not));
  if (!('fact' in condition)) {
    return decisiveParts(trace).flatMap((part) => decisiveLeaves(part, not));
  }
  if (!not) return [{ leaf: condition, truth }];
  return [{ leaf: denied(condition), truth: truth === 'unknown' ? truth : !truth }];
}

function evidenceAt({ leaf, truth }: DecisiveLeaf, facts: FactLookup): Evidence {
  const setting = facts(leaf.fact);
  const items = truth === false ? itemsAtFault(leaf, facts) : [];
  const missing = truth === 'unknown' ? missingReason(leaf, facts) : undefined;
  const location = faultLocation(setting, items[0]);
  return {
    setting: leaf.fact,
    ...(setting.state === 'known' && { found: shownValue(setting) }),
    ...(setting.state === 'known' && items.length > 0 && { items: entriesAt(setting, items) }),
    expected: expectation(leaf, facts),
    operator: leaf.operator,
    value: wantedValue(leaf, facts),
    ...(missing !== undefined && { missing }),
    ...(location && { location }),
    ...(setting.state === 'known' && setting.placeholder && { placeholder: true }),
  };
}

/** JSON has no word for what never ends. */
function shownValue({ value }: Known): SettingValue {
  return value === Number.POSITIVE_INFINITY ? 'without end' : value;
}

/** The place of the first entry at fault, else of the whole value. */
function faultLocation(setting: Setting, item: number | undefined): Evidence['location'] {
  const places = setting.state === 'known' ? setting.itemLocations : undefined;
  return (item !== undefined && places?.[item]) || setting.location;
}

/** A known setting may be compared with something unknown: that is what is missing then, by its name. */
function missingReason(leaf: Leaf, facts: FactLookup): string {
  const [own, ...others] = inputsOf(leaf);
  const named = textsOfValue(wantedValue(leaf, facts));
  const reason = (name: string): string | undefined => {
    const input = facts(name);
    if (input.state === 'unknown') return input.reason;
    return input.among ? notTold(input.among, named) : undefined;
  };
  const ownReason = own === undefined ? undefined : reason(own);
  const otherReasons = others.flatMap((name) => {
    const why = name === own ? undefined : reason(name);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
  return [...(ownReason === undefined ? [] : [ownReason]), ...otherReasons].join('; ');
}

function textsOfValue(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}

/** Of an open list only some entries were looked for: which of those that a condition names were not, or how many were. */
function notTold(among: readonly string[], named: readonly string[]): string {
  const untold = named.filter((name) => /^[A-Z]\w*$/.test(name) && !among.includes(name));
  if (untold.length > 0)
    return `nobody asked the org for ${untold.join(', ')}, or it has no such permission`;
  return `the org was asked for ${among.length} permissions; of the others nobody knows`;
}

/** The value of a reference, or its name as long as the value is unknown. */
function wantedValue({ value }: Leaf, facts: FactLookup): SettingValue {
  if (!isFactReference(value)) return value;
  const other = facts(value.fact);
  return other.state === 'known' ? other.value : value.fact;
}

/** Names the value that a reference stands for: `lessThan sessionTimeoutMinutes (120)`. */
function expectation({ operator, value }: Leaf, facts: FactLookup): string {
  const words = operatorInWords(operator, value);
  const other = isFactReference(value) ? facts(value.fact) : undefined;
  return other?.state === 'known' ? `${words} (${String(other.value)})` : words;
}

function itemsAtFault(leaf: Leaf, facts: FactLookup): readonly number[] {
  const operands = operandsOf(leaf, facts);
  if (!operands) return [];
  return offending(leaf.operator, operands.found, operands.wanted, operands.today);
}

function entriesAt({ value }: Known, items: readonly number[]): readonly string[] {
  return typeof value === 'object' ? items.flatMap((at) => value[at] ?? []) : [];
}
