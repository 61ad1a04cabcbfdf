import { XMLParser } from 'fast-xml-parser';
import { limits } from './limits.js';
import { skipBlanks } from './xml-characters.js';
import { XmlFault } from './xml-fault.js';
import { firstFault, tooDeep } from './xml-first-fault.js';
import { prepare, type XmlSource } from './xml-source.js';
import { readEndTag, readStartTag, type StartTag } from './xml-tag.js';
import { checkText, noText, readText } from './xml-text.js';

/** An element and where it is written. Offsets count UTF-16 units of the text without a byte order mark. */
export interface XmlElement {
  readonly name: string;
  /** At the `<` of its start tag. */
  readonly start: number;
  /** Just after the `>` of its start tag. */
  readonly openEnd: number;
  /** At the `<` of its end tag; equal to `end` when it is self-closing. */
  readonly closeStart: number;
  /** Just after its last `>`. */
  readonly end: number;
  /** The decoded and trimmed value; empty when the element has children. */
  readonly text: string;
  /** The range of the trimmed value as it is written; empty and at `openEnd` when there is none. */
  readonly textStart: number;
  readonly textEnd: number;
  /** It says `xsi:nil="true"`. */
  readonly nil: boolean;
  /** The default namespace that its start tag declares, if it does. */
  readonly namespace: string | undefined;
  readonly children: readonly XmlElement[];
}

export interface XmlDocument {
  readonly text: string;
  readonly root: XmlElement;
}

export type XmlOutcome =
  | { readonly ok: true; readonly document: XmlDocument }
  | { readonly ok: false; readonly message: string; readonly offset: number };

/**
 * Reads a text without a byte order mark as XML 1.0. fast-xml-parser finds the elements; it accepts much that is not
 * well-formed, so every character of the text is then verified against the tree it gives. Refused beyond XML itself:
 * DOCTYPE, encodings but UTF-8, versions but 1.0, prefixes but `xsi` and `xml`, and what is above the limits.
 */
export function parseXml(text: string): XmlOutcome {
  try {
    return { ok: true, document: documentOf(prepare(text)) };
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    return { ok: false, message: fault.message, offset: fault.offset };
  }
}

/** What fast-xml-parser makes of an element: one key, its name, with what is inside, and a range under a symbol. */
type Node = Readonly<Record<string | symbol, unknown>>;

interface Range {
  readonly startIndex: number;
  /** Absent when the element is never closed. */
  readonly endIndex?: number;
}

// Only the shape of the tree is taken from the parser. Everything else that it could do costs time or changes values.
const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
  strictReservedNames: false,
  ignoreDeclaration: true,
  jPath: false,
  maxNestedTags: limits.maxXmlDepth,
  onDangerousProperty: (name) => name,
  entityDecoder: {
    setExternalEntities: () => undefined,
    addInputEntities: () => undefined,
    reset: () => undefined,
    decode: (value) => value,
    setXmlVersion: () => undefined,
  },
});
const rangeKey = XMLParser.getMetaDataSymbol() as symbol;

function nodesOf(source: XmlSource): readonly Node[] {
  try {
    return parser.parse(withoutReturns(source.flat)) as readonly Node[];
  } catch {
    // What it says names no place.
    throw firstFault(source) ?? new XmlFault('the text is not well-formed', source.body);
  }
}

/**
 * Blanks for CRs: the parser makes something of each, which costs far more memory than the CR. So does `replaceAll`,
 * hence the bytes.
 */
function withoutReturns(text: string): string {
  if (!text.includes('\r')) return text;
  const units = Buffer.from(text, 'utf16le');
  for (let at = 0; at < units.length; at += 2) {
    if (units[at] === 0x0d && units[at + 1] === 0) units[at] = 0x20;
  }
  return units.toString('utf16le');
}

