import { appId, type App } from '../model/app.js';
import type { Deadline } from '../model/deadline.js';
import type { Location } from '../model/location.js';
import { isPlaceholder } from '../settings/placeholder.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { milder, oneMilder, type Severity } from '../report/severity.js';
import type { Evidence, Excuse, Excusing, Result } from '../report/verdict.js';
import { readsOf } from '../conditions/tree.js';
import { evaluate, type FactLookup } from '../conditions/evaluate.js';
import { explainEvaluation, type RuleEvaluation } from '../conditions/evaluate-rule.js';
import { messageOf as messageOfEvaluation } from '../conditions/words/messages.js';
import { fixedBy, impossibleInWords } from '../deadlines/fixed.js';
import { datedSeverity, type DatedSeverity } from '../deadlines/of-rule.js';
import { plainRule } from '../rulesets/specialise.js';
import { fingerprintOf, type Subject } from './fingerprint.js';

/** Which of the apps of one name an app is. */
export type Occurrence = Pick<Subject, 'org'> & {
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
}

/** Whether a guide makes a failed check mere information. */
export function isExcused({ demand }: Evaluation): boolean {
  return demand !== undefined && demand.excusing.by !== 'nothing';
}

/** How bad a failed or open check is: excused ones are information, and a template alone is never high. */
export function severityOf(check: Evaluation): Severity {
  if (isExcused(check) || impossibleSince(check)) return 'info';
  return unexcused(check, onTheDay(check).severity);
}

function unexcused({ evaluation }: Evaluation, severity: Severity): Severity {
  const evidence = 'evidence' in evaluation ? evaluation.evidence : [];
  const onlyTemplates = evidence.length > 0 && evidence.every(isTemplate);
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
  const isMilder = rule.milderWhen && evaluate(rule.milderWhen, facts).truth === true;
  return { severity: isMilder ? oneMilder(rule.severity) : rule.severity };
}

function isTemplate({ placeholder, items }: Evidence): boolean {
  return placeholder === true && (items ?? []).every(isPlaceholder);
}

/** Puts a check in words, with the place where the evidence is. */
export function resultOf(check: Evaluation): Result {
  const { app, rule, evaluation } = check;
  const evidence = evidenceOf(check);
  const severity = severityOf(check);
  const dated = onTheDay(check);
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
    ...demandOf(check),
    ...(severity === dated.severity ? {} : { originalSeverity: dated.severity }),
    ...(dated.undated && !isExcused(check) && { undatedSeverity: unexcused(check, dated.undated) }),
  };
}

/** What an org-wide setting decides is the same finding for every app, also for one that comes later. */
function identityOf({
  app,
  rule,
  evaluation,
  occurrence: { of, org },
}: Evaluation): Pick<Result, 'fingerprint' | 'about'> {
  // Whether a parameter is known makes no difference to what a finding is about.
  const reads = readsOf(plainRule(rule).require);
  if (isAboutOrg(reads)) {
    const subject = { name: 'org', org, occurrence: 1 };
    return { fingerprint: fingerprintOf(rule.id, subject, reads), about: 'org' };
  }
  // Conflicting demands share one rule, which reads nothing by itself.
  const evidence = 'evidence' in evaluation ? evaluation.evidence : [];
  const named =
    reads.length > 0 ? reads : [...evidence.map(({ setting }) => setting), rule.title ?? ''];
  const subject = { name: appId(app.kind, app.apiName), org, occurrence: of };
  return { fingerprint: fingerprintOf(rule.id, subject, named) };
}

/** Whether only settings of the org decide what a check comes to. */
export function isOrgWide({ rule }: Evaluation): boolean {
  return isAboutOrg(readsOf(plainRule(rule).require));
}

function isAboutOrg(reads: readonly string[]): boolean {
  return reads.length > 0 && reads.every((name) => name.startsWith('org.'));
}

function demandOf(check: Evaluation): Pick<Result, 'excusedBy' | 'demandedBy'> {
  const { demand, rule } = check;
  if (!demand) return {};
  const { excusing } = demand;
  if (excusing.by === 'nothing')
    return { demandedBy: { ...guideOf(demand), notExcusedBecause: excusing.because } };
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
  const message = messageOfEvaluation({ rule, ruleset, kind: app.kind }, evaluation, evidence);
  const since = impossibleSince(check);
  if (since) return `${message} ${impossibleInWords(since, check.facts)}`;
  return check.demand ? `${message} ${demandInWords(check.demand)}` : message;
}

function demandInWords({ ruleset, rule, excusing }: VendorDemand): string {
  const [source] = ruleset.sources;
  const guide = source ? `the guide of ${ruleset.title}, "${source.title}",` : ruleset.title;
  if (excusing.by !== 'nothing') return `Accepted because ${guide} demands it (${rule.id}).`;
  return `It is what ${guide} demands (${rule.id}), but not accepted for that: ${excusing.because}.`;
}
