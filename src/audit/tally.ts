import { tableFor } from '../model/tables.js';
import { extended } from '../model/extended.js';
import { sourcesByApp, type Report, type ReportApp, type Summary } from '../report/report.js';
import { compareLocations, compareText } from '../model/location.js';
import { type Problem, byPlace, type ProblemKind } from '../report/problem.js';
import type { Ruleset, Rule } from '../model/ruleset.js';
import { severities } from '../report/severity.js';
import { statusOf, verdicts, type Result, type Status, type Verdict } from '../report/verdict.js';
import { addSwitchedOff, type SwitchedOff } from './config-notes.js';
import type { EvaluatedApp } from './evaluate-apps.js';
import type { AuditRequest } from './request.js';
import { resultOfCheck, type Evaluation } from './results.js';
import { groupBy } from '../model/lists.js';
import type { ControlCoverage, Framework, FrameworkCoverage } from '../report/controls.js';

/** What a run comes to, app by app. Checks that nobody wants to see are counted and forgotten. */
export interface Tally {
  readonly apps: ReportApp[];
  readonly results: Result[];
  readonly problems: Problem[];
  readonly counts: Record<Verdict, number>;
  /** The rulesets that evaluated anything. */
  readonly rulesets: Map<string, Ruleset>;
  /** The counts of each rule, by its id; only kept for a run that covers controls. */
  readonly rules: Map<string, Record<Verdict, number>>;
  /** What overrides switched off, by the place of the override. */
  readonly switchedOff: Map<string, SwitchedOff>;
}

/** Nothing counted yet. */
export function newTally(): Tally {
  return {
    apps: [],
    results: [],
    problems: [],
    counts: zeroes(verdicts),
    rulesets: new Map(),
    rules: new Map(),
    switchedOff: new Map(),
  };
}

function zeroes<T extends string>(names: readonly T[]): Record<T, number> {
  return { ...tableFor(names, () => 0) };
}

/** Counts the checks of one app, and keeps what reports list. */
export function tallyApp(tally: Tally, evaluated: EvaluatedApp, request: AuditRequest): void {
  const counts = zeroes(verdicts);
  let ruleset: Ruleset | undefined;
  for (const check of evaluated.checks) {
    counts[check.evaluation.verdict] += 1;
    tally.counts[check.evaluation.verdict] += 1;
    if (check.ruleset !== ruleset) tally.rulesets.set(check.ruleset.id, check.ruleset);
    ruleset = check.ruleset;
    if (request.controls) countRule(tally, check);
    addSwitchedOff(tally.switchedOff, check);
    addFinding(tally, check, request);
  }
  tally.apps.push(extended(evaluated.app, { vendors: evaluated.vendors, counts }));
}

function countRule({ rules }: Tally, { rule, evaluation }: Evaluation): void {
  const counts = rules.get(rule.id) ?? zeroes(verdicts);
  counts[evaluation.verdict] += 1;
  rules.set(rule.id, counts);
}

function addFinding(
  tally: Tally,
  check: Evaluation,
  { options, ignoreExcuses }: AuditRequest,
): void {
  const { evaluation } = check;
  const { verdict } = evaluation;
  if (evaluation.verdict === 'open' && evaluation.problem) tally.problems.push(evaluation.problem);
  if (verdict === 'fail' || verdict === 'open' || options.include.includes(verdict)) {
    tally.results.push(resultOfCheck(ignoreExcuses ? withoutDemand(check) : check));
  }
}

function withoutDemand({ demand: _, ...check }: Evaluation): Evaluation {
  return check;
}

/**
 * The numbers of a report. `results` are all that failed or are open, suppressed and baselined ones marked. Open ones that
 * nobody settled make a strict audit incomplete, and so does every error.
 */
export function summaryOfTally(
  { apps, counts }: Pick<Tally, 'apps' | 'counts'>,
  results: readonly Result[],
  problems: readonly Problem[],
  strict: boolean,
): Summary {
  const failed = problems.some((problem) => problem.level === 'error');
  const undecided = results.some((one) => one.verdict === 'open' && statusOf(one) === 'active');
  return {
    apps: apps.length,
    checks: verdicts.reduce((sum, verdict) => sum + counts[verdict], 0),
    ...counts,
    ...countStandings(results, apps),
    incomplete: failed || (strict && undecided),
  };
}

type Standings = Pick<
  Summary,
  'suppressed' | 'baselined' | 'excused' | 'echo' | 'bySeverity' | 'repeated'
>;

/** What is in no count by severity. */
const isSettled: ReadonlySet<Status> = new Set(['suppressed', 'baselined', 'echo']);

