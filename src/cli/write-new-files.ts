import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeWhole } from '../documents/staged-file.js';
import { plainText } from '../model/plain-text.js';
import { unwritten } from '../model/unwritten-error.js';
import { UserError } from '../model/user-error.js';

/** A file below a folder that a command was given. */
export interface NewOutput {
  readonly path: string;
  readonly text: string;
}

/** Throws UserError where one of the files is there: nothing is ever replaced. */
export function refuseExisting(out: string, paths: readonly string[], cwd: string): void {
  for (const path of paths) {
    const file = resolve(cwd, out, path);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) continue;
    throw new UserError(`${join(out, path)} is there already`, 'name another folder with --out');
  }
}

/** Writes files that are not there yet, none where one is. Throws UserError and UnwrittenError. */
export function writeNewFiles(out: string, files: readonly NewOutput[], cwd: string): void {
  refuseExisting(
    out,
    files.map(({ path }) => path),
    cwd,
  );
  for (const { path, text } of files) {
    const file = resolve(cwd, out, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeWhole(file, text);
    } catch (cause) {
      throw unwritten(plainText(join(out, path)), cause);
    }
  }
}
