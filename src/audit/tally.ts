import type { Report, ReportApp, Summary } from '../model/report.js';
import { compareLocations, compareText } from '../model/location.js';
import type { Problem } from '../model/problem.js';
import type { Ruleset } from '../model/ruleset.js';
import { severities, type Severity } from '../model/severity.js';
import { verdicts, type Result, type Verdict } from '../model/verdict.js';
import { addSwitchedOff, type SwitchedOff } from './config-notes.js';
import type { JudgedApp } from './judge-apps.js';
import type { AuditRequest } from './request.js';
import { resultOf, severityOf, type Check } from './results.js';

/** What a run comes to, app by app. Checks that nobody wants to see are counted and forgotten. */
export interface Tally {
  readonly apps: ReportApp[];
  readonly results: Result[];
  readonly problems: Problem[];
  readonly counts: Record<Verdict, number>;
  readonly bySeverity: Record<Severity, number>;
  /** The rulesets that judged anything. */
  readonly rulesets: Map<string, Ruleset>;
  /** The counts of each rule, by its id; only kept for a run that covers controls. */
  readonly rules: Map<string, Record<Verdict, number>>;
  /** What overrides switched off, by the place of the override. */
  readonly switchedOff: Map<string, SwitchedOff>;
  excused: number;
}

export function newTally(): Tally {
  return {
    apps: [],
    results: [],
    problems: [],
    counts: zeroes(verdicts),
    bySeverity: zeroes(severities),
    rulesets: new Map(),
    rules: new Map(),
    switchedOff: new Map(),
    excused: 0,
  };
}

function zeroes<T extends string>(names: readonly T[]): Record<T, number> {
  // Object.fromEntries forgets which keys it was given.
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;
}

/** Counts the checks of one app, and keeps what reports list. */
export function add(tally: Tally, judged: JudgedApp, request: AuditRequest): void {
  const counts = zeroes(verdicts);
  for (const check of judged.checks) {
    counts[check.judgement.verdict] += 1;
    tally.counts[check.judgement.verdict] += 1;
    tally.rulesets.set(check.ruleset.id, check.ruleset);
    if (request.controls) countRule(tally, check);
    addSwitchedOff(tally.switchedOff, check);
    addFinding(tally, check, request);
  }
  tally.apps.push({ ...judged.app, vendors: judged.vendors, counts });
}

function countRule({ rules }: Tally, { rule, judgement }: Check): void {
  const counts = rules.get(rule.id) ?? zeroes(verdicts);
  counts[judgement.verdict] += 1;
  rules.set(rule.id, counts);
}

function addFinding(tally: Tally, check: Check, { options, ignoreExcuses }: AuditRequest): void {
  const { verdict } = check.judgement;
  if (verdict === 'fail') {
    tally.bySeverity[severityOf(check, ignoreExcuses)] += 1;
    if (check.excuse && !ignoreExcuses) tally.excused += 1;
  }
  if ('problem' in check.judgement && check.judgement.problem) {
    tally.problems.push(check.judgement.problem);
  }
  if (options.include.includes(verdict)) tally.results.push(resultOf(check, ignoreExcuses));
}

/** The numbers of a report. `open` verdicts make a strict audit incomplete, and so does every error. */
export function summaryOf(tally: Tally, problems: readonly Problem[], strict: boolean): Summary {
  const { counts, bySeverity, excused } = tally;
  const failed = problems.some((problem) => problem.level === 'error');
  return {
    apps: tally.apps.length,
    checks: verdicts.reduce((sum, verdict) => sum + counts[verdict], 0),
    ...counts,
    suppressed: 0,
    baselined: 0,
    excused,
    bySeverity,
    incomplete: failed || (strict && counts.open > 0),
  };
}

/** Results in the order of every report: app, rule, location. */
export function inOrder(results: readonly Result[]): Report['results'] {
  return results.toSorted(
    (a, b) =>
      compareText(a.app, b.app) ||
      compareText(a.rule, b.rule) ||
      compareLocations(a.location, b.location),
  );
}
