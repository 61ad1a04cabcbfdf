import type { Location } from '../model/location.js';

const lineFeed = '\n';

/** Turns offsets of one text into locations. */
export interface Lines {
  /** The range from `start` (inclusive) to `end` (exclusive), both offsets in UTF-16 units. */
  readonly locate: (start: number, end: number) => Location;
}

/**
 * The lines of a text without its byte order mark. A line ends at LF or CRLF; a lone CR ends none, as in editors and
 * on GitHub. The index grows as far as locations are asked for: most files of a clean project never need one, and that of a
 * hostile file would be larger than the file.
 */
export function indexLines(file: string, text: string): Lines {
  const starts: number[] = [];
  let next: number | undefined = 0;
  let near = 0;
  const lineAt = (offset: number): number => {
    for (; next !== undefined && next <= offset; next = lineAfter(text, next)) starts.push(next);
    near = lineOf(starts, offset, near);
    return near;
  };
  const column = (line: number, offset: number): number => offset - (starts[line] ?? 0) + 1;
  return {
    locate(start, end) {
      const startLine = lineAt(start);
      const startColumn = column(startLine, start);
      const endLine = lineAt(end);
      const endColumn = column(endLine, end);
      return { file, startLine: startLine + 1, startColumn, endLine: endLine + 1, endColumn };
    },
  };
}

function lineAfter(text: string, start: number): number | undefined {
  const end = text.indexOf(lineFeed, start);
  return end === -1 ? undefined : end + 1;
}

/** The index of the line that holds `offset`. Readers go forward, so the search begins where the last one ended. */
function lineOf(starts: readonly number[], offset: number, near: number): number {
  let low = offset >= (starts[near] ?? 0) ? near : 0;
  let high = starts.length - 1;
  for (let step = 1; low + step <= high; step *= 2) {
    if ((starts[low + step] ?? Infinity) > offset) high = low + step - 1;
    else low += step;
  }
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Infinity) > offset) high = middle - 1;
    else low = middle;
  }
  return low;
}
