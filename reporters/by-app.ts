import { groupBy } from '../src/model/group-by.js';
import { compareText } from '../src/model/location.js';
import type { Report, ReportApp } from '../src/report/report.js';
import { severities, severityRank } from '../src/report/severity.js';
import { standingOf, type Result } from '../src/report/verdict.js';
import { listedResults } from './listed.js';

/** An app with its listed results, sorted by what they ask of a reader. What is about the org is not among its findings. */
export interface AppResults {
  readonly app: ReportApp;
  /** What fails, worst first. */
  readonly findings: readonly Result[];
  /** What is suppressed or in the baseline. */
  readonly settled: readonly Result[];
  /** What fails because a vendor's guide demands it. */
  readonly excused: readonly Result[];
  /** What could not be decided. */
  readonly open: readonly Result[];
  /** How many checks could not be decided, listed or not. */
  readonly undecided: number;
}

/** The apps of a report, worst first: more critical findings, then more high ones, and so on; then by id. */
export function resultsByApp(report: Report): readonly AppResults[] {
  const results = resultsOf(listedResults(report));
  const settled = resultsOf(report.results.filter(isSettledOpen));
  return report.apps
    .map((app) => sorted(app, results.get(app.id), settled.get(app.id)?.length))
    .map((one) => ({ badness: badnessOf(one), ...one }))
    .toSorted((a, b) => compareBadness(a.badness, b.badness) || compareText(a.app.id, b.app.id));
}

/** Results by the id of their app, in their own order. */
export function resultsOf(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  return groupBy(results, ({ app }) => app);
}

function isSettledOpen(result: Result): boolean {
  return result.verdict === 'open' && isSettled(result);
}

function isSettled(result: Result): boolean {
  const standing = standingOf(result);
  return standing === 'suppressed' || standing === 'baselined';
}

/** Whether there is something to show of an app besides its counts. */
export function hasFindings({ findings, excused }: AppResults): boolean {
  return findings.length > 0 || excused.length > 0;
}

/** What fails because of the org's own settings, whatever the app: worst first, and once for each app. */
export function orgFindings(report: Report): readonly Result[] {
  return listedResults(report)
    .filter((result) => isAboutOrg(result) && result.verdict === 'fail' && !isSettled(result))
    .toSorted(bySeverity);
}

function isAboutOrg({ about }: Result): boolean {
  return about === 'org';
}

function sorted(app: ReportApp, results: readonly Result[] = [], settledOpen = 0): AppResults {
  const unsettled = results.filter((result) => !isSettled(result));
  const failed = unsettled.filter((one) => one.verdict === 'fail' && !isAboutOrg(one));
  return {
    app,
    findings: failed.filter(({ excusedBy }) => !excusedBy).toSorted(bySeverity),
    settled: results.filter(isSettled),
    excused: failed.filter(({ excusedBy }) => excusedBy),
    open: unsettled.filter(({ verdict }) => verdict === 'open'),
    undecided: app.counts.open - settledOpen,
  };
}

function bySeverity(a: Result, b: Result): number {
  return severityRank(a.severity) - severityRank(b.severity);
}

/** Findings by severity, worst severity first; those that a guide excuses come last of all. */
function badnessOf({ findings, excused }: AppResults): readonly number[] {
  const counts = severities.map(
    (severity) => findings.filter((one) => one.severity === severity).length,
  );
  return [...counts, excused.length];
}

function compareBadness(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((count, at) => count !== b[at]);
  return differing === -1 ? 0 : (b[differing] ?? 0) - (a[differing] ?? 0);
}
