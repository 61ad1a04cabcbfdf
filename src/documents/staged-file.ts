import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file that is written whole beside its place, and not yet in it. */
export interface StagedFile {
  /** Puts it in its place, at once. Throws errors of the file system. */
  readonly commit: () => void;
  /** Takes it away again. */
  readonly discard: () => void;
}

/**
 * Writes a text, or its chunks, beside `path`: until it is committed the old file stays, and a full disk leaves nothing
 * half-written. Throws errors of the file system (they have a `code`), and what `chunks` throws.
 */
export function stageFile(path: string, chunks: Iterable<string>): StagedFile {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw folderError(path);
  // A pipe or a device cannot be replaced, and has no old content to keep.
  if (there && !there.isFile()) return intoStream(path, chunks);
  // A link stays a link: what it leads to is replaced.
  return beside(there ? realpathSync(path) : path, chunks, there);
}

/** Writes one file, whole or not at all. */
export function writeWhole(path: string, text: string): void {
  stageFile(path, [text]).commit();
}

function folderError(path: string): Error {
  return Object.assign(new Error(`EISDIR: ${path} is a folder`), { code: 'EISDIR' });
}

function beside(path: string, chunks: Iterable<string>, old: Stats | undefined): StagedFile {
  const own = randomBytes(4).toString('hex');
  const unfinished = join(dirname(path), `.${basename(path).slice(0, 100)}.${own}.unfinished`);
  const discard = (): void => rmSync(unfinished, { force: true });
  try {
    // `wx` follows no link, and no other run has this name.
    writeTo(openSync(unfinished, 'wx'), chunks);
    if (old) chmodSync(unfinished, old.mode);
  } catch (error) {
    discardQuietly(discard);
    throw error;
  }
  return { discard, commit: () => renameInPlace(unfinished, path, discard) };
}

function renameInPlace(unfinished: string, path: string, discard: () => void): void {
  try {
    renameSync(unfinished, path);
  } catch (error) {
    discardQuietly(discard);
    throw error;
  }
}

/** The first fault is the one to tell, not that tidying up failed as well. */
function discardQuietly(discard: () => void): void {
  try {
    discard();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** Written when it is committed, from a copy in memory: making the text may fail, too. */
function intoStream(path: string, chunks: Iterable<string>): StagedFile {
  const parts = [...chunks];
  return { discard: () => undefined, commit: () => writeTo(openSync(path, 'w'), parts, false) };
}

function writeTo(file: number, chunks: Iterable<string>, sync = true): void {
  try {
    for (const chunk of chunks) writeFileSync(file, chunk);
    // Some disks say only here that they are full.
    if (sync) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
