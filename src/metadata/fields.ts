import type { Location } from '../model/location.js';
import { type MetadataType, metadataTypes } from '../model/metadata-types.js';
import { keptOr } from '../model/once-for.js';
import type { Known, Setting, SettingValue, Unknown } from '../settings/settings.js';
import type { Combination, Field } from '../settings/definition.js';
import { absent } from './absent.js';
import { fileNamings } from './files/types.js';
import type { Part } from './part.js';

/** The part files of an app, and where to point when one is not there. */
export interface Parts {
  readonly of: (type: MetadataType) => Part | undefined;
  readonly home: Location;
  /** What is said of all settings of a part that `.forceignore` leaves out. */
  readonly leftOut: ReadonlyMap<MetadataType, Unknown>;
  /** What is said of all settings of a part that is not there; to be filled in. */
  readonly missing: Map<MetadataType, Unknown>;
}

/** Reads a setting from its fields. */
export function readFields(fields: readonly Field[], combine: Combination, parts: Parts): Setting {
  const there = fields.filter(({ optional, part }) => !optional || isPartThere(part, parts));
  const [only, second] = there;
  if (only && !second && combine !== 'or') return readField(only, parts);
  return combinations[combine](
    there.map((field) => readField(field, parts)),
    there,
  );
}

/** A part that `.forceignore` leaves out is there all the same. */
function isPartThere(part: MetadataType, parts: Parts): boolean {
  return parts.of(part) !== undefined || parts.leftOut.has(part);
}

type Combine = (found: readonly Setting[], fields: readonly Field[]) => Setting;

const combinations = {
  first: (found) => saying(found) ?? found.find(isUnknownSetting) ?? firstSetting(found),
  union: (found) => found.find(isUnknownSetting) ?? uniteLists(found.filter(isKnownSetting)),
  or: (found, fields) => {
    // What is not in the source is not in it: a file that holds no secret because it is absent.
    const inSource = fields.every((field) => field.read === 'filled');
    const settings = inSource ? found.map(absentIsFalse) : found;
    const yes = settings.find((setting) => isKnownSetting(setting) && setting.value === true);
    return yes ?? settings.find(isUnknownSetting) ?? saying(settings) ?? firstSetting(settings);
  },
} as const satisfies Readonly<Record<Combination, Combine>>;

function firstSetting(found: readonly Setting[]): Setting {
  return found[0] ?? { state: 'unknown', reason: 'no field holds it' };
}

/** The first that a file states and that is not empty. */
function saying(found: readonly Setting[]): Setting | undefined {
  return found.find(
    (setting) => isKnownSetting(setting) && setting.origin === 'stated' && setting.value !== '',
  );
}

function uniteLists(found: readonly Known[]): Setting {
  const lists = found.filter((setting) => Array.isArray(setting.value) && setting.value.length > 0);
  const [only, second] = lists;
  if (!only || !second) return only ?? firstSetting(found);
  const value = lists.flatMap((setting) => listEntries(setting.value));
  const itemLocations = lists.flatMap((setting) => setting.itemLocations ?? []);
  const location = only.location ? { location: only.location } : {};
  const placeholder = lists.some((setting) => setting.placeholder)
    ? ({ placeholder: true } as const)
    : {};
  return { state: 'known', value, origin: 'derived', itemLocations, ...location, ...placeholder };
}

function listEntries(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [];
}

function absentIsFalse(setting: Setting): Setting {
  if (setting.state === 'known') return setting;
  const location = setting.location ? { location: setting.location } : {};
  return { state: 'known', value: false, origin: 'derived', ...location };
}

export function isKnownSetting(setting: Setting): setting is Known {
  return setting.state === 'known';
}

export function isUnknownSetting(setting: Setting): setting is Unknown {
  return setting.state === 'unknown';
}

function readField(field: Field, parts: Parts): Setting {
  const part = parts.of(field.part);
  if (!part) return missingPart(field.part, parts);
  return part.stated.get(field.path) ?? absent(field, part);
}

function missingPart(type: MetadataType, parts: Parts): Unknown {
  const { leftOut, missing, home: location } = parts;
  const because = leftOut.get(type);
  if (because) return because;
  return keptOr(missing, type, () => {
    const reason = `the ${metadataTypes[type].title} file (.${fileNamings[type].suffix}) is not in this source`;
    return { state: 'unknown', reason, location };
  });
}
