import type { FileKeys } from '../model/app.js';
import { isMetadataType, type MetadataType } from '../model/metadata-types.js';
import type { Problem } from '../report/problem.js';
import { readBytes } from './files/bytes.js';
import type { Discovery } from './files/discover.js';
import type { Deployment, Replacements } from './files/replacements.js';
import { identify } from './files/types.js';
import type { PartFile } from './part.js';
import { decodeText } from './text.js';
import { parseXml } from './xml/parse.js';

/** A file that can be read: on disk, in a zip, or in memory. */
export interface Readable extends PartFile {
  readonly bytes: () => Uint8Array | Problem;
  /** What tells its keys from others, where they were taken out of the bytes. */
  readonly keys?: FileKeys;
  /** What a deployment makes of its elements, where the project replaces texts in it. */
  readonly deployed?: Deployment;
}

/** A file of another kind, which this room finds and does not understand. */
export interface UnreadFile {
  readonly file: string;
  readonly bytes: () => Uint8Array | Problem;
}

/** The files of a walk, to be read one by one. */
export function readables(
  { files }: Pick<Discovery, 'files'>,
  replacements?: Replacements,
  edited?: ReadonlyMap<string, Uint8Array>,
): readonly Readable[] {
  return files.flatMap(({ type, name, path, file, leftOutBy }) => {
    if (!isMetadataType(type)) return [];
    const deployed = replacements?.of(path);
    const bytes = (): Uint8Array | Problem => edited?.get(path) ?? readBytes(path, file);
    return [
      { type, name, file, bytes, ...(leftOutBy && { leftOutBy }), ...(deployed && { deployed }) },
    ];
  });
}

/** A file that the user names may have any name: then its root element says what it is. */
export function singleFile(
  path: string,
  file: string,
  edited?: ReadonlyMap<string, Uint8Array>,
): Readable {
  const bytes = (): Uint8Array | Problem => edited?.get(path) ?? readBytes(path, file);
  const identity = identify(file.slice(file.lastIndexOf('/') + 1));
  if (identity && isMetadataType(identity.type)) {
    return { type: identity.type, name: identity.name, file, bytes };
  }
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\..*$/, '');
  return { type: rootTypeOf(bytes(), file) ?? 'ConnectedApp', name, file, bytes };
}

function rootTypeOf(bytes: Uint8Array | Problem, file: string): MetadataType | undefined {
  if ('kind' in bytes) return undefined;
  const decoded = decodeText(bytes, file);
  const parsed = decoded.ok ? parseXml(decoded.text) : undefined;
  const name = parsed?.ok === true ? parsed.document.root.name : '';
  return isMetadataType(name) ? name : undefined;
}
