import { isBlankCode, nameEnd } from './characters.js';
import { XmlFault } from './fault.js';

/** Is there anything from `from` on but tags and text? */
export function hasMarkup(text: string, from: number): boolean {
  return text.includes('<!', from) || text.includes('<?', from);
}

/**
 * The text with blanks for comments, CDATA sections and processing instructions from `from` on. Where CDATA sections
 * begin is added to `cdata`.
 */
export function blankMarkup(text: string, from: number, cdata: number[]): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = nextMarkup(text, from); start !== -1; start = nextMarkup(text, at)) {
    if (text[start + 2] === '[') cdata.push(start);
    const end = markupEnd(text, start);
    parts.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

const markup = /<[!?]/g;

function nextMarkup(text: string, from: number): number {
  markup.lastIndex = from;
  return markup.exec(text)?.index ?? -1;
}

/** Verifies the comment, CDATA section or processing instruction that begins at `start`, and gives where it ends. */
export function markupEnd(text: string, start: number): number {
  if (text.startsWith('<!--', start)) return commentEnd(text, start);
  if (text.startsWith('<![CDATA[', start))
    return endOfMark(text, start + 9, ']]>', start, 'CDATA section');
  if (text.startsWith('<?', start)) return instructionEnd(text, start);
  if (/^<!doctype/i.test(text.slice(start, start + 9))) {
    throw new XmlFault(
      'a DOCTYPE is refused: metadata has none, and its entities are unsafe',
      start,
    );
  }
  throw new XmlFault('`<!` begins neither a comment nor a CDATA section', start);
}

function commentEnd(text: string, start: number): number {
  const end = endOfMark(text, start + 4, '--', start, 'comment');
  if (text[end] !== '>') throw new XmlFault('`--` inside a comment', end - 2);
  return end + 1;
}

function instructionEnd(text: string, start: number): number {
  const named = nameEnd(text, start + 2);
  const name = text.slice(start + 2, named);
  if (name.toLowerCase() === 'xml') {
    throw new XmlFault('an XML declaration may only be the very first thing in a file', start);
  }
  if (name === '' || name.includes(':') || !endsName(text, named)) {
    throw new XmlFault('`<?` is not followed by the name of a processing instruction', start);
  }
  return endOfMark(text, named, '?>', start, 'processing instruction');
}

function endsName(text: string, at: number): boolean {
  return at === text.length || isBlankCode(text.charCodeAt(at)) || text.startsWith('?>', at);
}

function endOfMark(text: string, from: number, mark: string, start: number, what: string): number {
  const at = text.indexOf(mark, from);
  if (at === -1) throw new XmlFault(`a ${what} is never closed`, start);
  return at + mark.length;
}
