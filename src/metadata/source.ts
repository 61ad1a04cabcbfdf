import { afterLastSlash } from '../model/words.js';
import { realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isMetadataType } from '../model/metadata-types.js';
import type { Location } from '../model/location.js';
import type { Problem } from '../report/problem.js';
import { UserError } from '../model/user-error.js';
import { readBytes, displayPath, isInFolder, statsAt } from './files/disk.js';
import { discoverFolder, type Discovery } from './files/discover.js';
import type { Forceignore } from './files/forceignore.js';
import { findProject, otherPackageDirectories } from './files/project.js';
import { findReplacements } from './files/replacements.js';
import { identify } from './files/types.js';
import type { IsWanted, OtherFound } from './files/walk.js';
import { identityOfRoot, namingProblems, mayHoldApp, rootNameIn } from './files/misnamed.js';
import { limits } from './limits.js';
import { leftOutFiles, leftOutProblems } from './left-out.js';
import {
  byLocation,
  type FilesSource,
  type ReadProgress,
  sourceOf,
  type UnreadFile,
  type Readable,
  readables,
  singleFile,
} from './read-files.js';

export interface ReadOptions {
  readonly progress?: ReadProgress | undefined;
  /** What to do with `.forceignore`; it is read unless this says otherwise. */
  readonly forceignore?: Forceignore | undefined;
  /** Which files of other kinds are to be found as well. */
  readonly isWanted?: IsWanted | undefined;
  /** Folders (absolute, with a separator at the end) that are not to be looked into. */
  readonly isSkipped?: ((folder: string) => boolean) | undefined;
  /** What files hold that are not as they are on disk, by absolute path: edits that nobody has written yet. */
  readonly edited?: ReadonlyMap<string, Uint8Array> | undefined;
}

/**
 * Reads a folder, a metadata file or a zip of a retrieve. `path` is as the user gave it; relative ones start at `cwd`.
 * Throws UserError when there is nothing at that path; all other trouble is a problem of the source.
 */
export async function readFiles(
  path: string,
  cwd: string,
  options: ReadOptions = {},
): Promise<FilesSource> {
  const { progress, isWanted, edited } = options;
  const absolute = resolve(cwd, path);
  const stats = statOf(absolute, path);
  const id = displayPath(absolute, cwd);
  if (stats.isDirectory()) return readFolder(absolute, id, { ...options, cwd });
  if (!stats.isFile()) throw new UserError(`${path} is neither a folder nor a file`);
  if (/\.zip$/i.test(path)) return readZipFile(absolute, id, { progress, isWanted });
  const replacements = findReplacements(dirname(absolute), cwd);
  const deployed = replacements?.of(absolute);
  const file = { ...singleFile(absolute, id, edited), ...(deployed && { deployed }) };
  const source = sourceOf(id, 'file', [file], progress);
  const naming = id.endsWith('-meta.xml') ? namingProblems(file, id) : [];
  return {
    ...source,
    problems: [...(replacements?.problems() ?? []), ...naming, ...source.problems],
  };
}

/** What a run reads that names no SOURCE. */
export interface DefaultSources {
  readonly sources: readonly string[];
  /** The rest of the project; absent where there is no project, or where it has no package directory. */
  readonly outside?: Outside;
}

/** A project without its package directories. */
export interface Outside {
  /** Absolute. */
  readonly root: string;
  /** Absolute: what is read already. */
  readonly except: readonly string[];
  /** Where the project lists its package directories. */
  readonly place: Location;
}

/**
 * The package directories of the project around a folder, else the folder. `textAt` gives the project file of a revision:
 * what that names, too, is read as long as it is there, so that a change of the file takes nothing away.
 */
export async function defaultSources(
  cwd: string,
  textAt: (path: string) => string | undefined = () => undefined,
): Promise<DefaultSources> {
  const project = await findProject(cwd, cwd);
  const now = (project?.packageDirectories ?? []).filter((directory) =>
    statSync(directory, { throwIfNoEntry: false }),
  );
  const before = otherPackageDirectories(cwd, textAt);
  const except = [...new Set([...now, ...before])];
  if (!project || except.length === 0) return { sources: ['.'] };
  const sources = except.map((directory) => displayPath(directory, cwd));
  const { root, place } = project;
  if (except.includes(root)) return { sources };
  const read = except.flatMap((folder) => [folder, behindLinks(folder)]);
  return { sources, outside: { root, except: read, place } };
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
  options: ReadOptions & { readonly cwd: string },
): Promise<FilesSource> {
  const { read } = await foundFolder(root, id, options);
  return read();
}

