import { readAttributes } from './attributes.js';
import { nameEnd, skipBlanks } from './characters.js';
import { XmlFault } from './fault.js';
import type { XmlSource } from './source.js';

const slash = 47;
const greater = 62;

/** A verified start tag, or the whole of a self-closing one. */
export interface StartTag {
  /** Just after its name. */
  readonly nameEnd: number;
  /** Just after its `>`. */
  readonly openEnd: number;
  readonly selfClosing: boolean;
  /** It says `xsi:nil="true"`. */
  readonly nil: boolean;
  /** The prefix `xsi` may be used inside. */
  readonly xsi: boolean;
  /** The default namespace that the tag declares, if it does. */
  readonly namespace: string | undefined;
}

/** Verifies the start tag at `start`. `xsi` says whether an element around it has bound that prefix. */
export function readStartTag(source: XmlSource, start: number, xsi: boolean): StartTag {
  const { flat } = source;
  const end = nameEnd(flat, start + 1);
  if (end === start + 1) refuseText(flat, start);
  if (flat.charCodeAt(end) !== greater) return readRest(source, start, end, xsi);
  return {
    nameEnd: end,
    openEnd: end + 1,
    selfClosing: false,
    nil: false,
    xsi,
    namespace: undefined,
  };
}

function readRest(source: XmlSource, start: number, nameEnds: number, xsi: boolean): StartTag {
  const { flat } = source;
  refuseMarkup(source, start);
  const { end, ...meaning } = readAttributes(source, nameEnds, xsi);
  const selfClosing = flat.charCodeAt(end) === slash;
  const openEnd = end + (selfClosing ? 2 : 1);
  if (flat.charCodeAt(openEnd - 1) !== greater) refuseInside(flat, start, end);
  return { nameEnd: nameEnds, openEnd, selfClosing, ...meaning };
}

/** Verifies the end tag at `start`, which has to close the element that begins at `opened`; gives where it ends. */
export function readEndTag(source: XmlSource, start: number, name: string, opened: number): number {
  const { flat } = source;
  if (flat.charCodeAt(start + 1) !== slash) refuseText(flat, start);
  refuseMarkup(source, start);
  const nameEnds = nameEnd(flat, start + 2);
  const end = skipBlanks(flat, nameEnds);
  if (flat.slice(start + 2, nameEnds) !== name) {
    const line = source.text.slice(0, opened).split('\n').length;
    throw new XmlFault(`this end tag does not match the start tag in line ${line}`, start);
  }
  if (flat.charCodeAt(end) !== greater) refuseInside(flat, start, end);
  return end + 1;
}

/**
 * Comments, CDATA sections and processing instructions stand between tags, never inside one: where the text has been blanked,
 * it would read as if they were not there.
 */
function refuseMarkup({ text, flat, marked }: XmlSource, start: number): void {
  if (!marked) return;
  const at = text.indexOf('<', start + 1);
  if (at === -1 || flat[at] === '<') return;
  if (isInsideTag(flat, start, at))
    throw new XmlFault('`<` inside a tag; a comment belongs between tags', at);
}

/** Whether the tag that begins at `start` goes on up to `at`; a `>` inside quotes ends none. */
function isInsideTag(flat: string, start: number, at: number): boolean {
  let quote = '';
  for (let index = start; index < at; index += 1) {
    const character = flat[index] ?? '';
    if (quote === '' && character === '>') return false;
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return true;
}

function refuseText(flat: string, start: number): never {
  if (flat[start + 1] === '/') throw new XmlFault('an end tag without a start tag', start);
  throw new XmlFault('`<` begins no tag here; in text it is written `&lt;`', start);
}

function refuseInside(flat: string, start: number, offset: number): never {
  if (offset >= flat.length) throw new XmlFault('a tag is never closed', start);
  throw new XmlFault('this does not belong into a tag', offset);
}
