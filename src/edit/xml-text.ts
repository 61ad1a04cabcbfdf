import { predefined } from '../metadata/xml/tokens.js';

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
export function unescapeXml(raw: string): string {
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
