import { appId, type App, type AppKind } from '../model/app.js';
import type { Deadline } from '../model/deadline.js';
import type { Location } from '../model/location.js';
import { isPlaceholder } from '../settings/placeholder.js';
import { keptOr, onceFor } from '../model/once-for.js';
import type { Fix, Rule, Ruleset } from '../model/ruleset.js';
import { milder, oneMilder, type Severity } from '../report/severity.js';
import type { Evidence, Excuse, Excusing, FixText, Result } from '../report/verdict.js';
import { readsOf } from '../conditions/tree.js';
import { decisionOf, type FactLookup } from '../conditions/evaluate.js';
import {
  explainEvaluation,
  readsOrgOnly,
  type RuleEvaluation,
} from '../conditions/evaluate-rule.js';
import {
  described,
  fixFor,
  evaluationMessage as messageOfEvaluation,
} from '../conditions/words/messages.js';
import {
  fixedBy,
  impossibleInWords,
  datedSeverity,
  type DatedSeverity,
} from '../deadlines/of-rule.js';
import { plainRule } from '../rulesets/specialise.js';
import { hash } from 'node:crypto';
import type { OrgIdentity } from '../model/org.js';

/** Which of the apps of one name an app is. */
export type Occurrence = Pick<FingerprintSubject, 'org'> & {
  /** Apps of one name in several folders of one source are numbered from 1. */
  readonly of: number;
};

/** One rule's evaluation about one app, before it is put in words. */
export interface Evaluation {
  readonly app: App;
  readonly occurrence: Occurrence;
  readonly ruleset: Ruleset;
  readonly rule: Rule;
  readonly facts: FactLookup;
  readonly evaluation: RuleEvaluation | Inapplicable;
  /** A guide's rule that requires what the standard rule forbids. */
  readonly demand?: VendorDemand;
  /** How bad it is at most: what rests on a name alone is not high. */
  readonly atMost?: Severity;
  /** How many more rules could not be checked for the same reason. */
  readonly moreUndecided?: number;
  /** A standard rule that fails for the very same demand as this rule of a guide. */
  readonly sameAs?: string;
}

/** The rule is not for this app, whatever its settings are. */
export interface Inapplicable {
  readonly verdict: 'notApplicable';
  readonly because: string;
  /** Where an override says that the rule is off. */
  readonly switchedOff?: Location;
}

export interface VendorDemand {
  readonly ruleset: Ruleset;
  readonly rule: Rule;
  /** Whether the guide may excuse what it demands. */
  readonly excusing: Excusing;
  /** Of a list that is at fault with more than the guide demands: which entries it demands, and which it does not. */
  readonly part?: { readonly demanded: readonly string[]; readonly others: readonly string[] };
}

/** Whether a guide makes a failed check mere information. */
export function isExcused({ demand }: Evaluation): boolean {
  return demand !== undefined && demand.excusing.by !== 'nothing' && demand.part === undefined;
}

/** How bad a failed or open check is: excused ones are information, and a template alone is never high. */
export function severityOf(check: Evaluation): Severity {
  return severityFrom(check, onTheDay(check));
}

function severityFrom(check: Evaluation, { severity }: DatedSeverity): Severity {
  return isExcused(check) || impossibleSince(check) ? 'info' : unexcusedSeverity(check, severity);
}

function unexcusedSeverity({ evaluation, atMost, rule }: Evaluation, worst: Severity): Severity {
  const isLimited = atMost !== undefined && rule.overridden?.severity === undefined;
  const severity = isLimited ? milder(worst, atMost) : worst;
  const evidence = 'evidence' in evaluation ? evaluation.evidence : [];
  const onlyTemplates = evidence.length > 0 && evidence.every(isTemplateEvidence);
  return onlyTemplates ? milder(severity, 'medium') : severity;
}

/** The date since when the platform keeps an app from being as a guide demands, where one does. */
function impossibleSince({ ruleset, evaluation, facts }: Evaluation): Deadline | undefined {
  if (ruleset.kind !== 'vendor' || evaluation.verdict !== 'fail') return undefined;
  return fixedBy(evaluation.evidence, facts);
}

