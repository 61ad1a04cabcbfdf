import type { MetadataType } from '../model/metadata-types.js';
import { typeCatalogue } from '../metadata/elements/catalogue.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { Change, ChangeElements, ChangeEntries, ElementContent, SetText } from './change.js';
import { editEntries, joinEntries } from './entries.js';
import type { NewElement } from './new-element.js';
import type { ElementPlan, FileEdit, Plans } from './plan.js';
import { placeOfText } from './text-place.js';
import { escapeXml } from './xml-text.js';

const emptyPlan: ElementPlan = { added: [], gone: [], edits: [], refused: [] };

/** An old spelling counts as the element that it means. */
export function canonicalName({ name }: XmlElement, prefix: string, type: MetadataType): string {
  const path = typeCatalogue(type).aliases.get(prefix + name);
  return path === undefined ? name : path.slice(path.lastIndexOf('/') + 1);
}

/** `own` are the elements of the path that are there. */
export function elementPlan(
  own: readonly XmlElement[],
  name: string,
  change: Change,
  plans: Plans,
): ElementPlan {
  switch (change.kind) {
    case 'set':
      if (own.length === 0 && change.ifThere) return emptyPlan;
      return ofText(own, name, change, plans);
    case 'remove':
      return { ...emptyPlan, gone: own.map((element) => [element, change] as const) };
    case 'entries':
      return ofEntries(own, name, change, plans);
    case 'elements':
      return ofElements(own, name, change);
  }
}

function ofText(
  own: readonly XmlElement[],
  name: string,
  change: SetText,
  { text }: Plans,
): ElementPlan {
  const written = escapeXml(change.text);
  if (own.length === 0)
    return { ...emptyPlan, added: [{ name, content: written, changes: [change] }] };
  const edits: FileEdit[] = [];
  for (const element of own) {
    const place = placeOfText(text, element);
    if ('because' in place) return refuseChange(change, place.because);
    if (element.text === change.text.trim() && element.text !== '') continue;
    const encoded = place.encode(change.text);
    if (encoded === undefined) return refuseChange(change, noCdata(name));
    const { start, end } = place;
    if (text.slice(start, end) === encoded && element.text !== '') continue;
    edits.push(
      place.isWhole && element.text === ''
        ? rewriteElement(element, written, change)
        : { start, end, text: encoded, element: name, changes: [change] },
    );
  }
  return { ...emptyPlan, edits };
}

function refuseChange(change: Change, because: string): ElementPlan {
  return { ...emptyPlan, refused: [{ change, because }] };
}

function noCdata(name: string): string {
  return `the text of <${name}> is a CDATA section, which cannot hold the new one`;
}

/** An element without text may be written in several ways: it is written anew. */
function rewriteElement({ name, start, end }: XmlElement, written: string, change: Change): FileEdit {
  const text = `<${name}>${written}</${name}>`;
  return { start, end, text, element: name, changes: [change] };
}

function ofEntries(
  own: readonly XmlElement[],
  name: string,
  change: ChangeEntries,
  plans: Plans,
): ElementPlan {
  const [element, second] = own;
  const { newline } = plans.layout;
  const written = joinEntries(change, newline);
  if (!element) {
    if (change.add.length === 0) return emptyPlan;
    return { ...emptyPlan, added: [{ name, content: written, changes: [change] }] };
  }
  if (second) return refuseChange(change, `<${name}> occurs twice`);
  const place = placeOfText(plans.text, element);
  if ('because' in place) return refuseChange(change, place.because);
  if (element.text === '' && change.add.length === 0) return emptyPlan;
  if (element.text === '' && place.isWhole)
    return { ...emptyPlan, edits: [rewriteElement(element, written, change)] };
  if (change.add.some((one) => place.encode(one) === undefined))
    return refuseChange(change, noCdata(name));
  const edit = editEntries(plans.text, place, change, newline);
  return edit ? { ...emptyPlan, edits: [{ ...edit, element: name, changes: [change] }] } : emptyPlan;
}

function ofElements(own: readonly XmlElement[], name: string, change: ChangeElements): ElementPlan {
  const entries = own.map(elementEntry);
  const isAgain = (at: number): boolean =>
    change.eachOnce === true && entries.indexOf(entries[at] ?? '') !== at;
  const gone = own.filter((_, at) => change.remove.includes(entries[at] ?? '') || isAgain(at));
  const kept = new Set(own.filter((element) => !gone.includes(element)).map(elementEntry));
  const added = change.add
    .filter((content) => !kept.has(entryOfContent(content)))
    .map((content) => ({ name, content: newContent(content), changes: [change] }));
  const [first] = gone;
  const none = change.keepEmpty === true && kept.size === 0 && added.length === 0;
  if (first && none) {
    const { start, end } = first;
    return {
      ...emptyPlan,
      edits: [{ start, end, text: `<${name}/>`, element: name, changes: [change] }],
      gone: gone.slice(1).map((element) => [element, change] as const),
    };
  }
  return { ...emptyPlan, added, gone: gone.map((element) => [element, change] as const) };
}

/** Pairs of children that settings write in one text, and the sign between them. */
const pairs: readonly (readonly [readonly string[], readonly string[], string])[] = [
  [['start', 'startIpAddress'], ['end', 'endIpAddress'], '-'],
  [['key'], ['formula'], '='],
];

function elementEntry({ text, children }: XmlElement): string {
  if (children.length === 0) return text;
  return joinPair(new Map(children.map((child) => [child.name, child.text])));
}

function entryOfContent(content: ElementContent): string {
  return typeof content === 'string' ? content : joinPair(new Map(Object.entries(content)));
}

function joinPair(texts: ReadonlyMap<string, string>): string {
  const of = (names: readonly string[]): string | undefined =>
    names.map((name) => texts.get(name)).find((text) => text !== undefined);
  const found = pairs.find(([left, right]) => of(left) !== undefined || of(right) !== undefined);
  return found ? `${of(found[0]) ?? ''}${found[2]}${of(found[1]) ?? ''}` : '';
}

function newContent(content: ElementContent): NewElement['content'] {
  if (typeof content === 'string') return escapeXml(content);
  return Object.entries(content).map(([name, text]) => ({ name, content: escapeXml(text) }));
}
