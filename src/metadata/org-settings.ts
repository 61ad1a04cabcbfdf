import { metadataTypes, type MetadataType } from '../model/metadata-types.js';
import { onceForText } from '../model/once-for.js';
import { problem, type Problem } from '../report/problem.js';
import {
  definitionOf,
  settingNames,
  type Known,
  type Setting,
  type SettingName,
  type Settings,
} from '../settings/settings.js';
import type { Field } from '../settings/definition.js';
import { isKnownSetting, readFields } from '../settings/reading/fields.js';
import { leftOutReason } from './left-out.js';
import type { Part } from './part.js';
import { fileNamings, type FileNaming } from './files/types.js';
import { withoutNamespace } from '../model/app.js';
import type { Location } from '../model/location.js';
import { derivedSetting } from '../settings/derive/subject.js';

interface OrgSettings {
  readonly settings: Partial<Settings>;
  readonly problems: readonly Problem[];
}

/** The org-wide switches that the settings files of a source give; all its apps share them. */
export function readOrgSettings(parts: readonly Part[]): OrgSettings {
  const problems: Problem[] = [];
  const settings: Record<string, Setting> = {};
  const ofOrg = parts.filter((part) => metadataTypes[part.type].home === 'org');
  for (const name of settingNames) {
    if (name.startsWith('org.')) settings[name] = orgSetting(name, ofOrg, problems);
  }
  return { settings, problems };
}

function orgSetting(name: SettingName, parts: readonly Part[], problems: Problem[]): Setting {
  const origin = definitionOf(name).connectedApp;
  if ('unavailable' in origin) return { state: 'unknown', reason: origin.unavailable };
  const [field] = 'fields' in origin ? origin.fields : [];
  if (!field) throw new Error(`the org-wide setting ${name} has no field`);
  const candidates = parts.filter((part) => part.type === field.part);
  const [first] = candidates;
  if (!first) return noSettingsFile(field.part);
  const left = candidates.filter(({ leftOutBy }) => leftOutBy === undefined);
  if (left.length === 0 && first.leftOutBy)
    return leftOutReason(settingsFileName(fileNamings[field.part]), first.leftOutBy);
  const found = left.map((part) => readIn(part, field));
  return agreedSetting(name, found, problems);
}

function readIn(part: Part, field: Field): Setting {
  return readFields([field], 'first', {
    of: () => part,
    home: part.root,
    leftOut: new Map(),
    missing: new Map(),
  });
}

/** What several settings files agree on. Where they differ nobody knows which of them the org will get. */
function agreedSetting(name: SettingName, found: readonly Setting[], problems: Problem[]): Setting {
  const known = found.filter(isKnownSetting);
  const [first] = known;
  if (!first) return found[0] ?? { state: 'unknown', reason: 'not read' };
  const other = known.find((setting) => setting.value !== first.value);
  if (!other) return first;
  problems.push(orgSettingConflict(name, first, other));
  const files = [first, other].map((setting) => setting.location?.file).join(' and ');
  return { state: 'unknown', reason: `settings files disagree: ${files}` };
}

function orgSettingConflict(name: SettingName, first: Known, other: Known): Problem {
  const at = `${first.location?.file ?? ''}:${first.location?.startLine ?? 1}`;
  const message = `"${definitionOf(name).label}" is ${String(other.value)} here and ${String(first.value)} in ${at}`;
  return problem('conflicting-org-settings', message, other.location);
}

const noSettingsFile = onceForText((type: MetadataType): Setting => ({
  state: 'unknown',
  reason: `${settingsFileName(fileNamings[type])} is not in this source`,
}));

function settingsFileName({ only, suffix }: FileNaming): string {
  return `${only ?? '*'}.${suffix}`;
}

/** An app that nobody may use, as its file says. */
interface BlockedApp {
  readonly name: string;
  /** The digest of its consumer key. */
  readonly key: string | undefined;
  readonly location: Location;
}

/** What a source says of blocked apps: which they are, or why nobody can tell. */
export type BlockedApps = readonly BlockedApp[] | Setting;

const noBlockedAppFile: Setting = {
  state: 'unknown',
  reason: 'no file of a blocked app (.blacklistedConsumer) is in this source',
};

/**
 * The apps that are blocked in an org. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_blacklistedconsumer.htm
 */
export function blockedApps(parts: readonly Part[]): BlockedApps {
  const files = parts.filter(({ type }) => type === 'BlacklistedConsumer');
  const leftOut = files.find(({ leftOutBy }) => leftOutBy)?.leftOutBy;
  if (leftOut) return leftOutReason('the file of a blocked app', leftOut);
  if (files.length === 0) return noBlockedAppFile;
  return files.map(({ texts, keys, root }) => {
    const name = texts.get('consumerName')?.[0];
    return {
      name: folded(name?.text ?? ''),
      key: keys.consumerKey?.digest,
      location: name?.location ?? root,
    };
  });
}

interface NamedApp {
  readonly apiName: string;
  readonly label: string;
  /** Digests of the consumer keys in its files. */
  readonly keys?: readonly string[];
}

/** Whether an app is among the blocked ones: by its key where both are known, else by its label or API name. */
export function blockedOf(blocked: BlockedApps, { apiName, label, keys = [] }: NamedApp): Setting {
  if ('state' in blocked) return blocked;
  const names = [apiName, label, withoutNamespace(apiName)]
    .map(folded)
    .filter((name) => name !== '');
  const found = blocked.find(({ name, key }) =>
    key !== undefined && keys.length > 0 ? keys.includes(key) : names.includes(name),
  );
  return derivedSetting(found !== undefined, found?.location);
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
