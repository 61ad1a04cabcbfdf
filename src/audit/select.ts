import { isAskedFor, type App, type Source } from '../model/app.js';
import { timesEach } from '../model/group-by.js';
import { compareText } from '../model/location.js';
import { orgNamesOf } from '../model/org.js';
import { problem, type Problem } from '../report/problem.js';
import type { Changes } from '../git/changes.js';
import type { Selection } from './request.js';
import type { LeftOut } from '../report/report.js';
import { appNotes, changeNotes, shardNotes } from './left-out.js';
import { isTouched, sharedChanges, withAddedSince, withAdditions } from './changed.js';
import { inShard } from './shards.js';

export interface Selected {
  readonly apps: readonly App[];
  /** All apps of all sources, also those that were not asked for. */
  readonly found: readonly App[];
  readonly problems: readonly Problem[];
  /** What flags leave out. */
  readonly leftOut?: readonly LeftOut[];
}

/** The apps to evaluate, ordered by id. That there is none is a problem: a wrong path must not look like a clean audit. */
export function selectApps(sources: readonly Source[], selection: Selection): Selected {
  const all = sources.flatMap((source) => withUniqueIds(source, sources.length > 1));
  const ordered = all.toSorted((a, b) => compareText(a.id, b.id));
  const chosen = ordered.filter((app) => isWanted(app, selection.apps));
  const { shard, changes, before } = selection;
  const dated = before ? withAddedSince(chosen, before) : chosen;
  const touched = changes ? changedApps(dated, ordered, sources, changes) : dated;
  const apps = shard?.of === 'apps' ? inShard(touched, shard) : touched;
  if (chosen.length > 0) {
    const left = unchanged(chosen.length - touched.length, changes);
    const others = shard?.of === 'apps' ? shardNotes(shard, apps.length, touched.length) : [];
    const unchangedApps = changeNotes(changes, touched.length, chosen.length);
    const named = appNotes(selection.apps, chosen.length, ordered.length);
    return {
      apps,
      found: ordered,
      problems: [...noneRead(chosen), ...left],
      leftOut: [...named, ...unchangedApps, ...others],
    };
  }
  // A shard may have no org: there may be more shards than orgs.
  if (sources.length === 0 && shard) return { apps, found: ordered, problems: [] };
  return { apps, found: ordered, problems: [noneOf(sources, selection, all.length)] };
}

/** That an app which was asked for is nowhere is an answer; that nothing was found at all may be a wrong path. */
function noneOf(sources: readonly Source[], { apps }: Selection, found: number): Problem {
  const read = found > 0 || (sources.length > 0 && sources.every(({ kind }) => isOrg(kind)));
  if (apps.length > 0 && read) {
    const among = found === 1 ? 'the 1 app found is not' : `none of the ${found} apps found is`;
    return problem('no-such-app', `${among} like ${apps.join(' or ')}`);
  }
  const where = sources.map((source) => source.id).join(', ');
  return problem('no-apps', `no External Client App or Connected App was found in ${where}`);
}

/** An org that could not be read has a problem of its own, and an org without apps is one that was read. */
function isOrg(kind: Source['kind']): boolean {
  return kind === 'org' || kind === 'snapshot';
}

function changedApps(
  apps: readonly App[],
  found: readonly App[],
  sources: readonly Source[],
  changes: Changes,
): readonly App[] {
  const shared = sharedChanges(sources, changes);
  const touched = apps.filter((app) => isTouched(app, changes, shared));
  return withAdditions(touched, found, changes);
}

function unchanged(count: number, changes: Changes | undefined): readonly Problem[] {
  if (!changes || count === 0) return [];
  const apps = count === 1 ? '1 app has' : `${count} apps have`;
  const message = `${apps} not changed since ${changes.since} and were not judged`;
  return [problem('unchanged-apps', message)];
}

/**
 * `SOURCE#` goes in front where several sources are audited, and the folder where a source has the same component
 * twice.
 */
function withUniqueIds(source: Source, several: boolean): readonly App[] {
  const counts = timesEach(source.apps.map(({ id }) => id));
  const names = orgNamesOf(source);
  const org = Object.keys(names).length > 0 ? { org: names } : {};
  return source.apps.map((app) => {
    const twice = (counts.get(app.id) ?? 0) > 1;
    if (twice || several)
      return { ...app, ...org, id: `${twice ? app.folder : source.id}#${app.id}` };
    return 'org' in org ? { ...app, ...org } : app;
  });
}

function isWanted(app: App, globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => isAskedFor(app, glob));
}

/** Apps of which only rules about secrets read anything are no audit. */
function noneRead(chosen: readonly App[]): readonly Problem[] {
  const [by] = chosen.flatMap(({ leftOut }) => leftOut?.files ?? []).map((file) => file.by);
  if (!by || !chosen.every(({ leftOut }) => leftOut?.whole)) return [];
  const message = `every app is left out by .forceignore line ${by.startLine}, so that only rules about secrets were checked; --no-forceignore reads all`;
  return [problem('no-apps', message, by)];
}
