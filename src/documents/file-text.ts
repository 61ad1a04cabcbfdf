import { readFileSync, statSync } from 'node:fs';
import type { TextFiles } from '../model/text-files.js';

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
