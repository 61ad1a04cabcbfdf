import { entriesIn } from '../model/tables.js';
import { resolve } from 'node:path';
import { restsOn } from '../conditions/evaluate.js';
import { asksFiles, withEvidenceOf } from '../evidence/evidence.js';
import { withSharedKeys } from '../evidence/shared.js';
import { withReplacementsAnew } from '../metadata/apps.js';
import { displayPath } from '../metadata/files/disk.js';
import { foundFolder } from '../metadata/source.js';
import type { App, FileKeys, Source } from '../model/app.js';
import { groupBy } from '../model/lists.js';
import { isMetadataType, metadataTypes } from '../model/metadata-types.js';
import { eachOnce, type Problem } from '../report/problem.js';
import { isSameSetting } from '../settings/same.js';
import {
  settingNames,
  type Setting,
  type SettingName,
  type Settings,
} from '../settings/settings.js';
import { keyOfApp, type Again, type AuditRequest } from './request.js';

/** What files are to hold, by absolute path. */
export type Edited = ReadonlyMap<string, Uint8Array>;

/** What sources would be with some files edited, and which apps a second look has to be about. */
export interface Look extends Omit<Again, 'rules'> {
  readonly edited: Edited;
  /** By `keyOfApp`: the apps that are not as the look before had them, or of the first look, not as they were read. */
  readonly anew: ReadonlySet<string>;
}

type RereadRequest = Pick<AuditRequest, 'cwd' | 'forceignore' | 'alsoRead' | 'keyDigests'>;

/**
 * Sources as they would be with some files edited: only the apps of those files are read again, and of a look before (`last`)
 * only those of files that it had otherwise. Undefined where an edit may concern more than that: files of the whole org, what
 * `.forceignore` leaves out, what decides which other files are about an app.
 */
export async function reread(
  sources: readonly Source[],
  edited: Edited,
  request: RereadRequest,
  last?: Look,
): Promise<Look | undefined> {
  // Only the caller knows what belongs to sources of his own.
  if (request.alsoRead) return undefined;
  const differing = last ? differingFiles(last.edited, edited) : new Set(edited.keys());
  const all: Source[] = [];
  for (const source of last?.sources ?? sources) {
    const files = filesAmong(source, differing, request.cwd);
    const now = files.size === 0 ? source : await rereadSource(source, files, { edited, request });
    if (!now) return undefined;
    all.push(now);
  }
  const isAboutApps = all.flatMap(({ apps }) => apps).flatMap(({ files }) => files);
  const known = new Set(isAboutApps.map((file) => resolve(request.cwd, file)));
  if ([...edited.keys()].some((path) => !known.has(path))) return undefined;
  // Keys are compared over all sources: an edit in one may concern an app of another.
  const now = withSharedKeys(all, request.keyDigests === true);
  return { sources: now, edited, ...changesIn(now, { sources, edited, cwd: request.cwd, last }) };
}

/** The files of which one look has other bytes than the other, or none. */
function differingFiles(before: Edited, now: Edited): ReadonlySet<string> {
  const isSame = (path: string): boolean => {
    const [old, bytes] = [before.get(path), now.get(path)];
    return old !== undefined && bytes !== undefined && Buffer.compare(old, bytes) === 0;
  };
  return new Set([...before.keys(), ...now.keys()].filter((path) => !isSame(path)));
}

/** Those of some files that apps of a source have. */
function filesAmong(
  { apps }: Source,
  paths: ReadonlySet<string>,
  cwd: string,
): ReadonlySet<string> {
  return new Set(
    apps.flatMap(({ files }) => files).filter((file) => paths.has(resolve(cwd, file))),
  );
}

interface Rereading {
  readonly edited: Edited;
  readonly request: Pick<AuditRequest, 'cwd' | 'forceignore'>;
}

async function rereadSource(
  source: Source,
  files: ReadonlySet<string>,
  rereading: Rereading,
): Promise<Source | undefined> {
  if (source.kind !== 'folder') return undefined;
  const touched = source.apps.filter((app) => app.files.some((file) => files.has(file)));
  const names = new Set(touched.map(({ apiName }) => bareApiName(apiName)));
  // What has the same name may be the same app in another folder, or of the other kind.
  const around = source.apps.filter(({ apiName }) => names.has(bareApiName(apiName)));
  const before = appsByKey([source]);
  const read = await readAnew(source, around, before, rereading);
  if (around.some((app) => app.leftOut || !read.apps.has(keyOfApp(app)))) return undefined;
  if (read.apps.size !== around.length) return undefined;
  const apps = withReplacementsAnew(source.apps.map((app) => read.apps.get(keyOfApp(app)) ?? app));
  // A key that an edit takes away is in no file any more.
  const anew = new Set(around.flatMap((app) => app.files));
  const kept = [...(source.fileKeys ?? [])].filter(([file]) => !anew.has(file));
  const fileKeys = new Map([...kept, ...read.fileKeys]);
  if (apps.some((app) => isAnother(app, before.get(keyOfApp(app))))) return undefined;
  return withEvidenceOf({ ...source, apps, fileKeys, problems: eachOnce(read.problems) }, (app) =>
    before.get(keyOfApp(app)),
  );
}

