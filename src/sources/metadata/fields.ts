import type { Location } from '../../model/location.js';
import { metadataTypes, type MetadataType } from '../../model/metadata-types.js';
import type { Known, Setting, SettingValue, Unknown } from '../../model/settings.js';
import type { Combination, Field, Reading } from '../../model/settings/definition.js';
import { parentsOf, type Part } from './part.js';
import { fileNamings } from './types.js';

/** The part files of an app, and where to point when one is not there. */
export interface Parts {
  readonly of: (type: MetadataType) => Part | undefined;
  readonly home: Location;
}

/** Reads a setting from its fields. */
export function readFields(fields: readonly Field[], combine: Combination, parts: Parts): Setting {
  const [only, second] = fields;
  if (only && !second && combine !== 'or') return readField(only, parts);
  return combinations[combine](
    fields.map((field) => readField(field, parts)),
    fields,
  );
}

type Combine = (found: readonly Setting[], fields: readonly Field[]) => Setting;

const combinations = {
  first: (found) => saying(found) ?? found.find(isUnknown) ?? first(found),
  union: (found) => found.find(isUnknown) ?? joined(found.filter(isKnown)),
  or: (found, fields) => {
    // What is not in the source is not in it: a file that holds no secret because it is absent.
    const inSource = fields.every((field) => field.read === 'filled');
    const settings = inSource ? found.map(absentIsFalse) : found;
    const yes = settings.find((setting) => isKnown(setting) && setting.value === true);
    return yes ?? settings.find(isUnknown) ?? saying(settings) ?? first(settings);
  },
} as const satisfies Readonly<Record<Combination, Combine>>;

function first(found: readonly Setting[]): Setting {
  return found[0] ?? { state: 'unknown', reason: 'no field holds it' };
}

/** The first that a file states and that is not empty. */
function saying(found: readonly Setting[]): Setting | undefined {
  return found.find(
    (setting) => isKnown(setting) && setting.origin === 'stated' && setting.value !== '',
  );
}

function joined(found: readonly Known[]): Setting {
  const lists = found.filter((setting) => Array.isArray(setting.value) && setting.value.length > 0);
  const [only, second] = lists;
  if (!only || !second) return only ?? first(found);
  const value = lists.flatMap((setting) => listOf(setting.value));
  const itemLocations = lists.flatMap((setting) => setting.itemLocations ?? []);
  const location = only.location ? { location: only.location } : {};
  const placeholder = lists.some((setting) => setting.placeholder)
    ? ({ placeholder: true } as const)
    : {};
  return { state: 'known', value, origin: 'derived', itemLocations, ...location, ...placeholder };
}

function listOf(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [];
}

function absentIsFalse(setting: Setting): Setting {
  if (setting.state === 'known') return setting;
  const location = setting.location ? { location: setting.location } : {};
  return { state: 'known', value: false, origin: 'derived', ...location };
}

export function isKnown(setting: Setting): setting is Known {
  return setting.state === 'known';
}

export function isUnknown(setting: Setting): setting is Unknown {
  return setting.state === 'unknown';
}

function readField(field: Field, parts: Parts): Setting {
  const part = parts.of(field.part);
  if (!part) return missingPart(field.part, parts.home);
  return part.stated.get(field.path) ?? absent(field, part);
}

const missing = new Map<MetadataType, string>();

function missingPart(type: MetadataType, location: Location): Unknown {
  let reason = missing.get(type);
  if (reason === undefined) {
    reason = `the ${metadataTypes[type].title} file (.${fileNamings[type].suffix}) is not in this source`;
    missing.set(type, reason);
  }
  return { state: 'unknown', reason, location };
}

const emptyLists: ReadonlySet<Reading> = new Set([
  'lines',
  'commas',
  'elements',
  'scopes',
  'ranges',
  'attributes',
]);
const presence: ReadonlySet<Reading> = new Set(['present', 'filled', 'given']);

/**
 * What an absent element means: a list is empty, a presence flag is false, a text that the file's API version has is
 * empty, and anything else is what Salesforce documents, or unknown. A retrieve writes every flag that its API
 * version has, so an absent flag says that the version is older.
 */
function absent(field: Field, part: Part): Setting {
  const location = containerOf(field.path, part);
  const known = (value: SettingValue): Known => ({
    state: 'known',
    value,
    origin: 'default',
    location,
  });
  if (emptyLists.has(field.read)) return known([]);
  if (presence.has(field.read)) return known(false);
  if (field.default) {
    const { value } = field.default;
    return known(field.read === 'inverted' ? !value : value);
  }
  if (field.read === 'text' && field.since <= part.version) return known('');
  return { state: 'unknown', reason: whyAbsent(field, part), location };
}

function whyAbsent(field: Field, part: Part): string {
  const [parent] = parentsOf(field.path);
  const name = field.path.slice(field.path.lastIndexOf('/') + 1);
  if (parent !== undefined && !part.containers.has(parent)) {
    return `the file has no <${parent.slice(parent.lastIndexOf('/') + 1)}>`;
  }
  const newer =
    field.since > part.version ? `; API versions before ${field.since} do not have it` : '';
  return `the file has no <${name}>${newer}`;
}

/** The nearest element that is there and should hold what is absent. */
export function containerOf(path: string, part: Part): Location {
  const parent = parentsOf(path).find((candidate) => part.containers.has(candidate));
  return (parent === undefined ? undefined : part.containers.get(parent)) ?? part.root;
}
