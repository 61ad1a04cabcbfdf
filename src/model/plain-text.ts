import { unsafePattern } from './unsafe-characters.js';

const unsafe = new RegExp(unsafePattern, 'gu');

const namedEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The second sign of what build services take for a command when they see it in a log: `::error::` of GitHub, at the
 * start of a line, and `##[error]` and `##vso[` of GitHub and Azure, anywhere. An IPv6 address such as `::ffff` is none.
 */
const logCommand = /(?<=:):(?=[a-z-]*[g-z-])|(?<=#)#(?=\[|vso\[)/giu;

/** Quick to say no, which is the answer for nearly every text. */
const maybeUnsafe = /[^ -~]|::|##/;

/** A text from metadata as one line that is safe to print: what is unsafe shows as an escape such as `\u{1b}`. */
export function plainText(text: string): string {
  if (!maybeUnsafe.test(text)) return text;
  return text.replace(unsafe, escapeUnsafe).replace(logCommand, escapeUnsafe);
}

function escapeUnsafe(char: string): string {
  return namedEscapes[char] ?? `\\u{${codePoint(char)}}`;
}

function codePoint(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16);
}
