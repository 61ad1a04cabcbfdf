import { sep } from 'node:path';
import { limits } from '../limits.js';
import { identify } from './types.js';
import { readFolderEntries, type Folder, reportPath, type FolderWalk } from './walk.js';

/** Folders that nobody keeps metadata in; the Salesforce CLI would deploy from them all the same. */
export const neverEntered: ReadonlySet<string> = new Set(['node_modules', '.git', '.sf', '.sfdx']);

/** Looks through a folder that is not read, by file name only: an app in it is deployed, and nobody looks there. */
export function lookThrough(walk: FolderWalk, folder: Folder): void {
  if (folder.depth > limits.maxFolderDepth) return;
  for (const entry of readFolderEntries(walk, folder)) {
    if (walk.full) return;
    const { name } = entry;
    const path = folder.path + name;
    if (entry.isDirectory()) {
      const shown = `${folder.shown}${name}/`;
      lookThrough(walk, { path: path + sep, shown, name, depth: folder.depth + 1 });
    } else if (isAppFile(name) && !walk.ignoredBy(path)) {
      const message =
        'the file is deployed with its package directory, but folders of this name are not read; move it, or name it in .forceignore';
      reportPath(walk, 'file-in-skipped-folder', message, folder.shown + name);
    }
  }
}

function isAppFile(name: string): boolean {
  const identity = identify(name);
  return identity !== undefined && !identity.ignored;
}
