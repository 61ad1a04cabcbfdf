import { textlessReadings } from '../definition.js';
import { afterLastSlash } from '../../model/words.js';
import type { Location } from '../../model/location.js';
import { onceFor, onceForText, keptOr } from '../../model/once-for.js';
import type { Setting, SettingValue, Known, Unknown } from '../settings.js';
import type { Field, Reading, Combination } from '../definition.js';
import { parentPathsOf } from '../../metadata/elements/catalogue.js';
import type { Part } from '../../metadata/part.js';
import { type MetadataType, metadataTypes } from '../../model/metadata-types.js';
import { fileNamings } from '../../metadata/files/types.js';

const emptyLists: ReadonlySet<Reading> = new Set([
  'lines',
  'commas',
  'elements',
  'scopes',
  'entries',
  'ranges',
  'attributes',
]);
/**
 * What an absent element means: a list is empty, a presence flag is false, a text that the file's API version has is
 * empty, and anything else is what Salesforce documents, or unknown. A retrieve writes every flag that its API
 * version has, so an absent flag says that the version is older.
 */
function absent(field: Field, part: Part): Setting {
  const location = containerOf(field.path, part);
  const absence = absenceOf(field);
  const isNewer = field.since > part.version;
  const value = absence.value ?? (field.read === 'text' && !isNewer ? '' : undefined);
  if (value !== undefined) return { state: 'known', value, origin: 'default', location };
  return { state: 'unknown', reason: whyAbsent(absence, part, isNewer), location };
}

function whyAbsent(absence: Absence, part: Part, isNewer: boolean): string {
  const { parent, withoutParent, beforeElement, withoutElement } = absence;
  if (parent !== undefined && !part.containers.has(parent)) return withoutParent;
  return isNewer ? beforeElement : withoutElement;
}

/** What there is to say of an absent element, made once: most fields of most apps are absent. */
interface Absence {
  readonly value: SettingValue | undefined;
  readonly parent: string | undefined;
  readonly withoutParent: string;
  readonly withoutElement: string;
  readonly beforeElement: string;
}

const absenceOf = onceFor((field: Field): Absence => {
  const [parent] = parentPathsOf(field.path);
  const withoutElement = `the file has no <${afterLastSlash(field.path)}>`;
  return {
    value: valueOfAbsent(field),
    parent,
    withoutParent: `the file has no <${afterLastSlash(parent ?? '')}>`,
    withoutElement,
    beforeElement: `${withoutElement}; API versions before ${field.since} do not have it`,
  };
});

function valueOfAbsent(field: Field): SettingValue | undefined {
  if (emptyLists.has(field.read)) return [];
  if (textlessReadings.has(field.read)) return false;
  const value = field.default?.value;
  return field.read === 'inverted' && value !== undefined ? !value : value;
}

/** The nearest element that is there and should hold what is absent. */
function containerOf(path: string, part: Part): Location {
  for (const parent of parentPathsOf(path)) {
    const container = part.containers.get(parent);
    if (container) return container;
  }
  return part.root;
}

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

function isUnknownSetting(setting: Setting): setting is Unknown {
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
    return { state: 'unknown', reason: whyMissing(type), location };
  });
}

const whyMissing = onceForText(
  (type: MetadataType): string =>
    `the ${metadataTypes[type].title} file (.${fileNamings[type].suffix}) is not in this source`,
);
