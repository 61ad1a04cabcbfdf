import { startOf } from '../../model/location.js';
import { isMetadataType, type MetadataType, metadataTypes } from '../../model/metadata-types.js';
import { problem, type Problem } from '../../report/problem.js';
import {
  type FileIdentity,
  type FileNaming,
  fileNamings,
  identify,
  suffixOfDirectory,
} from './types.js';

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
  const types = Object.keys(fileNamings) as MetadataType[];
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
