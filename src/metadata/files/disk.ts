import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { startOf } from '../../model/location.js';
import { problem, type Problem } from '../../report/problem.js';
import { limits } from '../limits.js';
import { relative, sep } from 'node:path';

/**
 * The bytes of the file at `path`, or why they cannot be had; `file` is its path in messages. They are only good until
 * the next file is read: small files, which nearly all are, share a buffer.
 */
export function readBytes(
  path: string,
  file: string,
  limit: number = limits.maxFileBytes,
): Uint8Array | Problem {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return smallFile(descriptor) ?? largeFile(descriptor, path, file, limit);
  } catch (error) {
    return problem(
      'unreadable-file',
      `the file cannot be read (${systemErrorCode(error)})`,
      startOf(file),
    );
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

/** Reads a file that fits into the buffer, without asking for its size first. */
function smallFile(descriptor: number): Uint8Array | undefined {
  let length = 0;
  while (length < readBuffer.length) {
    const read = readSync(descriptor, readBuffer, length, readBuffer.length - length, length);
    if (read === 0) return readBuffer.subarray(0, length);
    length += read;
  }
  return undefined;
}

/** More than the limit is never read into memory. */
function largeFile(
  descriptor: number,
  path: string,
  file: string,
  limit: number,
): Uint8Array | Problem {
  const { size } = fstatSync(descriptor);
  return size > limit ? tooLarge(file, size, limit) : readFileSync(path);
}

/** The problem of a file over a limit; its bytes need not be read for that. */
export function tooLarge(file: string, size: number, limit: number = limits.maxFileBytes): Problem {
  const megabytes = (count: number): string => `${(count / 1024 / 1024).toFixed(1)} MB`;
  const message = `the file has ${megabytes(size)}; more than ${megabytes(limit)} are not read`;
  return problem('file-too-large', message, startOf(file));
}

/** The system's code of an error, such as `EACCES`. Its message would hold absolute paths. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

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
