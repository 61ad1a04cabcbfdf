import { isOrgSource, type SourceKind } from '../model/app.js';
import {
  definitionOf,
  isSecretSetting,
  isSettingName,
  settingNames,
  type Setting,
  type SettingName,
  type Settings,
} from '../settings/settings.js';
import { evidenceSettings } from '../settings/catalogue/evidence.js';
import { usageSettings } from '../settings/catalogue/usage.js';

/** A setting that differs. */
export interface SettingDifference {
  readonly setting: SettingName;
  /** `unknown` where one side does not know it: that is no change. */
  readonly change: 'changed' | 'unknown';
  readonly before: Setting;
  readonly after: Setting;
}

/** What is compared. */
export interface Sides {
  readonly before: SourceKind;
  readonly after: SourceKind;
  /** The one is a Connected App and the other the External Client App that replaces it. */
  readonly turned?: boolean;
}

/** Whether the two sides can know the same. */
export function isAlike({ before, after }: Sides): boolean {
  return isOrgSource(before) === isOrgSource(after);
}

/** All settings of an app that differ, consequences as well; without those of its org. */
export function settingDifferences(
  before: Settings,
  after: Settings,
  sides: Sides,
): readonly SettingDifference[] {
  return settingNames
    .filter((name) => !isOrgSetting(name) && isCompared(name, sides))
    .flatMap((name) => settingDifference(name, before[name], after[name], sides) ?? []);
}

/** The settings of an org that differ. */
export function orgDifferences(
  before: Settings,
  after: Settings,
  sides: Sides,
): readonly SettingDifference[] {
  return settingNames
    .filter((name) => isOrgSetting(name) && !/Login|GrantedBy|Unneeded|WithoutApiAuth/.test(name))
    .flatMap((name) => settingDifference(name, before[name], after[name], sides) ?? []);
}

function isOrgSetting(name: SettingName): boolean {
  return name.startsWith('org.');
}

/** What depends on the day of the run, on the other apps, or on how it was found. */
const never: ReadonlySet<SettingName> = new Set([
  'addedInChange',
  'availableScopes',
  'certificateDays',
  'definedElsewhereAs',
  'kind',
  'ownedHere',
  'repositoryRead',
  'seenIn',
]);

/** Of what only an org knows: what somebody sets there, and not how the app is used. */
const setInOrgs: ReadonlySet<SettingName> = new Set([
  'installed',
  'grantedProfiles',
  'grantedPermissionSets',
  'runAsUserActive',
  'runAsUserApiOnly',
  'runAsUserPowers',
]);

function isCompared(name: SettingName, sides: Sides): boolean {
  if (never.has(name)) return false;
  if (Object.hasOwn(usageSettings, name)) return setInOrgs.has(name) && isAlike(sides);
  // The other files of a repository are not in an org.
  const isOfFiles = Object.hasOwn(evidenceSettings, name) || isSecretSetting(name);
  return !isOfFiles || isAlike(sides);
}

function settingDifference(
  setting: SettingName,
  before: Setting,
  after: Setting,
  sides: Sides,
): SettingDifference | undefined {
  if (before.state === 'known' && after.state === 'known') {
    if (isEqual(setting, before.value, after.value)) return undefined;
    // A template stands for a value that is put in at deployment.
    if (!isAlike(sides) && (before.placeholder || after.placeholder)) return undefined;
    return { setting, change: 'changed', before, after };
  }
  if (before.state === after.state || sides.turned || !isAlike(sides)) return undefined;
  return { setting, change: 'unknown', before, after };
}

/** The order of a list says nothing. */
function isEqual(name: SettingName, before: unknown, after: unknown): boolean {
  const { type } = definitionOf(name);
  if (type !== 'list' && type !== 'ranges') return before === after;
  return sortedEntries(before) === sortedEntries(after);
}

function sortedEntries(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).toSorted() : value);
}

/** Without what only follows from another setting that differs: one edit is one line. */
export function withoutConsequences(
  all: readonly SettingDifference[],
  kind: 'connectedApp' | 'externalClientApp',
): readonly SettingDifference[] {
  const names = new Set<string>(all.map(({ setting }) => setting));
  return all.filter(({ setting }) => {
    if (setting === 'refreshTokenDays') return true;
    return !derivedFrom(setting, kind).some((name) => name !== setting && names.has(name));
  });
}

/** The settings that a derived one is worked out from, as the catalogue says it. */
function derivedFrom(
  name: SettingName,
  kind: 'connectedApp' | 'externalClientApp',
): readonly SettingName[] {
  const origin = definitionOf(name)[kind];
  if (!('derived' in origin)) return [];
  const words: readonly string[] = origin.derived.match(/[A-Za-z.]+/g) ?? [];
  return words.filter(isSettingName);
}
