import type { Location } from '../src/model/location.js';
import type { ProblemKind } from '../src/report/problem.js';
import type { Report } from '../src/report/report.js';
import { problemTitles } from './problem-titles.js';

/** Something that was asked for and not audited. An audit is incomplete when there is one. */
export interface Gap {
  readonly kind: ProblemKind | 'undecided-checks';
  readonly title: string;
  readonly message: string;
  readonly location?: Location;
}

/** Why a report is incomplete: the errors among its problems and, with --strict, the checks that nobody could decide. */
export function gapsOf(report: Report): readonly Gap[] {
  const errors = report.problems.filter(({ level }) => level === 'error');
  return [
    ...errors.map((problem) => ({ ...problem, title: problemTitles[problem.kind] })),
    ...undecided(report),
  ];
}

function undecided({ summary, options }: Report): readonly Gap[] {
  if (!options.strict || !summary.incomplete || summary.open === 0) return [];
  const message = `${summary.open} of ${summary.checks} checks could not be decided (--strict)`;
  return [{ kind: 'undecided-checks', title: 'Checks could not be decided', message }];
}
