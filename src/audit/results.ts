import type { App } from '../model/app.js';
import type { Location } from '../model/location.js';
import { isPlaceholder } from '../model/placeholder.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { milder, type Severity } from '../model/severity.js';
import type { Evidence, Excuse, Result } from '../model/verdict.js';
import { readsOf, type FactLookup } from '../engine/conditions.js';
import { explainJudgement, type Judgement } from '../engine/judgement.js';
import { judgementInWords } from '../engine/prose-judgement.js';
import { fingerprintOf } from './fingerprint.js';

/** One rule's judgement about one app, before it is put in words. */
export interface Check {
  readonly app: App;
  /** Apps of one name in several folders are numbered from 1. */
  readonly occurrence: number;
  readonly ruleset: Ruleset;
  readonly rule: Rule;
  readonly facts: FactLookup;
  readonly judgement: Judgement | Inapplicable;
  readonly excuse?: ExcuseFound;
}

/** The rule is not for this app, whatever its settings are. */
export interface Inapplicable {
  readonly verdict: 'notApplicable';
  readonly because: string;
  /** Where an override says that the rule is off. */
  readonly switchedOff?: Location;
}

export interface ExcuseFound {
  readonly ruleset: Ruleset;
  readonly rule: Rule;
}

/** How bad a failed or open check is: excused ones are information, and a template alone is never high. */
export function severityOf(check: Check, ignoreExcuses: boolean): Severity {
  const { rule, judgement, excuse } = check;
  if (excuse && !ignoreExcuses) return 'info';
  const evidence = 'evidence' in judgement ? judgement.evidence : [];
  const onlyTemplates = evidence.length > 0 && evidence.every(isTemplate);
  return onlyTemplates ? milder(rule.severity, 'medium') : rule.severity;
}

function isTemplate({ placeholder, items }: Evidence): boolean {
  return placeholder === true && (items ?? []).every(isPlaceholder);
}

/** Puts a check in words, with the place where the evidence is. */
export function resultOf(check: Check, ignoreExcuses: boolean): Result {
  const { app, rule, judgement } = check;
  const evidence = evidenceOf(check);
  const severity = severityOf(check, ignoreExcuses);
  const location = evidence.find((one) => one.location)?.location ?? app.location;
  return {
    rule: rule.id,
    app: app.id,
    verdict: judgement.verdict,
    severity,
    message: messageOf(check, evidence),
    location,
    evidence,
    fingerprint: fingerprintOf(rule.id, app, readsOf(rule.require), check.occurrence),
    ...(check.excuse ? { excusedBy: excusedBy(check.excuse) } : {}),
    ...(severity === rule.severity ? {} : { originalSeverity: rule.severity }),
  };
}

function excusedBy({ ruleset, rule }: ExcuseFound): Excuse {
  const [source] = ruleset.sources;
  const excuse = { ruleset: ruleset.id, rule: rule.id };
  return source ? { ...excuse, source } : excuse;
}

function evidenceOf({ rule, facts, judgement }: Check): readonly Evidence[] {
  return 'because' in judgement ? [] : explainJudgement(judgement, rule, facts);
}

function messageOf(check: Check, evidence: readonly Evidence[]): string {
  const { app, rule, ruleset, judgement } = check;
  if ('because' in judgement) return judgement.because;
  const message = judgementInWords({ rule, ruleset, kind: app.kind }, judgement, evidence);
  return check.excuse ? `${message} ${excuseInWords(check.excuse)}` : message;
}

function excuseInWords({ ruleset, rule }: ExcuseFound): string {
  const [source] = ruleset.sources;
  const guide = source ? `the guide of ${ruleset.title}, "${source.title}",` : ruleset.title;
  return `Accepted because ${guide} demands it (${rule.id}).`;
}
