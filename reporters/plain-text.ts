/**
 * Characters that must not reach a terminal or hide in a report: C0 and C1 controls, marks that change the direction
 * of text, separators that break lines, characters without a width, halves of surrogate pairs. The joiners U+200C and
 * U+200D stay, because scripts and emoji need them.
 */
const unsafe =
  /[\p{Cc}\u{061c}\u{180e}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}\p{Cs}]/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The second sign of what build services take for a command when they see it in a log: `::error::` of GitHub, at the
 * start of a line, and `##[error]` and `##vso[` of GitHub and Azure, anywhere. An IPv6 address such as `::ffff` is none.
 */
const command = /(?<=:):(?=[a-z-]*[g-z-])|(?<=#)#(?=\[|vso\[)/giu;

/** A text from metadata as one line that is safe to print: what is unsafe shows as an escape such as `\u{1b}`. */
export function plainText(text: string): string {
  return text.replace(unsafe, escaped).replace(command, escaped);
}

function escaped(char: string): string {
  return named[char] ?? `\\u{${codePoint(char)}}`;
}

/** A text that somebody wrote over several lines, such as a rule's fix: as one line that is safe to print. */
export function plainProse(text: string): string {
  return plainText(text.replace(/\s+/gu, ' ').trim());
}

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
  if (!maybeUnsafe.test(text)) return text;
  return text.replace(unsafeInJson, (char) => char.split('').map(escapedUnit).join(''));
}

/**
 * The line feeds between values are JSON's own; JSON.stringify has escaped the other C0 controls and lone surrogates.
 * No line of JSON starts with `::`, so of the commands only those count that are seen anywhere in a line.
 */
const unsafeInJson = new RegExp(
  `${unsafe.source.replace('\\p{Cc}', '\\u{7f}-\\u{9f}')}|(?<=#)#(?=\\[|vso\\[)`,
  'gu',
);

/** Quick to say no: most reports are plain ASCII, and large. */
const maybeUnsafe = /[^\n -~]|##/;

function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function codePoint(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16);
}
