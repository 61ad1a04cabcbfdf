import { predefined, trimBlanks } from '../metadata/xml/text.js';
import type { XmlElement } from '../metadata/xml/document.js';

/** A piece of a text is replaced. Offsets count UTF-16 units of the text without a byte order mark. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made at once. Throws RangeError where two touch the same characters, or one is no range. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < at || end < start || end > text.length)
      throw new RangeError(`an edit of ${start} to ${end} does not fit beside the others`);
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** The smallest edit that makes `after` of the piece of a text that begins at `start` and reads `before`. */
export function smallestEdit(before: string, after: string, start: number): TextEdit {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  while (head > 0 && (isInsideSign(before, head) || isInsideSign(after, head))) head -= 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const endsInside = (text: string): boolean => isInsideSign(text, text.length - tail);
  while (tail > 0 && (endsInside(before) || endsInside(after))) tail -= 1;
  return {
    start: start + head,
    end: start + before.length - tail,
    text: after.slice(head, after.length - tail),
  };
}

/** Between the halves of a pair of surrogates, and of a line end: no program that takes edits cuts there. */
function isInsideSign(text: string, at: number): boolean {
  const pair = text.slice(at - 1, at + 1);
  return pair === '\r\n' || /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
}

/** Texts as they stand in XML. What no XML can hold is refused before it gets here: `isWritable`. */
const xmlEscapes: readonly (readonly [RegExp, string])[] = [
  [/&/g, '&amp;'],
  [/</g, '&lt;'],
  [/>/g, '&gt;'],
  [/"/g, '&quot;'],
  [/'/g, '&apos;'],
];

/** A text as a retrieve writes it between two tags. */
export function escapeXml(text: string): string {
  return xmlEscapes.reduce((result, [plain, escaped]) => result.replace(plain, escaped), text);
}

/** The text that a piece of a well-formed file stands for. */
function unescapeXml(raw: string): string {
  return raw.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(String(hex), 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return predefined.get(String(name)) ?? whole;
  });
}

// Control characters but tab and line ends, and halves of a pair of surrogates (XML 1.0, 2.2).
const unwritable = new RegExp(String.raw`[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}`, 'u');

/** Whether XML 1.0 has a way to write a text. */
export function isWritable(text: string): boolean {
  return !unwritable.test(text);
}

/** Where the text of an element is written, and how. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
  /** Nothing but this text stands between the tags. */
  readonly isWhole: boolean;
  /** A text as it is written there; undefined where it cannot be. */
  readonly encode: (text: string) => string | undefined;
  readonly decode: (raw: string) => string;
}

/** Comments and instructions, CDATA sections, and what stands between them. */
const xmlPieces = /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[[^]*?\]\]>|[^<]+/g;

const cdata = { start: '<![CDATA[', end: ']]>' } as const;

/** The one piece that holds the text of an element: comments beside it and a CDATA section around it stay. */
export function placeOfText(
  text: string,
  { name, children, openEnd, closeStart }: XmlElement,
): TextPlace | { readonly because: string } {
  if (children.length > 0) return { because: `<${name}> holds elements where a text belongs` };
  const inside = text.slice(openEnd, closeStart);
  const found = [...inside.matchAll(xmlPieces)].flatMap(({ 0: piece, index }) =>
    solidPiece(text, openEnd + index, piece),
  );
  const [only, second] = found;
  if (second) return { because: `the text of <${name}> is written in several pieces` };
  if (only) return { ...only, isWhole: !inside.includes('<') };
  return { start: closeStart, end: closeStart, ...plainEncoding, isWhole: !inside.includes('<') };
}

const plainEncoding = { encode: escapeXml, decode: unescapeXml } as const;

/** A section is written as it is, whatever stands in it but its own end. */
const cdataEncoding = {
  encode: (text: string) => (text.includes(cdata.end) ? undefined : text),
  decode: (raw: string) => raw,
} as const;

function solidPiece(
  text: string,
  at: number,
  piece: string,
): readonly Omit<TextPlace, 'isWhole'>[] {
  if (piece.startsWith('<!--') || piece.startsWith('<?')) return [];
  const isSection = piece.startsWith(cdata.start);
  const from = isSection ? at + cdata.start.length : at;
  const to = at + piece.length - (isSection ? cdata.end.length : 0);
  const { start, end } = trimBlanks(text, from, to);
  if (start === end) return [];
  return [{ start, end, ...(isSection ? cdataEncoding : plainEncoding) }];
}
