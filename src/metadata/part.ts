import type { FileKeys } from '../model/app.js';
import type { Location } from '../model/location.js';
import { type MetadataType, metadataTypes } from '../model/metadata-types.js';
import { type Problem, problem } from '../report/problem.js';
import type { Setting } from '../settings/settings.js';
import { typeCatalogue, type TypeCatalogue } from './elements/catalogue.js';
import { type CertificateFacts, endsOfCertificates, parseCertificate } from './certificate.js';
import { collectAll, type Collected } from './elements/collect.js';
import type { Item } from '../settings/reading/lists.js';
import type { Lines } from './text.js';
import { misplacedIn, type MisplacedSecrets } from './misplaced-secrets.js';
import { partKeys } from './part-keys.js';
import { readElements } from '../settings/reading/read.js';
import type { XmlDocument, XmlElement } from './xml/document.js';
import { isPlaceholder } from '../settings/placeholder.js';

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

interface PartOutcome {
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

/** The elements that hold a certificate. */
function certificatesOf({ settings }: Collected): readonly XmlElement[] {
  return settings.get('oauthConfig/certificate') ?? settings.get('certificate') ?? [];
}

const requestCertificates: Readonly<Partial<Record<MetadataType, string>>> = {
  ConnectedApp: 'samlConfig/certificate',
  ExtlClntAppSamlConfigurablePolicies: 'certificate',
};

/** When the first certificate ends that verifies SAML requests; nothing where the file holds none, or only its name. */
function requestCertificateOf(
  { settings }: Collected,
  type: MetadataType,
): { readonly requestCertificateExpires?: string } {
  const path = requestCertificates[type];
  const elements = path === undefined ? [] : (settings.get(path) ?? []);
  const [first] = elements.flatMap(({ text }) => endsOfCertificates(text)).toSorted();
  return first === undefined ? {} : { requestCertificateExpires: first };
}

/** What the certificate of a file says; one that cannot be read is reported. */
function readCertificate(collected: Collected, lines: Lines): CertificateFacts | undefined {
  const { problems } = collected;
  const element = certificatesOf(collected).find(({ text }) => text !== '');
  if (!element || isPlaceholder(element.text)) return undefined;
  const facts = parseCertificate(element.text);
  if (facts) return facts;
  const at = lines.locate(element.textStart, element.textEnd);
  problems.push(problem('malformed-certificate', 'this is no X.509 certificate', at));
  return undefined;
}
