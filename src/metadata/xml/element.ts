import { limits } from '../limits.js';
import type { XmlElement } from './document.js';
import { XmlFault } from './fault.js';
import { tooDeepFault } from './first-fault.js';
import type { XmlSource } from './source.js';
import { readEndTag, readStartTag, type StartTag } from './tag.js';
import { checkText, noText, elementText } from './text.js';
import { isElement, type Node, parsedRangeOf } from './tree.js';

/** Verifies the element at `start` against `node`, with everything inside. `xsi`: is the prefix bound around it? */
export function elementOf(
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
function refuseCrossing(node: Node, start: number, end: number): void {
  const { startIndex, endIndex } = parsedRangeOf(node);
  if (startIndex !== start || endIndex !== end) {
    throw new XmlFault('the elements do not nest', start);
  }
}

/** The name as the parser has it: one string for each name however often it occurs, and so cheap to look up. */
function elementName({ flat }: XmlSource, node: Node, start: number, end: number): string {
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
