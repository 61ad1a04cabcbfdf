import { keptOr } from '../model/once-for.js';
import { limits } from './limits.js';
import { fileNamings } from './files/types.js';

/** What stands in a folder. */
export interface FolderContents {
  readonly folder: string;
}

const usualFolders: ReadonlySet<string> = new Set(
  Object.values(fileNamings).map(({ directory }) => directory.toLowerCase()),
);
/** Folders that people made up for a type, as the Salesforce CLI allows. */
const typeFolders = /^(?:extlclntapp|externalclientapp|connectedapp)[a-z]*$/;

/** `force-app/main/default` of `force-app/main/default/connectedApps/X.connectedApp-meta.xml`. */
export function appFolderOf(file: string): string {
  const directory = file.slice(0, Math.max(file.lastIndexOf('/'), 0));
  const name = directory.slice(directory.lastIndexOf('/') + 1).toLowerCase();
  if (!typeFolders.test(name) && !usualFolders.has(name)) return directory === '' ? '.' : directory;
  return directory.slice(0, Math.max(directory.lastIndexOf('/'), 0)) || '.';
}

/** How many leading path segments two folders share; all of them, and one more, when they are the same. */
export function closeness(a: string, b: string): number {
  if (a === b) return Infinity;
  const [left, right] = [a.split('/'), b.split('/')];
  const differs = left.findIndex((segment, index) => segment !== right[index]);
  return differs === -1 ? left.length : differs;
}

/**
 * Finds the candidate that is closest to a folder, of several the first. To compare each folder with all candidates would
 * take minutes for a zip of nothing but apps of one name.
 */
export function closestOf<T extends FolderContents>(
  candidates: readonly T[],
): (folder: string) => T | undefined {
  const [first, second] = candidates;
  if (!second) return () => first;
  const inFolder = new Map<string, T>();
  const below = new Map<string, T>();
  for (const one of candidates) {
    keptOr(inFolder, one.folder, () => one);
    for (const start of parentFolders(one.folder)) keptOr(below, start, () => one);
  }
  return (folder) => {
    const shared = parentFolders(folder).findLast((start) => below.has(start));
    return inFolder.get(folder) ?? below.get(shared ?? '') ?? first;
  };
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`; only the first levels of a folder that is deeper than any project's. */
function parentFolders(folder: string): readonly string[] {
  const segments = folder.split('/', limits.maxFolderDepth);
  return segments.map((_, at) => segments.slice(0, at + 1).join('/'));
}
