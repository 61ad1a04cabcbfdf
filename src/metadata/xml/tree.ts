import { XMLParser } from 'fast-xml-parser';
import { limits } from '../limits.js';
import { XmlFault } from './fault.js';
import { firstFault } from './first-fault.js';
import type { XmlSource } from './source.js';

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
function withoutReturns(text: string): string {
  if (!text.includes('\r')) return text;
  const units = Buffer.from(text, 'utf16le');
  for (let at = 0; at < units.length; at += 2) {
    if (units[at] === 0x0d && units[at + 1] === 0) units[at] = 0x20;
  }
  return units.toString('utf16le');
}

/** Whether a node is an element, and no text. */
export function isElement(node: Node): boolean {
  return node[rangeKey] !== undefined;
}

/** Where the parser saw an element begin and end. */
export function parsedRangeOf(node: Node): Partial<NodeRange> {
  return node[rangeKey] ?? {};
}
