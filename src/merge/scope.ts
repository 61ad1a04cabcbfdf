import type { Partly, Report, Revision } from '../report/report.js';
import type { ReportFile } from './read.js';

/** The flags that leave something out, in the order in which a run tells them. */
const flags: readonly Partly['by'][] = ['ruleset', 'rule', 'app', 'changed-since', 'shard'];

/**
 * What keeps the whole from being about every app and rule: what kept any of its parts, but for shards of which none is
 * missing.
 */
export function mergePartial(
  files: readonly ReportFile[],
  missing: ReadonlySet<ReportFile>,
): Pick<Report, 'partial'> {
  const all = files.flatMap((file) =>
    (file.report.partial ?? []).filter(
      ({ by }) => by !== 'shard' || !file.report.shard || missing.has(file),
    ),
  );
  const partial = flags.flatMap((by): readonly Partly[] => {
    const given = all.filter((one) => one.by === by);
    const values = [...new Set(given.flatMap((one) => one.values))];
    return given.length === 0 ? [] : [{ by, values }];
  });
  return partial.length > 0 ? { partial } : {};
}

/** Where the files come from, if all of them come from there. What is read from orgs only comes from no repository. */
export function mergeRevision(files: readonly ReportFile[]): Pick<Report, 'revision'> {
  const ofFiles = files.filter(({ report }) => report.sources.some(({ kind }) => kind !== 'org'));
  const revisions = new Map(
    (ofFiles.length > 0 ? ofFiles : files).map(({ report: { revision } }) => [
      revisionKey(revision),
      revision,
    ]),
  );
  const [revision] = revisions.values();
  return revisions.size === 1 && revision ? { revision } : {};
}

function revisionKey(revision: Revision | undefined): string {
  if (!revision) return '';
  const { repositoryUri, revisionId, branch, folder } = revision;
  return JSON.stringify([repositoryUri, revisionId, branch, folder]);
}

/** What all reports say of themselves alike; undefined where they differ or none says it. */
export function commonValue<T>(
  files: readonly ReportFile[],
  of: (report: ReportFile['report']) => T | undefined,
): T | undefined {
  const values = new Set(files.map(({ report }) => of(report)));
  const [value] = values;
  return values.size === 1 ? value : undefined;
}
