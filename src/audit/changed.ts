import { appId, type App, type Source } from '../model/app.js';
import { metadataTypes } from '../model/metadata-types.js';
import type { Changes } from '../git/changes.js';
import { identify } from '../metadata/files/types.js';

/**
 * Whether a change may mean something for an app: one of its files is another one, a file that was part of it is gone, or
 * something changed that all apps of its source share.
 */
export function isTouched(app: App, changes: Changes, shared: ReadonlySet<string>): boolean {
  if (shared.has(app.source) || changes.apps.has(appId(app.kind, app.apiName))) return true;
  return app.files.some((file) => foldersAround(file).some((path) => changes.paths.has(path)));
}

/**
 * Apps, each knowing whether the change adds it: all its files are new, no file that changed held an app of its name before
 * (one that only moved did), and no other folder has one (`all` are the apps found). Of an org and inside a zip nobody can
 * tell.
 */
export function withAdditions(
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
export function withAddedSince(apps: readonly App[], before: ReadonlySet<string>): readonly App[] {
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
export function sharedChanges(sources: readonly Source[], { paths }: Changes): ReadonlySet<string> {
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
  const name = changedFileName(path);
  if (everywhere.has(name) || name === 'org.json') return true;
  const type = identify(name)?.type ?? '';
  return Object.entries(metadataTypes).some(
    ([known, { home }]) => known === type && home === 'org',
  );
}

function concerns(path: string, source: string): boolean {
  if (everywhere.has(changedFileName(path))) return true;
  return source === '.'
    ? !path.startsWith('../')
    : path === source || path.startsWith(`${source}/`);
}

function changedFileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
