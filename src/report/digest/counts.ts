// How a run came out, in numbers and in the words for them.
import { keptOr } from '../../model/once-for.js';
import { sourcesByApp, type Report, type Summary } from '../report.js';
import { severities, type Severity } from '../severity.js';
import { statusOf, type Result, type Status } from '../verdict.js';
import { counted, severityCounts } from '../text/words.js';
import { severityCountsOf } from './groups.js';
import { isAccepted } from './findings.js';

export interface Counts {
  /** What asks for something: less than what failed, where findings are accepted or shared by several apps. */
  readonly findings: number;
  /** `1 critical, 2 high`; `no findings` where there is none. */
  readonly severe: string;
  /** `3 findings (1 critical, 2 high)`; new ones only, when there is a baseline. */
  readonly findingsText: string;
  /** Every check, listed or not, in one sentence: what was looked at, and how it came out. */
  readonly checks: string;
  /** Of a report without apps: that none was found, or why those that were found are not in it. */
  readonly nothing: string;
  /** What stands beside the findings or is among them, each in a few words: accepted, known, undecided. */
  readonly besides: readonly string[];
  /** How many files were read. */
  readonly files: number;
}

export function reportCounts(report: Report): Counts {
  const { summary, sources } = report;
  const findings = severities.reduce((sum, one) => sum + summary.bySeverity[one], 0);
  return {
    findings,
    severe: severityCounts(summary.bySeverity) || 'no findings',
    findingsText: findingCountText(summary, findings),
    checks: checksText(summary),
    nothing: nothingText(report),
    besides: besidesTexts(report),
    files: sources.reduce((sum, source) => sum + source.files, 0),
  };
}

function findingCountText({ baselined, bySeverity }: Summary, findings: number): string {
  const noun = baselined > 0 ? 'new finding' : 'finding';
  if (findings === 0) return `no ${noun}s`;
  return `${counted(findings, noun)} (${severityCounts(bySeverity)})`;
}

function checksText({ apps, checks, pass, fail, open, notApplicable }: Summary): string {
  const verdicts = `${pass} passed, ${fail} failed, ${open} undecided, ${notApplicable} not applicable`;
  return `${counted(apps, 'app')}, ${counted(checks, 'check')}: ${verdicts}`;
}

/**
 * The words of every report, so that its numbers can be compared: a finding asks for something; it is accepted where a guide
 * demands it or the configuration suppresses it; known from the baseline where it was there before.
 */
function besidesTexts({ summary, baseline, results }: Report): readonly string[] {
  const { excused, suppressed, baselined, echo, repeated } = summary;
  const settled = results.filter((one) => one.verdict === 'open' && isAccepted(one)).length;
  const counts = [
    [excused, 'of them accepted because a guide demands it'],
    [suppressed, 'suppressed by the configuration'],
    [baselined, 'known from the baseline'],
    [baseline?.gone.length ?? 0, 'of the baseline no longer found'],
    [echo, 'told by other findings'],
    [repeated, 'more for the same setting of the org'],
  ] as const;
  const parts = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const open = summary.open - settled;
  return open > 0 ? [...parts, `${counted(open, 'check')} undecided`] : parts;
}

function nothingText({ summary, problems }: Report): string {
  if (summary.incomplete) return 'Nothing was audited: no app was found.';
  const why = problems.find(({ kind }) => kind === 'unchanged-apps' || kind === 'no-such-app');
  return `Nothing to audit: ${why?.message ?? 'none of the apps belongs to this run'}.`;
}

/** How many findings of each severity a source has. */
export interface SourceCounts {
  readonly source: string;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

/** What is in a count by severity: see `Summary.bySeverity`. */
const isCounted: ReadonlySet<Status> = new Set(['active', 'excused']);

/**
 * The findings of each source, in the order of the sources, counted as `summary.bySeverity` counts: their sum is that. What is
 * about an org counts once.
 */
export function countsBySource({
  sources,
  apps,
  results,
}: Pick<Report, 'sources' | 'apps' | 'results'>): readonly SourceCounts[] {
  const sourceOf = sourcesByApp(apps);
  const found = new Map<string, Result[]>();
  const told = new Set<string>();
  for (const result of results) {
    if (result.verdict !== 'fail' || !isCounted.has(statusOf(result))) continue;
    const source = sourceOf(result.app);
    const finding = `${result.fingerprint} ${result.severity} ${source}`;
    if (result.about === 'org' && told.has(finding)) continue;
    told.add(finding);
    keptOr(found, source, () => []).push(result);
  }
  return sources.map(({ id }) => ({
    source: id,
    bySeverity: severityCountsOf(found.get(id) ?? []),
  }));
}
