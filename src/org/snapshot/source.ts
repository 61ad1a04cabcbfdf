import {
  appId,
  counterpartOf,
  type App,
  type FileKeys,
  type Source,
  type SourceKind,
} from '../../model/app.js';
import { compareText } from '../../model/location.js';
import { hostAndPortOf, type OrgIdentity } from '../../model/org.js';
import { problem, type Problem } from '../../report/problem.js';
import type { Setting, SettingName } from '../../settings/settings.js';
import { withUsage } from '../../model/usage.js';
import type { PartFile } from '../../metadata/part.js';
import { type UnreadFile, sourceOf, type FilesSource } from '../../metadata/read-files.js';
import { withReplacements } from '../../metadata/apps.js';
import { appOfRecord, ofNoSource, usage } from './app-of-record.js';
import {
  formatRecord,
  linesOfApps,
  redactedRecord,
  type OrgRecord,
  type RecordApp,
  type RecordSettings,
} from './record.js';

/** A metadata file of a snapshot; its path is relative to the folder of the snapshot. */
export interface SnapshotFile extends PartFile {
  readonly bytes: () => Uint8Array | Problem;
  /** Never written: a snapshot holds no key and nothing that is made of one. */
  readonly keys?: FileKeys;
}

/** What a pull gives, and what a snapshot holds. */
export interface Snapshot {
  readonly files: readonly SnapshotFile[];
  /** Files that are no part of an app and say something of it, placed like the others. */
  readonly others?: readonly UnreadFile[];
  readonly record: OrgRecord;
}

/**
 * A snapshot as a source, whether it was pulled a moment ago or lies in a folder: the way is the same, so the verdicts
 * are. `folder` is where it lies, or would lie.
 */
export function snapshotSource(
  id: string,
  kind: SourceKind,
  folder: string,
  snapshot: Snapshot,
): Source & Pick<FilesSource, 'others'> {
  const { files, others: found = [] } = snapshot;
  const record = redactedRecord(snapshot.record);
  const placed = files.map((file) => ({ ...file, file: `${folder}/${file.file}` }));
  const read = sourceOf(id, kind, placed);
  const ofOrg = new Map(record.apps.map((app) => [appId(app.kind, app.apiName), app]));
  const withFiles = read.apps.map((app) => withRecord(app, ofOrg.get(app.id), record));
  const there = new Set(read.apps.map((app) => app.id));
  const lines = linesOfApps(formatRecord(record));
  const withoutFiles = record.apps
    .filter((app) => !there.has(appId(app.kind, app.apiName)))
    .map((app) =>
      appOfRecord(app, { source: id, folder, lines, record, orgSettings: read.orgSettings }),
    );
  const apps = withReplacements(withCounterparts([...withFiles, ...withoutFiles]));
  const problems = [...record.problems.map((one) => placedProblem(one, folder)), ...read.problems];
  const evidence = found.map((one) => ({ ...one, file: `${folder}/${one.file}` }));
  const sorted = apps
    .map((app) => withHolders(app, ofOrg.get(app.id)))
    .toSorted((a, b) => compareText(a.id, b.id));
  const others = evidence.length > 0 ? { others: () => evidence } : {};
  return { ...read, ...others, apps: sorted, problems, ...recordIdentity(record) };
}

function withHolders(app: App, found: RecordApp | undefined): App {
  return found?.holders ? { ...app, holders: found.holders } : app;
}

/** A record of format 1 says where the org is, and not which one. One of an org that did not open says neither. */
function recordIdentity({ org, instance, apiVersion }: OrgRecord): { readonly org?: OrgIdentity } {
  if (org) return { org };
  const host = hostAndPortOf(instance);
  if (host === null) return {};
  const unknown = { id: null, name: null, type: null, sandbox: null, instance: null, user: null };
  return { org: { ...unknown, host, apiVersion } };
}

/** An app with files, and what the org says besides. What files say beats rows: it has a place. */
function withRecord(app: App, found: RecordApp | undefined, { settings }: OrgRecord): App {
  const said = { ...settings, ...found?.settings };
  const kept = Object.entries(said).filter(([name]) =>
    isUnknown(app.settings[name as SettingName]),
  );
  const parts = unsentParts(found);
  return withUsage(
    app,
    usage({ ...Object.fromEntries(kept), ...ofNoSource, ...seenIn(app), ...parts }),
  );
}

/** Files cannot say that a part is missing where the org did not send all of them. */
function unsentParts(found: RecordApp | undefined): RecordSettings {
  const missingParts = found?.settings.missingParts;
  return missingParts?.state === 'unknown' ? { missingParts } : {};
}

function seenIn({ settings }: App): RecordSettings {
  return { seenIn: settings.seenIn };
}

function isUnknown(setting: Setting): boolean {
  return setting.state === 'unknown';
}

/** The same API name as both kinds: with installed apps that only the whole source shows. */
function withCounterparts(apps: readonly App[]): readonly App[] {
  const ids = new Set(apps.map(({ id }) => id));
  return apps.map((app) => {
    const { definedElsewhereAs: stated } = app.settings;
    const value = counterpartOf(app, ids);
    if (stated.state === 'known' && stated.value === value) return app;
    const definedElsewhereAs = {
      state: 'known',
      value,
      origin: 'derived',
      location: app.location,
    } as const;
    return { ...app, settings: { ...app.settings, definedElsewhereAs } };
  });
}

function placedProblem(
  { kind, message, location }: OrgRecord['problems'][number],
  folder: string,
): Problem {
  if (!location) return problem(kind, message);
  return problem(kind, message, { ...location, file: `${folder}/${location.file}` });
}
