import { namesWithRest } from '../model/words.js';
import type {
  Baseline,
  BaselineUse,
  GoneFinding,
  RisenFinding,
  UnmatchedSources,
} from '../report/baseline.js';
import { startOf } from '../model/location.js';
import { problem, type Problem, type ProblemKind } from '../report/problem.js';
import { isGraver, type BaselineComparison } from './compare.js';
import { type Subjects, sourceKey, sourcesOfBaseline, type SourceMatch } from './known-findings.js';

/** What is to be said of a baseline. */
export function baselineNotes(
  { file, gone, findings, rose, sources }: Omit<BaselineUse, 'next'>,
  matches: ReadonlyMap<string, SourceMatch>,
): readonly Problem[] {
  return [
    ...goneNote(file, gone, findings),
    ...roseNote(file, rose),
    ...refreshedNotes(file, matches),
    ...unmatchedNote(file, sources),
  ];
}

/** The known findings that are more severe today than the baseline says. */
export function risenFindings({ known }: BaselineComparison): readonly RisenFinding[] {
  return [...known]
    .filter(([today, before]) => isGraver(today, before))
    .map(([{ rule, app, fingerprint, severity }, before]) => ({
      rule,
      app,
      fingerprint,
      was: before.severity,
      severity,
    }));
}

/** The sources that are left over, on both sides. */
export function unmatchedSources(
  before: Baseline,
  matches: ReadonlyMap<string, SourceMatch>,
  subjects: Subjects,
): UnmatchedSources {
  const known = new Set([...matches.values()].map(({ today }) => sourceKey(today)));
  const unknown = [...subjects.sources.values()].filter((one) => !known.has(sourceKey(one)));
  const absent = [...sourcesOfBaseline(before)].filter(([key]) => !matches.has(key));
  return {
    unknown: unknown.map(({ source }) => source),
    absent: absent.map(([, { source }]) => source),
  };
}

/** More names than these are only counted. */
const mostNamesTold = 5;

/** That findings of the baseline are no longer there; nothing where none is. */
export function goneNote(
  file: string,
  gone: readonly GoneFinding[],
  all: number,
): readonly Problem[] {
  if (gone.length === 0) return [];
  const names = namesWithRest(
    gone.map(({ rule, app }) => `${rule} of ${app}`),
    mostNamesTold,
  );
  return baselineNote(
    'baseline-findings-gone',
    `${gone.length} of its ${all} findings are no longer there: ${names}; --prune-baseline removes them`,
    file,
  );
}

/** That known findings became more severe; nothing where none did. */
export function roseNote(file: string, rose: readonly RisenFinding[]): readonly Problem[] {
  if (rose.length === 0) return [];
  const names = namesWithRest(
    rose.map(({ rule, app, was, severity }) => `${rule} of ${app} from ${was} to ${severity}`),
    mostNamesTold,
  );
  const what = rose.length === 1 ? '1 known finding has' : `${rose.length} known findings have`;
  return baselineNote(
    'baseline-severity-rose',
    `${what} become more severe by the date alone: ${names}`,
    file,
  );
}

function refreshedNotes(
  file: string,
  matches: ReadonlyMap<string, SourceMatch>,
): readonly Problem[] {
  return [...matches.values()]
    .filter(({ refreshed }) => refreshed)
    .flatMap(({ today: { source, host = '' } }) =>
      baselineNote(
        'baseline-org-refreshed',
        `${source} has another org id than when the baseline was written, and the same host ${host}: it counts as the same org, refreshed`,
        file,
      ),
    );
}

/** Where sources are left over on both sides, one of them may have got another name. */
export function unmatchedNote(
  file: string,
  { unknown, absent }: UnmatchedSources,
): readonly Problem[] {
  if (unknown.length === 0 || absent.length === 0) return [];
  return baselineNote(
    'baseline-source-unknown',
    `nothing in it is of ${namesWithRest(unknown, mostNamesTold)}, so all findings there are new; it knows ${namesWithRest(absent, mostNamesTold)}, which this run does not read`,
    file,
  );
}

function baselineNote(kind: ProblemKind, message: string, file: string): readonly Problem[] {
  return [problem(kind, message, startOf(file))];
}
