import { tableFor } from '../../model/tables.js';
import { appId, type App } from '../../model/app.js';
import { startOf, type Location } from '../../model/location.js';
import { looksAlike } from '../../model/unsafe-characters.js';
import {
  settingNames,
  type Setting,
  type SettingName,
  type Settings,
} from '../../settings/settings.js';
import { withUsage, type Usage } from '../../model/usage.js';
import { recordFile } from './is-snapshot.js';
import type { OrgRecord, RecordApp, RecordSettings } from './record.js';

const noSource: Setting = { state: 'unknown', reason: 'an org is no source' };

/** Settings about what stands in a repository. */
const ofSources: readonly SettingName[] = settingNames.filter((name) => name.endsWith('InSource'));
export const ofNoSource = Object.fromEntries(ofSources.map((name) => [name, noSource]));

/** Settings of a record are checked against the table by name and type, which their own type cannot say. */
export function usage(settings: RecordSettings): Usage {
  return settings as Usage;
}

interface RecordContext {
  readonly source: string;
  readonly folder: string;
  readonly lines: ReadonlyMap<string, number>;
  readonly record: OrgRecord;
  readonly orgSettings: Partial<Settings>;
}

const noFiles = 'the org gives the metadata only of apps that were created in it';
/** Why no setting is known of an app that only tokens or log-ins show. */
export const onlyUsed =
  'the app is not installed: the org knows tokens or logins of it, and no settings';

/** An app without files, placed at its line of the record. */
export function appOfRecord(
  app: RecordApp,
  { source, folder, lines, record, orgSettings }: RecordContext,
): App {
  const { kind, apiName, label } = app;
  const file = `${folder}/${recordFile}`;
  const location = lineAt(file, lines.get(appId(kind, apiName)));
  const base: App = {
    id: appId(kind, apiName),
    kind,
    apiName,
    label,
    source,
    folder,
    files: [file],
    location,
    settings: settingsWithoutFiles(app, orgSettings),
  };
  const stated = Object.fromEntries(
    Object.entries(orgSettings).filter(([, setting]) => setting.state === 'known'),
  );
  return withUsage(base, usage({ ...record.settings, ...stated, ...app.settings }));
}

function settingsWithoutFiles(
  { kind, apiName, label, settings: { seenIn }, notSent = noFiles }: RecordApp,
  orgSettings: Partial<Settings>,
): Settings {
  const isOnlyUsed = seenIn?.state === 'known' && seenIn.value === 'tokens';
  const blank: Setting = { state: 'unknown', reason: isOnlyUsed ? onlyUsed : notSent };
  return {
    ...tableFor(settingNames, () => blank),
    ...orgSettings,
    ...ofNoSource,
    kind: derivedValue(kind),
    apiName: derivedValue(apiName),
    label: derivedValue(label),
    labelLooksAlike: derivedValue(looksAlike(label)),
  } as Settings;
}

function derivedValue(value: string | boolean): Setting {
  return { state: 'known', value, origin: 'derived' };
}

function lineAt(file: string, line = 1): Location {
  return { ...startOf(file), startLine: line, endLine: line };
}
