import { XMLParser } from 'fast-xml-parser';
import { limits } from '../limits.js';
import { XmlFault } from './document.js';
import type { XmlSource } from './source.js';
import { readStartTag } from './tag.js';

/** What fast-xml-parser makes of an element: one key, its name, with what is inside, and a range under a symbol. */
export type Node = Readonly<Record<string | symbol, unknown>>;

interface NodeRange {
  readonly startIndex: number;
  /** Absent when the element is never closed. */
  readonly endIndex?: number;
}

// Only the shape of the tree is taken from the parser. Everything else that it could do costs time or changes values.
const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
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

/** The elements that the parser finds. Throws an `XmlFault`. */
export function nodesOf(source: XmlSource): readonly Node[] {
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
export function withoutReturns(text: string): string {
  if (!/\r/.test(text)) return text;
  const units = Buffer.from(text, 'utf16le');
  for (let at = returnIn(units, 0); at !== -1; at = returnIn(units, at)) units[at] = 0x20;
  return units.toString('utf16le');
}

function returnIn(units: Buffer, from: number): number {
  return units.indexOf('\r', from, 'utf16le');
}

/** Whether a node is an element, and no text. */
export function isElement(node: Node): boolean {
  return node[rangeKey] !== undefined;
}

/** Where the parser saw an element begin and end. */
export function parsedRangeOf(node: Node): Partial<NodeRange> {
  return node[rangeKey] ?? {};
}

/** The refusal of an element that is inside too many others. */
export function tooDeepFault(offset: number): XmlFault {
  return new XmlFault(`elements are nested more than ${limits.maxXmlDepth} deep`, offset);
}

const reservedNames = new Set(['__proto__', 'constructor', 'prototype']);

/** fast-xml-parser throws without saying where, and only about single tags, reserved names and depth. */
function firstFault(source: XmlSource): XmlFault | undefined {
  const { flat } = source;
  let depth = 0;
  for (let at = flat.indexOf('<', source.body); at !== -1; at = flat.indexOf('<', at + 1)) {
    if (flat[at + 1] === '/') {
      depth -= 1;
      if (!flat.includes('>', at)) return new XmlFault('a tag is never closed', at);
      continue;
    }
    // With `xsi` bound: whether it is stays unknown here, and the parser does not mind.
    const tag = readStartTag(source, at, true);
    depth += 1;
    if (reservedNames.has(flat.slice(at + 1, tag.nameEnd)))
      return new XmlFault('a name that no element of metadata has', at + 1);
    if (depth > limits.maxXmlDepth) return tooDeepFault(at);
    if (tag.selfClosing) depth -= 1;
  }
  return undefined;
}
