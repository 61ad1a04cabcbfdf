import { relative, sep } from 'node:path';

/** An absolute path as messages show it: from the current folder, with `/`. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/');
}
