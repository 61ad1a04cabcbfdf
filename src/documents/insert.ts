import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parse,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
  stringify,
} from 'yaml';
import { membersOfYaml, memberOf } from './diagnostics.js';
import { readYaml } from './document.js';

/** An entry of a list: names and texts. */
type TextEntry = Readonly<Record<string, string>>;

/**
 * The text of a YAML or JSON file with one more entry at the end of a list that stands under a key of its root; the list is
 * made where there is none. Everything else, comments included, stays as it is, character by character. Undefined when
 * that cannot be done for certain.
 */
export function withEntry(text: string, key: string, entry: TextEntry): string | undefined {
  const edited = edit(text, key, entry);
  if (edited === undefined) return undefined;
  const [before, after] = [yamlData(text), yamlData(edited)];
  const list = [...membersOfYaml(memberOf(before, key)).map(([, one]) => one), entry];
  const wanted = { ...Object.fromEntries(membersOfYaml(before)), [key]: list };
  return JSON.stringify(after) === JSON.stringify(wanted) ? edited : undefined;
}

/** An empty file, or one of comments only, is an empty mapping here. */
function yamlData(text: string): unknown {
  const document = readYaml(text, '');
  return 'data' in document ? document.data : {};
}

function edit(text: string, key: string, entry: TextEntry): string | undefined {
  const { contents } = parseDocument(text, { keepSourceTokens: false });
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (contents === null || (isScalar(contents) && contents.value === null))
    return afterAll(text, newline, [`${key}:`, ...blockItem(entry, '  ')]);
  if (!isMap(contents)) return undefined;
  const pair = contents.items.find((one) => isScalar(one.key) && one.key.value === key);
  if (!pair) return withList(text, contents, newline, key, entry);
  if (!isSeq(pair.value)) return undefined;
  return pair.value.flow
    ? inFlow(text, pair.value, newline, JSON.stringify(entry))
    : inBlock(text, pair.value, newline, entry);
}

/** The list goes behind what is there. */
function withList(
  text: string,
  root: YAMLMap,
  newline: string,
  key: string,
  entry: TextEntry,
): string | undefined {
  if (root.flow)
    return inFlow(text, root, newline, `${JSON.stringify(key)}: [${JSON.stringify(entry)}]`);
  const indent = ' '.repeat(columnAt(text, root.range?.[0] ?? 0));
  const lines = [`${key}:`, ...blockItem(entry, '  ')].map((line) => indent + line);
  return afterAll(text, newline, ['', ...lines]);
}

function afterAll(text: string, newline: string, lines: readonly string[]): string {
  const ended = text === '' || text.endsWith('\n') ? text : text + newline;
  return `${ended}${lines.join(newline)}${newline}`;
}

/** Behind the line on which the last item ends. */
function inBlock(
  text: string,
  list: YAMLSeq,
  newline: string,
  entry: TextEntry,
): string | undefined {
  const end = nodeEnd(list.items.at(-1));
  if (end === undefined) return undefined;
  const indent = ' '.repeat(columnAt(text, list.range?.[0] ?? 0));
  const lines = blockItem(entry, indent).join(newline);
  const lineEnd = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  if (lineEnd === -1) return afterAll(text, newline, [lines]);
  return `${text.slice(0, lineEnd + 1)}${lines}${newline}${text.slice(lineEnd + 1)}`;
}

/** Behind the last item, before the bracket; on a line of its own where the bracket has one. */
function inFlow(
  text: string,
  list: YAMLSeq | YAMLMap,
  newline: string,
  item: string,
): string | undefined {
  const close = (list.range?.[1] ?? 0) - 1;
  if (!']}'.includes(text[close] ?? ' ')) return undefined;
  const last = list.items.at(-1);
  if (last === undefined) return text.slice(0, close) + item + text.slice(close);
  const end = nodeEnd(last) ?? close;
  const rest = text.slice(end, close);
  const start = text.slice(text.lastIndexOf('\n', end - 1) + 1);
  const indent = /^[ \t]*/.exec(start)?.[0] ?? '';
  const gap = rest.includes('\n') ? newline + indent : ' ';
  const comma = /^\s*,/.exec(rest)?.[0];
  const at = end + (comma?.length ?? 0);
  return `${text.slice(0, at)}${comma === undefined ? ',' : ''}${gap}${item}${text.slice(at)}`;
}

/** Where the last value in a node ends, without the empty lines and comments behind it. */
function nodeEnd(node: unknown): number | undefined {
  if (isCollection(node) && !node.flow) return nodeEnd(node.items.at(-1));
  if (isCollection(node) || isScalar(node)) return node.range?.[1];
  const value: unknown = memberOf(node, 'value') ?? memberOf(node, 'key');
  return value === undefined ? undefined : nodeEnd(value);
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function blockItem(entry: TextEntry, indent: string): readonly string[] {
  return Object.entries(entry).map(
    ([name, value], at) => `${indent}${at === 0 ? '- ' : '  '}${name}: ${scalarText(value)}`,
  );
}

/** A text as YAML writes it: plain where that means the same, else in double quotes as JSON has them. */
function scalarText(text: string): string {
  const isPlain = /^[A-Za-z0-9](?:[\w./*(),-]|:(?=\S)| (?=\S))*$/.test(text);
  return isPlain && parse(text) === text ? text : JSON.stringify(text);
}

/** Data as YAML for people to read. */
export function yamlOf(data: unknown): string {
  return stringify(data, { aliasDuplicateObjects: false, lineWidth: 110 });
}
