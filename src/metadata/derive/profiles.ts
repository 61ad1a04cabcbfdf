import type { Setting } from '../../settings/settings.js';
import { platformAppOf } from '../../settings/platform-apps.js';
import { englishProfileName, mayBeForeignProfile } from '../../settings/standard-profiles.js';
import { derivedSetting, type DerivationSubject } from './subject.js';

const profilesNotRead: Setting = { state: 'unknown', reason: 'not read' };

/** The permitted profiles, standard ones by their English names, each at its place; one that is named in two languages once. */
export function permittedProfileNames({
  settings: { permittedProfiles },
}: DerivationSubject): Setting {
  if (permittedProfiles?.state !== 'known') return permittedProfiles ?? profilesNotRead;
  return distinctEntries({
    ...permittedProfiles,
    value: permittedProfiles.value.map(englishProfileName),
    origin: 'derived',
  });
}

/** True; unknown where a name may be that of a standard profile in a language that nobody has read yet. */
export function profileNamesKnown({ settings: { permittedProfiles } }: DerivationSubject): Setting {
  if (permittedProfiles?.state !== 'known') return permittedProfiles ?? profilesNotRead;
  const strange = permittedProfiles.value.find(mayBeForeignProfile);
  if (strange === undefined) return derivedSetting(true, permittedProfiles.location);
  const reason = `"${strange}" may be a standard profile in a language whose names are not known here`;
  const { location } = permittedProfiles;
  return location ? { state: 'unknown', reason, location } : { state: 'unknown', reason };
}

/** What of Salesforce made the app; empty for an app that somebody else made. */
export function platformApp({ kind, apiName, settings, parts }: DerivationSubject): Setting {
  const urls = settings.callbackUrls;
  const callbacks = urls?.state === 'known' ? urls.value : [];
  const found = kind === 'connectedApp' ? platformAppOf(apiName, callbacks) : undefined;
  return derivedSetting(found?.name ?? '', parts.home);
}

/** A list without what it names a second time. */
export function distinctEntries(setting: Setting): Setting {
  if (setting.state !== 'known' || typeof setting.value !== 'object') return setting;
  const { value, itemLocations } = setting;
  const first = value.flatMap((item, at) => (value.indexOf(item) === at ? [at] : []));
  if (first.length === value.length) return setting;
  const places = itemLocations && first.flatMap((at) => itemLocations[at] ?? []);
  const items = first.flatMap((at) => value[at] ?? []);
  return { ...setting, value: items, ...(places && { itemLocations: places }) };
}
