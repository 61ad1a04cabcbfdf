import type { Location } from '../../model/location.js';
import type { MetadataType } from '../../model/metadata-types.js';
import { onceFor } from '../../model/once-for.js';
import { asWarning, type Problem, problem } from '../../report/problem.js';
import type { Item } from '../../settings/reading/lists.js';
import { limits } from '../limits.js';
import { type Lines, shortQuote } from '../text.js';
import { isConsumerSecret } from '../misplaced-secrets.js';
import { isRepeatable } from '../../settings/reading/read.js';
import type { XmlElement } from '../xml/document.js';
import { parentPathsOf, type TypeCatalogue, partlyRead } from './catalogue.js';
import { isOfEveryType, meantElement } from './meant.js';

/** The elements of a file by path, and what is odd about them. */
export interface Collected {
  readonly settings: Map<string, [XmlElement, ...XmlElement[]]>;
  readonly texts: Map<string, Item[]>;
  readonly containers: Map<string, Location>;
  readonly problems: Problem[];
  /** Where elements that belong elsewhere hold a consumer secret. */
  readonly strayed: Location[];
}

interface ElementContext {
  readonly catalogue: TypeCatalogue;
  readonly lines: Lines;
  readonly type: MetadataType;
}

interface ElementWalk extends ElementContext {
  readonly collected: Collected;
}

/** Sorts the elements inside the root of a file by what is known of them. */
export function collectAll(
  root: XmlElement,
  { catalogue, lines, type }: ElementContext,
): Collected {
  const collected: Collected = {
    settings: new Map(),
    texts: new Map(),
    containers: new Map(),
    problems: [],
    strayed: [],
  };
  collect(root, '', { catalogue, lines, type, collected });
  return collected;
}

function collect(parent: XmlElement, prefix: string, walk: ElementWalk): void {
  for (const element of parent.children) {
    // What says that it is nothing and holds something all the same is read.
    if (element.nil && element.text === '' && element.children.length === 0) continue;
    const written = prefix + element.name;
    collectElement(element, walk.catalogue.aliases.get(written) ?? written, walk);
  }
}

function collectElement(element: XmlElement, path: string, walk: ElementWalk): void {
  const { catalogue, collected, lines } = walk;
  const known = catalogue.settings.get(path);
  if (known) {
    const others = collected.settings.get(path);
    if (others) others.push(element);
    else collected.settings.set(path, [element]);
    if (known.field.read === 'present') enter(element, path, walk);
    else if (!isRepeatable(known.field.read))
      element.children.forEach((child) => reportUnknownElement(child, `${path}/`, walk));
  } else if (catalogue.others.has(path)) {
    const item = { text: element.text, location: lines.locate(element.textStart, element.textEnd) };
    keepElementText(path, item, element.name, walk);
    element.children.forEach((child) => reportUnknownElement(child, `${path}/`, walk));
  } else if (isContainer(path, catalogue)) enter(element, path, walk);
  else if (!isOfEveryType(path)) reportUnknownElement(element, parentPrefix(path), walk);
}

/** Keeps the text of an element without a setting. One that may stand only once and says two things is reported. */
function keepElementText(
  path: string,
  item: Item,
  name: string,
  { collected: { texts, problems } }: ElementWalk,
): void {
  const others = texts.get(path);
  const first = others?.[0];
  if (!others || !first) {
    texts.set(path, [item]);
    return;
  }
  if (!path.includes('/') && first.text !== item.text) {
    problems.push(
      problem('duplicate-element', `<${name}> occurs twice, with different values`, item.location),
    );
  }
  others.push(item);
}

function enter(element: XmlElement, path: string, walk: ElementWalk): void {
  walk.collected.containers.set(path, walk.lines.locate(element.start, element.openEnd));
  collect(element, `${path}/`, walk);
}

/** `oauthConfig/` of `oauthConfig/scope`. */
function parentPrefix(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Whether known elements stand below a path. */
function isContainer(path: string, catalogue: TypeCatalogue): boolean {
  return containersOf(catalogue).has(path);
}

const containersOf = onceFor(
  ({ settings, others }: TypeCatalogue): ReadonlySet<string> =>
    new Set([...settings.keys(), ...others].flatMap(parentPathsOf)),
);

function reportUnknownElement(
  element: XmlElement,
  prefix: string,
  { lines, collected, type }: ElementWalk,
): void {
  if (partlyRead.has(type)) return;
  const { problems, strayed } = collected;
  // What comes after so many is not listed.
  const isListed = problems.length < limits.maxNotes;
  const meant = isListed ? meantElement(element.name, { type, prefix }) : undefined;
  const hint = meant === undefined ? '' : `; ${meant}`;
  const message = `<${shortQuote(element.name)}> is not known at this place of ${type}${hint}`;
  const found = problem('unknown-element', message, lines.locate(element.start, element.openEnd));
  problems.push(meant === undefined ? found : asWarning(found));
  strayed.push(...secretsIn(element).map(({ start, end }) => lines.locate(start, end)));
}

/** The elements that hold a consumer secret in one that is not known, at any depth. */
function secretsIn(element: XmlElement): readonly XmlElement[] {
  return isConsumerSecret(element) ? [element] : element.children.flatMap(secretsIn);
}
