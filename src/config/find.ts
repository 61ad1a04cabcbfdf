import { dirname, join } from 'node:path';
import { diskFiles, shownPath } from '../documents/files.js';
import { UserError } from '../model/user-error.js';

/** The names that a configuration file can have. */
export const configNames = [
  'ecaudit.config.yaml',
  'ecaudit.config.yml',
  'ecaudit.config.json',
] as const;

/**
 * The configuration file of the nearest folder that has one, from `cwd` (absolute) up to the root of the file system; as
 * a path from `cwd`, with `/`. Throws UserError where one folder has several.
 */
export function findConfig(cwd: string, files = diskFiles): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const [found, second] = configsIn(folder, files).map((name) =>
      shownPath(join(folder, name), cwd),
    );
    if (found !== undefined && second !== undefined)
      throw new UserError(
        `${found} and ${second} are both there; which one counts?`,
        'keep one of them, or name one with --config',
      );
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

/** The names of the configuration files in a folder. */
export function configsIn(folder: string, files = diskFiles): readonly string[] {
  return configNames.filter((name) => files.isFile(join(folder, name)));
}
