import type { Location } from '../../model/location.js';
import { metadataTypes, type MetadataType } from '../../model/metadata-types.js';
import { onceFor, onceForText } from '../../model/once-for.js';
import { isPlaceholder } from '../../model/placeholder.js';
import { problem, type Problem } from '../../model/problem.js';
import type { Setting } from '../../model/settings.js';
import { catalogueOf, homeOfElement, type TypeCatalogue } from './catalogue.js';
import { parseCertificate, type CertificateFacts } from './certificate/certificate.js';
import type { Item } from './items.js';
import type { Lines } from './lines.js';
import { isConsumerSecret, misplacedIn, type MisplacedSecrets } from './misplaced-secrets.js';
import { isRepeatable, read } from './readings.js';
import { shortened } from './text.js';
import type { XmlDocument, XmlElement } from './xml/document.js';

/** One metadata file as far as settings need it. No secret gets this far. */
export interface Part {
  readonly type: MetadataType;
  /** The component's full name: the file name without its suffix. */
  readonly name: string;
  readonly file: string;
  /** The start tag of the root element. */
  readonly root: Location;
  /** What its elements say, by path. */
  readonly stated: ReadonlyMap<string, Setting>;
  /** Known elements without a setting, by path. */
  readonly texts: ReadonlyMap<string, readonly Item[]>;
  /** Start tags of elements that hold others, by path. */
  readonly containers: ReadonlyMap<string, Location>;
  /** The API version must have been at least this, since the file has elements that came with it. */
  readonly version: number;
  readonly certificate?: CertificateFacts;
  readonly misplaced: MisplacedSecrets;
}

export interface PartOutcome {
  readonly part: Part;
  readonly problems: readonly Problem[];
}

/** What a file is, before it is read. */
export interface PartFile {
  readonly type: MetadataType;
  readonly name: string;
  readonly file: string;
}

interface Collected {
  readonly settings: Map<string, [XmlElement, ...XmlElement[]]>;
  readonly texts: Map<string, Item[]>;
  readonly containers: Map<string, Location>;
  readonly problems: Problem[];
  /** Where elements that belong elsewhere hold a consumer secret. */
  readonly strayed: Location[];
}

/** Takes from a document what the settings table asks for; what it does not know becomes a note. */
export function readPart(file: PartFile, document: XmlDocument, lines: Lines): PartOutcome {
  const catalogue = catalogueOf(file.type);
  const collected: Collected = {
    settings: new Map(),
    texts: new Map(),
    containers: new Map(),
    problems: [],
    strayed: [],
  };
  collect(document.root, '', { catalogue, lines, collected, type: file.type });
  keepValidity(collected, lines);
  const stated = readSettings(document.text, lines, catalogue, collected);
  const certificate = certificateOf(collected, lines);
  const part: Part = {
    type: file.type,
    name: file.name,
    file: file.file,
    root: lines.locate(document.root.start, document.root.openEnd),
    stated,
    texts: collected.texts,
    containers: collected.containers,
    version: versionOf(file.type, catalogue, stated),
    ...(certificate ? { certificate } : {}),
    misplaced: misplacedIn(document.text, lines, {
      type: file.type,
      strayed: collected.strayed,
      certificates: certificatesOf(collected),
    }),
  };
  return { part, problems: collected.problems };
}

interface Walk {
  readonly catalogue: TypeCatalogue;
  readonly lines: Lines;
  readonly collected: Collected;
  readonly type: MetadataType;
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

function readSettings(
  text: string,
  lines: Lines,
  catalogue: TypeCatalogue,
  { settings, problems }: Collected,
): ReadonlyMap<string, Setting> {
  const stated = new Map<string, Setting>();
  for (const [path, elements] of settings) {
    const known = catalogue.settings.get(path);
    if (!known) continue;
    const { field, definition } = known;
    stated.set(path, read(field.read, elements, { text, lines, definition, problems }));
  }
  return stated;
}

/** The path whose element holds policy, number and unit of a Connected App: `specific_lifetime:90:DAYS`. */
export const policyPath = 'oauthPolicy/refreshTokenPolicy';

/** Keeps the number and the unit, which the reading of the policy itself leaves out. */
function keepValidity({ settings, texts }: Collected, lines: Lines): void {
  const [element] = settings.get(policyPath) ?? [];
  if (!element) return;
  const location = lines.locate(element.textStart, element.textEnd);
  texts.set(policyPath, [{ text: element.text, location }]);
}

function certificatesOf({ settings }: Collected): readonly XmlElement[] {
  return settings.get('oauthConfig/certificate') ?? settings.get('certificate') ?? [];
}

function certificateOf(collected: Collected, lines: Lines): CertificateFacts | undefined {
  const { problems } = collected;
  const element = certificatesOf(collected).find(({ text }) => text !== '');
  if (!element || isPlaceholder(element.text)) return undefined;
  const facts = parseCertificate(element.text);
  if (facts) return facts;
  const at = lines.locate(element.textStart, element.textEnd);
  problems.push(problem('malformed-certificate', 'this is no X.509 certificate', at));
  return undefined;
}

function versionOf(
  type: MetadataType,
  catalogue: TypeCatalogue,
  stated: ReadonlyMap<string, Setting>,
): number {
  let version: number = metadataTypes[type].since;
  for (const path of stated.keys()) {
    version = Math.max(version, catalogue.settings.get(path)?.field.since ?? 0);
  }
  return version;
}
