import { groupBy, timesEach } from '../../model/lists.js';
import { compareText } from '../../model/location.js';
import type { Report, ReportApp, Style } from '../report.js';
import { severities, type Severity, severityRank } from '../severity.js';
import { statusOf, type Result } from '../verdict.js';
import { bySeverity, isAboutOrg, isAccepted, type Finding } from './findings.js';

/** An app with its listed results, sorted by what they ask of a reader. What is about the org is not among its findings. */
export interface AppDigest {
  readonly app: ReportApp;
  /** What fails, the most severe first. */
  readonly findings: readonly Result[];
  /** How many findings there are of each severity. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** What is suppressed or in the baseline. */
  readonly accepted: readonly Result[];
  /** How many of those are suppressed, and how many the baseline has. */
  readonly acceptedCounts: { readonly suppressed: number; readonly baselined: number };
  /** What fails because a vendor's guide demands it. */
  readonly excused: readonly Result[];
  /** What could not be decided. */
  readonly open: readonly Result[];
  /** How many checks could not be decided, listed or not. */
  readonly undecided: number;
}

/** An app with its listed results in the order of the report, without those that are excused or about the org. */
export interface AppChecks {
  readonly app: ReportApp;
  readonly results: readonly Result[];
}

/** The apps of a report, most severe first: more critical findings, then more high ones, and so on; then by id. */
export function appDigests(report: Report, listed: readonly Result[]): readonly AppDigest[] {
  const results = resultsOf(listed);
  const accepted = resultsOf(
    report.results.filter((one) => one.verdict === 'open' && isAccepted(one)),
  );
  return report.apps
    .map((app) => appDigestOf(app, results.get(app.id), accepted.get(app.id)?.length))
    .toSorted(
      (a, b) =>
        compareCounts(countsBySeverity(a), countsBySeverity(b)) || compareText(a.app.id, b.app.id),
    );
}

/** The apps in the order of the report. */
export function* appChecks(report: Report, listed: readonly Result[]): Generator<AppChecks> {
  const results = resultsOf(
    listed.filter((one) => !isAboutOrg(one) && statusOf(one) !== 'excused'),
  );
  for (const app of report.apps) yield { app, results: results.get(app.id) ?? [] };
}

/** Results by the id of their app, in their own order. */
function resultsOf(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  return groupBy(results, ({ app }) => app);
}

/** Whether there is something to show of an app besides its counts. */
export function hasFindings({ findings, excused }: AppDigest): boolean {
  return findings.length > 0 || excused.length > 0;
}

function appDigestOf(app: ReportApp, results: readonly Result[] = [], acceptedOpen = 0): AppDigest {
  const accepted = results.filter(isAccepted);
  const others = results.filter((result) => !isAccepted(result));
  const failed = others.filter((one) => one.verdict === 'fail' && !isAboutOrg(one));
  const findings = failed.filter(({ excusedBy }) => !excusedBy).toSorted(bySeverity);
  const suppressed = accepted.filter((result) => result.suppressed).length;
  return {
    app,
    findings,
    bySeverity: severityCountsOf(findings),
    accepted,
    acceptedCounts: { suppressed, baselined: accepted.length - suppressed },
    excused: failed.filter(({ excusedBy }) => excusedBy),
    open: others.filter(({ verdict }) => verdict === 'open'),
    undecided: app.counts.open - acceptedOpen,
  };
}

/** How many of some results there are of each severity. */
export function severityCountsOf(results: readonly Result[]): Readonly<Record<Severity, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of results) counts[severity]++;
  return counts;
}

/** Findings by severity; those that a guide excuses come last of all. */
function countsBySeverity({ bySeverity: counts, excused }: AppDigest): readonly number[] {
  return [...severities.map((severity) => counts[severity]), excused.length];
}

function compareCounts(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((count, at) => count !== b[at]);
  return differing === -1 ? 0 : (b[differing] ?? 0) - (a[differing] ?? 0);
}

// What asks for something, by the rule that says so: how a report of many apps is read.

export interface RuleDigest {
  /** The full id. */
  readonly rule: string;
  /** Of its most severe finding. */
  readonly severity: Severity;
  /** The most severe first. */
  readonly findings: readonly Finding[];
  /** What is wrong, in a few words. */
  readonly heading: string;
  /** The ids of the apps that it concerns, without repeats. */
  readonly apps: readonly string[];
}

/** Findings by rule: the most severe rules first, then those with the most findings, then by id. */
export function findingsByRule(
  worstFirst: readonly Finding[],
  headingOf: (rule: string) => string,
): readonly RuleDigest[] {
  return [...groupBy(worstFirst, ({ result }) => result.rule)]
    .map(([rule, findings]) => ruleDigestOf(rule, findings, headingOf))
    .toSorted(
      (a, b) =>
        severityRank(a.severity) - severityRank(b.severity) ||
        b.findings.length - a.findings.length ||
        compareText(a.rule, b.rule),
    );
}

function ruleDigestOf(
  rule: string,
  findings: readonly Finding[],
  headingOf: (rule: string) => string,
): RuleDigest {
  const [first] = findings;
  return {
    rule,
    severity: first?.result.severity ?? 'info',
    findings,
    heading: headingOf(rule),
    apps: [...new Set(findings.flatMap(({ apps }) => apps))],
  };
}

/** Findings by their file, in the order in which the files come first. */
export function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return groupBy(findings, ({ result }) => result.location.file);
}

/** Names with how often each comes, in the order in which they first come: `Postman (3)`. */
export function namesWithCounts(names: readonly string[]): readonly string[] {
  return [...timesEach(names)].map(([name, count]) => (count > 1 ? `${name} (${count})` : name));
}

// How a report for people is laid out: app by app, or rule by rule where there is much to read.

/** What `--group-by` takes. */
export const groupings = ['rule', 'app', 'org'] as const;

export type Grouping = (typeof groupings)[number];

/** More findings than these nobody reads app by app. */
const mostByApp = 30;

/** The grouping that was asked for; else by rule where there are many findings. */
export function groupingOf(findings: readonly Finding[], { groupBy: asked }: Style): Grouping {
  return asked ?? (findings.length > mostByApp ? 'rule' : 'app');
}
