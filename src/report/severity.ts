import type { RuleLevel } from '../model/level.js';

/** All severities, worst first. The one list that orders, filters, schemas and reports use. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof severities)[number];

/** 0 for the worst severity, growing as severities get milder. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Whether a severity is as bad as a threshold or worse; nothing reaches `never`. */
export function reaches(severity: Severity, threshold: Severity | 'never'): boolean {
  return threshold !== 'never' && severityRank(severity) <= severityRank(threshold);
}

/** The next milder severity; nothing is milder than info. */
export function oneMilder(severity: Severity): Severity {
  return severities[severityRank(severity) + 1] ?? 'info';
}

/** The milder of two severities. */
export function milder(a: Severity, b: Severity): Severity {
  return severityRank(a) > severityRank(b) ? a : b;
}

/** The severity of a rule that is only so binding: what is not required never fails a run, however near a date is. */
export function severityAtLevel(severity: Severity, level: RuleLevel): Severity {
  if (level === 'required') return severity;
  return milder(severity, level === 'troubleshooting' ? 'info' : 'low');
}

/** What can become of a finding that a run lost, in the order in which it is told. */
export const fates = [
  'gone',
  'passed',
  'not applicable',
  'undecided',
  'excused',
  'less severe',
  'suppressed',
  'known from the baseline',
  'below the threshold',
] as const;

export type Fate = (typeof fates)[number];

/** Lost findings of one rule that are alike. */
export interface LostCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly fate: Fate;
  readonly findings: number;
  /** The source, where the finding is about its org: then it is one, however many apps share it. */
  readonly source?: string;
}

/** The severity that fails a run where nobody says otherwise. */
export const usualFailOn = 'high' satisfies Severity;
