import type { AppKind } from '../../model/app.js';
import {
  isFactReference,
  textFor,
  type Condition,
  type Fix,
  type Rule,
  type Ruleset,
} from '../../model/ruleset.js';
import { onceFor } from '../../model/once-for.js';
import { decidedBy } from '../../model/metadata-types.js';
import { withMenus } from '../../settings/places.js';
import { labelOf, isSettingName, type SettingValue } from '../../settings/settings.js';
import type { Evidence, FixText } from '../../report/verdict.js';
import type { RuleEvaluation } from '../evaluate-rule.js';
import { binding, wordsInOneLine, conditionInWords } from './conditions.js';
import type { RuleLevel } from '../../model/level.js';
import type { FactLookup } from '../evaluate.js';
import { derivedFix, type SimpleLeaf } from './derived-fix.js';
import { inLevel, mismatchSentence } from './mismatch.js';
import { demandWords } from './operators.js';
import { valueInWords } from './values.js';
import { placeholderNames } from '../../model/words.js';

/** A rule's title: its own, or what its condition says where that is one leaf. */
function ruleTitleOf(rule: Rule, ruleset: Ruleset): string {
  if (rule.title !== undefined) return rule.title;
  const leaf = simpleLeaf(rule.require);
  const by = ruleset.kind === 'vendor' ? `${ruleset.title}: ` : '';
  const demand = leaf && inLevel(demandWords(leaf.fact, leaf.operator, leaf.value), rule.level);
  return leaf
    ? `${by}${labelOf(leaf.fact)} ${demand}`
    : `${by}${inLevel(wordsInOneLine(conditionInWords(rule.require, 'demand')), rule.level)}`;
}

/** The rule with title and fix filled in, where a simple leaf says enough to derive them. */
export function described(rule: Rule, ruleset: Ruleset): Rule {
  return describedFor(rule)(ruleset);
}

// Asked for each finding and each report.
const describedFor = onceFor((rule: Rule) =>
  onceFor((ruleset: Ruleset) => withTitleAndFix(rule, ruleset)),
);

function withTitleAndFix(rule: Rule, ruleset: Ruleset): Rule {
  const title = ruleTitleOf(rule, ruleset);
  const leaf = simpleLeaf(rule.require);
  const derived = leaf && derivedFix(leaf, rule.level);
  const fix = rule.fix ?? derived;
  return fix === undefined ? { ...rule, title } : { ...rule, title, fix };
}

function simpleLeaf(condition: Condition): SimpleLeaf | undefined {
  if (!('fact' in condition) || isFactReference(condition.value)) return undefined;
  return { fact: condition.fact, operator: condition.operator, value: condition.value };
}

/** Why a rule fails: what Setup calls each setting, what was found, what is required, and by whom. */
function failMessage(rule: Rule, ruleset: Ruleset, kind: AppKind, found: Fillings): string {
  const fact =
    rule.message === undefined
      ? factsText(rule, kind, found.evidence)
      : filledIn(rule.message, found);
  if (ruleset.kind !== 'vendor' && rule.message !== undefined) return withStop(fact);
  const by =
    ruleset.kind === 'vendor' ? `by ${guideTitle(ruleset)}` : `: ${ruleTitleOf(rule, ruleset)}`;
  return `${withStop(fact)} ${binding[rule.level]}${ruleset.kind === 'vendor' ? ' ' : ''}${withStop(by)}`;
}

/** What was found, in a sentence of each setting; where one of several would do, that is said. */
function factsText(rule: Rule, kind: AppKind, evidence: readonly Evidence[]): string {
  const facts = evidence.map((one) => findingSentence(one, kind, rule.level));
  const told = facts.join('; ');
  return facts.length > 1 && 'any' in rule.require ? `One of these has to change: ${told}` : told;
}

function withStop(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}

/** Whose demand it is. */
function guideTitle(ruleset: Ruleset): string {
  const [source] = ruleset.sources;
  return source ? `${ruleset.title}, "${source.title}"` : ruleset.title;
}

/** `"Require PKCE" is off`. */
function findingSentence(evidence: Evidence, kind: AppKind, level: RuleLevel): string {
  if (evidence.found === undefined)
    return `"${labelOf(evidence.setting, kind)}" is not known (${evidence.missing ?? 'not read'})`;
  return mismatchSentence(evidence, evidence.found, { kind, level });
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
  const decider = decidedBy(evidence.flatMap(({ missing }) => missing ?? []));
  const asked = `Asked: ${withStop(ruleTitleOf(rule, ruleset))}`;
  return [`Undecided: ${[...new Set(gaps)].join('; ')}.`, decider, asked].filter(Boolean).join(' ');
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
interface MessageSubject {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
  readonly kind: AppKind;
  readonly facts?: FactLookup;
}

/** The fix of a rule for a kind of app. */
export function fixFor({ setup, files }: Fix, kind: AppKind): FixText {
  return {
    setup: withMenus(textFor(setup, kind), kind),
    ...(files !== undefined && { files: textFor(files, kind) }),
  };
}

/** An evaluation as the message of a result. */
export function evaluationMessage(
  { rule, ruleset, kind, facts }: MessageSubject,
  evaluation: RuleEvaluation,
  evidence: readonly Evidence[],
): string {
  if (evaluation.verdict === 'pass') return passMessage(kind, evidence);
  if (evaluation.verdict === 'notApplicable') return notApplicableMessage(kind, evidence);
  if (evaluation.verdict === 'fail') {
    return failMessage(rule, ruleset, kind, { evidence, kind, ...(facts && { facts }) });
  }
  if (evaluation.problem) return `Undecided: ${evaluation.problem.message}.`;
  return openMessage(rule, ruleset, kind, evidence);
}

/** What a sentence about an evaluation can name. */
interface Fillings {
  readonly evidence: readonly Evidence[];
  readonly kind: AppKind;
  /** For settings that are not among the evidence. */
  readonly facts?: FactLookup;
}

/**
 * A sentence with what was found: `${NAME}` is the value of a setting, of a list the entries at fault; `${missing}` what a
 * list lacks. What is unknown is said to be so.
 */
function filledIn(sentence: string, found: Fillings): string {
  return placeholderNames(sentence).reduce(
    (text, name) => text.replaceAll(`\${${name}}`, filledValue(name, found) ?? `\${${name}}`),
    sentence,
  );
}

function filledValue(name: string, { evidence, facts }: Fillings): string | undefined {
  if (name === 'missing')
    return evidence.map(missingEntries).find((text) => text !== undefined) ?? '';
  const own = evidence.find(({ setting }) => setting === name);
  if (own?.found !== undefined) return valueInWords(name, faultyEntries(own, own.found));
  if (own) return 'unknown';
  if (name !== 'today' && !isSettingName(name)) return undefined;
  const fact = facts?.(name);
  return fact?.state === 'known' ? valueInWords(name, fact.value) : 'unknown';
}

/** Of a list the entries at fault, where it is known which they are. */
function faultyEntries({ items = [] }: Evidence, found: SettingValue): SettingValue {
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