/** A folder whose files are found: some of them can be read, and then others. */
export interface FoundFolder {
  /** Paths as reports show them. */
  readonly files: readonly { readonly file: string; readonly type: string }[];
  /** Reads the files that are meant, all of them when absent, as if the folder held no others. */
  readonly read: (isMeant?: (file: string, type: string) => boolean) => FilesSource;
}

/** Finds the files of a folder (absolute), of which `id` is the path that reports show. */
export async function foundFolder(
  root: string,
  id: string,
  {
    cwd,
    progress,
    forceignore,
    isWanted,
    isSkipped,
    edited,
  }: ReadOptions & { readonly cwd: string },
): Promise<FoundFolder> {
  const project = await findProject(root, cwd, forceignore);
  const walked = discoverFolder(root, { displayRoot: cwd, isWanted, isSkipped, ...project });
  const all = withUnwritten(walked, root, cwd, edited);
  const read: FoundFolder['read'] = (isMeant = () => true) => {
    const found = { ...all, files: all.files.filter(({ file, type }) => isMeant(file, type)) };
    const replacements = findReplacements(root, cwd);
    const source = sourceOf(id, 'folder', readables(found, replacements, edited), progress);
    const leftOut = leftOutFiles(found.files);
    const problems = [
      ...(project?.problems ?? []),
      ...found.problems,
      ...leftOutProblems(leftOut),
      ...(replacements?.problems() ?? []),
      ...source.problems,
    ].toSorted(byLocation);
    const others = (): readonly UnreadFile[] => found.others.map(otherFile);
    if (leftOut.length === 0) return { ...source, others, problems };
    return { ...source, others, ignored: found.ignored, leftOut, problems };
  };
  return { files: all.files, read };
}

/** With the files that an editor holds and nobody has saved yet. What is on disk and was passed by is passed by on purpose. */
function withUnwritten(
  found: Discovery,
  root: string,
  cwd: string,
  edited: ReadOptions['edited'] = new Map(),
): Discovery {
  const added = [...edited.keys()].flatMap((path) => {
    const identity = identify(basename(path));
    if (!identity || identity.ignored || !isInFolder(root, path) || statsAt(path)) return [];
    return [{ ...identity, path, file: displayPath(path, cwd) }];
  });
  return added.length === 0 ? found : { ...found, files: [...found.files, ...added] };
}

function otherFile({ path, file }: OtherFound): UnreadFile {
  return { file, bytes: () => readBytes(path, file, limits.maxOtherFileBytes) };
}

async function readZipFile(
  path: string,
  id: string,
  { progress, isWanted = () => false }: Pick<ReadOptions, 'progress' | 'isWanted'>,
): Promise<FilesSource> {
  const { readZip } = await import('./files/zip.js');
  const bytes = readBytes(path, id, limits.maxZipBytes);
  if ('kind' in bytes) return { ...sourceOf(id, 'zip', [], progress), problems: [bytes] };
  // Its entries are read later, piece by piece.
  const whole = Uint8Array.from(bytes);
  const zip = readZip(
    whole,
    id,
    (name) =>
      identify(afterLastSlash(name)) !== undefined ||
      mayHoldApp(afterLastSlash(name), lastFolderOf(name)),
  );
  const odd: Problem[] = [];
  const files = zip.entries.flatMap((entry): Readable[] => {
    const file = `${id}/${entry.name}`;
    const identity =
      identify(afterLastSlash(entry.name)) ??
      identityOfRoot(rootNameIn(entry.bytes), afterLastSlash(entry.name));
    if (!identity || !isMetadataType(identity.type)) return [];
    const { type, name } = identity;
    odd.push(...namingProblems({ type, name }, file));
    return [{ type, name, file, bytes: () => entry.bytes }];
  });
  const source = sourceOf(id, 'zip', files, progress);
  // A second look: what is too much of other files must not keep the files of apps from being read.
  const others = (): readonly UnreadFile[] =>
    readZip(whole, id, (name) => isWanted(afterLastSlash(name), lastFolderOf(name))).entries.map(
      (entry) => ({
        file: `${id}/${entry.name}`,
        bytes: () => entry.bytes,
      }),
    );
  const problems = [...zip.problems, ...odd, ...source.problems].toSorted(byLocation);
  return { ...source, others, problems };
}

/** The last name of the folder that a file of a zip is in. */
function lastFolderOf(path: string): string {
  return afterLastSlash(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
}

/** A package directory may be a link to another folder of the project: what is there is in it. */
function behindLinks(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // It is told elsewhere that there is none.
    return folder;
  }
}
