import { type MetadataType, metadataTypes } from '../../model/metadata-types.js';
import { onceForText } from '../../model/once-for.js';
import { definitionOf, settingNames } from '../../settings/settings.js';
import type { Definition, Field } from '../../settings/definition.js';
import { oldNames, otherElements } from './other-elements.js';

/** What an element that holds a setting says about it. */
export interface KnownElement {
  readonly field: Field;
  readonly definition: Definition;
}

/** Elements of one metadata type by path: those with settings, and those that are known and hold none. */
export interface TypeCatalogue {
  readonly settings: ReadonlyMap<string, KnownElement>;
  readonly others: ReadonlySet<string>;
  /** Old spellings of a path. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** What is known about the elements of a metadata type; worked out once. */
export const catalogueOf = onceForText((type: MetadataType): TypeCatalogue => ({
  settings: new Map(elementsOf(type).map((element) => [element.field.path, element])),
  others: new Set(otherElements[type]),
  aliases: new Map(Object.entries(oldNames[type] ?? {})),
}));

function elementsOf(type: MetadataType): readonly KnownElement[] {
  const found: KnownElement[] = [];
  for (const name of settingNames) {
    const definition = definitionOf(name);
    for (const field of fieldsOf(definition)) {
      if (field.part === type) found.push({ field, definition });
    }
  }
  return found;
}

/** Every field of a setting, whatever the kind of app. */
export function fieldsOf(definition: Definition): readonly Field[] {
  const origins = [definition.connectedApp, definition.externalClientApp];
  return origins.flatMap((origin) => ('fields' in origin ? origin.fields : []));
}

/** A type whose files have the element, for a hint about one that is misplaced in `stray`: one of the same app first. */
export function homeOfElement(name: string, stray: MetadataType): string | undefined {
  return homesAround(stray).get(name);
}

/** For each type, where an element of a name belongs. Worked out once: a file may hold many that are misplaced. */
const homesAround = onceForText((stray: MetadataType): ReadonlyMap<string, string> => {
  const distance = (type: MetadataType): number =>
    type === stray ? 0 : metadataTypes[type].home === metadataTypes[stray].home ? 1 : 2;
  const types = Object.keys(metadataTypes) as MetadataType[];
  const found = new Map<string, string>();
  for (const type of types.toSorted((a, b) => distance(a) - distance(b))) {
    const { settings, others } = catalogueOf(type);
    for (const path of [...settings.keys(), ...others]) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (!found.has(name)) found.set(name, `${type}${path === name ? '' : ` (${path})`}`);
    }
  }
  return found;
});
