import type { MetadataType } from '../model/metadata-types.js';
import { typeCatalogue } from '../metadata/elements/catalogue.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { Change, ChangeElements, ChangeEntries, ElementContent, SetText } from './change.js';
import { editEntries, joinEntries } from './entries.js';
import type { NewElement } from './new-element.js';
import type { ElementPlan, FileEdit, Plans } from './plan.js';
import { placeOfText } from './text-place.js';
import { escapeXml } from './xml-text.js';

const nothing: ElementPlan = { added: [], gone: [], edits: [], refused: [] };

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
      if (own.length === 0 && change.ifThere) return nothing;
      return ofText(own, name, change, plans);
    case 'remove':
      return { ...nothing, gone: own.map((element) => [element, change] as const) };
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
    return { ...nothing, added: [{ name, content: written, changes: [change] }] };
  const edits: FileEdit[] = [];
  for (const element of own) {
    const place = placeOfText(text, element);
    if ('because' in place) return refusal(change, place.because);
    if (element.text === change.text.trim() && element.text !== '') continue;
    const encoded = place.encode(change.text);
    if (encoded === undefined) return refusal(change, noCdata(name));
    const { start, end } = place;
    if (text.slice(start, end) === encoded && element.text !== '') continue;
    edits.push(
      place.isWhole && element.text === ''
        ? replaced(element, written, change)
        : { start, end, text: encoded, element: name, changes: [change] },
    );
  }
  return { ...nothing, edits };
}

function refusal(change: Change, because: string): ElementPlan {
  return { ...nothing, refused: [{ change, because }] };
}

function noCdata(name: string): string {
  return `the text of <${name}> is a CDATA section, which cannot hold the new one`;
}

/** An element without text may be written in several ways: it is written anew. */
function replaced({ name, start, end }: XmlElement, written: string, change: Change): FileEdit {
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
    if (change.add.length === 0) return nothing;
    return { ...nothing, added: [{ name, content: written, changes: [change] }] };
  }
  if (second) return refusal(change, `<${name}> occurs twice`);
  const place = placeOfText(plans.text, element);
  if ('because' in place) return refusal(change, place.because);
  if (element.text === '' && change.add.length === 0) return nothing;
  if (element.text === '' && place.isWhole)
    return { ...nothing, edits: [replaced(element, written, change)] };
  if (change.add.some((one) => place.encode(one) === undefined))
    return refusal(change, noCdata(name));
  const edit = editEntries(plans.text, place, change, newline);
  return edit ? { ...nothing, edits: [{ ...edit, element: name, changes: [change] }] } : nothing;
}

function ofElements(own: readonly XmlElement[], name: string, change: ChangeElements): ElementPlan {
  const entries = own.map(entryOf);
  const isAgain = (at: number): boolean =>
    change.eachOnce === true && entries.indexOf(entries[at] ?? '') !== at;
  const gone = own.filter((_, at) => change.remove.includes(entries[at] ?? '') || isAgain(at));
  const kept = new Set(own.filter((element) => !gone.includes(element)).map(entryOf));
  const added = change.add
    .filter((content) => !kept.has(entryOfContent(content)))
    .map((content) => ({ name, content: newContent(content), changes: [change] }));
  const [first] = gone;
  const none = change.keepEmpty === true && kept.size === 0 && added.length === 0;
  if (first && none) {
    const { start, end } = first;
    return {
      ...nothing,
      edits: [{ start, end, text: `<${name}/>`, element: name, changes: [change] }],
      gone: gone.slice(1).map((element) => [element, change] as const),
    };
  }
  return { ...nothing, added, gone: gone.map((element) => [element, change] as const) };
}

/** Pairs of children that settings write in one text, and the sign between them. */
const pairs: readonly (readonly [readonly string[], readonly string[], string])[] = [
  [['start', 'startIpAddress'], ['end', 'endIpAddress'], '-'],
  [['key'], ['formula'], '='],
];

function entryOf({ text, children }: XmlElement): string {
  if (children.length === 0) return text;
  return paired(new Map(children.map((child) => [child.name, child.text])));
}

function entryOfContent(content: ElementContent): string {
  return typeof content === 'string' ? content : paired(new Map(Object.entries(content)));
}

function paired(texts: ReadonlyMap<string, string>): string {
  const of = (names: readonly string[]): string | undefined =>
    names.map((name) => texts.get(name)).find((text) => text !== undefined);
  const found = pairs.find(([left, right]) => of(left) !== undefined || of(right) !== undefined);
  return found ? `${of(found[0]) ?? ''}${found[2]}${of(found[1]) ?? ''}` : '';
}

function newContent(content: ElementContent): NewElement['content'] {
  if (typeof content === 'string') return escapeXml(content);
  return Object.entries(content).map(([name, text]) => ({ name, content: escapeXml(text) }));
}
