import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  Composer,
  Lexer,
  LineCounter,
  Parser,
  type CST,
  type Document as YamlDocument,
} from 'yaml';
import { type Location, startOf } from '../model/location.js';
import type { Diagnostic } from '../model/user-error.js';
import { quote } from './diagnostics.js';

/** Names of the limits on a file; a file that goes beyond one is refused. */
const yamlLimits = {
  /** In UTF-16 units. */
  characters: 1_000_000,
  depth: 40,
  /** Values in the whole file, counting what an alias stands for once for each alias. */
  values: 100_000,
  /** In one text; searching a misspelt name among others takes the product of their lengths. */
  text: 10_000,
  /** Mistakes told of one file that cannot be read. */
  diagnostics: 20,
} as const;

const tooManyValues = `too many values; at most ${yamlLimits.values} are read`;

const tooDeep = `nested too deeply; at most ${yamlLimits.depth} levels are read`;

/** Where a range of the text stands. */
type RangePlace = (start: number, end: number) => Location;

interface ParsedYaml {
  readonly contents: YamlDocument['contents'];
  readonly place: RangePlace;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses YAML text to a tree with positions. Syntax errors and further documents in the text are mistakes. */
function parseYaml(text: string, file: string): ParsedYaml {
  if (text.length > yamlLimits.characters)
    return refuseYaml(
      `the file is too large; at most ${yamlLimits.characters} characters are read`,
      file,
    );
  const lines = new LineCounter();
  lines.addNewLine(0);
  const place = placer(lines, file);
  const diagnostics: Diagnostic[] = [];
  const tokens = limitedTokens(text, lines, (at, message) =>
    diagnostics.push({ location: place(at, at), message }),
  );
  // The parser's own search for duplicate keys takes a minute for 60,000 keys; document.ts does it in one pass.
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    schema: 'core',
  });
  const [first, second] = composer.compose(tokens, true, text.length);
  const faults = [...(first?.errors ?? []), ...(first?.warnings ?? [])].slice(
    0,
    yamlLimits.diagnostics,
  );
  if (diagnostics.length === 0)
    diagnostics.push(
      ...faults.map(({ pos, message }) => ({
        location: place(...pos),
        message: plainMessage(message),
      })),
    );
  if (second)
    diagnostics.push({ location: place(second.range[0], second.range[0]), message: oneOnly });
  return { contents: first?.contents ?? null, place, diagnostics };
}

const oneOnly = 'a second document starts here; a file holds one document';

/**
 * The tokens of a text, up to the place where it nests too deeply or holds too many values. Given more, the composer of the
 * YAML library would overflow its stack, or take a kilobyte for each value.
 */
function* limitedTokens(
  text: string,
  lines: LineCounter,
  onTooMuch: (at: number, message: string) => void,
): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  const isFull = valueCounter();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // Each level of nesting takes two places of the parser's stack.
    const isDeep = parser.stack.length > 2 * yamlLimits.depth;
    if (!isDeep && !isFull(lexeme)) continue;
    onTooMuch(parser.offset, isDeep ? tooDeep : tooManyValues);
    return;
  }
  yield* parser.end();
}

/** Tells when lexemes are of more values than are read: one for each comma and dash at least, and one for each colon. */
function valueCounter(): (lexeme: string) => boolean {
  const seen = { items: 0, members: 0 };
  return (lexeme) => {
    if (lexeme === ',' || lexeme === '-') seen.items += 1;
    else if (lexeme === ':') seen.members += 1;
    return Math.max(seen.items, seen.members) > yamlLimits.values;
  };
}

function refuseYaml(message: string, file: string): ParsedYaml {
  const location = startOf(file);
  return { contents: null, place: () => location, diagnostics: [{ location, message }] };
}

function placer(lines: LineCounter, file: string): RangePlace {
  return (start, end) => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return {
      file,
      startLine: from.line,
      startColumn: from.col,
      endLine: to.line,
      endColumn: to.col,
    };
  };
}

