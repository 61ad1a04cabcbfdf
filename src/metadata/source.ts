import { type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Source } from '../model/app.js';
import { isMetadataType } from '../model/metadata-types.js';
import type { Problem } from '../report/problem.js';
import { UserError } from '../model/user-error.js';
import { readBytes } from './files/bytes.js';
import { discoverFolder } from './files/discover.js';
import type { Forceignore } from './files/forceignore.js';
import { displayPath } from './files/paths.js';
import { findProject } from './files/project.js';
import { findReplacements } from './files/replacements.js';
import { identify } from './files/types.js';
import { identityOfRoot, namingProblems } from './files/misnamed.js';
import { mayHoldApp, rootNameIn } from './files/root-name.js';
import { limits } from './limits.js';
import { leftOutFiles, leftOutProblems } from './left-out.js';
import { byLocation, type ReadProgress, sourceOf } from './read-files.js';
import { type Readable, readables, singleFile } from './readable.js';

export interface ReadOptions {
  readonly progress?: ReadProgress | undefined;
  /** What to do with `.forceignore`; it is read unless this says otherwise. */
  readonly forceignore?: Forceignore | undefined;
}

/**
 * Reads a folder, a metadata file or a zip of a retrieve. `path` is as the user gave it; relative ones start at `cwd`.
 * Throws UserError when there is nothing at that path; all other trouble is a problem of the source.
 */
export async function readSource(
  path: string,
  cwd: string,
  { progress, forceignore }: ReadOptions = {},
): Promise<Source> {
  const absolute = resolve(cwd, path);
  const stats = statOf(absolute, path);
  const id = displayPath(absolute, cwd);
  if (stats.isDirectory()) return readFolder(absolute, id, { cwd, progress, forceignore });
  if (!stats.isFile()) throw new UserError(`${path} is neither a folder nor a file`);
  if (/\.zip$/i.test(path)) return readZipFile(absolute, id, progress);
  const replacements = findReplacements(dirname(absolute), cwd);
  const deployed = replacements?.of(absolute);
  const file = { ...singleFile(absolute, id), ...(deployed && { deployed }) };
  const source = sourceOf(id, 'file', [file], progress);
  const naming = id.endsWith('-meta.xml') ? namingProblems(file, id) : [];
  return {
    ...source,
    problems: [...(replacements?.problems() ?? []), ...naming, ...source.problems],
  };
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
  { cwd, progress, forceignore }: ReadOptions & { readonly cwd: string },
): Promise<Source> {
  const project = await findProject(root, cwd, forceignore);
  const found = discoverFolder(root, { displayRoot: cwd, ...project });
  const replacements = findReplacements(root, cwd);
  const source = sourceOf(id, 'folder', readables(found, replacements), progress);
  const leftOut = leftOutFiles(found.files);
  const problems = [
    ...(project?.problems ?? []),
    ...found.problems,
    ...leftOutProblems(leftOut),
    ...(replacements?.problems() ?? []),
    ...source.problems,
  ].toSorted(byLocation);
  if (leftOut.length === 0) return { ...source, problems };
  return { ...source, ignored: found.ignored, leftOut, problems };
}

async function readZipFile(
  path: string,
  id: string,
  progress: ReadProgress | undefined,
): Promise<Source> {
  const { readZip } = await import('./files/zip.js');
  const bytes = readBytes(path, id, limits.maxZipBytes);
  if ('kind' in bytes) return { ...sourceOf(id, 'zip', [], progress), problems: [bytes] };
  const zip = readZip(
    // Its entries are read later, piece by piece.
    Uint8Array.from(bytes),
    id,
    (name) => identify(lastOf(name)) !== undefined || mayHoldApp(lastOf(name), folderOf(name)),
  );
  const odd: Problem[] = [];
  const files = zip.entries.flatMap((entry): Readable[] => {
    const file = `${id}/${entry.name}`;
    const identity =
      identify(lastOf(entry.name)) ?? identityOfRoot(rootNameIn(entry.bytes), lastOf(entry.name));
    if (!identity || !isMetadataType(identity.type)) return [];
    const { type, name } = identity;
    odd.push(...namingProblems({ type, name }, file));
    return [{ type, name, file, bytes: () => entry.bytes }];
  });
  const source = sourceOf(id, 'zip', files, progress);
  return {
    ...source,
    problems: [...zip.problems, ...odd, ...source.problems].toSorted(byLocation),
  };
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The last name of the folder that a file of a zip is in. */
function folderOf(path: string): string {
  return lastOf(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
}
