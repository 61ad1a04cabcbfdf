import { goneNote, roseNote, unmatchedNote } from '../audit/baseline-notes.js';
import {
  emptyBaseline,
  type BaselineUse,
  type GoneFinding,
  type RisenFinding,
  type UnmatchedSources,
} from '../report/baseline.js';
import { groupBy } from '../model/lists.js';
import { compareText } from '../model/location.js';
import type { Problem } from '../report/problem.js';
import { UserError } from '../model/user-error.js';
import type { ReportFile } from './read.js';
import type { BaselineData } from './report-data.js';

export interface MergedBaselines {
  readonly baseline?: BaselineUse;
  readonly problems: readonly Problem[];
}

/**
 * What became of the baseline, as one run over everything would say it. `sound` is whether nothing is missing and everything
 * could be read: else nobody can tell what is gone. Throws UserError for reports of baselines of different versions.
 */
export function mergeBaselines(files: readonly ReportFile[], sound: boolean): MergedBaselines {
  refuseMixed(files);
  const uses = files.flatMap(({ report }) => report.baseline ?? []);
  const all = [...groupBy(uses, ({ file, findings }) => `${file}\n${findings}`).values()];
  const merged = all.flatMap((parts) => mergedParts(parts, sound));
  const [first] = merged;
  if (!first) return { problems: [] };
  const baseline = {
    ...first,
    file: merged.map(({ file }) => file).join(', '),
    findings: merged.reduce((sum, { findings }) => sum + findings, 0),
    gone: merged.flatMap(({ gone }) => gone),
    rose: merged.flatMap(({ rose }) => rose),
    sources: {
      unknown: merged.flatMap(({ sources }) => sources.unknown),
      absent: merged.flatMap(({ sources }) => sources.absent),
    },
  };
  const problems = merged.flatMap(({ file, gone, findings, rose, sources }) => [
    ...goneNote(file, gone, findings),
    ...roseNote(file, rose),
    ...unmatchedNote(file, sources),
  ]);
  return { baseline, problems };
}

function refuseMixed(files: readonly ReportFile[]): void {
  const versioned = files.filter(({ report }) => report.baseline);
  const old = versioned.find(({ report }) => baselineVersionOf(report.baseline) === '1');
  const other = versioned.find(({ report }) => baselineVersionOf(report.baseline) !== '1');
  if (!old || !other) return;
  throw new UserError(
    `${old.file} is of a baseline of version 1, and ${other.file} of one of version 2`,
    'write the baseline anew with --write-baseline, and audit both with it',
  );
}

/** Reports of before version 2 do not say it. */
function baselineVersionOf(baseline: BaselineData | undefined): BaselineUse['version'] {
  return baseline?.schemaVersion ?? '1';
}

/** Several reports of one baseline. */
function mergedParts(parts: readonly BaselineData[], sound: boolean): readonly BaselineUse[] {
  const [first] = parts;
  if (!first) return [];
  const counts = groupBy(
    parts.flatMap(({ unsettled = [] }) => unsettled),
    goneFindingKey,
  );
  const nowhere = [...counts.values()].flatMap((some) =>
    some.length === parts.length ? some.slice(0, 1) : [],
  );
  const gone = sound ? inOrder([...parts.flatMap((part) => part.gone), ...nowhere]) : [];
  const { file, findings } = first;
  const version = baselineVersionOf(first);
  const rose = risen(parts);
  const sources = unmatched(parts);
  return [{ file, version, findings, gone, unsettled: [], rose, sources, next: emptyBaseline }];
}

/** What is about the org, several shards may say. */
function risen(parts: readonly BaselineData[]): readonly RisenFinding[] {
  const all = parts.flatMap(({ rose = [] }) => rose);
  const each = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...each.values()].toSorted(
    (a, b) => compareText(a.app, b.app) || compareText(a.rule, b.rule),
  );
}

/** A source of the baseline is read where any of the reports read it. */
function unmatched(parts: readonly BaselineData[]): UnmatchedSources {
  const [first, ...others] = parts.map(({ absentSources = [] }) => absentSources);
  return {
    unknown: [...new Set(parts.flatMap(({ unknownSources = [] }) => unknownSources))],
    absent: (first ?? []).filter((one) => others.every((those) => those.includes(one))),
  };
}

function inOrder(findings: readonly GoneFinding[]): readonly GoneFinding[] {
  const each = new Map(findings.map((one) => [goneFindingKey(one), one]));
  return [...each].toSorted(([a], [b]) => compareText(a, b)).map(([, one]) => one);
}

function goneFindingKey({ source, app, rule, folder = '', fingerprint }: GoneFinding): string {
  return [source, app, rule, folder, fingerprint].join('\n');
}