function countStandings(results: readonly Result[], apps: readonly ReportApp[]): Standings {
  const sourceOf = sourcesByApp(apps);
  const counts = { active: 0, suppressed: 0, baselined: 0, excused: 0, echo: 0 };
  const bySeverity = zeroes(severities);
  const told = new Set<string>();
  let repeated = 0;
  for (const result of results) {
    const status = statusOf(result);
    if (result.verdict === 'fail' || result.verdict === 'open') counts[status] += 1;
    if (result.verdict !== 'fail' || isSettled.has(status)) continue;
    // Overrides can make it worse for one app than for another.
    const finding = `${result.fingerprint} ${result.severity} ${sourceOf(result.app)}`;
    if (result.about === 'org' && told.has(finding)) repeated += 1;
    else bySeverity[result.severity] += 1;
    told.add(finding);
  }
  const { active: _, ...rest } = counts;
  return { ...rest, bySeverity, repeated };
}

/** Results in the order of every report: app, rule, location. */
export function resultsInOrder(results: readonly Result[]): Report['results'] {
  return results.toSorted(
    (a, b) =>
      compareText(a.app, b.app) ||
      compareText(a.rule, b.rule) ||
      compareLocations(a.location, b.location),
  );
}

/** What a run tells after what it says of its sources, in this order; what one line tells together stands by its place. */
const stages: readonly (readonly ProblemKind[])[] = [
  ['unchanged-apps'],
  ['no-vendor-app'],
  ['config-without-effect'],
  ['rule-switched-off'],
  ['rule-changed'],
  ['old-guide'],
  ['rule-failed'],
  ['suppression-expired', 'suppression-unused', 'suppression-ends-soon'],
  ['baseline-findings-gone'],
  ['baseline-severity-rose'],
  ['baseline-org-refreshed'],
  ['baseline-source-unknown'],
  ['milder'],
];

const kindOrder: readonly ProblemKind[] = [
  'config-without-effect',
  'suppression-expired',
  'suppression-unused',
  'suppression-ends-soon',
];

/** Problems in the order in which one run tells them; those of one kind stay as they are. */
export function inTellingOrder(problems: readonly Problem[]): readonly Problem[] {
  const stageOf = ({ kind }: Problem): number => stages.findIndex((some) => some.includes(kind));
  return [
    ...groupBy(
      problems.toSorted((a, b) => stageOf(a) - stageOf(b)),
      stageOf,
    ).values(),
  ].flatMap((some) => (some.some(({ kind }) => kindOrder.includes(kind)) ? byPlace(some) : some));
}

/** How the checks of each rule came out, listed or not, by rule id. */
type RuleCounts = ReadonlyMap<string, Readonly<Record<Verdict, number>>>;

/** What a run says of the controls of some frameworks. `rulesets` are those that ran. */
export function coverageOf(
  frameworks: readonly Framework[],
  rulesets: readonly Ruleset[],
  counts: RuleCounts,
): readonly FrameworkCoverage[] {
  const rules = rulesets.flatMap((ruleset) => ruleset.rules);
  return frameworks.map(({ controls, notAssessed, ...framework }) => {
    const named = rules.flatMap((rule) => rule.controls[framework.id] ?? []);
    const ids = [...new Set([...Object.keys(controls), ...named])];
    const evidence = (control: string): readonly Rule[] =>
      rules.filter((rule) => rule.controls[framework.id]?.includes(control));
    return {
      framework,
      controls: ids.map((control) => {
        const title = controls[control] ?? control;
        return controlCoverage({ control, title }, evidence(control), counts, notAssessed[control]);
      }),
    };
  });
}

function controlCoverage(
  { control, title }: Pick<ControlCoverage, 'control' | 'title'>,
  rules: readonly Rule[],
  counts: RuleCounts,
  notAssessed: string | undefined,
): ControlCoverage {
  const sum = (verdict: Verdict): number =>
    rules.reduce((total, { id }) => total + (counts.get(id)?.[verdict] ?? 0), 0);
  const reason = whyNotEvaluated(rules, sum) ?? notAssessed;
  const assessed =
    rules.some(({ needs, switchedOff }) => !needs && !switchedOff) || isEvaluated(sum);
  return {
    control,
    title,
    rules: rules.map(({ id }) => id),
    pass: sum('pass'),
    fail: sum('fail'),
    open: sum('open'),
    notApplicable: sum('notApplicable'),
    assessed,
    ...(!assessed && { reason: reason ?? 'no rule of this run gives evidence for it' }),
  };
}

/** Whether any check came to more than "not applicable". */
function isEvaluated(sum: (verdict: Verdict) => number): boolean {
  return verdicts.some((verdict) => verdict !== 'notApplicable' && sum(verdict) > 0);
}

/** Why rules that there are could not give evidence. */
function whyNotEvaluated(
  rules: readonly Rule[],
  sum: (verdict: Verdict) => number,
): string | undefined {
  if (rules.length === 0 || isEvaluated(sum)) return undefined;
  if (rules.every(({ switchedOff }) => switchedOff)) return 'its rules are switched off';
  return 'its rules need an org';
}
