import type { AppKind } from '../../model/app.js';
import {
  isFactReference,
  textFor,
  type Condition,
  type Fix,
  type Rule,
  type Ruleset,
} from '../../model/ruleset.js';
import { labelOf, type SettingValue } from '../../settings/settings.js';
import type { Evidence, FixText } from '../../report/verdict.js';
import type { RuleEvaluation } from '../evaluate-rule.js';
import { inOneLine, wordsOf } from './conditions.js';
import type { FactLookup } from '../evaluate.js';
import { filledIn, type Found } from './fill.js';
import { mismatch } from './mismatch.js';
import { demandOf } from './operators.js';
import { valueInWords } from './values.js';

/** A rule's title: its own, or what its condition says where that is one leaf. */
export function titleOf(rule: Rule, ruleset: Ruleset): string {
  if (rule.title !== undefined) return rule.title;
  const leaf = simpleLeaf(rule.require);
  const by = ruleset.kind === 'vendor' ? `${ruleset.title}: ` : '';
  const demand = leaf && demandOf(leaf.fact, leaf.operator, leaf.value);
  return leaf
    ? `${by}${labelOf(leaf.fact)} ${demand}`
    : `${by}${inOneLine(wordsOf(rule.require, 'demand'))}`;
}

/** The rule with title and fix filled in, where a simple leaf says enough to derive them. */
export function described(rule: Rule, ruleset: Ruleset): Rule {
  const title = titleOf(rule, ruleset);
  const leaf = simpleLeaf(rule.require);
  const demand = leaf && demandOf(leaf.fact, leaf.operator, leaf.value);
  const derived: Fix | undefined = leaf && {
    setup: `Change "${labelOf(leaf.fact)}": it ${demand}.`,
  };
  const fix = rule.fix ?? derived;
  return fix === undefined ? { ...rule, title } : { ...rule, title, fix };
}

interface SimpleLeaf {
  readonly fact: string;
  readonly operator: string;
  readonly value: SettingValue;
}

function simpleLeaf(condition: Condition): SimpleLeaf | undefined {
  if (!('fact' in condition) || isFactReference(condition.value)) return undefined;
  return { fact: condition.fact, operator: condition.operator, value: condition.value };
}

/** Why a rule fails: what Setup calls each setting, what was found, what is required, and by whom. */
function failMessage(rule: Rule, ruleset: Ruleset, kind: AppKind, found: Found): string {
  const { evidence } = found;
  if (rule.message !== undefined) {
    const fact = withStop(filledIn(rule.message, found));
    return ruleset.kind === 'vendor' ? `${fact} Required by: ${withStop(guideOf(ruleset))}` : fact;
  }
  const alternatives = 'any' in rule.require;
  const facts = evidence.map((one) => finding(one, kind)).join(alternatives ? '; or ' : '; ');
  const by = ruleset.kind === 'vendor' ? guideOf(ruleset) : titleOf(rule, ruleset);
  return `${facts}. Required${ruleset.kind === 'vendor' ? ' by' : ''}: ${withStop(by)}`;
}

function withStop(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}

/** Whose demand it is. */
function guideOf(ruleset: Ruleset): string {
  const [source] = ruleset.sources;
  return source ? `${ruleset.title}, "${source.title}"` : ruleset.title;
}

/** `"Require PKCE" is off, must be on`. */
function finding(evidence: Evidence, kind: AppKind): string {
  const label = `"${labelOf(evidence.setting, kind)}"`;
  if (evidence.found === undefined) {
    return `${label} is not known (${evidence.missing ?? 'not read'})`;
  }
  return `${label} ${mismatch(evidence, evidence.found)}`;
}

/** What is missing for a verdict. */
function openMessage(
  rule: Rule,
  ruleset: Ruleset,
  kind: AppKind,
  evidence: readonly Evidence[],
): string {
  const gaps = evidence.map(
    ({ setting, missing }) => `"${labelOf(setting, kind)}" is not known (${missing ?? 'not read'})`,
  );
  return `Not decided: ${[...new Set(gaps)].join('; ')}. Asked: ${withStop(titleOf(rule, ruleset))}`;
}

/** Why a rule does not apply. */
function notApplicableMessage(kind: AppKind, evidence: readonly Evidence[]): string {
  const reasons = evidence.map((one) => {
    const found = one.found === undefined ? 'not known' : valueInWords(one.setting, one.found);
    return `"${labelOf(one.setting, kind)}" is ${found}`;
  });
  return `Does not apply: ${reasons.join('; ')}.`;
}

/** What was found where a rule passes. */
function passMessage(kind: AppKind, evidence: readonly Evidence[]): string {
  const found = evidence.map(
    (one) => `"${labelOf(one.setting, kind)}" is ${valueInWords(one.setting, one.found ?? '')}`,
  );
  return `As required: ${found.join('; ')}.`;
}

/** What was evaluated, and about which kind of app. */
export interface Subject {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
  readonly kind: AppKind;
  readonly facts?: FactLookup;
}

/** The fix of a rule for a kind of app. */
export function fixFor({ setup, files }: Fix, kind: AppKind): FixText {
  return {
    setup: textFor(setup, kind),
    ...(files !== undefined && { files: textFor(files, kind) }),
  };
}

/** An evaluation as the message of a result. */
export function messageOf(
  { rule, ruleset, kind, facts }: Subject,
  evaluation: RuleEvaluation,
  evidence: readonly Evidence[],
): string {
  if (evaluation.verdict === 'pass') return passMessage(kind, evidence);
  if (evaluation.verdict === 'notApplicable') return notApplicableMessage(kind, evidence);
  if (evaluation.verdict === 'fail') {
    return failMessage(rule, ruleset, kind, { evidence, kind, ...(facts && { facts }) });
  }
  if (evaluation.problem) return `Not decided: ${evaluation.problem.message}.`;
  return openMessage(rule, ruleset, kind, evidence);
}
