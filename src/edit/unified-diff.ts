import { applyEdits, type TextEdit } from './text-edits.js';

/** Lines of context around a change, as `diff -u` shows them. */
const contextLines = 3;

/** One line with its line end, and the mark in front of it: ` `, `-` or `+`. */
interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

export interface DiffFile {
  /** From the current folder, with `/`. */
  readonly path: string;
  /** With its byte order mark, if it has one. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
  /** The lines, from 0, that nobody may show: context ends in front of them. */
  readonly hidden?: (line: number) => boolean;
}

/**
 * The edits of a file as a unified diff that `git apply` and `patch -p1` take. The lines that differ are known from the
 * edits, so nothing is guessed. Empty where nothing changes.
 */
export function unifiedDiff({ path, text, edits, hidden = () => false }: DiffFile): string {
  const hunks = hunksOf(text, edits, hidden);
  if (hunks === '') return '';
  return `--- ${quotedFileName(`a/${path}`)}\n+++ ${quotedFileName(`b/${path}`)}\n${hunks}`;
}

const oddNameCharacters = new RegExp(String.raw`[\0-\x1f"\\\x7f]`);

/** As git writes a name in a diff: quoted where it holds what could be taken for something else. */
function quotedFileName(path: string): string {
  if (oddNameCharacters.test(path))
    return JSON.stringify(path).replace(/\\u00([0-9a-f]{2})/g, octal);
  return path.includes(' ') ? `${path}\t` : path;
}

function octal(_whole: string, hex: string): string {
  return `\\${Number.parseInt(hex, 16).toString(8).padStart(3, '0')}`;
}

/** A run of lines that is replaced by others; numbers from 0, the end exclusive. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

function hunksOf(
  text: string,
  edits: readonly TextEdit[],
  hidden: (line: number) => boolean,
): string {
  const lines = splitLines(text);
  const blocks = blocksOf(lines, edits);
  let grown = 0;
  let result = '';
  for (const group of groupBlocks(blocks, hidden)) {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) continue;
    const from = contextStart(first.from, hidden);
    const to = contextEnd(last.to, lines.length, hidden);
    const body = hunkBody(lines, group, from, to);
    const removed = to - from;
    const added = body.filter(({ mark }) => mark !== '-').length;
    result += `@@ -${range(from, removed)} +${range(from + grown, added)} @@\n`;
    result += body.map(diffLineText).join('');
    grown += added - removed;
  }
  return result;
}

function diffLineText({ mark, text }: DiffLine): string {
  return text.endsWith('\n') ? mark + text : `${mark}${text}\n\\ No newline at end of file\n`;
}

function range(from: number, count: number): string {
  const start = count === 0 ? from : from + 1;
  return count === 1 ? String(start) : `${start},${count}`;
}

function contextStart(line: number, hidden: (line: number) => boolean): number {
  let from = line;
  while (from > 0 && line - from < contextLines && !hidden(from - 1)) from -= 1;
  return from;
}

function contextEnd(line: number, count: number, hidden: (line: number) => boolean): number {
  let to = line;
  while (to < count && to - line < contextLines && !hidden(to)) to += 1;
  return to;
}

function hunkBody(
  lines: readonly string[],
  group: readonly Block[],
  from: number,
  to: number,
): readonly DiffLine[] {
  const body: DiffLine[] = [];
  let at = from;
  const context = (end: number): void => {
    body.push(...lines.slice(at, end).map((text): DiffLine => ({ mark: ' ', text })));
  };
  for (const block of group) {
    context(block.from);
    body.push(...lines.slice(block.from, block.to).map((text): DiffLine => ({ mark: '-', text })));
    body.push(...block.lines.map((text): DiffLine => ({ mark: '+', text })));
    at = block.to;
  }
  context(to);
  return body;
}

/** Blocks whose contexts would touch are one hunk, unless what nobody may see stands between them. */
function groupBlocks(
  blocks: readonly Block[],
  hidden: (line: number) => boolean,
): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const isNear = before && block.from - before.to <= 2 * contextLines;
    if (group && isNear && !anyHidden(before.to, block.from, hidden)) group.push(block);
    else groups.push([block]);
  }
  return groups;
}

