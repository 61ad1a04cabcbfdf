import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { computeRollingHashes } from '@microsoft/sarif';
import { limits } from './limits.js';
import { statsAt } from './files/paths.js';

/**
 * GitHub's hash of each line of some files (paths relative to `cwd`), by `file:line`: what its own upload works out, so
 * that an alert stays the same when lines move. Files that are not on disk, such as those in a zip, have none.
 */
export function lineHashesOf(files: readonly string[], cwd: string): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const file of new Set(files)) {
    const text = textOf(resolve(cwd, file));
    if (text === undefined || hasManyLines(text)) continue;
    for (const [line, hash] of computeRollingHashes(text)) hashes.set(`${file}:${line}`, hash);
  }
  return hashes;
}

function textOf(path: string): string | undefined {
  const stats = statsAt(path);
  if (stats?.isFile() !== true || stats.size > limits.maxFileBytes) return undefined;
  // With its byte order mark, as GitHub reads it.
  return readFileSync(path, 'utf8');
}

function hasManyLines(text: string): boolean {
  let count = 0;
  // The hasher ends a line at a lone CR, too.
  for (const _end of text.matchAll(/\r\n?|\n/g)) {
    count += 1;
    if (count > limits.maxHashedLines) return true;
  }
  return false;
}
