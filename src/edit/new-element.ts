import { compareText } from '../model/location.js';
import type { FileLayout } from './layout.js';

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
