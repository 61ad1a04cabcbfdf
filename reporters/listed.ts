import type { Report } from '../src/report/report.js';
import { reaches } from '../src/report/severity.js';
import type { Result } from '../src/report/verdict.js';

/** The results that were asked for, by verdict and by severity; the others are only counted. */
export function listedResults(report: Report): readonly Result[] {
  const { include, minSeverity } = report.options;
  return report.results.filter(
    ({ verdict, severity }) => include.includes(verdict) && reaches(severity, minSeverity),
  );
}
