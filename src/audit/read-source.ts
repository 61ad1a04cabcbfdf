import { resolve } from 'node:path';
import type { Source } from '../model/app.js';
import { evidenceKindOf, withEvidence } from '../evidence/evidence.js';
import { UserError } from '../model/user-error.js';
import { type Outside, type ReadOptions, readFiles as readMetadata } from '../metadata/source.js';
import { isSnapshot } from '../org/snapshot/is-snapshot.js';

/**
 * Reads what a SOURCE names: a folder, a metadata file, a zip of a retrieve, or a snapshot of an org. Throws UserError when
 * there is nothing at that path; all other trouble is a problem of the source.
 */
export async function readSource(
  path: string,
  cwd: string,
  options: ReadOptions = {},
): Promise<Source> {
  // As in `ecaudit "$FOLDER"` where nobody set FOLDER: the current folder is not what was meant.
  if (path === '') throw new UserError('a SOURCE is empty', 'leave it out to audit what is here');
  if (!isSnapshot(path, cwd)) {
    const isWanted = (name: string, folder: string): boolean =>
      evidenceKindOf(name, folder) !== undefined;
    return withEvidence(await readMetadata(path, cwd, { ...options, isWanted }));
  }
  const { readSnapshot } = await import('../org/snapshot/read.js');
  return withEvidence(await readSnapshot(path, cwd, options.progress));
}

/** Reads what no package directory of a project holds. Snapshots are no part of a project, wherever they lie. */
export async function readOutside(
  { root, except }: Outside,
  cwd: string,
  forceignore: ReadOptions['forceignore'],
): Promise<Source> {
  const skipped = new Set(except);
  const isSkipped = (folder: string): boolean =>
    skipped.has(resolve(folder)) || isSnapshot(folder, cwd);
  return readMetadata(root, cwd, { forceignore, isSkipped });
}
