import type { MetadataType } from '../model/metadata-types.js';
import type { XmlDocument, XmlElement } from '../metadata/xml/document.js';
import type { Change } from './change.js';
import { canonicalName, elementPlan } from './element-plans.js';
import { insertionsOf } from './insertions.js';
import { indentAt, fileLayout, withLine } from './layout.js';
import { writeElement, type NewElement } from './new-element.js';
import type { Addition, ElementPlan, FileEdit, Plans, Refusal } from './plan.js';

export interface FileEdits {
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
      if (names.length === 1) takePlan(elementPlan(own, name, change, plans), { added, gone, plans });
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
