import { keysIn } from '../../model/tables.js';
import { startOf } from '../../model/location.js';
import { isMetadataType, type MetadataType, metadataTypes } from '../../model/metadata-types.js';
import { problem, type Problem } from '../../report/problem.js';
import {
  type FileIdentity,
  type FileNaming,
  fileNamings,
  identify,
  suffixOfDirectory,
  typeSuffixes,
} from './types.js';
import { distance } from '../../model/words.js';
import { closeSync, openSync, readSync } from 'node:fs';

/** A file whose type its root element tells, not its name. */
export type Misnamed = FileIdentity & { readonly type: MetadataType };

/** The file of a type that its root element tells, whatever its name ends with. */
export function identityOfRoot(
  rootName: string | undefined,
  fileName: string,
): Misnamed | undefined {
  if (rootName === undefined || !isMetadataType(rootName)) return undefined;
  const type = rootName;
  const naming: FileNaming = fileNamings[type];
  const name = naming.only ?? fileName.replace(/(?:-meta)?(?:\.xml)?$/i, '').replace(/\..*$/, '');
  return name === '' ? undefined : { type, name, ignored: false };
}

/** What a file is to be called: `Portal.eca-meta.xml`, `ConnectedApp.settings-meta.xml`. */
export function rightName({ type, name }: Pick<Misnamed, 'type' | 'name'>): string {
  const { suffix, only = name }: FileNaming = fileNamings[type];
  return `${only}.${suffix}-meta.xml`;
}

/** What is said of a file that is read for its root element. */
export function readAllTheSame(file: Pick<Misnamed, 'type' | 'name'>): string {
  return `no metadata file ends like this; the root element is <${file.type}>, so it is read, but its name is to be \`${rightName(file)}\``;
}

/** What is said where the rightly named file is there, too. */
export function notReadBeside(type: MetadataType, file: string): string {
  return `no metadata file ends like this, so it is not read; it holds a <${type}>, and so does ${file}`;
}

/** The kind of app that a retrieve puts into a directory; undefined for one that is nobody's. */
function kindOfDirectory(directory: string): 'connectedApp' | 'externalClientApp' | undefined {
  const suffix = suffixOfDirectory.get(directory);
  const types = keysIn(fileNamings);
  const type = types.find((one) => fileNamings[one].suffix === suffix);
  const home = type && metadataTypes[type].home;
  return home === 'org' ? undefined : home;
}

/**
 * Why a file is in a directory that contradicts its type. The Salesforce CLI takes source format from any directory; one that
 * is made for the other kind of app misleads people. In Metadata API format, the directory has to be that of the type.
 */
export function wrongDirectory(
  type: MetadataType,
  fileName: string,
  directory: string,
): string | undefined {
  const right = fileNamings[type].directory;
  if (directory === right || metadataTypes[type].home === 'org') return undefined;
  const kind = kindOfDirectory(directory);
  const isSource = fileName.endsWith('-meta.xml');
  const isOther = kind !== undefined && kind !== metadataTypes[type].home;
  const isWrongInZip =
    !isSource &&
    (kind !== undefined || /^(?:extlclntapp|externalclientapp|connectedapp)/i.test(directory));
  if (!isOther && !isWrongInZip) return undefined;
  return `a file of type ${type} is in a folder ${directory}; the folder of its type is ${right}`;
}

/** What is odd about the place of a file that is read: its name, and the folder that it is in. */
export function namingProblems(
  read: Pick<Misnamed, 'type' | 'name'>,
  file: string,
): readonly Problem[] {
  const [fileName = '', directory = ''] = file.split('/').toReversed();
  const isNamed = identify(fileName) !== undefined;
  const folder = isNamed ? wrongDirectory(read.type, fileName, directory) : undefined;
  return [
    ...(isNamed ? [] : [problem('unknown-file-suffix', readAllTheSame(read), startOf(file))]),
    ...(folder === undefined ? [] : [problem('file-in-other-folder', folder, startOf(file))]),
  ];
}

/** A part of a file name that somebody meant as the suffix of an app file. `.ecard` is none, `.ecaPolicy` is. */
const meant = /^(?:eca(?:[-_A-Z]|$)|[cC]on+ecte?d[-_]?[aA]pp)/;
const worthALook = /\.(?:eca|con|oauth)/i;
const lowered: ReadonlyMap<string, string> = new Map(
  typeSuffixes.map((suffix) => [suffix.toLowerCase(), suffix]),
);

/**
 * The suffix that an unrecognised file probably should have, if it looks like a file of an app: `.ecaGlobalOauth` for
 * `.ecaGlblOauth`, or anything in a directory where only such files are. `directory` is the last name of its folder.
 */
export function intendedSuffix(fileName: string, directory: string): string | undefined {
  // Nearly every file of a project ends here.
  if (!worthALook.test(fileName) && !suffixOfDirectory.has(directory)) return undefined;
  if (fileName.startsWith('.') || /^readme|\.md$/i.test(fileName)) return undefined;
  for (const part of fileName.split('.').slice(1)) {
    const candidate = part.replace(/-meta$/, '');
    const exact = lowered.get(candidate.toLowerCase());
    if (exact !== undefined) return exact;
    if (meant.test(candidate)) return nearestSuffix(candidate);
  }
  return suffixOfDirectory.get(directory);
}

function nearestSuffix(candidate: string): string {
  const lower = candidate.slice(0, 40).toLowerCase();
  const [best] = typeSuffixes
    .map((suffix) => ({ suffix, distance: distance(lower, suffix.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.suffix ?? candidate;
}

/** Where a file of another suffix than any may hold an app: parts of its name, or its folder. */
const likeApp = /eca|con+ec|oauth|extl|external|client|^apps?$|^applications?$/i;
/** Source format, or something like a suffix of Metadata API format: a template (`app.xml`) or a copy (`.orig`) is neither. */
const readableSuffix = /-meta\.xml$|\.(?:eca|extl|external|con+ec|oauth)[a-z_-]*$/i;
const length = 16_384;

/** Whether it is worth to look into a file that no suffix tells the type of. Most files of a project end here. */
export function mayHoldApp(fileName: string, directory: string): boolean {
  if (fileName.startsWith('.') || !readableSuffix.test(fileName)) return false;
  const parts = fileName
    .replace(/(?:-meta)?(?:\.xml)?$/i, '')
    .split('.')
    .slice(1);
  return (
    likeApp.test(directory) ||
    suffixOfDirectory.has(directory) ||
    parts.some((part) => likeApp.test(part) || part === 'settings')
  );
}

/** The name of the root element of a file on disk; undefined where its first bytes do not tell. */
export function rootNameOf(path: string): string | undefined {
  const bytes = Buffer.alloc(length);
  try {
    const file = openSync(path, 'r');
    try {
      return rootNameIn(bytes.subarray(0, readSync(file, bytes, 0, length, 0)));
    } finally {
      closeSync(file);
    }
  } catch {
    // A file that nobody asked to read, and that cannot be read, tells nothing.
    return undefined;
  }
}

/** The name of the root element in the first bytes of a text. What stands before it are comments and instructions. */
export function rootNameIn(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, length));
  let rest = text
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  while (rest.startsWith('<!--') || rest.startsWith('<?')) {
    const end = rest.startsWith('<?') ? '?>' : '-->';
    const at = rest.indexOf(end);
    if (at === -1) return undefined;
    rest = rest.slice(at + end.length).trimStart();
  }
  return /^<([A-Za-z]\w*)(?=[\s/>])/.exec(rest)?.[1];
}
