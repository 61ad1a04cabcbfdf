import { normalize } from 'node:path';
import { isReporterName, reporterNames, type ReporterName } from '../../reporters/index.js';
import { UserError } from '../model/user-error.js';
import { suggestion } from './suggestion.js';

/** Where a report goes. */
export interface Destination {
  readonly reporter: ReporterName;
  /** stdout when absent. */
  readonly file?: string;
}

/** `NAME` and `NAME=FILE` texts as destinations; a table on stdout where there are none. Throws UserError. */
export function destinationsOf(written: readonly string[]): readonly Destination[] {
  const destinations = (written.length > 0 ? written : ['table']).map(destination);
  const toStdout = destinations.filter(({ file }) => file === undefined);
  if (toStdout.length > 1) {
    const names = toStdout.map(({ reporter }) => reporter).join(' and ');
    throw new UserError(
      `only one report can go to stdout, not ${names}`,
      'write the others to files: -f json=out.json',
    );
  }
  checkApart(destinations.flatMap(({ file }) => file ?? []));
  return destinations;
}

/** What a run writes must not replace what it has just written. Throws UserError. */
export function checkApart(files: readonly string[]): void {
  const seen = new Set<string>();
  for (const file of files) {
    const path = normalize(file);
    if (seen.has(path))
      throw new UserError(`${file} would be written twice`, 'each report needs a file of its own');
    seen.add(path);
  }
}

function destination(written: string): Destination {
  const at = written.indexOf('=');
  const name = at === -1 ? written : written.slice(0, at);
  const file = at === -1 ? undefined : written.slice(at + 1);
  if (!isReporterName(name)) {
    throw new UserError(
      `there is no format "${name}"${suggestion(name, reporterNames)}`,
      `formats: ${reporterNames.join(', ')}`,
    );
  }
  if (file === '')
    throw new UserError(`--format ${written} names no file`, `-f ${name}=out.${name}`);
  return file === undefined ? { reporter: name } : { reporter: name, file };
}
