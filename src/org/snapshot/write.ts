import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { unwritten, UserError } from '../../model/user-error.js';
import { isSnapshot, recordFile } from './is-snapshot.js';
import { formatRecord, redactedRecord } from './record.js';
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
 * of metadata files. Throws UnwrittenError when the folder cannot be written.
 */
export function writeSnapshot(
  folder: string,
  cwd: string,
  { files, others = [], record }: Snapshot,
): number {
  const path = resolve(cwd, folder);
  const beside = join(dirname(path), `.${basename(path)}.unfinished`);
  try {
    rmSync(beside, { recursive: true, force: true });
    mkdirSync(beside, { recursive: true });
    for (const { file, bytes } of [...files, ...others]) writeFile(join(beside, file), bytes());
    writeFile(join(beside, recordFile), Buffer.from(formatRecord(redactedRecord(record))));
    replaceSnapshot(beside, path);
  } catch (cause) {
    rmSync(beside, { recursive: true, force: true });
    throw unwritten(`the snapshot ${folder}`, cause);
  }
  return files.length;
}

/** The old snapshot is removed when the new one stands in its place, and comes back when that fails. */
function replaceSnapshot(beside: string, path: string): void {
  const old = `${beside}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(path)) renameSync(path, old);
  try {
    renameSync(beside, path);
  } catch (error) {
    if (existsSync(old)) renameSync(old, path);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

function writeFile(path: string, bytes: Uint8Array | object): void {
  if (!(bytes instanceof Uint8Array)) throw new Error(`${path} was not read`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
