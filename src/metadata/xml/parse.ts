import { skipBlanks } from './characters.js';
import { type XmlDocument, XmlFault, type XmlElement } from './document.js';
import { verifiedSource, type XmlSource } from './source.js';
import { isElement, nodesOf, tooDeepFault, type Node, parsedRangeOf } from './tree.js';
import { limits } from '../limits.js';
import { readEndTag, readStartTag, type StartTag } from './tag.js';
import { checkText, noText, elementText } from './text.js';

/** What a text comes to: a document, or the first thing wrong with it. */
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
    return { ok: true, document: documentOf(verifiedSource(text)) };
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    return { ok: false, message: fault.message, offset: fault.offset };
  }
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
  if (depth > limits.maxXmlDepth) throw tooDeepFault(start);
  const tag = readStartTag(source, start, xsi);
  const { openEnd, nil, namespace } = tag;
  const name = elementName(source, node, start, tag.nameEnd);
  const children = tag.selfClosing ? noElements : childElements(source, node[name], tag, depth);
  const inside = children.at(-1)?.end ?? openEnd;
  const closeStart = tag.selfClosing ? openEnd : nextTag(source, inside, start);
  const end = tag.selfClosing ? openEnd : readEndTag(source, closeStart, name, start);
  refuseCrossing(node, start, end);
  if (children.length > 0) checkText(source, inside, closeStart);
  const value = children.length > 0 ? noText(openEnd) : elementText(source, openEnd, closeStart);
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

/** The parser and this reader have to see the same element: it crosses no other. */
export function refuseCrossing(node: Node, start: number, end: number): void {
  const { startIndex, endIndex } = parsedRangeOf(node);
  if (startIndex !== start || endIndex !== end) {
    throw new XmlFault('the elements do not nest', start);
  }
}

/** The name as the parser has it: one string for each name however often it occurs, and so cheap to look up. */
export function elementName({ flat }: XmlSource, node: Node, start: number, end: number): string {
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

const noElements: readonly XmlElement[] = [];

function childElements(
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
  return children.length > 0 ? children : noElements;
}

function nextTag(source: XmlSource, from: number, opened: number): number {
  const at = source.flat.indexOf('<', from);
  if (at === -1) throw new XmlFault('this element is never closed', opened);
  return at;
}