/** A date that comes nearer makes a finding worse, what lowers the risk milder, unless somebody has said how bad it is. */
function onTheDay({ rule, facts }: Evaluation): DatedSeverity {
  if (rule.overridden?.severity !== undefined) return { severity: rule.severity };
  const dated = datedSeverity(rule, facts);
  if (dated) return dated;
  const isMilder = rule.milderWhen && decisionOf(rule.milderWhen)(facts) === true;
  return { severity: isMilder ? oneMilder(rule.severity) : rule.severity };
}

function isTemplateEvidence({ placeholder, items }: Evidence): boolean {
  return placeholder === true && (items ?? []).every(isPlaceholder);
}

/** Puts a check in words, with the place where the evidence is. */
export function resultOfCheck(check: Evaluation): Result {
  const { app, rule, evaluation } = check;
  const evidence = evidenceOf(check);
  const dated = onTheDay(check);
  const severity = severityFrom(check, dated);
  const location = evidence.find((one) => one.location)?.location ?? app.location;
  return {
    rule: rule.id,
    app: app.id,
    verdict: evaluation.verdict,
    severity,
    message: messageOf(check, evidence),
    location,
    evidence,
    ...identityOf(check),
    ...demandOfCheck(check),
    ...(severity === dated.severity ? {} : { originalSeverity: dated.severity }),
    ...ruleTextsOfCheck(check),
    ...(dated.undated &&
      !isExcused(check) && { undatedSeverity: unexcusedSeverity(check, dated.undated) }),
  };
}

/** How binding the rule is; and of a finding, or of what may be one, what to do about it. */
function ruleTextsOfCheck(check: Evaluation): Pick<Result, 'level' | 'fix' | 'mayEcho'> {
  const { rule, ruleset, app, evaluation, facts } = check;
  const { level } = rule;
  if (evaluation.verdict !== 'fail' && evaluation.verdict !== 'open') return { level };
  const { fix } = described(rule, ruleset);
  const same = check.sameAs === undefined ? [] : [[check.sameAs]];
  const mayEcho = evaluation.verdict === 'fail' ? [...same, ...possibleTellers(rule, facts)] : [];
  return {
    level,
    ...(fix && { fix: keptOr(fixTexts(fix), app.kind, (kind) => fixFor(fix, kind)) }),
    ...(mayEcho.length > 0 && { mayEcho }),
  };
}

const fixTexts = onceFor((_: Fix) => new Map<AppKind, FixText>());

/** The rules that may tell this finding as well, where their conditions are met. */
function possibleTellers({ echoes = [] }: Rule, facts: FactLookup): readonly (readonly string[])[] {
  return echoes
    .filter(({ when }) => when === undefined || decisionOf(when)(facts) === true)
    .map(({ rules }) => rules);
}

/** What an org-wide setting decides is the same finding for every app, also for one that comes later. */
function identityOf(check: Evaluation): Pick<Result, 'fingerprint' | 'about'> {
  const { app, rule, evaluation } = check;
  const { of, org } = check.occurrence;
  // Whether a parameter is known makes no difference to what a finding is about.
  const reads = readsOf(plainRule(rule).require);
  if (isOrgWide(check)) {
    const make = (): string => fingerprintOf(rule.id, { name: 'org', org, occurrence: 1 }, reads);
    return { fingerprint: keptOr(orgFingerprints(rule), org ?? '', make), about: 'org' };
  }
  // Conflicting demands share one rule, which reads nothing by itself.
  const evidence = 'evidence' in evaluation ? evaluation.evidence : [];
  const named =
    reads.length > 0 ? reads : [...evidence.map(({ setting }) => setting), rule.title ?? ''];
  const subject = { name: appId(app.kind, app.apiName), org, occurrence: of };
  return { fingerprint: fingerprintOf(rule.id, subject, named) };
}

/** One for all apps of an org. */
const orgFingerprints = onceFor((_: Rule) => new Map<string, string>());

/** Whether a check comes to the same for every app of its source: only settings of the org decide, or the rule says so. */
export function isOrgWide({ rule, facts, evaluation }: Evaluation): boolean {
  if (readsOrgOnly(plainRule(rule).require)) return true;
  if (!rule.sharedWhen || evaluation.verdict !== 'fail') return false;
  return decisionOf(rule.sharedWhen)(facts) === true;
}

