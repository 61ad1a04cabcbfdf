// What could not be audited, and what makes a verdict doubtful.
import { groupBy } from '../../model/group-by.js';
import { formatLocation, type Location } from '../../model/location.js';
import type { Problem, ProblemKind, ProblemLevel } from '../problem.js';
import type { Report } from '../report.js';
import { problemTitles } from './problem-titles.js';

/** Something that was asked for and not audited. An audit is incomplete when there is one. */
export interface Gap {
  readonly kind: ProblemKind | 'undecided-checks';
  readonly title: string;
  readonly message: string;
  readonly location?: Location;
}

/** A problem with what its kind means, as a heading. */
export interface TitledProblem extends Problem {
  readonly title: string;
}

/** Why a report is incomplete: the errors among its problems and, with --strict, the checks that nobody could decide. */
export function gapsOf(report: Report): readonly Gap[] {
  return [...titledProblems(report, 'error'), ...undecidedGaps(report)];
}

function undecidedGaps({ summary, options }: Report): readonly Gap[] {
  if (!options.strict || !summary.incomplete || summary.open === 0) return [];
  const message = `${summary.open} of ${summary.checks} checks could not be decided (--strict)`;
  return [{ kind: 'undecided-checks', title: 'Checks could not be decided', message }];
}

/** The warnings: a verdict may be missing or wrong because of them. */
export function warningsOf(report: Report): readonly TitledProblem[] {
  return titledProblems(report, 'warning');
}

function titledProblems({ problems }: Report, wanted: ProblemLevel): readonly TitledProblem[] {
  return problems
    .filter(({ level }) => level === wanted)
    .map((problem) => ({ ...problem, title: problemTitles[problem.kind] }));
}

const problemLevelOrder = ['error', 'warning', 'note'] as const satisfies readonly ProblemLevel[];

/** Problems by kind: errors first, then warnings, then notes; within a level in the order of the report. */
export function problemsByKind(problems: readonly Problem[]): ReadonlyMap<ProblemKind, readonly Problem[]> {
  const ordered = problems.toSorted((a, b) => problemLevelOrder.indexOf(a.level) - problemLevelOrder.indexOf(b.level));
  return groupBy(ordered, ({ kind }) => kind);
}

/** What a problem says, and where it is. */
export function withPlace({ message, location }: Problem): string {
  return location ? `${message} (${formatLocation(location)})` : message;
}
