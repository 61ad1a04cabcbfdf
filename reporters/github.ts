// Workflow commands of GitHub Actions: an annotation for each finding at high or above, at its line. The job summary is the markdown report.
import { formatLocation } from '../src/model/location.js';
import type { Problem } from '../src/report/problem.js';
import type { Report } from '../src/report/report.js';
import { severityRank, type Severity } from '../src/report/severity.js';
import type { Result } from '../src/report/verdict.js';
import { appsText, checkCounts, counted, severityCounts } from './counting.js';
import { fixText } from './finding-texts.js';
import { gapsOf, type Gap } from './gaps.js';
import { command, group, type Level } from './github/commands.js';
import { listedResults } from './listed.js';
import { plainText } from './plain-text.js';
import { problemTitles } from './problem-titles.js';
import { withoutRepeats, type Shared } from './repeats.js';
import { ruleIndex, type RuleEntry } from './rule-index.js';
import { excusedDemands, isActive, settledCounts } from './settled.js';
import { isMilderProblem, termsOf, warningsOf } from './terms.js';

const levels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
} as const satisfies Readonly<Record<Severity, Level>>;

/**
 * GitHub shows ten annotations of each level for one step: what makes the audit incomplete comes first, then the findings,
 * worst first. All of them stand in the log.
 */
export function* github(report: Report): Generator<string> {
  const rules = ruleIndex(report);
  const gaps = gapsOf(report);
  const findings = listedResults(report).filter(isActive).toSorted(bySeverity);
  if (gaps.length > 0) yield incomplete(gaps);
  const warnings = warningsOf(report);
  // First, so that nobody pushes it off the page with findings that are warnings.
  for (const warning of warnings.filter(isMilderProblem)) yield warningAnnotation(warning);
  if (report.options.annotations !== false) {
    const annotated = findings.filter(({ severity }) => levels[severity] === 'error');
    for (const finding of withoutRepeats(annotated, report))
      yield annotation(finding, rules.get(finding.result.rule));
    for (const gap of gaps) yield gapAnnotation(gap);
    yield* milderGroup(findings, report);
  }
  for (const warning of warnings) if (!isMilderProblem(warning)) yield warningAnnotation(warning);
  yield* excusedGroup(report);
  yield* closing(report);
}

/** Annotations are for what cannot wait: GitHub shows ten of a level. The rest is folded in the log. */
function milderGroup(findings: readonly Result[], report: Report): readonly string[] {
  const milder = withoutRepeats(
    findings.filter(({ severity }) => levels[severity] !== 'error'),
    report,
  );
  if (milder.length === 0) return [];
  const lines = milder.map(
    ({ result: { severity, rule, message, location }, apps }) =>
      `${severity} ${rule} ${formatLocation(location)}: ${message} (${appsText(apps)})`,
  );
  return group(`${counted(milder.length, 'finding')} below high`, lines);
}

function bySeverity(a: Result, b: Result): number {
  return severityRank(a.severity) - severityRank(b.severity);
}

function incomplete([first, ...others]: readonly Gap[]): string {
  const more = others.length > 0 ? `, and ${counted(others.length, 'more problem')}` : '';
  const message = `${first?.title}: ${first?.message}${more}. What was not read has no findings.`;
  return command('warning', { title: 'ecaudit: audit incomplete' }, message);
}

function annotation({ result, apps }: Shared, entry: RuleEntry | undefined): string {
  const { severity, rule, message, location } = result;
  const fix = fixText(entry);
  const text = `${message}${fix && ` Fix: ${fix}`} (${appsText(apps)})`;
  return command(levels[severity], { title: `${severity}: ${rule}`, location }, text);
}

function gapAnnotation({ title, message, location }: Gap): string {
  return command('error', { title: `ecaudit: ${title}`, ...(location && { location }) }, message);
}

function warningAnnotation({ kind, message, location }: Problem): string {
  const title = `ecaudit: ${problemTitles[kind]}`;
  return command('warning', { title, ...(location && { location }) }, message);
}

function excusedGroup(report: Report): readonly string[] {
  const lines = excusedDemands(report).map(
    ({ rule, findings, rules, apps }) =>
      `${rule} demands it: ${counted(findings, 'finding')} of ${rules.join(', ')}, in ${apps.join(', ')}`,
  );
  if (report.summary.excused === 0) return [];
  const title = `${counted(report.summary.excused, 'finding')} accepted because a vendor's guide demands it`;
  return group(title, lines);
}

function closing(report: Report): readonly string[] {
  const { summary } = report;
  const worst = severityCounts(summary.bySeverity) || 'no findings';
  const state = summary.incomplete ? 'audit incomplete; ' : '';
  const lines = [
    `ecaudit: ${state}${worst}`,
    `ecaudit: ${checkCounts(summary)}`,
    ...settledCounts(summary).map((text) => `ecaudit: ${text}`),
    ...termsOf(report).map((text) => `ecaudit: ${text}`),
  ];
  return lines.map((line) => `${plainText(line)}\n`);
}
