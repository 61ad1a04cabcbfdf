import { nameEnd, skipBlanks } from './characters.js';
import { XmlFault } from './document.js';
import type { XmlSource } from './source.js';
import { decodeAttribute } from './text.js';

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

const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

interface Attribute {
  readonly name: string;
  readonly offset: number;
  readonly value: string;
  readonly end: number;
}

/** What the attributes of one tag say, and where they end: at `>`, at `/`, or at what does not belong there. */
interface TagAttributes {
  readonly end: number;
  readonly nil: boolean;
  readonly xsi: boolean;
  readonly namespace: string | undefined;
}

/** Verifies the attributes that begin at `from`. `xsi` says whether an element around has bound that prefix. */
function readAttributes(source: XmlSource, from: number, xsi: boolean): TagAttributes {
  const { flat } = source;
  const attributes = new Map<string, Attribute>();
  let before = from;
  let end = skipBlanks(flat, from);
  while (end > before && nameEnd(flat, end) > end) {
    const attribute = readAttribute(source, end);
    if (attributes.has(attribute.name)) throw new XmlFault('an attribute is there twice', end);
    attributes.set(attribute.name, attribute);
    before = attribute.end;
    end = skipBlanks(flat, before);
  }
  return { end, ...meaningOf(attributes, xsi) };
}

function meaningOf(
  attributes: ReadonlyMap<string, Attribute>,
  xsiAround: boolean,
): Omit<TagAttributes, 'end'> {
  const xsi = xsiAround || attributes.has('xmlns:xsi');
  for (const attribute of attributes.values()) checkNamespace(attribute, xsi);
  const nil = /^[ \t\r\n]*(?:true|1)[ \t\r\n]*$/.test(attributes.get('xsi:nil')?.value ?? '');
  return { nil, xsi, namespace: attributes.get('xmlns')?.value };
}

function readAttribute(source: XmlSource, offset: number): Attribute {
  const { flat } = source;
  const nameEnds = nameEnd(flat, offset);
  const equals = skipBlanks(flat, nameEnds);
  if (flat[equals] !== '=') throw new XmlFault('an attribute has no value', offset);
  const open = skipBlanks(flat, equals + 1);
  const quote = flat[open];
  if (quote !== '"' && quote !== "'")
    throw new XmlFault('the value of an attribute is not in quotes', open);
  const close = flat.indexOf(quote, open + 1);
  if (close === -1) throw new XmlFault('the value of an attribute is never closed', open);
  const value = decodeAttribute(source, open + 1, close);
  return { name: flat.slice(offset, nameEnds), offset, value, end: close + 1 };
}

/** Namespaces in XML 1.0, and of all prefixes only `xml` and `xsi`: no others mean anything in metadata. */
function checkNamespace(attribute: Attribute, xsiBound: boolean): void {
  const { name, offset } = attribute;
  const prefix = namespacePrefix(name, offset);
  if (name === 'xmlns') checkBinding('', attribute);
  else if (prefix === 'xmlns') checkBinding(name.slice(6), attribute);
  else if (prefix === 'xsi' && !xsiBound)
    throw new XmlFault('the prefix `xsi` is not bound', offset);
  else if (prefix !== '' && prefix !== 'xsi' && prefix !== 'xml') {
    throw new XmlFault(
      'a prefix other than `xsi` and `xml` means nothing in Salesforce metadata',
      offset,
    );
  }
}

function namespacePrefix(name: string, offset: number): string {
  const colon = name.indexOf(':');
  if (colon === -1) return '';
  const local = name.slice(colon + 1);
  if (colon === 0 || local.includes(':') || nameEnd(local, 0) !== local.length || local === '') {
    throw new XmlFault('a name with a colon that divides nothing', offset);
  }
  return name.slice(0, colon);
}

const ownNamespaces = new Map([
  ['xml', xmlNamespace],
  ['xsi', xsiNamespace],
]);

/** Names of namespaces are compared as they are written, blanks included (Namespaces in XML 1.0, 2.3). */
function checkBinding(prefix: string, { value: uri, offset }: Attribute): void {
  const own = ownNamespaces.get(prefix);
  const wrong =
    prefix === 'xmlns' ||
    uri === xmlnsNamespace ||
    (prefix !== '' && uri === '') ||
    (own === undefined ? uri === xmlNamespace : uri !== own);
  if (wrong) throw new XmlFault('this prefix may not be bound to this namespace', offset);
}
