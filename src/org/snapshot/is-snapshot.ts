import { closeSync, openSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { statsAt } from '../../metadata/files/disk.js';

/** The file of a snapshot that holds what metadata does not: the name is also how a snapshot is recognised. */
export const recordFile = 'org.json';

/** Its first key, which no other file of that name begins with. */
export const recordMark = 'ecauditSnapshot';

/** Whether a path is the folder of a snapshot, as `pull` writes it. */
export function isSnapshot(path: string, cwd: string): boolean {
  const file = join(resolve(cwd, path), recordFile);
  if (statsAt(file)?.isFile() !== true) return false;
  return beginningOf(file).includes(`"${recordMark}"`);
}

function beginningOf(file: string): string {
  const start = Buffer.alloc(200);
  try {
    const handle = openSync(file, 'r');
    try {
      return start.toString('utf8', 0, readSync(handle, start, 0, start.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch {
    // A file that cannot be read is left to whoever reads the folder.
    return '';
  }
}
