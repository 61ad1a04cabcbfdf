import { dirname, join, resolve } from 'node:path';
import { type Location, startOf } from '../../model/location.js';
import { problem, type Problem } from '../../report/problem.js';
import { indexLines, readFileText, shortQuote } from '../text.js';
import { type Forceignore, ignoredIn } from './forceignore.js';
import type { IgnoredBy } from './ignore-rules.js';
import { displayPath, isInFolder, statsAt } from './disk.js';

/** A Salesforce DX project, as far as it says where metadata is. */
export interface Project {
  /** The folder of `sfdx-project.json`, absolute. */
  readonly root: string;
  /** Absolute, in the order of the file. Empty when the file says nothing usable. */
  readonly packageDirectories: readonly string[];
  /** Where the file lists them. */
  readonly place: Location;
  /** Which line of a `.forceignore` leaves an absolute path out, if one does. */
  readonly ignoredBy: IgnoredBy;
  readonly problems: readonly Problem[];
}

/** The file of a project while it is read. */
interface ProjectFile {
  readonly path: string;
  /** As messages show it. */
  readonly file: string;
  readonly problems: Problem[];
}

export const projectFileName = 'sfdx-project.json';

/**
 * The project that `folder` (absolute) is in: the nearest upwards. Paths in problems are relative to `displayRoot`.
 */
export async function findProject(
  folder: string,
  displayRoot: string,
  forceignore: Forceignore = 'read',
): Promise<Project | undefined> {
  const root = projectRoot(folder);
  if (root === undefined) return undefined;
  const problems: Problem[] = [];
  const path = join(root, projectFileName);
  const file = { path, file: displayPath(path, displayRoot), problems };
  const packageDirectories = readPackageDirectories(root, file);
  const ignoredBy = await ignoredIn([root, ...packageDirectories], {
    displayRoot,
    forceignore,
    problems,
  });
  return { root, packageDirectories, place: placeOfList(file), ignoredBy, problems };
}

function projectRoot(folder: string): string | undefined {
  let at = folder;
  while (!isExistingFile(join(at, projectFileName))) {
    if (at === dirname(at)) return undefined;
    at = dirname(at);
  }
  return at;
}

function readPackageDirectories(root: string, source: ProjectFile): readonly string[] {
  const text = readProjectText(source);
  const json = text === undefined ? undefined : parseJson(text, source);
  if (json === undefined) return [];
  const directories: string[] = [];
  for (const [index, path] of packagePaths(json, source).entries()) {
    const directory = path === undefined ? undefined : resolve(root, path);
    if (directory !== undefined && isInFolder(root, directory) && isExistingFolder(directory))
      directories.push(directory);
    else reportMissingPackage(source, text ?? '', index, path);
  }
  return directories;
}

/** Where `packageDirectories` stands; the start of a file that does not say. */
function placeOfList({ path, file }: ProjectFile): Location {
  const outcome = readFileText(path, file);
  const text = outcome.ok ? outcome.text : '';
  const start = text.indexOf('"packageDirectories"');
  if (start < 0) return startOf(file);
  return indexLines(file, text).locate(start, start + '"packageDirectories"'.length);
}

/**
 * The package directories, absolute, that another version of the project file of a folder names and that are there now.
 * What is wrong with it is up to whoever reads today's.
 */
export function otherPackageDirectories(
  folder: string,
  textAt: (path: string) => string | undefined,
): readonly string[] {
  const root = projectRoot(folder);
  const path = root === undefined ? undefined : join(root, projectFileName);
  const text = path === undefined ? undefined : textAt(path);
  if (root === undefined || path === undefined || text === undefined) return [];
  const source = { path, file: path, problems: [] };
  const json = parseJson(text, source);
  if (json === undefined) return [];
  return packagePaths(json, source).flatMap((named) => {
    const directory = named === undefined ? undefined : resolve(root, named);
    return directory !== undefined && isInFolder(root, directory) && isExistingFolder(directory)
      ? [directory]
      : [];
  });
}

/** A package directory that is not there, at its place in the file. */
function reportMissingPackage(
  source: ProjectFile,
  text: string,
  index: number,
  path: string | undefined,
): void {
  const what = path === undefined ? '' : ` (${JSON.stringify(shortQuote(path))})`;
  const message = `packageDirectories[${index}].path${what} is not the path of a folder in this project`;
  const [start, end] = placeOfPath(text, path) ?? [0, 0];
  const at = indexLines(source.file, text).locate(start, end);
  source.problems.push(problem('malformed-project-file', message, at));
}

const pathMember = /"path"\s*:\s*("(?:[^"\\]|\\.)*")/g;

/** Where the text of a path stands: the first behind `packageDirectories` that says the same. */
function placeOfPath(
  text: string,
  path: string | undefined,
): readonly [number, number] | undefined {
  const list = Math.max(text.indexOf('"packageDirectories"'), 0);
  for (const match of text.slice(list).matchAll(pathMember)) {
    const [whole, value = ''] = match;
    if (path === undefined || value !== JSON.stringify(path)) continue;
    const end = list + match.index + whole.length;
    return [end - value.length, end];
  }
  return undefined;
}

/** The paths of `packageDirectories`; undefined where there is none. At least one is required (DX Developer Guide). */
function packagePaths(json: unknown, source: ProjectFile): readonly (string | undefined)[] {
  const list = propertyOf(json, 'packageDirectories');
  if (Array.isArray(list) && list.length > 0) {
    return list.map((item: unknown) => {
      const path = propertyOf(item, 'path');
      return typeof path === 'string' ? path : undefined;
    });
  }
  malformed(source, 'packageDirectories is not a list of at least one directory');
  return [];
}

function propertyOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function parseJson(text: string, { file, problems }: ProjectFile): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const offset = faultOffset(text, String(error));
    const location = indexLines(file, text).locate(offset, offset);
    problems.push(problem('malformed-project-file', 'the file is not JSON', location));
    return undefined;
  }
}

const jsonToken = /\s*(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:])/y;

/** Where JSON is broken. V8 sometimes says so; else it is the first thing that no JSON has, or the start. */
function faultOffset(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  let end = 0;
  jsonToken.lastIndex = 0;
  while (jsonToken.test(text)) end = jsonToken.lastIndex;
  const fault = end + text.slice(end).search(/\S|$/);
  return fault < text.length || message.includes('end of JSON') ? fault : 0;
}

function malformed({ file, problems }: ProjectFile, message: string): void {
  problems.push(problem('malformed-project-file', message, startOf(file)));
}

function readProjectText({ path, file, problems }: ProjectFile): string | undefined {
  const outcome = readFileText(path, file);
  if (outcome.ok) return outcome.text;
  problems.push(outcome.problem);
  return undefined;
}

function isExistingFile(path: string): boolean {
  return statsAt(path)?.isFile() ?? false;
}

function isExistingFolder(path: string): boolean {
  return statsAt(path)?.isDirectory() ?? false;
}
