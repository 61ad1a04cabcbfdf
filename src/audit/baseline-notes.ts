import type { Baseline, GoneFinding, KnownFinding } from '../report/baseline.js';
import { startOf } from '../model/location.js';
import { problem, type Problem, type ProblemKind } from '../report/problem.js';
import { isGraver, type Comparison } from './compare.js';
import type { Subjects } from './known-findings.js';
import { sourceKey, sourcesOf, type SourceMatch } from './known-sources.js';

interface Outcome {
  readonly before: Baseline;
  readonly compared: Comparison;
  readonly gone: readonly KnownFinding[];
  readonly matches: ReadonlyMap<string, SourceMatch>;
  readonly subjects: Subjects;
}

/** What is to be said of a baseline. */
export function baselineNotes(file: string, outcome: Outcome): readonly Problem[] {
  const { before, compared, gone, matches } = outcome;
  return [
    ...goneNote(file, gone, before.findings.length),
    ...graverNote(file, compared),
    ...refreshedNotes(file, matches),
    ...strangerNote(file, outcome),
  ];
}

/** More names than these are only counted. */
const mostNames = 5;

function named(names: readonly string[]): string {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return names.slice(0, mostNames).join(', ') + more;
}

/** That findings of the baseline are there no more; nothing where none is. */
export function goneNote(
  file: string,
  gone: readonly GoneFinding[],
  all: number,
): readonly Problem[] {
  if (gone.length === 0) return [];
  const names = named(gone.map(({ rule, app }) => `${rule} of ${app}`));
  return note(
    'baseline-findings-gone',
    `${gone.length} of its ${all} findings are there no more: ${names}; --prune-baseline removes them`,
    file,
  );
}

function graverNote(file: string, { known }: Comparison): readonly Problem[] {
  const graver = [...known].filter(([today, before]) => isGraver(today, before));
  if (graver.length === 0) return [];
  const names = named(
    graver.map(
      ([today, before]) =>
        `${today.rule} of ${today.app} from ${before.severity} to ${today.severity}`,
    ),
  );
  const what = graver.length === 1 ? '1 known finding has' : `${graver.length} known findings have`;
  return note(
    'baseline-severity-rose',
    `${what} become more severe by the date alone: ${names}`,
    file,
  );
}

function refreshedNotes(file: string, matches: Outcome['matches']): readonly Problem[] {
  return [...matches.values()]
    .filter(({ refreshed }) => refreshed)
    .flatMap(({ today: { source, host = '' } }) =>
      note(
        'baseline-org-refreshed',
        `${source} has another org id than when the baseline was written, and the same host ${host}: it counts as the same org, refreshed`,
        file,
      ),
    );
}

/** Where sources are left over on both sides, one of them may have got another name. */
function strangerNote(file: string, { before, matches, subjects }: Outcome): readonly Problem[] {
  const known = new Set([...matches.values()].map(({ today }) => sourceKey(today)));
  const strangers = [...subjects.sources.values()].filter((one) => !known.has(sourceKey(one)));
  const absent = [...sourcesOf(before)].filter(([key]) => !matches.has(key));
  if (strangers.length === 0 || absent.length === 0) return [];
  const [fresh, old] = [strangers, absent.map(([, one]) => one)].map((all) =>
    named(all.map(({ source }) => source)),
  );
  return note(
    'baseline-source-unknown',
    `nothing in it is of ${fresh}, so all findings there are new; it knows ${old}, which this run does not read`,
    file,
  );
}

function note(kind: ProblemKind, message: string, file: string): readonly Problem[] {
  return [problem(kind, message, startOf(file))];
}
