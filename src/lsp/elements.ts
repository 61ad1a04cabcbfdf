import { basename } from 'node:path';
import { conditionsOf, readsOf } from '../conditions/tree.js';
import { basis } from '../fix/verify.js';
import { fieldsOfSetting } from '../metadata/elements/catalogue.js';
import { identify } from '../metadata/files/types.js';
import { isMetadataType, metadataTypes, type MetadataType } from '../model/metadata-types.js';
import type { AppKind } from '../model/app-kind.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { effectiveFlags } from '../settings/effective.js';
import { definitionOf, settingNames, type SettingName } from '../settings/settings.js';
import type { Definition, Field } from '../settings/definition.js';
import type { XmlPlace } from './xml-place.js';

/** The metadata type of a document: as its name says, else its root element. */
export function typeOfDocument(path: string, root: string | undefined): MetadataType | undefined {
  const named = identify(basename(path))?.type;
  if (named !== undefined) return isMetadataType(named) ? named : undefined;
  return root !== undefined && isMetadataType(root) ? root : undefined;
}

/** The path of the element at a place, below the root; empty for the root itself. */
export function elementAt(place: XmlPlace, text: string): string {
  const own = place.where === 'name' ? [text.slice(place.start, place.end)] : [];
  return [...place.around, ...own].slice(1).join('/');
}

/** A setting that an element holds. */
export interface Held {
  readonly name: SettingName;
  readonly definition: Definition;
  readonly field: Field;
}

/** The settings that an element holds. */
export function settingsAt(type: MetadataType, path: string): readonly Held[] {
  return settingNames.flatMap((name) => {
    const definition = definitionOf(name);
    const field = fieldsOfSetting(definition).find((one) => one.part === type && one.path === path);
    return field ? [{ name, definition, field }] : [];
  });
}

export function kindOfType(type: MetadataType): AppKind {
  return metadataTypes[type].home === 'connectedApp' ? 'connectedApp' : 'externalClientApp';
}

/** A rule with its ruleset. */
export interface Reader {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
}

/** The rules that read one of some settings, or what is worked out from them. */
export function readersOf(
  names: readonly SettingName[],
  rulesets: readonly Ruleset[],
): readonly Reader[] {
  const read = new Set<string>(names);
  for (const [flag, switches] of effectiveFlags)
    if (switches.some((one) => read.has(one))) read.add(flag);
  for (const [name, from] of Object.entries(basis))
    if (from.some((one) => read.has(one))) read.add(name);
  return rulesets.flatMap((ruleset) =>
    ruleset.rules
      .filter((rule) =>
        conditionsOf(rule)
          .flatMap(readsOf)
          .some((fact) => read.has(fact)),
      )
      .map((rule) => ({ rule, ruleset })),
  );
}
