import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileText } from '../documents/file-text.js';
import { UserError } from '../model/user-error.js';

/** More is no list of orgs. */
const maxBytes = 1024 * 1024;

/** An alias or a username, as the Salesforce CLI knows it; it is part of paths in the report. */
const orgName = /^[^-./\\\s][^/\\\s]*$/;

/**
 * The orgs that a file names, one a line; what follows a `#` is a comment. Throws UserError for a file that cannot be read
 * or names none, and for every line that is no org or names one a second time.
 */
export function readOrgsFile(file: string, cwd: string): readonly string[] {
  const lines = orgsFileText(file, cwd)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const seen = new Map<string, number>();
  const diagnostics: string[] = [];
  for (const [index, line] of lines.entries()) {
    const org = line.replace(/(^|\s)#.*$/, '').trim();
    if (org === '') continue;
    const at = `${file}:${index + 1}:${line.indexOf(org) + 1}`;
    const first = seen.get(org);
    if (!orgName.test(org))
      diagnostics.push(`${at}: ${org.slice(0, 80)} is not an alias or username`);
    else if (first !== undefined) diagnostics.push(`${at}: ${org} stands in line ${first} already`);
    else seen.set(org, index + 1);
  }
  if (diagnostics.length > 0)
    throw new UserError(diagnostics.slice(0, 50), 'one alias or username a line');
  if (seen.size === 0) throw new UserError(`${file} names no org`, 'one alias or username a line');
  return [...seen.keys()];
}

function orgsFileText(file: string, cwd: string): string {
  try {
    const path = resolve(cwd, file);
    if (statSync(path).size > maxBytes)
      throw new UserError(`${file} is too large for a list of orgs`);
    return fileText(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`the list of orgs ${file} cannot be read`, 'is the path right?', { cause });
  }
}
