import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, isAbsolute, sep } from 'node:path';

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
