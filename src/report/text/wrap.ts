/** Characters that take two columns, as terminals and string-width count them; every emoji counts two at least. */
const wide =
  /[\u{1100}-\u{115f}\u{2329}\u{232a}\u{2e80}-\u{303e}\u{3041}-\u{4dbf}\u{4e00}-\u{a4cf}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe10}-\u{fe19}\u{fe30}-\u{fe6b}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{16fe0}-\u{18cff}\u{1b000}-\u{1b2ff}\u{1f1e6}-\u{1f1ff}\u{1f200}-\u{1f251}\u{20000}-\u{3fffd}\p{Emoji_Presentation}\p{Extended_Pictographic}]/u;

/** Marks that sit on the character before them. */
const zeroWidth = /[\u{0300}-\u{036f}]/u;

// Made when a first word has to be cut: making it takes longer than a table of one app.
let graphemes: Intl.Segmenter | undefined;

/** The columns that a text takes. Never fewer than a terminal needs; for a joined emoji it may be more. */
export function textWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex -- all of ASCII, for which the length is the width
  if (/^[\0-\x7f]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += wide.test(char) ? 2 : zeroWidth.test(char) ? 0 : 1;
  return width;
}

/** Breaks a text into lines of at most `width` columns: between words, and inside a word that is wider than a line. */
export function wrap(text: string, width: number): readonly string[] {
  // A blank at the beginning is left out below.
  if (!text.startsWith(' ') && fitsWidth(text, width)) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(' ').flatMap((word) => pieces(word, width))) {
    const longer = line === '' ? piece.text : `${line}${piece.glue}${piece.text}`;
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line);
      line = piece.text;
    } else line = longer;
  }
  return [...lines, line];
}

interface Piece {
  /** What stands between this piece and the one before it on the same line. */
  readonly glue: '' | ' ';
  readonly text: string;
}

/** A word that fits is one piece. A longer one comes apart behind slashes, else where names join, else anywhere. */
function pieces(word: string, width: number): readonly Piece[] {
  if (fitsWidth(word, width)) return [{ glue: ' ', text: word }];
  const texts = [slashes, joints, humps].reduce<readonly string[]>(
    (parts, breaks) =>
      parts.flatMap((part) => (fitsWidth(part, width) ? [part] : (part.match(breaks) ?? []))),
    [word],
  );
  const cut = texts.flatMap((text) =>
    fitsWidth(text, width) ? [text] : chunksOfWidth(text, width),
  );
  return cut.map((text, at) => ({ glue: at === 0 ? ' ' : '', text }));
}

const slashes = /[^/]*\/+|[^/]+/gu;
const joints = /[^?&,;@.=_-]*[?&,;@.=_-]+|[^?&,;@.=_-]+/gu;

/** The words of `camelCase`. */
const humps = /.+?(?:(?<=\p{Ll})(?=\p{Lu})|$)/gsu;

function fitsWidth(text: string, width: number): boolean {
  return textWidth(text) <= width;
}

/** Cuts a text into chunks of at most `width` columns, never inside what a reader sees as one character. */
function chunksOfWidth(text: string, width: number): readonly string[] {
  const found: string[] = [];
  let chunk = '';
  let taken = 0;
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(text)) {
    const needed = textWidth(segment);
    if (chunk !== '' && taken + needed > width) {
      found.push(chunk);
      chunk = '';
      taken = 0;
    }
    chunk += segment;
    taken += needed;
  }
  return [...found, chunk];
}

/** Lines with the same indent before each; the first one may have its own mark, such as a bullet. */
export function indented(text: string, width: number, indent: string, mark = indent): string[] {
  const lines = wrap(text, width - textWidth(indent));
  return lines.map((line, at) => (at === 0 ? mark : indent) + line);
}
