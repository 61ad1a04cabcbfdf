import { statSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Source, SourceKind } from '../../model/app.js';
import { compareLocations, startOf } from '../../model/location.js';
import { metadataTypes, type MetadataType } from '../../model/metadata-types.js';
import { problem, type Problem } from '../../model/problem.js';
import type { Settings } from '../../model/settings.js';
import { UserError } from '../../model/user-error.js';
import { buildApps } from './apps.js';
import { readBytes } from './bytes.js';
import { discoverFolder, type Discovery } from './discover.js';
import { readDocument } from './document.js';
import type { Part, PartFile } from './part.js';
import { displayPath } from './paths.js';
import { findProject } from './project.js';
import { parseXml } from './xml/parse.js';
import { decodeText } from './text.js';
import { limits } from './limits.js';
import { identify } from './types.js';

/** Told after each file how many of how many were read. */
export type ReadProgress = (done: number, total: number) => void;

/** A file that can be read: on disk, in a zip, or in memory. */
export interface Readable extends PartFile {
  readonly bytes: () => Uint8Array | Problem;
}

/**
 * Reads a folder, a metadata file or a zip of a retrieve. `path` is as the user gave it; relative ones start at `cwd`.
 * Throws UserError when there is nothing at that path; all other trouble is a problem of the source.
 */
export async function readSource(
  path: string,
  cwd: string,
  progress?: ReadProgress,
): Promise<Source> {
  const absolute = resolve(cwd, path);
  const stats = statOf(absolute, path);
  const id = displayPath(absolute, cwd);
  if (stats.isDirectory()) return readFolder(absolute, id, cwd, progress);
  if (!stats.isFile()) throw new UserError(`${path} is neither a folder nor a file`);
  if (/\.zip$/i.test(path)) return readZipFile(absolute, id, progress);
  return sourceOf(id, 'file', [singleFile(absolute, id)], progress);
}

/** The SOURCEs of a run that names none: the package directories of the project around a folder, else the folder. */
export async function defaultSources(cwd: string): Promise<readonly string[]> {
  const project = await findProject(cwd, cwd);
  const directories = project?.packageDirectories ?? [];
  const existing = directories.filter((directory) =>
    statSync(directory, { throwIfNoEntry: false }),
  );
  return existing.length > 0 ? existing.map((directory) => displayPath(directory, cwd)) : ['.'];
}

function statOf(absolute: string, path: string): Stats {
  try {
    return statSync(absolute);
  } catch (cause) {
    const hint = 'a SOURCE is a folder, a metadata file or a zip of a retrieve';
    throw new UserError(`there is no ${path}`, hint, { cause });
  }
}

async function readFolder(
  root: string,
  id: string,
  cwd: string,
  progress: ReadProgress | undefined,
): Promise<Source> {
  const project = await findProject(root, cwd);
  const isIgnored = project ? { isIgnored: project.isIgnored } : {};
  const found = discoverFolder(root, { displayRoot: cwd, ...isIgnored });
  const source = sourceOf(id, 'folder', readables(found), progress);
  const problems = [...(project?.problems ?? []), ...found.problems, ...source.problems];
  return { ...source, ignored: found.ignored, problems: problems.toSorted(byLocation) };
}

/** The files of a walk, to be read one by one. */
export function readables({ files }: Pick<Discovery, 'files'>): readonly Readable[] {
  return files.flatMap(({ type, name, path, file }) =>
    isMetadataType(type) ? [{ type, name, file, bytes: () => readBytes(path, file) }] : [],
  );
}

function isMetadataType(type: string): type is MetadataType {
  return Object.hasOwn(metadataTypes, type);
}

/** A file that the user names may have any name: then its root element says what it is. */
function singleFile(path: string, file: string): Readable {
  const bytes = (): Uint8Array | Problem => readBytes(path, file);
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

async function readZipFile(
  path: string,
  id: string,
  progress: ReadProgress | undefined,
): Promise<Source> {
  const { readZip } = await import('./zip.js');
  const bytes = readBytes(path, id, limits.maxZipBytes);
  if ('kind' in bytes) return { ...sourceOf(id, 'zip', [], progress), problems: [bytes] };
  const zip = readZip(
    // Its entries are read later, piece by piece.
    Uint8Array.from(bytes),
    id,
    (name) => identify(name.slice(name.lastIndexOf('/') + 1)) !== undefined,
  );
  const files = zip.entries.flatMap((entry): Readable[] => {
    const identity = identify(entry.name.slice(entry.name.lastIndexOf('/') + 1));
    if (!identity || !isMetadataType(identity.type)) return [];
    const { type, name } = identity;
    return [{ type, name, file: `${id}/${entry.name}`, bytes: () => entry.bytes }];
  });
  const source = sourceOf(id, 'zip', files, progress);
  return { ...source, problems: [...zip.problems, ...source.problems].toSorted(byLocation) };
}

/** A source with the org-wide settings that its files give, for apps that have no files. */
export interface FilesSource extends Source {
  readonly orgSettings: Partial<Settings>;
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
  const single = withoutTwins(files, problems);
  for (const [index, file] of single.entries()) {
    progress?.(index, single.length);
    const bytes = file.bytes();
    const outcome = 'kind' in bytes ? { problems: [bytes] } : readDocument(bytes, file);
    if ('part' in outcome && outcome.part) parts.push(outcome.part);
    problems.push(...outcome.problems);
  }
  const built = buildApps(id, parts);
  const sorted = [...problems, ...built.problems].toSorted(byLocation);
  const { apps, orgSettings } = built;
  return { id, kind, apps, orgSettings, files: single.length, ignored: 0, problems: sorted };
}

/** A component in both formats, `X.ecaOauth` beside `X.ecaOauth-meta.xml`, is one: the source format counts. */
function withoutTwins(files: readonly Readable[], problems: Problem[]): readonly Readable[] {
  const chosen = new Map<string, Readable>();
  for (const file of files.toSorted((a, b) => Number(isSource(b)) - Number(isSource(a)))) {
    const key = `${dirname(file.file)}/${file.type}/${file.name}`;
    const first = chosen.get(key);
    if (!first) chosen.set(key, file);
    else problems.push(twinOf(file, first));
  }
  const kept = new Set(chosen.values());
  return files.filter((file) => kept.has(file));
}

/** A twin that says the same does no harm. Of two that differ, nobody knows which one will be deployed. */
function twinOf(twin: Readable, first: Readable): Problem {
  const message = `the same component as ${first.file}, which was read instead`;
  const at = startOf(twin.file);
  return isSame(twin, first)
    ? problem('duplicate-file', message, at)
    : problem('duplicate-part', `${message}, with other content`, at);
}

function isSame(twin: Readable, first: Readable): boolean {
  const bytes = first.bytes();
  // The next file may be read into the same memory.
  const copy = 'kind' in bytes ? undefined : Buffer.from(bytes);
  const others = twin.bytes();
  return copy !== undefined && !('kind' in others) && copy.equals(others);
}

function isSource({ file }: Readable): boolean {
  return file.endsWith('-meta.xml');
}

function byLocation(a: Problem, b: Problem): number {
  if (!a.location || !b.location) return Number(Boolean(a.location)) - Number(Boolean(b.location));
  return compareLocations(a.location, b.location);
}
