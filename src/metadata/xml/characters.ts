import { XmlFault } from './document.js';

/** Which ASCII characters a name may hold: letters, digits, `-`, `.`, `_`, `:`. */
const nameCodes = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9._:-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

// Productions [4] and [4a] of XML 1.0, fifth edition.
const nameStart =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const nameRest = `${nameStart}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;
const anyName = new RegExp(`[${nameStart}][${nameRest}]*`, 'uy');

/** Where the XML name ends that begins at `from`; `from` itself when none does. */
export function nameEnd(text: string, from: number): number {
  const first = text.charCodeAt(from);
  // Digits, `-` and `.` are no beginning. All of them lie before `:`, and nothing else there may be in a name.
  if (first < 58) return from;
  let end = from;
  let code = first;
  while (nameCodes[code] === 1) code = text.charCodeAt((end += 1));
  return code > 127 ? anyNameEnd(text, from) : end;
}

/** Names beyond ASCII are legal and never seen in metadata: correct, not fast. */
function anyNameEnd(text: string, from: number): number {
  anyName.lastIndex = from;
  return from + (anyName.exec(text)?.[0].length ?? 0);
}

/** Space, tab, CR or LF: what XML calls white space. */
export function isBlankCode(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** The first offset from `at` on that holds no blank. */
export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (isBlankCode(text.charCodeAt(end))) end += 1;
  return end;
}

/** May a character with this code be in a file (production [2] of XML 1.0)? */
export function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return (
    code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
  );
}

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
  if (text.slice(start, start + 9).toLowerCase() === '<!doctype') {
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
