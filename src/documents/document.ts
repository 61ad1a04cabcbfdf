import { isAlias, isMap, isScalar, isSeq, type Pair } from 'yaml';
import type { Location } from '../model/location.js';
import type { Diagnostic } from '../model/user-error.js';
import { quote } from './diagnostics.js';
import { yamlLimits, parseYaml, tooDeep, tooMany, type Place } from './yaml.js';

export type Path = readonly (string | number)[];

/** Where the value, or the key, at a path stands. A path that is not there answers with its nearest parent. */
export type Locate = (path: Path, part?: 'key' | 'value') => Location;

/** A YAML or JSON file as plain data, and where each piece of it stands. */
export interface Document {
  readonly data: unknown;
  readonly locate: Locate;
}

/**
 * Reads YAML text (JSON is YAML). Syntax errors, duplicate keys, tags, several documents and files beyond a limit are
 * mistakes. Nothing but objects without surprises, arrays, texts, numbers, booleans and null comes out.
 */
export function readYaml(
  text: string,
  file: string,
): Document | { readonly diagnostics: readonly Diagnostic[] } {
  const { contents, place, diagnostics } = parseYaml(text.replace(/^\uFEFF/, ''), file);
  if (diagnostics.length > 0) return { diagnostics };
  const reading: Reading = { place, diagnostics: [], anchors: new Map(), values: 0 };
  const data = contents
    ? valueOf(contents, reading, 0)
    : wrong(contents, reading, 'the file is empty');
  if (reading.diagnostics.length > 0) return { diagnostics: reading.diagnostics };
  return { data, locate: locator(contents, reading) };
}

interface Reading {
  readonly place: Place;
  readonly diagnostics: Diagnostic[];
  readonly anchors: Map<string, unknown>;
  values: number;
}

function valueOf(node: unknown, reading: Reading, depth: number): unknown {
  if (reading.diagnostics.length >= yamlLimits.diagnostics) return undefined;
  reading.values += 1;
  if (reading.values > yamlLimits.values)
    return reading.values === yamlLimits.values + 1 ? wrong(node, reading, tooMany) : undefined;
  if (depth > yamlLimits.depth) return wrong(node, reading, tooDeep);
  if (isAlias(node)) return valueOf(anchored(node.source, node, reading), reading, depth + 1);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null;
  if (node.tag) return wrong(node, reading, `tags such as ${quote(node.tag)} are not allowed`);
  // Before what is inside: an alias in there means this very node, and ends at the limit on depth.
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  if (isMap(node)) return objectOf(node.items, reading, depth + 1);
  if (isSeq(node)) return node.items.map((item) => valueOf(item, reading, depth + 1));
  const tooLong = typeof node.value === 'string' && node.value.length > yamlLimits.text;
  return tooLong ? wrong(node, reading, longText) : node.value;
}

const longText = `the text is too long; at most ${yamlLimits.text} characters are read`;

function anchored(name: string, alias: unknown, reading: Reading): unknown {
  const node = reading.anchors.get(name);
  return node ?? wrong(alias, reading, `there is no anchor &${name} above this alias`);
}

function objectOf(pairs: readonly Pair[], reading: Reading, depth: number): object {
  const entries = new Map<string, unknown>();
  for (const { key, value } of pairs) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) wrong(key, reading, 'a key must be text');
    else if (entries.has(name)) wrong(key, reading, `duplicate key ${quote(name)}`);
    else if (forbidden.has(name)) wrong(key, reading, `${quote(name)} cannot be a key`);
    else entries.set(name, valueOf(value, reading, depth));
  }
  return Object.fromEntries(entries);
}

/** Keys that would reach the prototype of an object. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

function wrong(node: unknown, reading: Reading, message: string): undefined {
  reading.diagnostics.push({ location: locationOf(node, reading), message });
  return undefined;
}

function locator(contents: unknown, reading: Reading): Locate {
  // Looking through all keys for each of many mistakes would take minutes.
  const indexes = new Map<unknown, ReadonlyMap<string, Child>>();
  return (path, part = 'value') => {
    let found = contents;
    for (const [index, step] of path.entries()) {
      const parent = isAlias(found) ? reading.anchors.get(found.source) : found;
      const children = indexes.get(parent) ?? childrenOf(parent);
      indexes.set(parent, children);
      const child = children.get(String(step));
      if (!child) break;
      const keyWanted = part === 'key' && index === path.length - 1;
      found = keyWanted || !child.value ? child.key : child.value;
    }
    return locationOf(found, reading);
  };
}

interface Child {
  readonly key: unknown;
  readonly value: unknown;
}

function childrenOf(node: unknown): ReadonlyMap<string, Child> {
  if (isMap(node))
    return new Map(
      node.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]),
    );
  const items: readonly unknown[] = isSeq(node) ? node.items : [];
  return new Map(items.map((item, index) => [String(index), { key: item, value: item }]));
}

function locationOf(node: unknown, { place }: Reading): Location {
  const range = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range : null;
  return place(range?.[0] ?? 0, range?.[1] ?? 0);
}