function anyHidden(from: number, to: number, hidden: (line: number) => boolean): boolean {
  return Array.from({ length: to - from }, (_, at) => from + at).some(hidden);
}

/** The lines that edits touch, each run of neighbours once, without those that stay. */
function blocksOf(lines: readonly string[], edits: readonly TextEdit[]): readonly Block[] {
  const starts = lineStarts(lines);
  const lineAt = (offset: number): number => {
    const at = starts.findLastIndex((start) => start <= offset);
    return Math.min(Math.max(at, 0), Math.max(lines.length - 1, 0));
  };
  const touched: { from: number; to: number; edits: TextEdit[] }[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const from = lineAt(edit.start);
    const to = lineAt(edit.end) + 1;
    const before = touched.at(-1);
    if (before && from <= before.to) {
      before.to = Math.max(before.to, to);
      before.edits.push(edit);
    } else touched.push({ from, to, edits: [edit] });
  }
  return touched.flatMap(({ from, to, edits: own }) => {
    const offset = starts[from] ?? 0;
    const old = lines.slice(from, to);
    const moved = own.map(({ start, end, text: replacement }) => ({
      start: start - offset,
      end: end - offset,
      text: replacement,
    }));
    return differingBlocks(from, old, splitLines(applyEdits(old.join(''), moved)));
  });
}

/** What stays inside of what is touched is no change: a line that nobody may show may be among it. */
function differingBlocks(
  from: number,
  old: readonly string[],
  lines: readonly string[],
): readonly Block[] {
  const same = commonLines(old, lines);
  const ends = [...same, [old.length, lines.length] as const];
  let [at, to] = [0, 0];
  return ends.flatMap(([before, after]) => {
    const block = { from: from + at, to: from + before, lines: lines.slice(to, after) };
    [at, to] = [before + 1, after + 1];
    return block.from === block.to && block.lines.length === 0 ? [] : [block];
  });
}

/** Edits are small. Of more lines than these only those at both ends are compared. */
const mostCompared = 300;

/** The lines that both have, in order: the index in each, as many as there are. */
function commonLines(
  old: readonly string[],
  lines: readonly string[],
): readonly (readonly [number, number])[] {
  const shorter = Math.min(old.length, lines.length);
  let head = 0;
  while (head < shorter && old[head] === lines[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === lines.at(-1 - tail)) tail += 1;
  const middle = longestCommon(
    old.slice(head, old.length - tail),
    lines.slice(head, lines.length - tail),
  );
  return [
    ...Array.from({ length: head }, (_, at) => [at, at] as const),
    ...middle.map(([one, other]) => [one + head, other + head] as const),
    ...Array.from(
      { length: tail },
      (_, at) => [old.length - tail + at, lines.length - tail + at] as const,
    ),
  ];
}

/** A longest common subsequence. */
function longestCommon(
  old: readonly string[],
  lines: readonly string[],
): readonly (readonly [number, number])[] {
  if (Math.max(old.length, lines.length) > mostCompared) return [];
  const width = lines.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (one: number, other: number): number => lengths[one * width + other] ?? 0;
  for (let one = old.length - 1; one >= 0; one -= 1)
    for (let other = lines.length - 1; other >= 0; other -= 1)
      lengths[one * width + other] =
        old[one] === lines[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
  const pairs: (readonly [number, number])[] = [];
  let [one, other] = [0, 0];
  while (one < old.length && other < lines.length) {
    if (old[one] === lines[other]) pairs.push([one++, other++]);
    else if (at(one + 1, other) >= at(one, other + 1)) one += 1;
    else other += 1;
  }
  return pairs;
}

function lineStarts(lines: readonly string[]): readonly number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length;
    return start;
  });
}

/** With their line ends; a text that ends without one has a last line without it. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
