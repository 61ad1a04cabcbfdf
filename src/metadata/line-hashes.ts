import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { groupBy } from '../model/group-by.js';
import type { Location } from '../model/location.js';
import { limits } from './limits.js';
import { statsAt } from './files/paths.js';
import { hashLines } from './rolling-hash.js';

/**
 * GitHub's hash of the lines at which some places start (files relative to `cwd`), by `file:line`: what its own upload works
 * out, so that an alert stays the same when lines move. Files that are not on disk, such as those in a zip, have none.
 */
export function lineHashesOf(
  places: readonly Pick<Location, 'file' | 'startLine'>[],
  cwd: string,
): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const [file, inFile] of groupBy(places, (place) => place.file)) {
    const text = readHashedText(resolve(cwd, file));
    if (text === undefined || hasManyLines(text)) continue;
    const wanted = new Set(inFile.map(({ startLine }) => startLine));
    hashLines(text, (line, hash) => {
      if (wanted.has(line)) hashes.set(`${file}:${line}`, hash);
    });
  }
  return hashes;
}

function readHashedText(path: string): string | undefined {
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
