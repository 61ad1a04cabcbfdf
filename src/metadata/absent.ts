import type { Location } from '../model/location.js';
import { onceFor } from '../model/once-for.js';
import type { Setting, SettingValue } from '../settings/settings.js';
import type { Field, Reading } from '../settings/definition.js';
import { parentPathsOf } from './elements/catalogue.js';
import type { Part } from './part.js';

const emptyLists: ReadonlySet<Reading> = new Set([
  'lines',
  'commas',
  'elements',
  'scopes',
  'entries',
  'ranges',
  'attributes',
]);
const presence: ReadonlySet<Reading> = new Set(['present', 'filled', 'given']);

/**
 * What an absent element means: a list is empty, a presence flag is false, a text that the file's API version has is
 * empty, and anything else is what Salesforce documents, or unknown. A retrieve writes every flag that its API
 * version has, so an absent flag says that the version is older.
 */
export function absent(field: Field, part: Part): Setting {
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
  const withoutElement = `the file has no <${elementNameOf(field.path)}>`;
  return {
    value: valueOfAbsent(field),
    parent,
    withoutParent: `the file has no <${elementNameOf(parent ?? '')}>`,
    withoutElement,
    beforeElement: `${withoutElement}; API versions before ${field.since} do not have it`,
  };
});

function valueOfAbsent(field: Field): SettingValue | undefined {
  if (emptyLists.has(field.read)) return [];
  if (presence.has(field.read)) return false;
  const value = field.default?.value;
  return field.read === 'inverted' && value !== undefined ? !value : value;
}

function elementNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The nearest element that is there and should hold what is absent. */
function containerOf(path: string, part: Part): Location {
  for (const parent of parentPathsOf(path)) {
    const container = part.containers.get(parent);
    if (container) return container;
  }
  return part.root;
}
