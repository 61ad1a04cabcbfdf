import { clip } from './plain-text.js';
import type { Report, Summary } from '../src/report/report.js';
import { severities } from '../src/report/severity.js';

/** `1 check`, `2 checks`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** More apps than these are only counted where they are named. */
const mostNames = 3;

/** The ids of some apps, or how many they are. */
export function appsText(apps: readonly string[]): string {
  if (apps.length > mostNames) return counted(apps.length, 'app');
  return apps.map((id) => clip(id, 100)).join(', ');
}

/** `1 critical, 2 high`: what fails, worst first; without a severity that nothing has. Empty when nothing fails. */
export function severityCounts(bySeverity: Summary['bySeverity']): string {
  return severities
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) => `${bySeverity[severity]} ${severity}`)
    .join(', ');
}

/** Every check, listed or not, in one sentence: what was looked at, and how it came out. */
export function checkCounts({ apps, checks, pass, fail, open, notApplicable }: Summary): string {
  const outcomes = `${pass} passed, ${fail} failed, ${open} not decided, ${notApplicable} not applicable`;
  return `${counted(apps, 'app')}, ${counted(checks, 'check')}: ${outcomes}`;
}

/** What there is to say of a report without apps: that none was found, or why those that were found are not in it. */
export function withoutAppsText({
  summary,
  problems,
}: Pick<Report, 'summary' | 'problems'>): string {
  if (summary.incomplete) return 'Nothing was audited: no app was found.';
  const why = problems.find(({ kind }) => kind === 'unchanged-apps')?.message;
  return `Nothing to audit: ${why ?? 'none of the apps belongs to this run'}.`;
}