function demandOfCheck(check: Evaluation): Pick<Result, 'excusedBy' | 'demandedBy'> {
  const { demand, rule } = check;
  if (!demand) return {};
  const { excusing } = demand;
  if (excusing.by === 'nothing')
    return { demandedBy: { ...guideOf(demand), notExcusedBecause: excusing.because } };
  if (demand.part) {
    const because = `the guide does not demand ${listed(demand.part.others)}`;
    return { demandedBy: { ...guideOf(demand), notExcusedBecause: because } };
  }
  // What the vendor's rule says is milder counts before what the standard rule says of all vendors.
  const alternative = demand.rule.alternative ?? rule.alternative;
  return {
    excusedBy: {
      ...guideOf(demand),
      ...(alternative !== undefined && { alternative }),
      ...excusing,
    },
  };
}

function guideOf({ ruleset, rule }: VendorDemand): Pick<Excuse, 'ruleset' | 'rule' | 'source'> {
  const [source] = ruleset.sources;
  return { ruleset: ruleset.id, rule: rule.id, ...(source && { source }) };
}

function evidenceOf({ rule, facts, evaluation }: Evaluation): readonly Evidence[] {
  return 'because' in evaluation ? [] : explainEvaluation(evaluation, rule, facts);
}

function messageOf(check: Evaluation, evidence: readonly Evidence[]): string {
  const { app, rule, ruleset, evaluation } = check;
  if ('because' in evaluation) return evaluation.because;
  const subject = { rule, ruleset, kind: app.kind, facts: check.facts };
  const make = (): string => messageOfEvaluation(subject, evaluation, evidence);
  const message =
    evaluation.verdict === 'open'
      ? keptOr(openMessages(evaluation), `${app.kind} ${ruleset.id}`, () =>
          asLastTold(rule, app.kind, make()),
        )
      : make();
  const { moreUndecided: more = 0 } = check;
  if (more > 0) return `${message} ${more} more rules could not be checked for the same reason.`;
  const since = impossibleSince(check);
  if (since) return `${message} ${impossibleInWords(since, check.facts)}`;
  return check.demand ? `${message} ${demandInWords(check.demand)}` : message;
}

/** What the org alone decides is one evaluation for all apps. */
const openMessages = onceFor((_: RuleEvaluation) => new Map<string, string>());

/** Most apps lack the same: what is said of that is one text in memory, not one for each app. */
function asLastTold(rule: Rule, kind: AppKind, message: string): string {
  const last = lastTold(rule);
  const before = last.get(kind);
  if (before === message) return before;
  last.set(kind, message);
  return message;
}

const lastTold = onceFor((_: Rule) => new Map<AppKind, string>());

function demandInWords({ ruleset, rule, excusing, part }: VendorDemand): string {
  const [source] = ruleset.sources;
  const guide = source ? `the guide of ${ruleset.title}, "${source.title}",` : ruleset.title;
  if (excusing.by === 'nothing')
    return `It is what ${guide} demands (${rule.id}), but not accepted for that: ${excusing.because}.`;
  if (!part) return `Accepted because ${guide} demands it (${rule.id}).`;
  const { demanded, others } = part;
  return `Accepted is ${listed(demanded)}, because ${guide} demands it (${rule.id}); not accepted is ${listed(others)}.`;
}

/** The first entries of a list; a guide may forbid hundreds. */
function listed(entries: readonly string[], most = 8): string {
  const rest = entries.length - most;
  const shown = entries.slice(0, most).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** What a fingerprint is of, besides rule and settings. */
interface FingerprintSubject {
  /** `kind:API_Name`, or `org`. */
  readonly name: string;
  /** Of an org whose id is known: see `orgKeyOf`. */
  readonly org?: string | undefined;
  /** Apps of one name in several folders of one source are numbered from 1, by path. */
  readonly occurrence: number;
}

/**
 * Names a finding by rule, subject and settings: no lines, no paths and nothing of other sources, so that it stays the same
 * when files move or change, and whatever else is audited beside it.
 */
function fingerprintOf(
  rule: string,
  { name, org, occurrence }: FingerprintSubject,
  settings: readonly string[],
): string {
  const of = org === undefined ? [] : [`org ${org}`];
  const parts = [rule, name, ...settings, ...of, String(occurrence)];
  return hash('sha256', parts.join('\n')).slice(0, 32);
}

/** A name for an org that does not tell its id; undefined where the id is not known. */
export function orgKeyOf(org: Pick<OrgIdentity, 'id'> | undefined): string | undefined {
  return org?.id ? hash('sha256', `org\n${org.id.slice(0, 15)}`).slice(0, 16) : undefined;
}
