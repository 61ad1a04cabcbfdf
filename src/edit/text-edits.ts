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
