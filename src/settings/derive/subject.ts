import type { AppKind } from '../../model/app.js';
import type { Location } from '../../model/location.js';
import type { MetadataType } from '../../model/metadata-types.js';
import type { Known, Setting, Settings, SettingValue, Unknown } from '../settings.js';
import type { Parts } from '../reading/fields.js';
import type { Item } from '../reading/lists.js';

/** What derived settings are made of: the app as a whole, and the settings read before. */
export interface DerivationSubject {
  readonly kind: AppKind;
  readonly apiName: string;
  readonly parts: Parts;
  /** Types of the part files found. */
  readonly found: ReadonlySet<MetadataType>;
  readonly customScopes: CustomScopes;
  /** Whether user provisioning depends on the app; undefined where the source does not say. */
  readonly provisioning?: Setting | undefined;
  /** Whether the app of this label is blocked. */
  readonly blocked: (label: string) => Setting;
  /** The id of an app of the other kind with the same API name; empty when there is none. */
  readonly twin: string;
  /** Settings known so far; those that a function reads stand before it in the table. */
  readonly settings: Partial<Settings>;
}

/**
 * The custom scopes of the source that name a Connected App; undefined when the source holds none at all, a reason when
 * some of their files are left out.
 */
export type CustomScopes = readonly Item[] | Unknown | undefined;

export type Derive = (subject: DerivationSubject) => Setting;

/** A derived list, with the place of each entry. */
export function derivedList(
  value: readonly string[],
  location: Location | undefined,
  itemLocations: readonly Location[],
): Known<readonly string[]> {
  if (value.length === 0 && itemLocations.length === 0 && location) return emptyAt(location);
  return location
    ? { state: 'known', value, origin: 'derived', location, itemLocations }
    : { state: 'known', value, origin: 'derived', itemLocations };
}

/** Most derived lists are empty: they share what they hold. */
function emptyAt(location: Location): Known<readonly string[]> {
  return { state: 'known', value: nothing, origin: 'derived', location, itemLocations: nothing };
}

const nothing: readonly never[] = [];

/** A derived value. */
export function derivedSetting<T extends SettingValue>(
  value: T,
  location: Location | undefined,
): Known<T> {
  return location
    ? { state: 'known', value, origin: 'derived', location }
    : { state: 'known', value, origin: 'derived' };
}
