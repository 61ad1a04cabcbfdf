import type { XmlElement } from '../metadata/xml/document.js';
import { canonicalName } from './element-plans.js';
import { afterLineOf, indentAt } from './layout.js';
import { elementsInOrder, writeElement } from './new-element.js';
import type { Addition, FileEdit, Plans } from './plan.js';

interface InsertionContext {
  readonly gone: ReadonlyMap<XmlElement, unknown>;
  readonly prefix: string;
  readonly plans: Plans;
}

/** The edits that put new elements into a parent: each behind the last child that comes before it in the alphabet. */
export function insertionsOf(
  parent: XmlElement,
  added: readonly Addition[],
  { gone, prefix, plans }: InsertionContext,
): readonly FileEdit[] {
  if (added.length === 0) return [];
  const kept = parent.children.filter((child) => !gone.has(child));
  const nameOf = (child: XmlElement): string => canonicalName(child, prefix, plans.type);
  const indent = indentInside(parent, plans);
  const edits = elementsInOrder(added).map((addition): FileEdit => {
    const anchor = anchorOf(kept, addition.name, nameOf);
    const at = afterLineOf(plans.text, anchor?.end ?? parent.openEnd);
    const written = writeElement(addition, plans.layout, indent);
    const text = indent === undefined ? written : `${plans.layout.newline}${indent}${written}`;
    return { start: at, end: at, text, element: addition.name, changes: addition.changes };
  });
  return isOpenAndShut(parent) ? [opened(parent, edits, indent, plans)] : edits;
}

/** Elements of one name stand together; else the one in front of the first that comes later in the alphabet. */
function anchorOf(
  kept: readonly XmlElement[],
  name: string,
  nameOf: (child: XmlElement) => string,
): XmlElement | undefined {
  const same = kept.findLast((child) => nameOf(child) === name);
  if (same) return same;
  const later = kept.findIndex((child) => nameOf(child) > name);
  return later === -1 ? kept.at(-1) : kept[later - 1];
}

/** What children are indented by; undefined in a file that is one line. */
function indentInside(parent: XmlElement, { text, layout }: Plans): string | undefined {
  const [first] = parent.children;
  if (first) return indentAt(text, first.start);
  const own = indentAt(text, parent.start);
  return (own ?? '') + layout.indent;
}

/** Nothing at all stands between its tags, or it is one tag. */
function isOpenAndShut({ openEnd, closeStart }: XmlElement): boolean {
  return openEnd === closeStart;
}

/** The one edit that opens an element without content and puts others inside. */
function opened(
  { name, start, openEnd, end }: XmlElement,
  edits: readonly FileEdit[],
  indent: string | undefined,
  { text, layout }: Plans,
): FileEdit {
  const isOneTag = openEnd === end;
  const inside = edits.map((edit) => edit.text).join('');
  const outer = indent === undefined ? '' : layout.newline + (indentAt(text, start) ?? '');
  const changes = edits.flatMap((edit) => edit.changes);
  if (!isOneTag) {
    return { start: openEnd, end: openEnd, text: inside + outer, element: name, changes };
  }
  const from = text.lastIndexOf('/', openEnd);
  return {
    start: from,
    end: openEnd,
    text: `>${inside}${outer}</${name}>`,
    element: name,
    changes,
  };
}
