import { extended } from '../model/extended.js';
import type { App } from '../model/app.js';
import { keptOr, onceFor } from '../model/once-for.js';
import { onlyUsed } from '../org/snapshot/app-of-record.js';
import type { RuleEvaluation } from '../conditions/evaluate-rule.js';
import { definitionOf, isSettingName, labelOf } from '../settings/settings.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { isAboutKind } from '../rulesets/match.js';
import type { Evaluated } from './vendors/demands.js';
import type { Evaluation, Inapplicable } from './results.js';
import type { Assignment } from './vendors/assign.js';

type Reasons = readonly (Inapplicable | undefined)[];

const keptReasons = onceFor((_: readonly Rule[]) => new Map<string, Reasons>());

/** Why each of the rules is not for apps of a kind, whatever their settings are. */
export function whyNotAny(ruleset: Ruleset, rules: readonly Rule[], app: App): Reasons {
  const change = app.settings.addedInChange.state === 'known' ? ' change' : '';
  const key = `${app.kind} ${app.ofOrg ? 'org' : 'files'}${change} ${platformOf(app.settings)}`;
  return keptOr(keptReasons(rules), key, () => rules.map((rule) => whyNotRule(ruleset, rule, app)));
}

function whyNotRule(ruleset: Ruleset, rule: Rule, app: App): Inapplicable | undefined {
  const { switchedOff } = rule;
  if (switchedOff) {
    const because = `Does not apply: switched off by ${switchedOff.file}:${switchedOff.startLine}.`;
    return { verdict: 'notApplicable', because, switchedOff };
  }
  if (!ruleset.appliesTo.includes(app.kind) && !isAboutKind(rule)) {
    const because = `Does not apply: ${ruleset.title} is not about apps of this kind.`;
    return { verdict: 'notApplicable', because };
  }
  const made = madeBySalesforce(rule, app);
  if (made !== undefined) return { verdict: 'notApplicable', because: made };
  const need = rule.needs === undefined ? undefined : unmetNeeds[rule.needs](app);
  return need === undefined ? undefined : { verdict: 'notApplicable', because: need };
}

/** Our own rules that ask for what the org cannot change in an app that Salesforce made. Secrets in source it can. */
const aboutMakers =
  /^(flows|tokens|access|network|scopes|urls|saml|migration|partner-mandate|hygiene|secrets)\/(?!made-by-salesforce$|.*-in-source$)/;

function madeBySalesforce({ id }: Rule, { settings }: App): string | undefined {
  const made = platformOf(settings);
  if (made === '' || !aboutMakers.test(id)) return undefined;
  return `Does not apply: ${made} of Salesforce made this app, and its settings are not the org's to change.`;
}

function platformOf({ platformApp }: App['settings']): string {
  return platformApp.state === 'known' ? platformApp.value : '';
}

/** What nothing in this kind of source could ever decide does not apply: undecided is what something could decide. */
export function decidable(evaluation: RuleEvaluation, app: App): RuleEvaluation | Inapplicable {
  if (evaluation.verdict !== 'open' || evaluation.problem || evaluation.evidence.length === 0)
    return evaluation;
  const reasons = evaluation.evidence.map(({ setting }) => neverKnown(setting, app));
  const [first] = reasons;
  if (first === undefined || reasons.includes(undefined)) return evaluation;
  return { verdict: 'notApplicable', because: `Does not apply: ${first}.` };
}

/** Why a setting of an app is known from no source of its kind; undefined where a fuller one might tell it. */
function neverKnown(name: string, { kind, settings }: App): string | undefined {
  if (!isSettingName(name)) return undefined;
  const setting = settings[name];
  const origin = definitionOf(name)[kind];
  if (setting.state === 'known' || !('unavailable' in origin)) return undefined;
  if (setting.reason !== origin.unavailable) return undefined;
  return `"${labelOf(name, kind)}" is never known here (${origin.unavailable})`;
}

const unknownApp: Inapplicable = {
  verdict: 'notApplicable',
  because: 'Does not apply: the app is known by its use only, so that its settings are not known.',
};

/**
 * Of an app that only tokens or log-ins show, no setting is known. That is one undecided check, the first, which counts the others:
 * the org cannot tell more, however well it is read.
 */
export function onceUndecided(
  checks: readonly Evaluation[],
  { settings }: App,
): readonly Evaluation[] {
  const { seenIn } = settings;
  if (seenIn.state !== 'known' || seenIn.value !== 'tokens') return checks;
  const blank = new Set(checks.filter((check) => isBlankCheck(check, settings)));
  const [first] = blank;
  if (first === undefined) return checks;
  return checks.map((check) => {
    if (check === first) return extended(check, { moreUndecided: blank.size - 1 });
    return blank.has(check) ? { ...check, evaluation: unknownApp } : check;
  });
}

/** Whether nothing but the settings that nobody knows keeps a check from being decided. */
function isBlankCheck({ evaluation }: Evaluation, settings: App['settings']): boolean {
  if (evaluation.verdict !== 'open' || evaluation.problem) return false;
  const reasons = evaluation.evidence.map(({ setting }) => {
    const found = isSettingName(setting) ? settings[setting] : undefined;
    return found?.state === 'unknown' ? found.reason : undefined;
  });
  return reasons.length > 0 && reasons.every((reason) => reason === onlyUsed);
}

/** What a rule needs that is not there. */
const unmetNeeds = {
  org: ({ ofOrg }: App) => (ofOrg ? undefined : 'Does not apply to files: it needs an org.'),
  change: ({ settings }: App) =>
    settings.addedInChange.state === 'known'
      ? undefined
      : 'Does not apply: only --changed-since and diff know what a change adds.',
} as const satisfies Readonly<Record<NonNullable<Rule['needs']>, (app: App) => string | undefined>>;

/** The checks of a vendor's ruleset that the user named and that is not about the app. */
export function unmatchedChecks(
  { app, occurrence }: Evaluated,
  { ruleset, rules, facts }: Assignment,
): readonly Evaluation[] {
  const because = `Does not apply: nothing says that this app is for ${ruleset.title}.`;
  const evaluation: Inapplicable = { verdict: 'notApplicable', because };
  return rules.map((rule) => ({ app, occurrence, ruleset, rule, facts, evaluation }));
}
