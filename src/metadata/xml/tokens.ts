import { isAllowed } from './characters.js';
import { XmlFault } from './fault.js';
import { markupEnd } from './markup.js';

/** A stretch of character data: what it means, and where it is written. */
export interface TextToken {
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

export function referenceAt(text: string, start: number): TextToken {
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
