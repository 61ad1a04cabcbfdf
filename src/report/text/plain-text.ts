import { plainText, unsafePattern } from '../../model/unsafe-characters.js';

export { plainText };

/** A text that somebody wrote over several lines, such as a rule's fix: as one line that is safe to print. */
export function plainProse(text: string): string {
  return plainText(isSpaced.test(text) ? text.replace(/\s+/gu, ' ').trim() : text);
}

/** Quick to say no: nearly all prose has single blanks only. */
const isSpaced = /[^\S ]| {2}|^ | $/;

/** A text of at most `length` UTF-16 units; what is cut off shows as `…`. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/\p{Cs}$/u, '')}…`;
}

/** JSON with every unsafe character escaped: a report that is printed stays data, whatever an app is called. */
export function jsonText(value: unknown, indent?: number): string {
  return safeJson(JSON.stringify(value, undefined, indent));
}

/** The same for text that is JSON already. */
function safeJson(text: string): string {
  if (!maybeUnsafeProse.test(text)) return text;
  return text.replace(unsafeInJson, (char) => char.split('').map(escapedUnit).join(''));
}

/**
 * The line feeds between values are JSON's own; JSON.stringify has escaped the other C0 controls and lone surrogates.
 * No line of JSON starts with `::`, so of the commands only those count that are seen anywhere in a line.
 */
const unsafeInJson = new RegExp(
  `${unsafePattern.replace('\\p{Cc}', '\\u{7f}-\\u{9f}')}|(?<=#)#(?=\\[|vso\\[)`,
  'gu',
);

/** Quick to say no: most reports are plain ASCII, and large. */
const maybeUnsafeProse = /[^\n -~]|##/;

function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
