import { keptOr } from '../model/once-for.js';
import { problem, type Problem } from '../report/problem.js';
import type { ReportSource, Partly, Report, Revision } from '../report/report.js';
import { UserError } from '../model/user-error.js';
import type { ReportFile } from './read.js';

/**
 * The sources of all reports. Only the shards of one audit share a source: anything else that does is refused with a
 * UserError. A shard that is not there, and a source that changed from one shard to the next, are problems.
 */
export function mergeSources(files: readonly ReportFile[]): {
  readonly sources: readonly ReportSource[];
  readonly problems: readonly Problem[];
  /** Shards of audits of which another shard is missing. */
  readonly incomplete: ReadonlySet<ReportFile>;
} {
  const holders = new Map<string, ReportFile[]>();
  for (const file of files) {
    for (const { id } of file.report.sources) keptOr(holders, id, () => []).push(file);
  }
  for (const [source, sharing] of holders) refuseOverlap(source, sharing);
  const sources = files.flatMap(({ report }) => report.sources);
  const first = new Map(sources.toReversed().map((source) => [source.id, source]));
  const audits = splitAudits(files).filter(({ count, there }) => there.size !== count);
  return {
    sources: [...holders.keys()].flatMap((id) => first.get(id) ?? []),
    problems: [...audits.map(missingShards), ...changed(sources, first)],
    incomplete: new Set(audits.flatMap(({ files: those }) => those)),
  };
}

function refuseOverlap(source: string, sharing: readonly ReportFile[]): void {
  const seen = new Map<string, ReportFile>();
  for (const one of sharing) {
    const other =
      seen.get(shardText(one)) ?? sharing.find((file) => shardCount(file) !== shardCount(one));
    if (other) {
      throw new UserError(
        `${other.file} and ${one.file} are both about ${source}, and not two shards of one audit`,
        'merge each report once; audits of different folders need different names for them',
      );
    }
    seen.set(shardText(one), one);
  }
}

function shardText({ report: { shard } }: ReportFile): string {
  return shard ? `${shard.index}/${shard.count}` : 'all';
}

function shardCount({ report: { shard } }: ReportFile): number {
  return shard?.count ?? 0;
}

interface SplitAudit {
  /** How many shards it has. */
  readonly count: number;
  /** What all of them are about. */
  readonly shared: readonly string[];
  /** The indexes of those that are here. */
  readonly there: Set<number>;
  readonly files: ReportFile[];
}

/** Shards belong together when they are as many and about the same sources. */
function splitAudits(files: readonly ReportFile[]): readonly SplitAudit[] {
  const audits = new Map<string, SplitAudit>();
  for (const file of files) {
    const { shard, sources } = file.report;
    if (!shard) continue;
    // Shards of orgs have no source in common.
    const shared = shard.of === 'orgs' ? ['the orgs'] : sources.map(({ id }) => id);
    const key = JSON.stringify([shard.count, shard.of, shared]);
    const { count } = shard;
    const audit = keptOr(audits, key, () => ({
      count,
      shared,
      there: new Set<number>(),
      files: [],
    }));
    audit.there.add(shard.index);
    audit.files.push(file);
  }
  return [...audits.values()];
}

function missingShards({ count, shared, there }: SplitAudit): Problem {
  const message = `only ${there.size} of the ${count} shards of ${shared.join(', ')} are here; not ${gaps(there, count)}`;
  return problem('missing-shard', message);
}

/** The first few shards that are not there. */
function gaps(there: ReadonlySet<number>, count: number): string {
  const found: string[] = [];
  for (let index = 1; index <= count && found.length < 6; index += 1) {
    if (!there.has(index)) found.push(`${index}/${count}`);
  }
  return found.length > 5 ? `${found.slice(0, 5).join(', ')} and others` : found.join(', ');
}

function changed(
  sources: readonly ReportSource[],
  first: ReadonlyMap<string, ReportSource>,
): readonly Problem[] {
  const different = sources.filter((source) => {
    const other = first.get(source.id);
    return other && (other.apps !== source.apps || other.files !== source.files);
  });
  return [...new Set(different.map(({ id }) => id))].map((id) =>
    problem(
      'source-changed',
      `${id} was not the same for every shard: apps may be missing or twice`,
    ),
  );
}

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
