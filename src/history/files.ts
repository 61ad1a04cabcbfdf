// The reports of a folder: `DIR/*.json`, one after the other, since all of them together may not fit into memory.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readReports } from '../merge/read.js';
import type { SharedReport } from '../merge/report-data.js';
import { UserError } from '../model/user-error.js';

/** The `.json` files of a folder, not of folders in it, by name. Throws UserError where the folder cannot be read. */
export function historyFiles(folder: string, cwd: string): readonly string[] {
  try {
    const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map(({ name }) => join(folder, name).replaceAll('\\', '/'))
      .toSorted();
  } catch (cause) {
    throw new UserError(`the folder ${folder} of --history cannot be read`, 'is the path right?', {
      cause,
    });
  }
}

export interface EarlierReports<T> {
  /** What was taken of each report, the oldest first. */
  readonly taken: readonly T[];
  /** Why files were left out, a sentence each. */
  readonly leftOut: readonly string[];
}

/** Takes something of each report that is whole and ours; what is none, or of a part of an audit, is left out. */
export function eachReport<T>(
  files: readonly string[],
  cwd: string,
  take: (report: SharedReport, file: string) => T,
): EarlierReports<T> {
  const taken: { readonly time: number; readonly what: T }[] = [];
  const leftOut: string[] = [];
  for (const file of files) {
    const report = reportIn(file, cwd);
    if (typeof report === 'string') leftOut.push(report);
    else taken.push({ time: Date.parse(report.generatedAt), what: take(report, file) });
  }
  return {
    taken: taken.toSorted((a, b) => a.time - b.time).map(({ what }) => what),
    leftOut,
  };
}

function reportIn(file: string, cwd: string): SharedReport | string {
  try {
    const [read] = readReports([file], cwd).files;
    if (!read) return `${file} has no report`;
    return partialReason(read.report, file) ?? read.report;
  } catch (cause) {
    if (cause instanceof UserError) return cause.message;
    throw cause;
  }
}

function partialReason({ partial, shard }: SharedReport, file: string): string | undefined {
  if (partial === undefined && shard === undefined) return undefined;
  const flags = new Set([
    ...(partial ?? []).map(({ by }) => `--${by}`),
    ...(shard ? ['--shard'] : []),
  ]);
  return `${file} is of a part of an audit (${[...flags].join(', ')})`;
}
