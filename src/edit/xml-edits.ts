import type { MetadataType } from '../model/metadata-types.js';
import type { XmlDocument, XmlElement } from '../metadata/xml/document.js';
import type { Change } from './change.js';
import { canonicalName, elementPlan } from './element-plans.js';
import {
  indentAt,
  fileLayout,
  withLine,
  writeElement,
  type NewElement,
  type Addition,
  type ElementPlan,
  type FileEdit,
  type Plans,
  type Refusal,
  afterLineOf,
  elementsInOrder,
} from './layout.js';

interface FileEdits {
  /** In the order of the file; none touches another, and what is so already gives none. */
  readonly edits: readonly FileEdit[];
  readonly refused: readonly Refusal[];
}

/** A change with the part of its path that is left below an element. */
interface PathStep {
  readonly names: readonly string[];
  readonly change: Change;
}

/**
 * The edits that make changes in one file. Only characters of the elements in question change: a text at its own range, an
 * entry with its separator, an element with its line. A new element stands by the alphabet, as a retrieve writes it.
 * All changes have to be of the type of the file, and of one path there has to be one (`mergeChanges`).
 */
export function editsOf(
  { text, root }: XmlDocument,
  type: MetadataType,
  changes: readonly Change[],
): FileEdits {
  const plans: Plans = { text, type, layout: fileLayout(text, root), edits: [], refused: [] };
  const steps = changes.map((change) => ({ names: change.path.split('/'), change }));
  editInside(root, '', steps, plans);
  const edits = plans.edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return { edits, refused: plans.refused };
}

function editInside(
  parent: XmlElement,
  prefix: string,
  steps: readonly PathStep[],
  plans: Plans,
): void {
  const added: Addition[] = [];
  const gone = new Map<XmlElement, readonly Change[]>();
  for (const [name, group] of byFirstName(steps)) {
    const own = parent.children.filter(
      (child) => canonicalName(child, prefix, plans.type) === name,
    );
    for (const { names, change } of group)
      if (names.length === 1)
        takePlan(elementPlan(own, name, change, plans), { added, gone, plans });
    const inner = group.filter(({ names }) => names.length > 1).map(stepBelow);
    if (inner.length > 0) editContainer(own[0], { name, prefix, inner, added }, plans);
  }
  for (const [element, changes] of gone)
    plans.edits.push({
      ...withLine(plans.text, element),
      text: '',
      element: element.name,
      changes,
    });
  plans.edits.push(...insertionsOf(parent, added, { gone, prefix, plans }));
}

interface Taking {
  readonly added: Addition[];
  readonly gone: Map<XmlElement, readonly Change[]>;
  readonly plans: Plans;
}

function takePlan(plan: ElementPlan, { added, gone, plans }: Taking): void {
  added.push(...plan.added);
  for (const [element, change] of plan.gone)
    gone.set(element, [...(gone.get(element) ?? []), change]);
  plans.edits.push(...plan.edits);
  plans.refused.push(...plan.refused);
}

interface Inside {
  readonly name: string;
  readonly prefix: string;
  readonly inner: readonly PathStep[];
  readonly added: Addition[];
}

/** Changes below an element that holds others; it is made where it is not there. */
function editContainer(
  container: XmlElement | undefined,
  { name, prefix, inner, added }: Inside,
  plans: Plans,
): void {
  if (container && container.children.length > 0) {
    editInside(container, `${prefix}${name}/`, inner, plans);
    return;
  }
  const content = contentOf(inner, plans);
  const changes = inner.map(({ change }) => change);
  if (content.length === 0) return;
  if (!container) {
    added.push({ name, content, changes });
    return;
  }
  const indent = indentAt(plans.text, container.start);
  const text = writeElement({ name: container.name, content }, plans.layout, indent);
  plans.edits.push({ start: container.start, end: container.end, text, element: name, changes });
}

/** What a new container holds. */
function contentOf(steps: readonly PathStep[], plans: Plans): readonly NewElement[] {
  return [...byFirstName(steps)].flatMap(([name, group]): readonly NewElement[] => {
    const own = group.flatMap(({ names, change }) =>
      names.length === 1 ? elementPlan([], name, change, plans).added : [],
    );
    const inner = group.filter(({ names }) => names.length > 1).map(stepBelow);
    const content = contentOf(inner, plans);
    return content.length > 0 ? [...own, { name, content }] : own;
  });
}

function stepBelow({ names, change }: PathStep): PathStep {
  return { names: names.slice(1), change };
}

function byFirstName(steps: readonly PathStep[]): ReadonlyMap<string, readonly PathStep[]> {
  const groups = new Map<string, PathStep[]>();
  for (const step of steps) {
    const [name = ''] = step.names;
    groups.set(name, [...(groups.get(name) ?? []), step]);
  }
  return groups;
}

interface InsertionContext {
  readonly gone: ReadonlyMap<XmlElement, unknown>;
  readonly prefix: string;
  readonly plans: Plans;
}

/** The edits that put new elements into a parent: each behind the last child that comes before it in the alphabet. */
function insertionsOf(
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
