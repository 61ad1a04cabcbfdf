import { realpathSync, type Stats, statSync } from 'node:fs';
import { relative, sep } from 'node:path';

/** An absolute path as messages show it: relative to `displayRoot`, with `/`; `.` for that folder itself. */
export function displayPath(path: string, displayRoot: string): string {
  const shown = relative(displayRoot, path);
  return shown === '' ? '.' : shown.replaceAll(sep, '/');
}

/** Is an absolute path the folder itself, or somewhere in it? */
export function isInFolder(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** What is at a path. Undefined when nothing is: missing, below a file as in `x.zip/a`, or no possible name. */
export function statsAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Which of these it is makes no difference; `throwIfNoEntry` covers the first only.
    return undefined;
  }
}

/** An absolute path without links, in the case that the disk has; the path itself where there is nothing any more. */
export function realPathOnDisk(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // It was there when it was read.
    return path;
  }
}
