import { tableFor } from '../model/tables.js';
import { extended } from '../model/extended.js';
import type { LeftOutFile, LeftOutOfApp, App, ReplacedValue, Source } from '../model/app.js';
import { groupBy } from '../model/lists.js';
import { formatRange, type Location } from '../model/location.js';
import { type MetadataType, metadataTypes } from '../model/metadata-types.js';
import { problem, type Problem } from '../report/problem.js';
import {
  definitionOf,
  settingNames,
  type Setting,
  type SettingName,
  type Settings,
  type Unknown,
} from '../settings/settings.js';
import { buildSettings } from './app-settings.js';
import type { DerivationSubject } from '../settings/derive/subject.js';
import { fileNamings } from './files/types.js';
import type { Part } from './part.js';

/** Why a file is not read by rules that are about what is deployed. */
export function leftOutReason(what: string, by: Location): Unknown {
  const reason = `${what} is left out by .forceignore line ${by.startLine}`;
  return { state: 'unknown', reason, location: by };
}

/** The files that `.forceignore` leaves out. */
export function leftOutFiles(
  files: readonly { readonly file: string; readonly leftOutBy?: Location }[],
): readonly LeftOutFile[] {
  return files.flatMap(({ file, leftOutBy }) => (leftOutBy ? [{ file, by: leftOutBy }] : []));
}

/** One warning for each line of `.forceignore` that leaves something out. */
export function leftOutProblems(files: readonly LeftOutFile[]): readonly Problem[] {
  return [...groupBy(files, ({ by }) => formatRange(by)).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const what =
      group.length === 1
        ? `leaves out ${first.file}`
        : `leaves out ${group.length} files, ${first.file} first`;
    const message = `${what}: only rules about secrets read it; --no-forceignore reads all`;
    return [problem('files-left-out', message, first.by)];
  });
}

/**
 * What `.forceignore` leaves out of an app, and of what all apps share; `read` are its settings as if that were nothing.
 */
export function settingsLeftOut(
  parts: readonly Part[],
  shared: readonly LeftOutFile[],
  read: Settings,
): LeftOutOfApp | undefined {
  const own = leftOutFiles(parts);
  const files = [...own, ...shared];
  return files.length === 0
    ? undefined
    : { files, whole: own.length === parts.length, settings: read };
}

interface BuildInputs {
  readonly parts: readonly Part[];
  readonly subject: Omit<DerivationSubject, 'settings'>;
  readonly org: Partial<Settings>;
}

/** The settings of an app that say nothing of what is left out, but for what stands in its files at all. */
export function settingsWithout(leftOut: LeftOutOfApp, around: BuildInputs): Settings {
  const { parts, subject, org } = around;
  const [first] = leftOut.files;
  if (leftOut.whole && first) return withoutAll(leftOut.settings, first.by);
  const reasons = new Map(parts.flatMap(reasonByType));
  const of = (type: MetadataType): Part | undefined =>
    reasons.has(type) ? undefined : subject.parts.of(type);
  const visible = { ...subject.parts, of, leftOut: reasons, missing: new Map() };
  const settings = buildSettings({ ...subject, parts: visible }, org);
  return withInSource(settings, leftOut.settings);
}

function reasonByType({ type, leftOutBy }: Part): readonly (readonly [MetadataType, Unknown])[] {
  if (!leftOutBy) return [];
  const what = `the ${metadataTypes[type].title} file (.${fileNamings[type].suffix})`;
  return [[type, leftOutReason(what, leftOutBy)]];
}

/** Settings that are about the files themselves, wherever those go. */
function isAboutFiles(name: SettingName): boolean {
  return name.endsWith('InSource');
}

/** What is known of an app that is left out altogether: that it is there. */
const stillKnown: ReadonlySet<SettingName> = new Set(['kind', 'apiName', 'namespace', 'seenIn']);

function withoutAll(read: Settings, by: Location): Settings {
  const unknown = leftOutReason('the app', by);
  return mappedSettings(read, (name, setting) => {
    if (stillKnown.has(name) || isAboutFiles(name) || name.startsWith('org.')) return setting;
    return 'unavailable' in definitionOf(name).connectedApp &&
      'unavailable' in definitionOf(name).externalClientApp
      ? setting
      : unknown;
  });
}

function withInSource(settings: Settings, read: Settings): Settings {
  return mappedSettings(settings, (name, setting) => (isAboutFiles(name) ? read[name] : setting));
}

/** Settings with each changed by its name. */
export function mappedSettings(
  settings: Settings,
  change: (name: SettingName, setting: Setting) => Setting,
): Settings {
  // Each with a setting of its own type or an unknown one.
  return tableFor(settingNames, (name) => change(name, settings[name])) as Settings;
}

/**
 * Apps with what their files say where replacements make something else of it, and those that are called otherwise once they
 * are deployed: an audit is about what is deployed, and nobody may hide a finding by a replacement.
 */
export function withWritten(
  apps: readonly App[],
  written: readonly App[],
  values: readonly ReplacedValue[],
): Pick<Source, 'apps' | 'replacedApps'> {
  const there = new Set(apps.map(idWithFolder));
  const before = new Map(written.map((app) => [idWithFolder(app), app]));
  const away = written.filter((app) => !there.has(idWithFolder(app)));
  return {
    apps: apps.map((app) => withOwn(app, before.get(idWithFolder(app)), values)),
    ...(away.length > 0 && { replacedApps: away.map((app) => withOwn(app, app, values)) }),
  };
}

function idWithFolder({ id, folder }: App): string {
  return `${id} ${folder}`;
}

function withOwn(app: App, before: App | undefined, values: readonly ReplacedValue[]): App {
  if (!before) return app;
  const settings =
    before === app
      ? settingsAsWritten(app)
      : changedSettings(settingsAsWritten(app), settingsAsWritten(before));
  if (Object.keys(settings).length === 0) return app;
  const files = new Set([...app.files, ...before.files]);
  const own = values.filter(({ location }) => files.has(location.file));
  return extended(app, {
    asWritten: { settings, values: own.length > 0 ? own : values.slice(0, 1) },
  });
}

function settingsAsWritten({ leftOut, settings }: App): Settings {
  return leftOut?.settings ?? settings;
}

/** What `before` says otherwise. */
function changedSettings(now: Settings, before: Settings): Partial<Settings> {
  const names = settingNames.filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(names.map((name) => [name, before[name]]));
}
