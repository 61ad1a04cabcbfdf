import { limits } from '../limits.js';
import type { XmlElement } from '../xml/document.js';

/** What there is too much of. */
export function excessOf(elements: readonly XmlElement[]): string | undefined {
  const { maxValueElements, maxValueLength } = limits;
  if (elements.length > maxValueElements) return `${maxValueElements} elements`;
  const length = elements.reduce((sum, element) => sum + lengthOf(element), 0);
  return length > maxValueLength ? `${maxValueLength} characters` : undefined;
}

function lengthOf({ text, children }: XmlElement): number {
  return children.reduce((sum, child) => sum + child.text.length, text.length);
}
