/**
 * Characters that no text from outside brings into a report, a terminal or a message: what terminals obey, what breaks lines,
 * what changes the order of others, and what cannot be seen. One entry a kind, with examples; reporters, messages on stderr
 * and the search for look-alike names all follow this table.
 */
interface UnsafeCharacters {
  readonly name: string;
  /** What stands between the brackets of a pattern with the flag u. */
  readonly set: string;
  readonly examples: readonly string[];
}

export const unsafeCharacters: readonly UnsafeCharacters[] = [
  {
    name: 'C0 and C1 controls',
    set: '\\p{Cc}',
    examples: ['\u0000', '\u0007', '\u001b', '\u007f', '\u009b', '\u0085'],
  },
  {
    name: 'line and paragraph separators',
    set: '\\u{2028}\\u{2029}',
    examples: ['\u2028', '\u2029'],
  },
  {
    name: 'direction of text',
    set: '\\u{61c}\\u{200e}\\u{200f}\\u{202a}-\\u{202e}\\u{2066}-\\u{2069}',
    examples: ['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'],
  },
  {
    name: 'format characters without a width',
    set: '\\u{ad}\\u{180e}\\u{200b}\\u{2060}-\\u{2065}\\u{206a}-\\u{206f}\\u{feff}\\u{fff0}-\\u{fffb}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}',
    examples: [
      '\u00ad',
      '\u180e',
      '\u200b',
      '\u2060',
      '\u2064',
      '\u206a',
      '\ufeff',
      '\ufff9',
      '\u{1d173}',
    ],
  },
  {
    name: 'letters that show nothing: combining joiner, fillers of Hangul and Khmer, empty Braille',
    set: '\\u{34f}\\u{115f}\\u{1160}\\u{17b4}\\u{17b5}\\u{3164}\\u{ffa0}\\u{2800}',
    examples: ['\u034f', '\u115f', '\u1160', '\u17b4', '\u3164', '\uffa0', '\u2800'],
  },
  { name: 'tags', set: '\\u{e0000}-\\u{e00ff}', examples: ['\u{e0001}', '\u{e0041}', '\u{e007f}'] },
  {
    name: 'variation selectors of Mongolian and of ideographs',
    set: '\\u{180b}-\\u{180d}\\u{180f}\\u{e0100}-\\u{e01ef}\\u{e01f0}-\\u{e0fff}',
    examples: ['\u180b', '\u180f', '\u{e0100}', '\u{e01ef}'],
  },
  {
    name: 'private use',
    set: '\\p{Co}',
    examples: ['\ue000', '\uf8ff', '\u{f0000}', '\u{10fffd}'],
  },
  { name: 'halves of surrogate pairs', set: '\\p{Cs}', examples: ['\ud800', '\udfff'] },
  {
    name: 'what will never be a character',
    set: '\\u{fdd0}-\\u{fdef}\\u{fffe}\\u{ffff}\\u{1fffe}\\u{1ffff}\\u{10fffe}\\u{10ffff}',
    examples: ['\ufdd0', '\uffff', '\u{1fffe}'],
  },
];

/**
 * Joiners belong to scripts and emoji, variation selectors to emoji and symbols: there they stay. Beside ASCII, or at the end
 * of a text, they only hide that two texts differ.
 */
const misplaced =
  '(?<![^\\0-\\u{ff}\\u{200c}\\u{200d}])[\\u{200c}\\u{200d}]|[\\u{200c}\\u{200d}](?![^\\0-\\u{ff}\\u{200c}\\u{200d}])|(?<![\\u{a9}\\u{ae}\\u{2000}-\\u{fdff}\\u{1f000}-\\u{1faff}])[\\u{fe00}-\\u{fe0f}]';

/** The sets of some kinds, and characters that are in the wrong place, as one pattern. */
function patternOfKinds(kinds: readonly UnsafeCharacters[]): string {
  return `[${kinds.map(({ set }) => set).join('')}]|${misplaced}`;
}

export const unsafePattern = patternOfKinds(unsafeCharacters);

/** Those of them that cannot be seen: in a name, nobody types them by chance. */
const invisible = new RegExp(
  patternOfKinds(unsafeCharacters.filter(({ name }) => name !== 'C0 and C1 controls')),
  'u',
);

/** Whether a text holds characters that do not show. */
function hasInvisible(text: string): boolean {
  return invisible.test(text);
}

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

// A Latin letter beside a Cyrillic or Greek one in the same word: Unicode Technical Standard #39,
// https://www.unicode.org/reports/tr39/. No part of the pattern repeats, so that it cannot take long.
const lookAlike =
  /[A-Za-z][\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}][A-Za-z]/u;

/** Whether a name holds letters or signs by which it can pass for another name. */
export function looksAlike(name: string): boolean {
  return lookAlike.test(name) || hasInvisible(name);
}
