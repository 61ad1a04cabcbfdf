import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isAboutAllApps, type GivenBaseline, type Selection } from '../audit.js';
import type { Report } from '../model/report.js';
import { UserError } from '../model/user-error.js';
import { checkReplaceable, readBaseline, writeBaseline } from '../policy/baseline.js';
import type { BaselineFlags } from './audit-flags.js';

/** The baseline that flags name; undefined when they name none. Throws UserError. */
export function givenBaseline(
  flags: BaselineFlags,
  select: Selection,
  cwd: string,
): GivenBaseline | undefined {
  const { read, write } = flags;
  if (write !== undefined) checkWritable(write, read, select, cwd);
  const file = read ?? write;
  if (file === undefined) return undefined;
  const known = read === undefined ? [] : readBaseline(read, cwd);
  return { file, known, adopt: write !== undefined };
}

/** What a run did not look at must not get lost. */
function checkWritable(
  file: string,
  read: string | undefined,
  select: Selection,
  cwd: string,
): void {
  checkReplaceable(file, cwd);
  if (isAboutAllApps({ select }) || read !== undefined || !existsSync(resolve(cwd, file))) return;
  throw new UserError(
    `${file} would forget the apps that this run leaves out`,
    `with --baseline ${file} as well they are kept`,
  );
}

/** Brings the file up to date as flags ask. Answers with what was done, in words; undefined when nothing was. */
export function updateBaseline(
  { write, read, prune }: BaselineFlags,
  { baseline }: Report,
  cwd: string,
): string | undefined {
  const file = write ?? (prune ? read : undefined);
  if (file === undefined || !baseline) return undefined;
  const { next, gone } = baseline;
  if (write === undefined && gone.length === 0) return `nothing to remove from ${file}`;
  writeBaseline(file, cwd, next);
  return write === undefined
    ? `${gone.length} findings removed from the baseline ${file}`
    : `baseline of ${next.length} findings written to ${file}`;
}
