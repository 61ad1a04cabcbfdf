import { extended } from '../model/extended.js';
import { afterLastSlash } from '../model/words.js';
import { isAskedFor, isOrgSource, type App, type Source, appId } from '../model/app.js';
import { timesEach } from '../model/lists.js';
import { compareText } from '../model/location.js';
import { orgNamesOf } from '../model/org.js';
import { problem, type Problem } from '../report/problem.js';
import type { Changes } from '../git/changes.js';
import type { Selection } from './request.js';
import type { LeftOut, Shard } from '../report/report.js';
import { appNotes, changeNotes, shardNotes } from './left-out.js';
import { metadataTypes } from '../model/metadata-types.js';
import { identify } from '../metadata/files/types.js';
import { hash } from 'node:crypto';

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
  const read = found > 0 || (sources.length > 0 && sources.every(({ kind }) => isOrgSource(kind)));
  if (apps.length > 0 && read) {
    const among = found === 1 ? 'the 1 app found is not' : `none of the ${found} apps found is`;
    return problem('no-such-app', `${among} like ${apps.join(' or ')}`);
  }
  const where = sources.map((source) => source.id).join(', ');
  return problem('no-apps', `no External Client App or Connected App was found in ${where}`);
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
      return extended(app, { ...org, id: `${twice ? app.folder : source.id}#${app.id}` });
    return 'org' in org ? extended(app, org) : app;
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

/**
 * Whether a change may mean something for an app: one of its files is another one, a file that was part of it is gone, or
 * something changed that all apps of its source share.
 */
function isTouched(app: App, changes: Changes, shared: ReadonlySet<string>): boolean {
  if (shared.has(app.source) || changes.apps.has(appId(app.kind, app.apiName))) return true;
  return app.files.some((file) => foldersAround(file).some((path) => changes.paths.has(path)));
}

/**
 * Apps, each knowing whether the change adds it: all its files are new, no file that changed held an app of its name before
 * (one that only moved did), and no other folder has one (`all` are the apps found). Of an org and inside a zip nobody can
 * tell.
 */
function withAdditions(
  apps: readonly App[],
  all: readonly App[],
  changes: Changes,
): readonly App[] {
  const isNew = ({ files }: App): boolean => files.every((file) => changes.added.has(file));
  const calledOf = ({ kind, apiName }: App): string => appId(kind, apiName);
  const before = new Set([...changes.apps, ...all.filter((app) => !isNew(app)).map(calledOf)]);
  return apps.map((app) => {
    const isInZip = app.files.some((file) => file.includes('.zip/'));
    if (app.ofOrg || app.files.length === 0 || isInZip) return app;
    return withAdded(app, isNew(app) && !before.has(calledOf(app)));
  });
}

/** Apps, each knowing whether it was there before. */
function withAddedSince(apps: readonly App[], before: ReadonlySet<string>): readonly App[] {
  return apps.map((app) => withAdded(app, !before.has(appId(app.kind, app.apiName))));
}

function withAdded(app: App, value: boolean): App {
  const addedInChange = { state: 'known', value, origin: 'derived' } as const;
  return {
    ...app,
    settings: { ...app.settings, addedInChange: { ...addedInChange, location: app.location } },
  };
}

/** The sources of which something changed that all their apps share. */
function sharedChanges(sources: readonly Source[], { paths }: Changes): ReadonlySet<string> {
  const common = [...paths].filter(isCommon);
  const touched = sources.filter(({ id }) => common.some((path) => concerns(path, id)));
  return new Set(touched.map(({ id }) => id));
}

/** A file and what it is in: a zip may hold it, or a repository inside the repository. */
function foldersAround(file: string): readonly string[] {
  const steps = file.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

/** What decides which files are read at all, wherever it stands. */
const everywhere: ReadonlySet<string> = new Set(['sfdx-project.json', '.forceignore']);

function isCommon(path: string): boolean {
  const name = afterLastSlash(path);
  if (everywhere.has(name) || name === 'org.json') return true;
  const type = identify(name)?.type ?? '';
  return Object.entries(metadataTypes).some(
    ([known, { home }]) => known === type && home === 'org',
  );
}

function concerns(path: string, source: string): boolean {
  if (everywhere.has(afterLastSlash(path))) return true;
  return source === '.'
    ? !path.startsWith('../')
    : path === source || path.startsWith(`${source}/`);
}

/**
 * The apps of one shard, in the order given. Names are dealt out one by one in the order of their hashes, so that every
 * machine deals the same apps alike, and those of one package do not all end up in the same shard. Apps of one name stay
 * together, since their findings are numbered; the names with most apps come first, which keeps shards even.
 */
function inShard(apps: readonly App[], { index, count }: Shard): readonly App[] {
  const sizes = timesEach(apps.map(shardName));
  const names = Array.from(sizes, ([name, size]) => ({ name, size, order: hash('sha256', name) }));
  const dealt = names.toSorted((a, b) => b.size - a.size || compareText(a.order, b.order));
  const mine = new Set(dealt.filter((_, at) => at % count === index - 1).map(({ name }) => name));
  return apps.filter((app) => mine.has(shardName(app)));
}

/** The orgs of one shard, in the order given: whole orgs are dealt, for each costs calls that no other job should repeat. */
export function orgsInShard(orgs: readonly string[], { index, count }: Shard): readonly string[] {
  const ordered = orgs.map((org) => ({ org, order: hash('sha256', org) }));
  const dealt = ordered.toSorted((a, b) => compareText(a.order, b.order));
  const mine = new Set(dealt.filter((_, at) => at % count === index - 1).map(({ org }) => org));
  return orgs.filter((org) => mine.has(org));
}

function shardName({ kind, apiName }: App): string {
  return appId(kind, apiName);
}