interface ReadAnew {
  readonly apps: ReadonlyMap<string, App>;
  readonly fileKeys: ReadonlyMap<string, FileKeys>;
  readonly problems: readonly Problem[];
}

/** So many apps are read at a time: what is read of a file before it is an app takes more memory than the app. */
const portion = 200;

/** Reads the files of some apps, and with each portion those of the whole org. Apps of one name are in one portion. */
async function readAnew(
  { id }: Source,
  around: readonly App[],
  before: ReadonlyMap<string, App>,
  { edited, request: { cwd, forceignore } }: Rereading,
): Promise<ReadAnew> {
  const root = resolve(cwd, id);
  const found = await foundFolder(root, displayPath(root, cwd), { cwd, edited, forceignore });
  const ofOrg = found.files.filter(({ type }) => isOrgType(type)).length;
  const apps = new Map<string, App>();
  const fileKeys = new Map<string, FileKeys>();
  const problems: Problem[] = [];
  // Where there are thousands of files of the org, they are not read for each few apps.
  for (const some of portionsOf(around, Math.max(portion, ofOrg))) {
    const wanted = new Set(some.flatMap((app) => app.files));
    const read = found.read((file, type) => wanted.has(file) || isOrgType(type));
    for (const app of read.apps)
      apps.set(keyOfApp(app), withKnownSettings(app, before.get(keyOfApp(app))));
    for (const [file, keys] of read.fileKeys ?? []) fileKeys.set(file, keys);
    problems.push(...read.problems);
  }
  return { apps, fileKeys, problems };
}

function portionsOf(apps: readonly App[], size: number): readonly (readonly App[])[] {
  const portions: App[][] = [[]];
  for (const some of groupBy(apps, ({ apiName }) => bareApiName(apiName)).values()) {
    const last = portions.at(-1);
    if (last && last.length + some.length <= size) last.push(...some);
    else portions.push([...some]);
  }
  return portions.filter(({ length }) => length > 0);
}

/** An app with the very settings that are known where they are the same: an edit changes few, and all take much memory. */
function withKnownSettings(app: App, before: App | undefined): App {
  if (!before) return app;
  // Keys are replaced only: a copy made otherwise takes many times as long.
  const settings: Record<SettingName, Setting> = { ...app.settings };
  for (const name of settingNames)
    if (isSameSetting(before.settings[name], settings[name]))
      settings[name] = before.settings[name];
  return { ...app, settings: settings as Settings };
}

/** Names with and without a namespace mean the same app. */
function bareApiName(apiName: string): string {
  return apiName.replace(/^\w+?__/, '');
}

function isOrgType(type: string): boolean {
  return isMetadataType(type) && metadataTypes[type].home === 'org';
}

/** Whether an app has another name now, or other files may be about it. */
function isAnother(app: App, before: App | undefined): boolean {
  if (before === app) return false;
  return (
    before?.id !== app.id ||
    asksFiles.some((name) => differs(before.settings[name], app.settings[name]))
  );
}

interface Compared {
  readonly sources: readonly Source[];
  readonly edited: Edited;
  readonly cwd: string;
  readonly last: Look | undefined;
}

/**
 * The apps of the edited files and those that differ besides, each with the settings that do. An app that is the same object
 * as before has the same settings, its own and those that it shares with others: it need not be compared, and what was found
 * about it still holds.
 */
function changesIn(
  now: readonly Source[],
  { sources, edited, cwd, last }: Compared,
): Pick<Look, 'changed' | 'anew'> {
  const [old, before] = [appsByKey(sources), last && appsByKey(last.sources)];
  const changed = new Map<string, ReadonlySet<string>>();
  const anew = new Set<string>();
  for (const [key, app] of appsByKey(now)) {
    const known = before?.get(key) === app ? last?.changed.get(key) : undefined;
    if (known) changed.set(key, known);
    if ((before ?? old).get(key) === app) continue;
    anew.add(key);
    const names = differingSettings(old.get(key), app);
    const isEdited = app.files.some((file) => edited.has(resolve(cwd, file)));
    if (names.size > 0 || isEdited) changed.set(key, names);
  }
  return { changed, anew };
}

function appsByKey(sources: readonly Source[]): ReadonlyMap<string, App> {
  return new Map(sources.flatMap(({ apps }) => apps).map((app) => [keyOfApp(app), app]));
}

function differingSettings(before: App | undefined, now: App): ReadonlySet<SettingName> {
  const names = settingNames.filter((name) => differs(before?.settings[name], now.settings[name]));
  const own = new Set(names);
  if (names.length > 0)
    for (const [name, others] of resting) if (others.some((one) => own.has(one))) own.add(name);
  return own;
}

const resting = entriesIn<SettingName, readonly SettingName[]>(restsOn);

/** Where it stands does not count: a verdict does not rest on that. */
function differs(before: Setting | undefined, now: Setting): boolean {
  if (before === now) return false;
  if (before?.state !== 'known' || now.state !== 'known') return before?.state !== now.state;
  if (before.placeholder !== now.placeholder) return true;
  const [old, value] = [before.value, now.value];
  if (typeof old !== 'object' || typeof value !== 'object') return old !== value;
  return JSON.stringify(old) !== JSON.stringify(value);
}
