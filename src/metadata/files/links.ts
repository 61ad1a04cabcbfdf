import { realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { isInFolder } from './paths.js';
import { identify } from './types.js';
import { type Folder, reportFile, type FolderWalk } from './walk.js';

/**
 * Links are never followed: what they point at is either walked anyway, or outside of what was asked for. One that is named
 * like a metadata file is a file that could not be read: the Salesforce CLI would deploy what it leads to.
 */
export function visitLink(walk: FolderWalk, folder: Folder, name: string): void {
  const target = resolveLink(folder.path + name);
  const named = identify(name) !== undefined;
  if (!named && !target?.isFolder) return;
  const inside = target && isInFolder(realpathSync(walk.root), target.path);
  if (inside && (target.isFolder || identify(basename(target.path)))) return;
  const where = target
    ? inside
      ? 'a file with another name'
      : 'outside of the source'
    : 'nothing';
  const kind = named ? 'unreadable-file' : 'link-not-followed';
  reportFile(walk, folder, name, kind, `a link to ${where} is not followed`);
}

interface LinkTarget {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Where a link leads; undefined when it leads nowhere, or in a circle. */
function resolveLink(link: string): LinkTarget | undefined {
  try {
    const path = realpathSync(link);
    return { path, isFolder: statSync(path).isDirectory() };
  } catch {
    // Not knowing where it leads is the answer: the caller reports it.
    return undefined;
  }
}
