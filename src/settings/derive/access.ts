import type { Setting, Known, SettingName } from '../settings.js';
import { platformAppOf } from '../salesforce-apps.js';
import { englishProfileName, mayBeForeignProfile } from '../standard-profiles.js';
import { derivedList, derivedSetting, type DerivationSubject, type Derive } from './subject.js';
import { rangesOverlap, addressRangeOf, sizeOf, type AddressRange } from '../../model/addresses.js';

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

type RangeSetting = Extract<SettingName, 'trustedIpRanges' | 'refreshTokenIpAllowlist'>;

/** What the ranges of IP addresses come to. */
export const rangeSettings = {
  trustedIpAddressCount: addressCount('trustedIpRanges'),
  refreshTokenIpAddressCount: addressCount('refreshTokenIpAllowlist'),
  overlappingIpRanges: chosen('trustedIpRanges', (range, before) =>
    before.some((other) => rangesOverlap(range, other)),
  ),
  privateIpRanges: chosen('trustedIpRanges', (range) =>
    privateNetworks.some((other) => rangesOverlap(range, other)),
  ),
} as const;

/** RFC 1918, RFC 4193, loopback and link-local addresses. */
const privateNetworks: readonly AddressRange[] = [
  '10.0.0.0-10.255.255.255',
  '172.16.0.0-172.31.255.255',
  '192.168.0.0-192.168.255.255',
  '127.0.0.0-127.255.255.255',
  '169.254.0.0-169.254.255.255',
  '::1',
  'fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
].flatMap((text) => addressRangeOf(text) ?? []);

/** The sum of a setting's ranges; unknown when one of them cannot be read. Beyond 2^53 the number is rounded. */
function addressCount(name: RangeSetting): Derive {
  return ({ settings }) => {
    const ranges = settings[name];
    if (ranges?.state !== 'known') return ranges ?? { state: 'unknown', reason: 'not read' };
    const sizes = ranges.value.map((text) => addressRangeOf(text));
    const location = ranges.location ? { location: ranges.location } : {};
    if (sizes.includes(undefined)) {
      return { state: 'unknown', reason: 'a range is none that can be read', ...location };
    }
    const sum = sizes.reduce((total, range) => total + (range ? sizeOf(range) : 0n), 0n);
    return derivedSetting(Number(sum), ranges.location);
  };
}

/** The ranges that a test picks, each where it stands; the test is told which ranges stand before. */
function chosen(
  name: RangeSetting,
  picks: (range: AddressRange, before: readonly AddressRange[]) => boolean,
): Derive {
  return ({ settings }: DerivationSubject): Setting => {
    const ranges = settings[name];
    if (ranges?.state !== 'known') return ranges ?? { state: 'unknown', reason: 'not read' };
    const read = ranges.value.map((text) => addressRangeOf(text));
    const picked = [...read.keys()].filter((at) => {
      const range = read[at];
      return (
        range !== undefined &&
        picks(
          range,
          read.slice(0, at).flatMap((one) => one ?? []),
        )
      );
    });
    return pickRanges(ranges, picked);
  };
}

function pickRanges(ranges: Known<readonly string[]>, picked: readonly number[]): Setting {
  return derivedList(
    picked.flatMap((at) => ranges.value[at] ?? []),
    ranges.location,
    picked.flatMap((at) => ranges.itemLocations?.[at] ?? []),
  );
}
