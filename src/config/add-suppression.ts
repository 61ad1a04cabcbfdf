import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileText } from '../documents/file-text.js';
import { withEntry } from '../documents/insert.js';
import { writeWhole } from '../documents/staged-file.js';
import { unwritten } from '../model/unwritten-error.js';
import { UserError } from '../model/user-error.js';
import type { SuppressionEntry } from './config.js';

/**
 * Adds a suppression to a configuration file, a path from `cwd`, and leaves the rest of it as it is; makes the file where
 * there is none. Throws UserError when its layout leaves no certain place, and UnwrittenError when it cannot be written.
 */
export function addSuppression(
  file: string,
  cwd: string,
  entry: Omit<SuppressionEntry, 'location'>,
): void {
  const path = resolve(cwd, file);
  const { rule, app, org, reason, owner, expires } = entry;
  const written = Object.entries({ rule, app, org, reason, owner, expires }).flatMap(
    ([name, text]): (readonly [string, string])[] => (text === undefined ? [] : [[name, text]]),
  );
  const before = existsSync(path) ? fileText(path) : '';
  const after = withEntry(before, 'suppressions', Object.fromEntries(written));
  if (after === undefined)
    throw new UserError(
      `${file} is laid out in a way that leaves no certain place for one more suppression`,
      `add it by hand: ${JSON.stringify(Object.fromEntries(written))}`,
    );
  try {
    writeWhole(path, after);
  } catch (cause) {
    throw unwritten(file, cause);
  }
}
