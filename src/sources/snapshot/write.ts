import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../model/user-error.js';
import { isSnapshot, recordFile } from './is-snapshot.js';
import { formatRecord } from './record.js';
import type { Snapshot } from './source.js';

/** Throws UserError unless a snapshot may be written to a folder: a new one, an empty one, or an older snapshot. */
export function checkTarget(folder: string, cwd: string): void {
  const path = resolve(cwd, folder);
  if (!existsSync(path) || isSnapshot(folder, cwd)) return;
  if (isEmptyFolder(path)) return;
  throw new UserError(
    `${folder} exists and is no snapshot`,
    'name a new folder; an older snapshot is replaced, anything else is left alone',
  );
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    // A file, or a folder that is closed to us: neither is a place for a snapshot.
    return false;
  }
}

/**
 * Writes a snapshot: whole, beside its place, and then to its place, so that nobody ever reads half of one. Gives the number
 * of metadata files. Throws UserError when the folder cannot be written.
 */
export function writeSnapshot(folder: string, cwd: string, { files, record }: Snapshot): number {
  const path = resolve(cwd, folder);
  const beside = join(dirname(path), `.${basename(path)}.unfinished`);
  try {
    rmSync(beside, { recursive: true, force: true });
    mkdirSync(beside, { recursive: true });
    for (const { file, bytes } of files) writeFile(join(beside, file), bytes());
    writeFile(join(beside, recordFile), Buffer.from(formatRecord(record)));
    rmSync(path, { recursive: true, force: true });
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { recursive: true, force: true });
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new UserError(`the snapshot cannot be written: ${cause.message}`, undefined, { cause });
  }
  return files.length;
}

function writeFile(path: string, bytes: Uint8Array | object): void {
  if (!(bytes instanceof Uint8Array)) throw new Error(`${path} was not read`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
