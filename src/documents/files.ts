import { readFileSync, statSync, existsSync, realpathSync } from 'node:fs';
import type { TextFiles } from '../model/location.js';
import { relative, sep, dirname, join, isAbsolute } from 'node:path';

/**
 * The text of a file that a user, or a file of the repository, names. Throws the system's error where it cannot be read, and
 * one of the same shape for a device: a link to `/dev/zero` in a pull request would be read for ever.
 */
export function fileText(path: string): string {
  const stats = statSync(path);
  if (stats.isCharacterDevice() || stats.isBlockDevice())
    throw Object.assign(new Error('a device is no file'), { code: 'ENODEV' });
  return readFileSync(path, 'utf8');
}

/** The files as they lie on the disk. */
export const diskFiles: TextFiles = {
  text: fileText,
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
};

/** An absolute path as messages show it: from the current folder, with `/`. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/');
}

/**
 * Why a file may not be named by another one; undefined when it may. What a file of a repository names has to lie in the
 * repository, links followed, and to be called like YAML or JSON: else a pull request could have any file read, and what is
 * in it told in messages. Both are absolute paths. What the caller names may lie anywhere.
 */
export function referenceDiagnostic(path: string, from: string): string | undefined {
  const real = resolvedPath(path);
  if (![path, real].every((one) => /\.(ya?ml|json)$/i.test(one)))
    return 'is no .yaml or .json file and is not read';
  const root = repositoryOf(dirname(from));
  if (root === undefined || isBelowFolder(real, resolvedPath(root))) return undefined;
  return 'lies outside the repository and is not read';
}

/** Where a link leads; for a file that is not there, where its folder leads. */
function resolvedPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(resolvedPath(folder), path.slice(folder.length));
  }
}

function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}

function isBelowFolder(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
