import { textsOfValue } from '../settings/settings.js';
import { problem, type Problem } from '../report/problem.js';
import { onceFor } from '../model/once-for.js';
import { type Condition, type Rule, isFactReference, type Leaf } from '../model/ruleset.js';
import type { Evidence } from '../report/verdict.js';
import type { Setting, Known, SettingValue } from '../settings/settings.js';
import {
  decisionOf,
  evaluate,
  type FactLookup,
  type Trace,
  operandsOf,
  type Truth,
} from './evaluate.js';
import { readsOf, denied, inputsOf } from './tree.js';
import { operatorInWords, offending } from './operators.js';

/** One rule's verdict about one app, before it is put in words. */
export type RuleEvaluation = Passed | NotApplicable | Failed | Open;

interface Passed {
  readonly verdict: 'pass';
}

/** `when` is certainly false, or `unless` certainly true. */
interface NotApplicable {
  readonly verdict: 'notApplicable';
  readonly phase: 'when' | 'unless';
}

export interface Failed {
  readonly verdict: 'fail';
  readonly evidence: readonly Evidence[];
  /** What json-rules-engine is to confirm. */
  readonly proofs: readonly Proof[];
}

/** A condition that reads known facts only and is true. */
export interface Proof {
  readonly condition: Condition;
  readonly facts: FactLookup;
}

/** Whether the rule applies (`when`), or whether its demand is met (`require`), depends on something unknown. */
interface Open {
  readonly verdict: 'open';
  readonly phase: 'when' | 'require';
  readonly evidence: readonly Evidence[];
  /** The rule could not be evaluated at all. */
  readonly problem?: Problem;
}

/** Evaluates one rule about one app. A rule that throws decides nothing, and stops nothing. */
export function evaluateRule(rule: Rule, facts: FactLookup): RuleEvaluation {
  try {
    return evaluateConditions(rule, facts);
  } catch (error) {
    return broken(rule.id, error);
  }
}

/** `unless` grants an exception only when it is certainly true; it never makes a rule undecidable. */
function evaluateConditions(rule: Rule, facts: FactLookup): RuleEvaluation {
  const { unless, when, require } = decisionsOf(rule);
  if (unless?.(facts) === true) return exempt;
  const applies = when?.(facts);
  if (applies === false) return outOfScope;
  if (rule.when && applies === 'unknown') return openIn('when', rule.when, facts);
  const kept = require(facts);
  if (kept === true) return passed;
  return kept === 'unknown' ? undecidedBy(rule, facts) : failureOf(rule, facts);
}

/** How it came to its truth is only worked out of what somebody reads. */
function failureOf({ when, require }: Rule, facts: FactLookup): Failed {
  const applies = when && evaluate(when, facts);
  const kept = evaluate(require, facts);
  const proofs = [{ condition: proofOf(applies, kept), facts }];
  return { verdict: 'fail', evidence: collectEvidence(kept, facts), proofs };
}

function undecidedBy(rule: Rule, facts: FactLookup): Open {
  const { require } = rule;
  if (!readsOrgOnly(require)) return openIn('require', require, facts);
  const read = readsOf(require).map(facts);
  const last = lastUndecided.get(rule);
  if (last?.read.every((setting, at) => setting === read[at])) return last.open;
  const open = openIn('require', require, facts);
  lastUndecided.set(rule, { read, open });
  return open;
}

/** What only the org decides is one object for all apps of a source, so that what is said of it is put together once. */
const lastUndecided = new WeakMap<
  Rule,
  { readonly read: readonly Setting[]; readonly open: Open }
>();

function openIn(phase: Open['phase'], condition: Condition, facts: FactLookup): Open {
  return { verdict: 'open', phase, evidence: decisiveEvidence(condition, facts) };
}

/** Whether only settings of the org decide a condition. */
export const readsOrgOnly = onceFor((condition: Condition): boolean => {
  const reads = readsOf(condition);
  return reads.length > 0 && reads.every((name) => name.startsWith('org.'));
});

const decisionsOf = onceFor(({ unless, when, require }: Rule) => ({
  unless: unless && decisionOf(unless),
  when: when && decisionOf(when),
  require: decisionOf(require),
}));

