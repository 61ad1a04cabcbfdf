import type { Location } from '../../model/location.js';
import type { MetadataType } from '../../model/metadata-types.js';
import { onceFor, onceForText } from '../../model/once-for.js';
import { type Problem, problem } from '../../report/problem.js';
import type { Item } from '../readings/items.js';
import type { Lines } from '../lines.js';
import { isConsumerSecret } from '../misplaced-secrets.js';
import { isRepeatable } from '../readings/read.js';
import { shortened } from '../text.js';
import type { XmlElement } from '../xml/document.js';
import { homeOfElement, type TypeCatalogue } from './catalogue.js';

/** The elements of a file by path, and what is odd about them. */
export interface Collected {
  readonly settings: Map<string, [XmlElement, ...XmlElement[]]>;
  readonly texts: Map<string, Item[]>;
  readonly containers: Map<string, Location>;
  readonly problems: Problem[];
  /** Where elements that belong elsewhere hold a consumer secret. */
  readonly strayed: Location[];
}

interface Place {
  readonly catalogue: TypeCatalogue;
  readonly lines: Lines;
  readonly type: MetadataType;
}

interface Walk extends Place {
  readonly collected: Collected;
}

/** Sorts the elements inside the root of a file by what is known of them. */
export function collectAll(root: XmlElement, { catalogue, lines, type }: Place): Collected {
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

function collect(parent: XmlElement, prefix: string, walk: Walk): void {
  for (const element of parent.children) {
    // What says that it is nothing and holds something all the same is read.
    if (element.nil && element.text === '' && element.children.length === 0) continue;
    const written = prefix + element.name;
    collectElement(element, walk.catalogue.aliases.get(written) ?? written, walk);
  }
}

function collectElement(element: XmlElement, path: string, walk: Walk): void {
  const { catalogue, collected, lines } = walk;
  const known = catalogue.settings.get(path);
  if (known) {
    const others = collected.settings.get(path);
    if (others) others.push(element);
    else collected.settings.set(path, [element]);
    if (known.field.read === 'present') enter(element, path, walk);
    else if (!isRepeatable(known.field.read))
      element.children.forEach((child) => unknown(child, walk));
  } else if (catalogue.others.has(path)) {
    const item = { text: element.text, location: lines.locate(element.textStart, element.textEnd) };
    keepText(path, item, element.name, walk);
    element.children.forEach((child) => unknown(child, walk));
  } else if (isContainer(path, catalogue)) enter(element, path, walk);
  else unknown(element, walk);
}

/** Keeps the text of an element without a setting. One that may stand only once and says two things is reported. */
function keepText(
  path: string,
  item: Item,
  name: string,
  { collected: { texts, problems } }: Walk,
): void {
  const others = texts.get(path);
  const first = others?.[0];
  if (!others || !first) {
    texts.set(path, [item]);
    return;
  }
  if (!path.includes('/') && first.text !== item.text) {
    problems.push(
      problem('duplicate-element', `<${name}> stands twice, with different values`, item.location),
    );
  }
  others.push(item);
}

function enter(element: XmlElement, path: string, walk: Walk): void {
  walk.collected.containers.set(path, walk.lines.locate(element.start, element.openEnd));
  collect(element, `${path}/`, walk);
}

/** Whether known elements stand below a path. */
function isContainer(path: string, catalogue: TypeCatalogue): boolean {
  return containersOf(catalogue).has(path);
}

const containersOf = onceFor(
  ({ settings, others }: TypeCatalogue): ReadonlySet<string> =>
    new Set([...settings.keys(), ...others].flatMap(parentsOf)),
);

/** `a/b` and `a` of `a/b/c`, nearest first. For paths of the settings table, which are few and asked for often. */
export const parentsOf = onceForText((path): readonly string[] => {
  const found: string[] = [];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    found.push(path.slice(0, at));
  }
  return found;
});

function unknown(element: XmlElement, { lines, collected, type }: Walk): void {
  const home = homeOfElement(element.name, type);
  const hint = home === undefined ? '' : `; ${home} has one of that name`;
  const message = `<${shortened(element.name)}> is not known at this place of ${type}${hint}`;
  const at = lines.locate(element.start, element.openEnd);
  collected.problems.push(problem('unknown-element', message, at));
  if (isConsumerSecret(element)) collected.strayed.push(lines.locate(element.start, element.end));
}