/** The library's messages are for programmers. */
function plainMessage(message: string): string {
  return message
    .replace(/^With stringKeys, all keys must be strings$/, 'a key must be text')
    .replace(/^Unresolved tag: (.*)$/, 'tags such as "$1" are not allowed');
}

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
  const reading: YamlReading = { place, diagnostics: [], anchors: new Map(), values: 0 };
  const data = contents
    ? readNode(contents, reading, 0)
    : reportNode(contents, reading, 'the file is empty');
  if (reading.diagnostics.length > 0) return { diagnostics: reading.diagnostics };
  return { data, locate: locator(contents, reading) };
}

interface YamlReading {
  readonly place: RangePlace;
  readonly diagnostics: Diagnostic[];
  readonly anchors: Map<string, unknown>;
  values: number;
}

function readNode(node: unknown, reading: YamlReading, depth: number): unknown {
  if (reading.diagnostics.length >= yamlLimits.diagnostics) return undefined;
  reading.values += 1;
  if (reading.values > yamlLimits.values)
    return reading.values === yamlLimits.values + 1
      ? reportNode(node, reading, tooManyValues)
      : undefined;
  if (depth > yamlLimits.depth) return reportNode(node, reading, tooDeep);
  if (isAlias(node)) return readNode(anchored(node.source, node, reading), reading, depth + 1);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null;
  if (node.tag) return reportNode(node, reading, `tags such as ${quote(node.tag)} are not allowed`);
  // Before what is inside: an alias in there means this very node, and ends at the limit on depth.
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  if (isMap(node)) return objectOf(node.items, reading, depth + 1);
  if (isSeq(node)) return node.items.map((item) => readNode(item, reading, depth + 1));
  const tooLong = typeof node.value === 'string' && node.value.length > yamlLimits.text;
  return tooLong ? reportNode(node, reading, longText) : node.value;
}

const longText = `the text is too long; at most ${yamlLimits.text} characters are read`;

function anchored(name: string, alias: unknown, reading: YamlReading): unknown {
  const node = reading.anchors.get(name);
  return node ?? reportNode(alias, reading, `there is no anchor &${name} above this alias`);
}

function objectOf(pairs: readonly Pair[], reading: YamlReading, depth: number): object {
  const entries = new Map<string, unknown>();
  for (const { key, value } of pairs) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) reportNode(key, reading, 'a key must be text');
    else if (entries.has(name)) reportNode(key, reading, `duplicate key ${quote(name)}`);
    else if (prototypeKeys.has(name)) reportNode(key, reading, `${quote(name)} cannot be a key`);
    else entries.set(name, readNode(value, reading, depth));
  }
  return Object.fromEntries(entries);
}

/** Keys that would reach the prototype of an object. */
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

function reportNode(node: unknown, reading: YamlReading, message: string): undefined {
  reading.diagnostics.push({ location: nodeLocation(node, reading), message });
  return undefined;
}

function locator(contents: unknown, reading: YamlReading): Locate {
  // Looking through all keys for each of many mistakes would take minutes.
  const indexes = new Map<unknown, ReadonlyMap<string, NodeChild>>();
  return (path, part = 'value') => {
    let found = contents;
    for (const [index, step] of path.entries()) {
      const parent = isAlias(found) ? reading.anchors.get(found.source) : found;
      const children = indexes.get(parent) ?? nodeChildren(parent);
      indexes.set(parent, children);
      const child = children.get(String(step));
      if (!child) break;
      const keyWanted = part === 'key' && index === path.length - 1;
      found = keyWanted || !child.value ? child.key : child.value;
    }
    return nodeLocation(found, reading);
  };
}

interface NodeChild {
  readonly key: unknown;
  readonly value: unknown;
}

function nodeChildren(node: unknown): ReadonlyMap<string, NodeChild> {
  if (isMap(node))
    return new Map(
      node.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]),
    );
  const items: readonly unknown[] = isSeq(node) ? node.items : [];
  return new Map(items.map((item, index) => [String(index), { key: item, value: item }]));
}

function nodeLocation(node: unknown, { place }: YamlReading): Location {
  const range = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range : null;
  return place(range?.[0] ?? 0, range?.[1] ?? 0);
}
