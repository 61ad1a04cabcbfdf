import type { XmlElement } from '../metadata/xml/document.js';
import { compareText } from '../model/location.js';
import type { MetadataType } from '../model/metadata-types.js';
import type { Change } from './change.js';
import type { TextEdit } from './text-edits.js';

/** How the file around an element is laid out. */
interface FileLayout {
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

/** An element that is not there yet: with text as it stands in XML, or with others inside. */
export interface NewElement {
  readonly name: string;
  readonly content: string | readonly NewElement[];
}

/** An element as a retrieve writes it, its children in alphabetical order. Without indentation all is in one line. */
export function writeElement(
  element: NewElement,
  layout: FileLayout,
  indent: string | undefined,
): string {
  const { name, content } = element;
  if (typeof content === 'string')
    return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
  const inside = indent === undefined ? undefined : indent + layout.indent;
  const children = elementsInOrder(content).map((child) => writeElement(child, layout, inside));
  if (inside === undefined) return `<${name}>${children.join('')}</${name}>`;
  const lines = children.map((child) => `${layout.newline}${inside}${child}`);
  return `<${name}>${lines.join('')}${layout.newline}${indent}</${name}>`;
}

/** By name; of one name in the order given. */
export function elementsInOrder<T extends { readonly name: string }>(
  elements: readonly T[],
): readonly T[] {
  return elements.toSorted((a, b) => compareText(a.name, b.name));
}

/** A piece of the file to replace, and the changes that ask for it. */
export interface FileEdit extends TextEdit {
  /** The name of the element that it is about. */
  readonly element: string;
  readonly changes: readonly Change[];
}

/** Why a change cannot be made in a file. */
export interface Refusal {
  readonly change: Change;
  readonly because: string;
}

/** An element to be made, and the changes that ask for it. */
export interface Addition extends NewElement {
  readonly changes: readonly Change[];
}

/** What is planned for a file so far. */
export interface Plans {
  readonly text: string;
  readonly type: MetadataType;
  readonly layout: FileLayout;
  readonly edits: FileEdit[];
  readonly refused: Refusal[];
}

/** What a change means for the elements of its path. */
export interface ElementPlan {
  readonly added: readonly Addition[];
  readonly gone: readonly (readonly [XmlElement, Change])[];
  readonly edits: readonly FileEdit[];
  readonly refused: readonly Refusal[];
}
