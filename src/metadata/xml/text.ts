import { isBlankCode, isAllowed, markupEnd } from './characters.js';
import { XmlFault } from './document.js';
import type { XmlSource } from './source.js';

/** The value of an element without children: decoded, trimmed, and the range of what was written for it. */
interface XmlText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Verifies character data that nobody reads: what stands around elements. */
export function checkText(source: XmlSource, from: number, to: number): void {
  if (source.hasBrackets) refuseBrackets(source, from, to);
  if (source.hasReferences) decode(source.flat, from, to);
}

/** Verifies and decodes the text between two tags. */
export function elementText(source: XmlSource, from: number, to: number): XmlText {
  if (source.hasBrackets) refuseBrackets(source, from, to);
  const plain = source.plain || !/[&<\r]/.test(source.text.slice(from, to));
  return plain ? trimBlanks(source.text, from, to) : joinTokens(source.text, from, to);
}

/** No value: an empty range at `offset`. */
export function noText(offset: number): XmlText {
  return { text: '', start: offset, end: offset };
}

/**
 * Verifies and decodes the value of an attribute, where blanks of any kind are spaces, but for those that references give
 * (XML 1.0, 3.3.3).
 */
export function decodeAttribute(source: XmlSource, from: number, to: number): string {
  const less = source.flat.slice(from, to).indexOf('<');
  if (less !== -1) throw new XmlFault('`<` inside the value of an attribute', from + less);
  return decode(source.flat, from, to, spaces);
}

function refuseBrackets(source: XmlSource, from: number, to: number): void {
  const at = source.flat.slice(from, to).indexOf(']]>');
  if (at !== -1) throw new XmlFault('`]]>` in text is written `]]&gt;`', from + at);
}

/** A part of a text without what XML calls blank at its ends. In one pass: a pattern would take the square of it. */
export function trimBlanks(text: string, from: number, to: number): XmlText {
  let start = from;
  let end = to;
  while (start < end && isBlankCode(text.charCodeAt(start))) start += 1;
  if (start === end) return noText(from);
  while (isBlankCode(text.charCodeAt(end - 1))) end -= 1;
  return { text: text.slice(start, end), start, end };
}

/** Puts a value together from its tokens. Blanks at the edges go, however they are written. */
function joinTokens(raw: string, from: number, to: number): XmlText {
  const tokens = textTokens(raw, from, to);
  const ranges = tokens
    .map((token) => solidRange(raw, token))
    .filter((range) => range !== undefined);
  const [first, last] = [ranges[0], ranges[ranges.length - 1]];
  if (!first || !last) return noText(from);
  const value = tokens.map((token) => token.value).join('');
  return { text: trimBlanks(value, 0, value.length).text, start: first.start, end: last.end };
}

/** The part of a token's range that is more than blanks. */
function solidRange(
  raw: string,
  token: TextToken,
): { readonly start: number; readonly end: number } | undefined {
  if (trimBlanks(token.value, 0, token.value.length).text === '') return undefined;
  return token.whole ? token : trimBlanks(raw, token.start, token.end);
}

function spaces(text: string): string {
  return text.replace(/\r\n|[\t\r\n]/g, ' ');
}

function decode(
  text: string,
  from: number,
  to: number,
  between: (written: string) => string = (written) => written,
): string {
  const written = text.slice(from, to);
  let decoded = '';
  let at = 0;
  for (let amp = written.indexOf('&'); amp !== -1; amp = written.indexOf('&', at)) {
    const { value, end } = referenceAt(text, from + amp);
    decoded += between(written.slice(at, amp)) + value;
    at = end - from;
  }
  return decoded + between(written.slice(at));
}

/** A stretch of character data: what it means, and where it is written. */
interface TextToken {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** A reference, a CDATA section or a comment: its range cannot be cut. */
  readonly whole: boolean;
}

export function textTokens(text: string, from: number, to: number): readonly TextToken[] {
  const tokens: TextToken[] = [];
  for (let start = from; start < to;) {
    const token = tokenAt(text, start, to);
    tokens.push(token);
    start = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number, to: number): TextToken {
  if (text[start] === '&') return referenceAt(text, start);
  if (text[start] === '<') return markupAt(text, start);
  let end = start;
  while (end < to && text[end] !== '&' && text[end] !== '<') end += 1;
  return { value: newlines(text.slice(start, end)), start, end, whole: false };
}

function markupAt(text: string, start: number): TextToken {
  const end = markupEnd(text, start);
  const value = text[start + 2] === '[' ? newlines(text.slice(start + 9, end - 3)) : '';
  return { value, start, end, whole: true };
}

/** Line ends as XML reads them: always LF. */
function newlines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** The entities that XML itself has. */
export const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const entityReference = /&(?:(amp|lt|gt|quot|apos)|#(?:([0-9]+)|x([0-9A-Fa-f]+)));/y;

function referenceAt(text: string, start: number): TextToken {
  entityReference.lastIndex = start;
  const [written, name, decimal, hex] = entityReference.exec(text) ?? [];
  if (written === undefined) {
    throw new XmlFault(
      '`&` begins no reference that XML knows; by itself it is written `&amp;`',
      start,
    );
  }
  const code = decimal === undefined ? parseInt(hex ?? '0', 16) : Number(decimal);
  const value = name === undefined ? character(code, start) : (predefined.get(name) ?? '');
  return { value, start, end: start + written.length, whole: true };
}

/** The character of a numeric reference. Those that may not stand in a file may not be written this way either. */
function character(code: number, offset: number): string {
  if (isAllowed(code)) return String.fromCodePoint(code);
  throw new XmlFault('a reference to a character that is not allowed in XML', offset);
}
