import type { XmlElement } from '../metadata/xml/document.js';

/** How the file around an element is laid out. */
export interface FileLayout {
  readonly newline: string;
  /** What one level is indented by. */
  readonly indent: string;
}

/** The line ends and the indentation that a file has, else those of a retrieve. */
export function fileLayout(text: string, root: XmlElement): FileLayout {
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const [first] = root.children;
  const own = first && indentAt(text, first.start);
  return { newline, indent: own === undefined || own === '' ? '    ' : own };
}

/** The blanks between the start of a line and an element; undefined where something else stands there. */
export function indentAt(text: string, offset: number): string | undefined {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(line, offset);
  return line > 0 && /^[ \t]*$/.test(before) ? before : undefined;
}

/**
 * Where something may stand behind an element: behind the comments on its line, if nothing else is there; else right
 * behind it.
 */
export function afterLineOf(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  const rest = text.slice(offset, end);
  const onlyComments = /^(?:[ \t]|<!--(?:(?!-->).)*-->)*$/.test(rest);
  return onlyComments ? offset + rest.trimEnd().length : offset;
}

/** An element with its whole line where it has one to itself, with its line end. */
export function withLine(
  text: string,
  { start, end }: Pick<XmlElement, 'start' | 'end'>,
): { readonly start: number; readonly end: number } {
  const indent = indentAt(text, start);
  const next = lineEnd(text, end);
  if (indent === undefined || !/^[ \t]*$/.test(text.slice(end, next))) return { start, end };
  // The line end in front goes with it: the one behind may be the last of the file.
  const before = start - indent.length;
  const lineStart = before - (text[before - 2] === '\r' ? 2 : 1);
  return { start: lineStart, end: next };
}

/** Where the line that holds an offset ends, in front of its line end. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at === -1) return text.length;
  return text[at - 1] === '\r' && at > offset ? at - 1 : at;
}