const passed: Passed = { verdict: 'pass' };
const exempt: NotApplicable = { verdict: 'notApplicable', phase: 'unless' };
const outOfScope: NotApplicable = { verdict: 'notApplicable', phase: 'when' };

/** What has to be so for the rule to fail: it applies, and its demand is not met. */
function proofOf(applies: Trace | undefined, kept: Trace): Condition {
  const unmet = { not: decisivePart(kept) };
  return { all: applies ? [decisivePart(applies), unmet] : [unmet] };
}

function broken(rule: string, error: unknown): Open {
  const reason = error instanceof Error ? error.message : String(error);
  const failed = problem('rule-failed', `the rule ${rule} could not be evaluated: ${reason}`);
  return { verdict: 'open', phase: 'require', evidence: [], problem: failed };
}

/**
 * The evidence of any verdict. Passes and rules that do not apply carry none, since most of them are only counted: theirs
 * is looked up here.
 */
export function explainEvaluation(
  evaluation: RuleEvaluation,
  rule: Rule,
  facts: FactLookup,
): readonly Evidence[] {
  if ('evidence' in evaluation) return evaluation.evidence;
  const reason = evaluation.verdict === 'pass' ? rule.require : rule[evaluation.phase];
  return reason ? decisiveEvidence(reason, facts) : [];
}

/** The leaves that decided what a condition comes to, with what was found. Throws where an operator does. */
export function decisiveEvidence(condition: Condition, facts: FactLookup): readonly Evidence[] {
  return collectEvidence(evaluate(condition, facts), facts);
}

/** The leaves that decided what a traced condition came to, each expectation once, with what was found there. */
function collectEvidence(trace: Trace, facts: FactLookup): readonly Evidence[] {
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
function decisivePart(trace: Trace): Condition {
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
  const known = setting.state === 'known' ? setting : undefined;
  const items = truth === false ? itemsAtFault(leaf, facts) : [];
  const missing = truth === 'unknown' ? missingReason(leaf, facts) : undefined;
  // The place of the first entry at fault, else of the whole value.
  const [location = setting.location] = items.map((at) => known?.itemLocations?.[at]);
  return {
    setting: leaf.fact,
    ...(known && { found: shownValue(known) }),
    ...(known && items.length > 0 && { items: entriesAt(known, items) }),
    expected: expectation(leaf, facts),
    operator: leaf.operator,
    value: wantedValue(leaf, facts),
    ...(missing !== undefined && { missing }),
    ...(location && { location }),
    ...(known?.placeholder && { placeholder: true }),
  };
}

/** JSON has no word for what never ends. */
function shownValue({ value }: Known): SettingValue {
  return value === Number.POSITIVE_INFINITY ? 'without end' : value;
}

/** A known setting may be compared with something unknown: that is what is missing then, by its name. */
function missingReason(leaf: Leaf, facts: FactLookup): string {
  const own = leaf.fact;
  const others = inputsOf(leaf).filter((name) => name !== own);
  const named = textsOfValue(wantedValue(leaf, facts));
  const reason = (name: string): string | undefined => {
    const input = facts(name);
    if (input.state === 'unknown') return input.reason;
    return input.among ? notTold(input.among, named) : undefined;
  };
  const ownReason = reason(own);
  const otherReasons = others.flatMap((name) => {
    const why = reason(name);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
  return [...(ownReason === undefined ? [] : [ownReason]), ...otherReasons].join('; ');
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
function expectation(leaf: Leaf, facts: FactLookup): string {
  const { value } = leaf;
  const words = wordsOfLeaf(leaf);
  const other = isFactReference(value) ? facts(value.fact) : undefined;
  return other?.state === 'known' ? `${words} (${String(other.value)})` : words;
}

const wordsOfLeaf = onceFor(({ operator, value }: Leaf) => operatorInWords(operator, value));

function itemsAtFault(leaf: Leaf, facts: FactLookup): readonly number[] {
  const operands = operandsOf(leaf, facts);
  if (!operands) return [];
  return offending(leaf.operator, operands.found, operands.wanted, operands.today);
}

function entriesAt({ value }: Known, items: readonly number[]): readonly string[] {
  return typeof value === 'object' ? items.flatMap((at) => value[at] ?? []) : [];
}
