import type { SettingName, SettingValue } from '../settings/settings.js';

/** Places of a canvas page that External Client Apps have (Metadata API Developer Guide, ExtlClntAppCanvasSettings). */
const canvasPlaces = new Set([
  'Aura',
  'ChatterFeed',
  'MobileNav',
  'None',
  'PageLayout',
  'Publisher',
  'Visualforce',
  // Reserved for future use in Connected Apps: nothing appears there that could be lost.
  'AppLauncher',
  'UserProfile',
]);

const canvasOptions = new Set(['HideShare', 'HideHeader']);

/** Why External Client Apps have no such setting, or not this value. */
const noTarget: Partial<Readonly<Record<SettingName, string>>> = {
  mobileStartUrl: 'External Client Apps have no start URL for mobile devices',
  mobileConfigured:
    'External Client Apps hold no binaries, install addresses or platforms of mobile apps',
  refreshTokenAllowlistEnforced:
    'The refresh token IP allowlist is in Setup only and is not migrated (help 005387022): enter it again',
  refreshTokenIpAllowlist:
    'The refresh token IP allowlist is in Setup only and is not migrated (help 005387022): enter it again',
};

/**
 * Why a value of a Connected App cannot be carried over; null where it can. Source: the pages of the ExtlClntApp types in the
 * Metadata API Developer Guide. `after` is what the new app has instead.
 */
export function lossOf(
  setting: SettingName,
  before: SettingValue,
  after: SettingValue | null,
): string | null {
  const why = noTarget[setting];
  if (why !== undefined) return why;
  if (setting === 'samlEncryption' && before === 'triple-des')
    return 'External Client Apps encrypt SAML responses with AES only';
  if (setting === 'canvasLocations') return lostEntries(before, after, canvasPlaces, 'place');
  if (setting === 'canvasOptions') return lostEntries(before, after, canvasOptions, 'option');
  return null;
}

/** Entries without a target; where another one is missing as well, that has no reason. */
function lostEntries(
  before: SettingValue,
  after: SettingValue | null,
  known: ReadonlySet<string>,
  noun: string,
): string | null {
  const [old, now] = [before, after ?? []].map((list) =>
    Array.isArray(list) ? list.map(String) : [],
  );
  const missing = (old ?? []).filter((entry) => !now?.includes(entry));
  const lost = missing.filter((entry) => !known.has(entry));
  if (lost.length === 0 || lost.length < missing.length) return null;
  return `External Client Apps have no such canvas ${noun}: ${lost.join(', ')}`;
}
