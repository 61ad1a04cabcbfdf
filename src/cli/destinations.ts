import { didYouMean } from '../model/words.js';
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../model/user-error.js';

/** Where a report goes. */
export interface Destination<Name extends string = string> {
  readonly reporter: Name;
  /** stdout when absent. */
  readonly file?: string;
}

/** `NAME` and `NAME=FILE` texts as destinations; the first of the names on stdout where there are none. Throws UserError. */
export function destinationsOf<Name extends string>(
  written: readonly string[],
  names: readonly [Name, ...Name[]],
): readonly Destination<Name>[] {
  const destinations = (written.length > 0 ? written : [names[0]]).map((one) =>
    destination(one, names),
  );
  const toStdout = destinations.filter(({ file }) => file === undefined);
  if (toStdout.length > 1) {
    const several = toStdout.map(({ reporter }) => reporter).join(' and ');
    throw new UserError(
      `only one report can go to stdout, not ${several}`,
      'write the others to files: -f json=out.json',
    );
  }
  return destinations;
}

/**
 * What a run writes must not replace what it has just written or what it has read: each file is one of its own, by whatever
 * name and through whatever link. Throws UserError.
 */
export function checkApart(
  written: readonly string[],
  cwd: string,
  read: readonly (string | undefined)[] = [],
): void {
  const seen = new Set<string>();
  for (const file of written) {
    const place = followedPath(file, cwd);
    if (seen.has(place))
      throw new UserError(`${file} would be written twice`, 'each report needs a file of its own');
    if (read.some((one) => one !== undefined && followedPath(one, cwd) === place))
      throw new UserError(
        `${file} is read by this run and would be written over by a report`,
        'each report needs a file of its own',
      );
    // Writing to a device twice replaces nothing.
    if (!isStream(place)) seen.add(place);
  }
}

function isStream(place: string): boolean {
  try {
    const there = statSync(place);
    return !there.isFile() && !there.isDirectory();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    // What is not there, or cannot be looked at, is told when it is written.
    return false;
  }
}

/** Where a path leads: links followed as far as the path is there. */
function followedPath(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const above = dirname(path);
    return above === path ? path : join(followedPath(above, cwd), basename(path));
  }
}

function destination<Name extends string>(
  written: string,
  names: readonly Name[],
): Destination<Name> {
  const at = written.indexOf('=');
  const name = at === -1 ? written : written.slice(0, at);
  const file = at === -1 ? undefined : written.slice(at + 1);
  const reporter = names.find((one) => one === name);
  if (reporter === undefined) {
    throw new UserError(
      `there is no format "${name}"${didYouMean(name, names)}`,
      `formats: ${names.join(', ')}`,
    );
  }
  if (file === '')
    throw new UserError(`--format ${written} names no file`, `-f ${name}=out.${name}`);
  return file === undefined ? { reporter } : { reporter, file };
}
