import type { XmlElement } from '../metadata/xml/document.js';
import { trimBlanks } from '../metadata/xml/text.js';
import { escapeXml, unescapeXml } from './xml-text.js';

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
