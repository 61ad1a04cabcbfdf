import type { FileKeys } from '../model/app.js';
import type { Location } from '../model/location.js';
import { type MetadataType, metadataTypes } from '../model/metadata-types.js';
import type { Problem } from '../report/problem.js';
import type { Setting } from '../settings/settings.js';
import { typeCatalogue, type TypeCatalogue } from './elements/catalogue.js';
import type { CertificateFacts } from './certificate/certificate.js';
import { collectAll, type Collected } from './elements/collect.js';
import type { Item } from './readings/items.js';
import type { Lines } from './lines.js';
import { misplacedIn, type MisplacedSecrets } from './misplaced-secrets.js';
import { readCertificate, certificatesOf, requestCertificateOf } from './part-certificate.js';
import { partKeys } from './part-keys.js';
import { readElements } from './readings/read.js';
import type { XmlDocument } from './xml/document.js';

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
  /** Of certificates that verify SAML requests: when the first of them ends. */
  readonly requestCertificateExpires?: string;
  readonly misplaced: MisplacedSecrets;
  readonly keys: FileKeys;
  /** The line of `.forceignore` that leaves the file out: only rules about secrets read it. */
  readonly leftOutBy?: Location;
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
  readonly leftOutBy?: Location;
}

/** Takes from a document what the settings table asks for; what it does not know becomes a note. */
export function readPart(file: PartFile, document: XmlDocument, lines: Lines): PartOutcome {
  const catalogue = typeCatalogue(file.type);
  const collected = collectAll(document.root, { catalogue, lines, type: file.type });
  for (const path of keptTexts) keepSettingText(path, collected, lines);
  const certificate = readCertificate(collected, lines);
  const keys = partKeys(collected, certificate);
  // The key of a blocked app goes no further.
  collected.texts.delete('consumerKey');
  const stated = readSettings(document.text, lines, catalogue, collected);
  const part: Part = {
    type: file.type,
    name: file.name,
    file: file.file,
    root: lines.locate(document.root.start, document.root.openEnd),
    stated,
    texts: collected.texts,
    containers: collected.containers,
    version: leastApiVersion(file.type, catalogue, stated),
    ...(certificate ? { certificate } : {}),
    ...requestCertificateOf(collected, file.type),
    misplaced: misplacedIn(document.text, lines, {
      type: file.type,
      strayed: collected.strayed,
      certificates: certificatesOf(collected),
    }),
    keys,
    ...(file.leftOutBy && { leftOutBy: file.leftOutBy }),
  };
  return { part, problems: collected.problems };
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
    stated.set(path, readElements(field.read, elements, { text, lines, definition, problems }));
  }
  return stated;
}

/** The path whose element holds policy, number and unit of a Connected App: `specific_lifetime:90:DAYS`. */
export const policyPath = 'oauthPolicy/refreshTokenPolicy';

/** The elements that name an org: the settings of them say only whether they are there. */
export const linkPaths = { header: 'orgScopedExternalApp', oauth: 'oauthLink' } as const;

/** Elements of which more is asked than their reading keeps: number and unit of the policy, which org a link names. */
const keptTexts: readonly string[] = [policyPath, ...Object.values(linkPaths)];

function keepSettingText(path: string, { settings, texts }: Collected, lines: Lines): void {
  const [element] = settings.get(path) ?? [];
  if (!element) return;
  const location = lines.locate(element.textStart, element.textEnd);
  texts.set(path, [{ text: element.text, location }]);
}

function leastApiVersion(
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
