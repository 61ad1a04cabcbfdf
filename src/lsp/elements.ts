import { basename } from 'node:path';
import { conditionsOf, readsOf } from '../conditions/tree.js';
import { basis } from '../fix/verify.js';
import { fieldsOfSetting } from '../metadata/elements/catalogue.js';
import { identify } from '../metadata/files/types.js';
import {
  isMetadataType,
  metadataTypes,
  type MetadataType,
  type AppKind,
} from '../model/metadata-types.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { effectiveFlags } from '../settings/effective.js';
import { definitionOf, settingNames, type SettingName } from '../settings/settings.js';
import type { Definition, Field } from '../settings/definition.js';

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

/** What stands at an offset of a text that is XML, or is on the way to become it. */
export interface XmlPlace {
  /** The elements around it, from the root inwards. */
  readonly around: readonly string[];
  /** The name of a tag, text between tags, or neither: attributes, comments, sections. */
  readonly where: 'name' | 'text' | 'elsewhere';
  /** The name, or the text between the tags around it. */
  readonly start: number;
  readonly end: number;
  /** Of a name: a tag that ends an element. */
  readonly closing: boolean;
}

/** Comments, sections, instructions, and tags as far as they are written. */
const token =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[?!][^>]*>?|<(\/?)([^\s<>/]*)([^<>]*)(>?)/g;

/** Finds the place at an offset. Mistakes around it are passed over: somebody is typing. */
export function xmlPlaceAt(text: string, offset: number): XmlPlace {
  const open: string[] = [];
  let textStart = 0;
  for (const found of text.matchAll(token)) {
    const end = found.index + found[0].length;
    if (offset <= found.index) return textPlace(open, textStart, found.index);
    if (offset < end || isUnfinished(found, offset, end)) return placeInTag(found, open, offset);
    take(found, open);
    textStart = end;
  }
  return textPlace(open, textStart, text.length);
}

/** At the very end of a name that nobody has closed yet: it is still being typed. */
function isUnfinished([, , name, , close]: RegExpExecArray, offset: number, end: number): boolean {
  return offset === end && name !== undefined && close === '';
}

function textPlace(open: readonly string[], start: number, end: number): XmlPlace {
  return { around: [...open], where: 'text', start, end, closing: false };
}

function placeInTag(
  { index, 1: slash, 2: name }: RegExpExecArray,
  open: readonly string[],
  offset: number,
): XmlPlace {
  const start = index + 1 + (slash ?? '').length;
  const end = start + (name ?? '').length;
  const isName = name !== undefined && offset >= start && offset <= end;
  const around = slash === '/' && open.at(-1) === name ? open.slice(0, -1) : [...open];
  return { around, where: isName ? 'name' : 'elsewhere', start, end, closing: slash === '/' };
}

/** Follows a tag. An end tag ends all that is open inside of its element. */
function take([, slash, name, rest = '', close]: RegExpExecArray, open: string[]): void {
  if (name === undefined || name === '' || close === '') return;
  if (slash === '/') {
    const at = open.lastIndexOf(name);
    if (at !== -1) open.length = at;
  } else if (!rest.endsWith('/')) open.push(name);
}
