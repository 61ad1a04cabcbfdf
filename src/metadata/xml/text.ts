import { isBlankCode } from './characters.js';
import { XmlFault } from './fault.js';
import type { XmlSource } from './source.js';
import { referenceAt, type TextToken, textTokens } from './tokens.js';

/** The value of an element without children: decoded, trimmed, and the range of what was written for it. */
export interface XmlText {
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
