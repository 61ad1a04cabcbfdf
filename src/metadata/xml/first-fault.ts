import { limits } from '../limits.js';
import { XmlFault } from './fault.js';
import type { XmlSource } from './source.js';
import { readStartTag } from './tag.js';

/** The refusal of an element that is inside too many others. */
export function tooDeepFault(offset: number): XmlFault {
  return new XmlFault(`elements are nested more than ${limits.maxXmlDepth} deep`, offset);
}

const reservedNames = new Set(['__proto__', 'constructor', 'prototype']);

/** fast-xml-parser throws without saying where, and only about single tags, reserved names and depth. */
export function firstFault(source: XmlSource): XmlFault | undefined {
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
