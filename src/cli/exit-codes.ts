import type { Report } from '../report/report.js';
import type { Problem } from '../report/problem.js';
import { reaches, severities } from '../report/severity.js';

/** The exit codes, once and for all. */
export const exitCodes = {
  clean: { code: 0, means: 'audited everything asked for; nothing at or above --fail-on' },
  findings: {
    code: 1,
    means: 'findings at or above --fail-on; or with --fail-on-milder, what made the audit milder',
  },
  usage: {
    code: 2,
    means:
      'wrong request: flags, configuration, ruleset, or a SOURCE that does not exist; nothing was audited',
  },
  incomplete: {
    code: 3,
    means:
      'incomplete: a file could not be read, an org refused something, no app was found, or --strict and open verdicts',
  },
  bug: { code: 4, means: 'a bug in ecaudit' },
  unwritten: {
    code: 5,
    means:
      'a report could not be written, or another file that was asked for; the old file stays, and no baseline is written',
  },
  interrupted: { code: 130, means: 'stopped by Ctrl-C while an org was read; nothing was written' },
  terminated: { code: 143, means: 'stopped by SIGTERM while an org was read; nothing was written' },
} as const;

/** The exit code of an audit. Findings beat an incomplete audit, which beats a clean one. */
export function auditExitCode(report: Report): number {
  const { summary, options, problems } = report;
  const reached = severities.some(
    (severity) => reaches(severity, options.failOn) && summary.bySeverity[severity] > 0,
  );
  const softened = options.failOnMilder === true && problems.some(isSoftening);
  if (reached || softened) return exitCodes.findings.code;
  return codeWithoutFindings(summary.incomplete);
}

/** The exit code where nothing that was found fails the run. */
export function codeWithoutFindings(incomplete: boolean): number {
  return incomplete ? exitCodes.incomplete.code : exitCodes.clean.code;
}

/** Whether something made the audit milder that is not the caller's own decision. */
function isSoftening({ kind, byCaller }: Problem): boolean {
  return kind === 'milder' && byCaller !== true;
}
