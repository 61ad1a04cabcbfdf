import { afterLastSlash } from '../model/words.js';
import type { ReplacedValue, Source, SourceKind, FileKeys } from '../model/app.js';
import { compareLocations, startOf } from '../model/location.js';
import { type Problem, problem } from '../report/problem.js';
import type { Settings } from '../settings/settings.js';
import { buildApps } from './apps.js';
import { withWritten } from './left-out.js';
import type { BlockedApps } from './org-settings.js';
import { readMetadataFile } from './document.js';
import type { Part, PartFile } from './part.js';
import { keysByFile } from './part-keys.js';
import { dirname } from 'node:path';
import { isMetadataType, type MetadataType } from '../model/metadata-types.js';
import { readBytes } from './files/disk.js';
import type { Discovery } from './files/discover.js';
import type { Deployment, Replacements } from './files/replacements.js';
import { identify } from './files/types.js';
import { decodeText } from './text.js';
import { parseXml } from './xml/parse.js';

/** Told after each file how many of how many were read. */
export type ReadProgress = (done: number, total: number) => void;

/** A source with the org-wide settings that its files give, for apps that have no files. */
export interface FilesSource extends Source {
  readonly orgSettings: Partial<Settings>;
  readonly blocked: BlockedApps;
  /** The files of other kinds that were asked for; found when this is called. */
  readonly others?: () => readonly UnreadFile[];
}

/** Reads files as one source, in the order given. */
export function sourceOf(
  id: string,
  kind: SourceKind,
  files: readonly Readable[],
  progress?: ReadProgress,
): FilesSource {
  const problems: Problem[] = [];
  const parts: Part[] = [];
  const written: Part[] = [];
  const values: ReplacedValue[] = [];
  const single = withoutDuplicateFiles(files, problems);
  for (const [index, file] of single.entries()) {
    progress?.(index, single.length);
    const bytes = file.bytes();
    const outcome =
      'kind' in bytes ? { problems: [bytes] } : readMetadataFile(bytes, file, file.deployed);
    if ('part' in outcome && outcome.part) {
      parts.push(file.keys ? { ...outcome.part, keys: file.keys } : outcome.part);
      written.push(outcome.written ?? outcome.part);
      values.push(...(outcome.replaced ?? []));
    }
    problems.push(...(file.leftOutBy ? outcome.problems.filter(isError) : outcome.problems));
  }
  const built = buildApps(id, parts);
  const sorted = [...problems, ...built.problems].toSorted(byLocation);
  const { orgSettings, blocked } = built;
  const { apps, ...others } =
    values.length > 0
      ? withWritten(built.apps, buildApps(id, written).apps, values)
      : { apps: built.apps };
  const read = single.filter(({ leftOutBy }) => !leftOutBy).length;
  const fileKeys = keysByFile(parts);
  const found = { apps, ...others, orgSettings, blocked, fileKeys };
  return { id, kind, ...found, files: read, ignored: 0, problems: sorted };
}

/** That a file is left out makes no secret in it readable; how it is written concerns nobody then. */
function isError({ level }: Problem): boolean {
  return level === 'error';
}

/** Orders problems by file and line; those without a place come first. */
export function byLocation(a: Problem, b: Problem): number {
  if (!a.location || !b.location) return Number(Boolean(a.location)) - Number(Boolean(b.location));
  return compareLocations(a.location, b.location);
}

/** A component in both formats, `X.ecaOauth` beside `X.ecaOauth-meta.xml`, is one: the source format counts. */
function withoutDuplicateFiles(
  files: readonly Readable[],
  problems: Problem[],
): readonly Readable[] {
  const chosen = new Map<string, Readable>();
  for (const file of files.toSorted((a, b) => deploymentRank(a) - deploymentRank(b))) {
    const key = `${dirname(file.file)}/${file.type}/${file.name}`;
    const first = chosen.get(key);
    if (!first) chosen.set(key, file);
    else problems.push(duplicateNote(file, first));
  }
  const kept = new Set(chosen.values());
  return files.filter((file) => kept.has(file));
}

/** A twin that says the same does no harm. Of two that differ, nobody knows which one will be deployed. */
function duplicateNote(twin: Readable, first: Readable): Problem {
  const message = `the same component as ${first.file}, which was read instead`;
  const at = startOf(twin.file);
  return haveSameBytes(twin, first)
    ? problem('duplicate-file', message, at)
    : problem('duplicate-part', `${message}, with other content`, at);
}

function haveSameBytes(twin: Readable, first: Readable): boolean {
  const bytes = first.bytes();
  // The next file may be read into the same memory.
  const copy = 'kind' in bytes ? undefined : Buffer.from(bytes);
  const others = twin.bytes();
  return copy !== undefined && !('kind' in others) && copy.equals(others);
}

/** What is deployed counts before what `.forceignore` leaves out. */
function deploymentRank(file: Readable): number {
  return (file.leftOutBy ? 2 : 0) + (isSourceFormat(file) ? 0 : 1);
}

function isSourceFormat({ file }: Readable): boolean {
  return file.endsWith('-meta.xml');
}

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
  const identity = identify(afterLastSlash(file));
  if (identity && isMetadataType(identity.type)) {
    return { type: identity.type, name: identity.name, file, bytes };
  }
  const name = afterLastSlash(file).replace(/\..*$/, '');
  return { type: rootTypeOf(bytes(), file) ?? 'ConnectedApp', name, file, bytes };
}

function rootTypeOf(bytes: Uint8Array | Problem, file: string): MetadataType | undefined {
  if ('kind' in bytes) return undefined;
  const decoded = decodeText(bytes, file);
  const parsed = decoded.ok ? parseXml(decoded.text) : undefined;
  const name = parsed?.ok === true ? parsed.document.root.name : '';
  return isMetadataType(name) ? name : undefined;
}
