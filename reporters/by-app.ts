import { compareText } from '../src/model/location.js';
import type { Report, ReportApp } from '../src/model/report.js';
import { severities, severityRank } from '../src/model/severity.js';
import type { Result } from '../src/model/verdict.js';
import { listedResults } from './listed.js';

/** An app with its listed results, sorted by what they ask of a reader. */
export interface AppResults {
  readonly app: ReportApp;
  /** What fails, worst first. */
  readonly findings: readonly Result[];
  /** What fails because a vendor's guide demands it. */
  readonly excused: readonly Result[];
  /** What could not be decided. */
  readonly open: readonly Result[];
}

/** The apps of a report, worst first: more critical findings, then more high ones, and so on; then by id. */
export function resultsByApp(report: Report): readonly AppResults[] {
  const results = new Map<string, Result[]>(report.apps.map(({ id }) => [id, []]));
  for (const result of listedResults(report)) results.get(result.app)?.push(result);
  return report.apps
    .map((app) => ({
      badness: badnessOf(results.get(app.id)),
      ...sorted(app, results.get(app.id)),
    }))
    .toSorted((a, b) => compareBadness(a.badness, b.badness) || compareText(a.app.id, b.app.id));
}

/** Whether there is something to show of an app besides its counts. */
export function hasFindings({ findings, excused }: AppResults): boolean {
  return findings.length > 0 || excused.length > 0;
}

function sorted(app: ReportApp, results: readonly Result[] = []): AppResults {
  const failed = results.filter(({ verdict }) => verdict === 'fail');
  return {
    app,
    findings: failed.filter(({ excusedBy }) => !excusedBy).toSorted(bySeverity),
    excused: failed.filter(({ excusedBy }) => excusedBy),
    open: results.filter(({ verdict }) => verdict === 'open'),
  };
}

function bySeverity(a: Result, b: Result): number {
  return severityRank(a.severity) - severityRank(b.severity);
}

/** Findings by severity, worst severity first; those that a guide excuses come last of all. */
function badnessOf(results: readonly Result[] = []): readonly number[] {
  const counts = [...severities.map(() => 0), 0];
  for (const { verdict, severity, excusedBy } of results) {
    if (verdict !== 'fail') continue;
    const at = excusedBy ? severities.length : severityRank(severity);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

function compareBadness(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((count, at) => count !== b[at]);
  return differing === -1 ? 0 : (b[differing] ?? 0) - (a[differing] ?? 0);
}
