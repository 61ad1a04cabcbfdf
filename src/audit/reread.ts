import { resolve } from 'node:path';
import { asksFiles, withEvidenceOf } from '../evidence/evidence.js';
import { withReplacementsAnew } from '../metadata/apps.js';
import { readFiles } from '../metadata/source.js';
import type { App, Source } from '../model/app.js';
import { isMetadataType, metadataTypes } from '../model/metadata-types.js';
import { settingNames, type Setting, type SettingName } from '../settings/settings.js';
import { keyOfApp, type Again, type AuditRequest } from './request.js';

/** What files are to hold, by absolute path. */
export type Edited = ReadonlyMap<string, Uint8Array>;

/**
 * Sources as they would be with some files edited: only the apps of those files are read again. Undefined where an edit may
 * concern more than that: files of the whole org, what `.forceignore` leaves out, what decides which other files are about
 * an app.
 */
export async function reread(
  sources: readonly Source[],
  edited: Edited,
  request: Pick<AuditRequest, 'cwd' | 'forceignore' | 'alsoRead'>,
): Promise<Omit<Again, 'rules'> | undefined> {
  // Only the caller knows what belongs to sources of his own.
  if (request.alsoRead) return undefined;
  const all: Source[] = [];
  const changed = new Map<string, ReadonlySet<string>>();
  for (const source of sources) {
    const files = editedFilesOf(source, edited, request.cwd);
    if (files.size === 0) {
      all.push(source);
      continue;
    }
    const now = await rereadSource(source, files, { edited, request });
    if (!now) return undefined;
    all.push(now);
    for (const [key, names] of changedSettingsOf(source, now, files)) changed.set(key, names);
  }
  const isAboutApps = all.flatMap(({ apps }) => apps).flatMap(({ files }) => files);
  const known = new Set(isAboutApps.map((file) => resolve(request.cwd, file)));
  if ([...edited.keys()].some((path) => !known.has(path))) return undefined;
  return { sources: all, changed };
}

/** The edited files that apps of a source have. */
function editedFilesOf({ apps }: Source, edited: Edited, cwd: string): ReadonlySet<string> {
  return new Set(
    apps.flatMap(({ files }) => files).filter((file) => edited.has(resolve(cwd, file))),
  );
}

interface Rereading {
  readonly edited: Edited;
  readonly request: Pick<AuditRequest, 'cwd' | 'forceignore'>;
}

async function rereadSource(
  source: Source,
  files: ReadonlySet<string>,
  { edited, request: { cwd, forceignore } }: Rereading,
): Promise<Source | undefined> {
  if (source.kind !== 'folder') return undefined;
  const touched = source.apps.filter((app) => app.files.some((file) => files.has(file)));
  const names = new Set(touched.map(({ apiName }) => bareApiName(apiName)));
  // What has the same name may be the same app in another folder, or of the other kind.
  const around = source.apps.filter(({ apiName }) => names.has(bareApiName(apiName)));
  const wanted = new Set(around.flatMap((app) => app.files));
  const isRead = (file: string, type: string): boolean => wanted.has(file) || isOrgType(type);
  const read = await readFiles(resolve(cwd, source.id), cwd, { edited, forceignore, isRead });
  const now = new Map(read.apps.map((app) => [keyOfApp(app), app]));
  if (around.some((app) => app.leftOut || !now.has(keyOfApp(app)))) return undefined;
  if (now.size !== around.length) return undefined;
  const apps = withReplacementsAnew(source.apps.map((app) => now.get(keyOfApp(app)) ?? app));
  const fileKeys = new Map([...(source.fileKeys ?? []), ...(read.fileKeys ?? [])]);
  const before = new Map(source.apps.map((app) => [keyOfApp(app), app]));
  if (apps.some((app) => asksMore(app, before.get(keyOfApp(app))))) return undefined;
  return withEvidenceOf({ ...source, apps, fileKeys, problems: read.problems }, (app) =>
    before.get(keyOfApp(app)),
  );
}

/** Names with and without a namespace mean the same app. */
function bareApiName(apiName: string): string {
  return apiName.replace(/^\w+?__/, '');
}

function isOrgType(type: string): boolean {
  return isMetadataType(type) && metadataTypes[type].home === 'org';
}

function asksMore(app: App, before: App | undefined): boolean {
  return (
    before === undefined ||
    asksFiles.some((name) => differs(before.settings[name], app.settings[name]))
  );
}

/** The apps of the files and those that differ besides, each with the settings that do. */
function changedSettingsOf(
  before: Source,
  now: Source,
  edited: ReadonlySet<string>,
): readonly (readonly [string, ReadonlySet<SettingName>])[] {
  const old = new Map(before.apps.map((app) => [keyOfApp(app), app]));
  return now.apps.flatMap((app) => {
    const key = keyOfApp(app);
    const names = settingNames.filter((name) =>
      differs(old.get(key)?.settings[name], app.settings[name]),
    );
    const isTouched = names.length > 0 || app.files.some((file) => edited.has(file));
    return isTouched ? [[key, new Set(names)] as const] : [];
  });
}

/** Where it stands does not count: a verdict does not rest on that. */
function differs(before: Setting | undefined, now: Setting): boolean {
  if (before === now) return false;
  return sayingOf(before) !== sayingOf(now);
}

function sayingOf(setting: Setting | undefined): string {
  if (setting?.state !== 'known') return setting?.state ?? '';
  return JSON.stringify([setting.value, setting.placeholder]);
}
