import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isAboutAllApps, type GivenBaseline, type Selection } from '../audit/audit.js';
import { diskFiles } from '../documents/files.js';
import { emptyBaseline } from '../report/baseline.js';
import type { Report } from '../report/report.js';
import type { TextFiles } from '../model/location.js';
import { UserError } from '../model/user-error.js';
import { checkReplaceable, readBaseline, writeBaseline } from '../config/baseline.js';
import type { BaselineFlags } from './audit-flags.js';

/** The baseline that a run reads, the one that it writes, and whether it brings the one that it reads up to date. */
export interface BaselineFiles {
  readonly read?: string;
  readonly write?: string;
  readonly prune: boolean;
}

/**
 * The baseline files of a run: flags beat the configuration. That the one of the configuration is not there is what
 * `--write-baseline` fixes. Throws UserError where a flag needs a file and nothing names one.
 */
export function baselineFiles(
  { read = '', write, prune }: BaselineFlags,
  configured: string | undefined,
  cwd: string,
  files: TextFiles = diskFiles,
): BaselineFiles {
  const named = read === '' ? configured : read;
  const target = write === true ? (configured ?? (read === '' ? undefined : read)) : write;
  if (write === true && target === undefined)
    throw new UserError(
      '--write-baseline names no file, and neither does the configuration',
      '--write-baseline FILE, or "baseline: FILE" in the configuration',
    );
  if (prune && named === undefined)
    throw new UserError('--prune-baseline needs --baseline FILE', 'the file that is pruned');
  const isMade =
    read === '' &&
    named !== undefined &&
    target !== undefined &&
    resolve(cwd, named) === resolve(cwd, target) &&
    !files.isFile(resolve(cwd, named));
  return {
    ...(named !== undefined && !isMade && { read: named }),
    ...(target !== undefined && { write: target }),
    prune,
  };
}

/** The baseline that a run reads or writes; undefined when there is none. Throws UserError. */
export function givenBaseline(
  named: BaselineFiles,
  select: Selection,
  cwd: string,
  files: TextFiles = diskFiles,
): GivenBaseline | undefined {
  const { read, write } = named;
  if (write !== undefined) checkWritable(write, read, select, cwd);
  const file = read ?? write;
  if (file === undefined) return undefined;
  const known = read === undefined ? emptyBaseline : readBaseline(read, cwd, files);
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
  { write, read, prune }: BaselineFiles,
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
    : `baseline of ${next.findings.length} findings written to ${file}`;
}
