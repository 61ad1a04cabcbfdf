import { skipBlanks } from './characters.js';
import type { XmlDocument } from './document.js';
import { elementOf } from './element.js';
import { XmlFault } from './fault.js';
import { verifiedSource, type XmlSource } from './source.js';
import { isElement, nodesOf } from './tree.js';

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