function documentOf(source: XmlSource): XmlDocument {
  const nodes = nodesOf(source);
  const start = rootStart(source);
  const root = elementOf(source, nodes.find(isElement) ?? {}, start, false, 1);
  refuseBehind(source, root.end);
  return { text: source.text, root };
}

function rootStart({ flat, body, cdata }: XmlSource): number {
  const start = skipBlanks(flat, body);
  const stray = cdata[0] ?? start;
  if (stray < start) throw new XmlFault('text before the root element', stray);
  if (start === flat.length) throw new XmlFault('there is no root element', start);
  if (flat[start] !== '<') throw new XmlFault('text before the root element', start);
  return start;
}

function refuseBehind({ flat, cdata }: XmlSource, end: number): void {
  const rest = skipBlanks(flat, end);
  const stray = cdata.find((at) => at >= end) ?? rest;
  if (stray < rest) throw new XmlFault('text behind the root element', stray);
  if (rest === flat.length) return;
  if (flat[rest] !== '<') throw new XmlFault('text behind the root element', rest);
  const what = flat[rest + 1] === '/' ? 'an end tag without a start tag' : 'a second root element';
  throw new XmlFault(what, rest);
}

/** Verifies the element at `start` against `node`, with everything inside. `xsi`: is the prefix bound around it? */
function elementOf(
  source: XmlSource,
  node: Node,
  start: number,
  xsi: boolean,
  depth: number,
): XmlElement {
  if (depth > limits.maxXmlDepth) throw tooDeep(start);
  const tag = readStartTag(source, start, xsi);
  const { openEnd, nil, namespace } = tag;
  const name = nameOf(source, node, start, tag.nameEnd);
  const children = tag.selfClosing ? none : childrenOf(source, node[name], tag, depth);
  const inside = children.at(-1)?.end ?? openEnd;
  const closeStart = tag.selfClosing ? openEnd : nextTag(source, inside, start);
  const end = tag.selfClosing ? openEnd : readEndTag(source, closeStart, name, start);
  const { startIndex, endIndex } = rangeOf(node);
  if (startIndex !== start || endIndex !== end)
    throw new XmlFault('the elements do not nest', start);
  if (children.length > 0) checkText(source, inside, closeStart);
  const value = children.length > 0 ? noText(openEnd) : readText(source, openEnd, closeStart);
  const { text, start: textStart, end: textEnd } = value;
  return {
    name,
    start,
    openEnd,
    closeStart,
    end,
    text,
    textStart,
    textEnd,
    nil,
    namespace,
    children,
  };
}

/** The name as the parser has it: one string for each name however often it occurs, and so cheap to look up. */
function nameOf({ flat }: XmlSource, node: Node, start: number, end: number): string {
  const written = flat.slice(start + 1, end);
  if (written.includes(':')) {
    throw new XmlFault(
      'a name with a prefix; elements of Salesforce metadata have none',
      start + 1,
    );
  }
  for (const name in node) if (name === written) return name;
  throw new XmlFault('a name that no element of metadata has', start + 1);
}

const none: readonly XmlElement[] = [];

function childrenOf(
  source: XmlSource,
  nodes: unknown,
  tag: StartTag,
  depth: number,
): readonly XmlElement[] {
  const children: XmlElement[] = [];
  let at = tag.openEnd;
  for (const node of Array.isArray(nodes) ? (nodes as readonly Node[]) : []) {
    if (!isElement(node)) continue;
    const start = nextTag(source, at, at);
    checkText(source, at, start);
    const child = elementOf(source, node, start, tag.xsi, depth + 1);
    children.push(child);
    at = child.end;
  }
  return children.length > 0 ? children : none;
}

function nextTag(source: XmlSource, from: number, opened: number): number {
  const at = source.flat.indexOf('<', from);
  if (at === -1) throw new XmlFault('this element is never closed', opened);
  return at;
}

function isElement(node: Node): boolean {
  return node[rangeKey] !== undefined;
}

function rangeOf(node: Node): Partial<Range> {
  return node[rangeKey] ?? {};
}
