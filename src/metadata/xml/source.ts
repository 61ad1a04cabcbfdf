import { limits } from '../limits.js';
import { XmlFault } from './document.js';
import { blankMarkup, hasMarkup } from './characters.js';

/** An XML text prepared for reading: what is neither tag nor character data is verified and out of the way. */
export interface XmlSource {
  readonly text: string;
  /**
   * The text with comments, CDATA sections and processing instructions replaced by as many blanks: offsets stay, and
   * every `<` from `body` on must begin a tag.
   */
  readonly flat: string;
  /** Where the XML declaration ends. */
  readonly body: number;
  /** Where CDATA sections begin. */
  readonly cdata: readonly number[];
  /** It holds comments, CDATA sections or processing instructions. */
  readonly marked: boolean;
  readonly hasReferences: boolean;
  readonly hasBrackets: boolean;
  /** Every value is written as it is meant: no references, CDATA sections, comments or CRs anywhere. */
  readonly plain: boolean;
}

/** Verifies everything outside of tags and character data. Throws an `XmlFault`. */
export function verifiedSource(text: string): XmlSource {
  refuseForbidden(text);
  const body = declarationEnd(text);
  // Before anything is made of them: what is too much is too much with comments, too.
  refuseTooMany(text, limits.maxXmlElements);
  refuseTooLong(text, body, limits.maxXmlStretch);
  const marked = hasMarkup(text, body);
  const cdata: number[] = [];
  const flat = marked ? blankMarkup(text, body, cdata) : text;
  refuseTooLong(flat, body, limits.maxXmlStretch);
  const hasReferences = flat.includes('&');
  const plain = !marked && !hasReferences && !text.includes('\r');
  const hasBrackets = flat.includes(']]>');
  return { text, flat, body, cdata, marked, hasReferences, hasBrackets, plain };
}

// XML 1.0 allows no other control characters, and no halves of surrogate pairs (which only `u` can tell apart).
// oxlint-disable-next-line no-control-regex
const forbiddenCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/u;

function refuseForbidden(text: string): void {
  const offset = text.search(forbiddenCharacters);
  if (offset === -1) return;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  throw new XmlFault(`the character U+${code} is not allowed in XML`, offset);
}

/** Refuses a text with more than `most` elements. */
export function refuseTooMany(text: string, most: number): void {
  // The shortest element takes four characters: most files are too short to be worth counting.
  if (text.length < most * 4) return;
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    if (text[at + 1] !== '/') count += 1;
    if (count > most) throw new XmlFault(`more than ${most} elements`, at);
  }
}

/** Refuses a stretch of more than `most` characters. It begins at a `<` and ends at the next one. */
export function refuseTooLong(flat: string, body: number, most: number): void {
  if (flat.length <= most) return;
  for (let at = body; at !== -1;) {
    const next = flat.indexOf('<', at + 1);
    if ((next === -1 ? flat.length : next) - at > most) {
      throw new XmlFault(`more than ${most} characters without a tag`, at);
    }
    at = next;
  }
}

const blankPattern = '[ \\t\\r\\n]';
const equals = `${blankPattern}*=${blankPattern}*`;
const xmlDeclaration = new RegExp(
  `^<\\?xml${blankPattern}+version${equals}(?:"1\\.0"|'1\\.0')` +
    `(?:${blankPattern}+encoding${equals}(?:"[Uu][Tt][Ff]-8"|'[Uu][Tt][Ff]-8'))?` +
    `(?:${blankPattern}+standalone${equals}(?:"(?:yes|no)"|'(?:yes|no)'))?${blankPattern}*\\?>`,
);

/** Verifies the XML declaration and gives where it ends; 0 when there is none. */
export function declarationEnd(text: string): number {
  if (!/^<\?xml[ \t\r\n?]/.test(text)) return 0;
  const end = text.indexOf('?>');
  if (end === -1) throw new XmlFault('the XML declaration is never closed', 0);
  const written = text.slice(0, end + 2);
  if (!xmlDeclaration.test(written)) refuseDeclaration(written);
  return end + 2;
}

function refuseDeclaration(written: string): never {
  refuseValue(written, 'version', /^1\.0$/, 'of XML is not supported; Salesforce writes 1.0');
  refuseValue(written, 'encoding', /^utf-8$/i, 'is not supported; metadata is UTF-8');
  throw new XmlFault('the XML declaration is not well-formed', 0);
}

function refuseValue(written: string, name: string, expected: RegExp, why: string): void {
  const found = new RegExp(`${name}${equals}(["'])([\\w.-]{1,20})\\1`, 'd').exec(written);
  const [value, range] = [found?.[2], found?.indices?.[2]];
  if (value === undefined || range === undefined || expected.test(value)) return;
  throw new XmlFault(`${name} "${value}" ${why}`, range[0]);
}
