import { decodePercent } from '../model/words.js';
import type { App } from '../model/app.js';
import { englishProfileName } from '../settings/standard-profiles.js';
import type { Setting } from '../settings/settings.js';
import type { XmlElement } from '../metadata/xml/document.js';
import { childTextOf } from './references.js';
import { unknownSetting } from './settings.js';

/** Whether the files of profiles limit the addresses of log-ins: by the folded name of the profile. */
export type ProfileRanges = ReadonlyMap<string, boolean>;

/**
 * Files of standard profiles have other names than the profiles: `Admin.profile` is System Administrator. Source: names of
 * retrieved files and of the profiles in them, as in the standard profiles of the Metadata API Developer Guide, Profile.
 */
const namesOfFiles: Readonly<Record<string, string>> = {
  admin: 'System Administrator',
  standard: 'Standard User',
  readonly: 'Read Only',
  marketingprofile: 'Marketing User',
  contractmanager: 'Contract Manager',
  solutionmanager: 'Solution Manager',
};

/** The folded name of a profile, as an app names it. */
export function profileKey(name: string): string {
  return englishProfileName(name).trim().toLowerCase();
}

/** The folded name of the profile that a file holds; in source format a file name is percent-encoded. */
export function profileOfFile(component: string): string {
  const name = decodePercent(component);
  return profileKey(namesOfFiles[name.toLowerCase()] ?? name);
}

/**
 * The session timeout of a profile, in minutes. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_profilesessionsetting.htm
 */
export function sessionMinutesIn(
  root: XmlElement,
): { readonly profile: string; readonly minutes: number } | undefined {
  const profile = profileOfFile(childTextOf(root, 'profile'));
  const written = childTextOf(root, 'sessionTimeout');
  return profile !== '' && /^[1-9]\d{0,5}$/.test(written)
    ? { profile, minutes: Number(written) }
    : undefined;
}

/** The profiles that an app approves, by their folded names. */
export function approvedProfiles({ settings: { permittedProfiles } }: App): readonly string[] {
  return permittedProfiles.state === 'known' ? permittedProfiles.value.map(profileKey) : [];
}

/**
 * Whether a profile that approves users of the app limits their addresses. "IP restrictions are enforced only when they're
 * configured on a user's profile" (Salesforce Help, Connected App IP Relaxation and Continuous IP Enforcement).
 */
export function loginIpRanges(app: App, ranges: ProfileRanges): Setting {
  const profiles = approvedProfiles(app);
  if (profiles.some((name) => ranges.get(name) === true)) return loginRangeSetting(true, app);
  const sets = app.settings.permittedPermissionSets;
  if (sets.state !== 'known' || sets.value.length > 0)
    return unknownSetting('permission sets approve users of any profile', app);
  if (profiles.length === 0) return unknownSetting('the app approves no profile', app);
  if (profiles.some((name) => !ranges.has(name)))
    return unknownSetting('the file of an approved profile is not in this source', app);
  return loginRangeSetting(false, app);
}

function loginRangeSetting(value: boolean, { settings, location }: App): Setting {
  const at = settings.ipRelaxation.state === 'known' ? settings.ipRelaxation.location : undefined;
  return { state: 'known', value, origin: 'derived', location: at ?? location };
}

/**
 * After how many minutes sessions end for those whom an app approves, at the latest. Only profiles say it: who is approved by
 * a permission set may have any profile.
 */
export function approvedProfilesTimeout(app: App, sessions: ReadonlyMap<string, number>): Setting {
  const profiles = approvedProfiles(app);
  const sets = app.settings.permittedPermissionSets;
  if (sets.state !== 'known' || sets.value.length > 0)
    return unknownSetting('permission sets approve users of any profile', app);
  if (profiles.length === 0) return unknownSetting('the app approves no profile', app);
  const minutes = profiles.map((name) => sessions.get(name));
  if (minutes.includes(undefined))
    return unknownSetting(
      'the session settings of an approved profile are not in this source',
      app,
    );
  const value = Math.max(...minutes.map((one) => one ?? 0));
  return { state: 'known', value, origin: 'derived', location: app.location };
}
