import type { Report } from '../src/model/report.js';
import { reaches } from '../src/model/severity.js';
import type { Result } from '../src/model/verdict.js';

/** The results that were asked for, by verdict and by severity; the others are only counted. */
export function listedResults(report: Report): readonly Result[] {
  const { include, minSeverity } = report.options;
  return report.results.filter(
    ({ verdict, severity }) => include.includes(verdict) && reaches(severity, minSeverity),
  );
}
