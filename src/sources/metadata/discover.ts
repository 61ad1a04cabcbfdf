import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { compareText, startOf } from '../../model/location.js';
import { problem, type Problem, type ProblemKind } from '../../model/problem.js';
import { limits } from './limits.js';
import { intendedSuffix } from './near-miss.js';
import { displayPath, isInside } from './paths.js';
import { codeOf } from './bytes.js';
import { type FileIdentity, identify } from './types.js';

/** A file that is named like one of a known metadata type. */
export interface FoundFile extends FileIdentity {
  /** Absolute. */
  readonly path: string;
  /** The path that messages show: relative to the current folder, with `/`. */
  readonly file: string;
}

export interface DiscoverOptions {
  /** The folder that paths in messages are relative to: the current one. */
  readonly displayRoot: string;
  /** Says of an absolute path whether `.forceignore` excludes it. */
  readonly isIgnored?: (path: string) => boolean;
}

export interface Discovery {
  /** In the order of a walk: names sorted by code unit, a folder's files where its name stands. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
  /** How many files of a known type `.forceignore` excluded. */
  readonly ignored: number;
  /** How many source files (`-meta.xml`) of other types were passed: it is a project, but not of apps. */
  readonly otherSourceFiles: number;
}

const neverEntered = new Set(['node_modules', '.git', '.sf', '.sfdx']);

interface Walk {
  readonly root: string;
  readonly isIgnored: (path: string) => boolean;
  readonly files: FoundFile[];
  readonly problems: Problem[];
  ignored: number;
  otherSourceFiles: number;
  entries: number;
  full: boolean;
}

interface Folder {
  /** Absolute, with a separator at the end: joining thousands of paths takes longer than reading the folders. */
  readonly path: string;
  /** Its path in messages, with a `/` at the end; empty for the current folder. */
  readonly shown: string;
  readonly name: string;
  readonly depth: number;
}

/** Finds the metadata files in a folder, at any depth, by their names. Reads none of them. */
export function discoverFolder(root: string, options: DiscoverOptions): Discovery {
  const walk: Walk = {
    root,
    isIgnored: options.isIgnored ?? (() => false),
    files: [],
    problems: [],
    ignored: 0,
    otherSourceFiles: 0,
    entries: 0,
    full: false,
  };
  const shown = displayPath(root, options.displayRoot);
  walkFolder(walk, {
    path: root.endsWith(sep) ? root : root + sep,
    shown: shown === '.' ? '' : `${shown}/`,
    name: basename(root),
    depth: 1,
  });
  const { files, problems, ignored, otherSourceFiles } = walk;
  return { files, problems, ignored, otherSourceFiles };
}

function walkFolder(walk: Walk, folder: Folder): void {
  if (folder.depth > limits.maxFolderDepth) {
    report(
      walk,
      'too-many-files',
      `folders are nested more than ${limits.maxFolderDepth} deep`,
      folder.shown,
    );
    return;
  }
  for (const entry of entriesOf(walk, folder)) {
    if (walk.full) return;
    walkEntry(walk, folder, entry);
  }
}

function entriesOf(walk: Walk, folder: Folder): readonly Dirent[] {
  try {
    const entries = readdirSync(folder.path, { withFileTypes: true });
    walk.entries += entries.length;
    if (walk.entries > limits.maxEntries)
      return stop(walk, folder, `more than ${limits.maxEntries} files and folders`);
    return entries.toSorted((a, b) => compareText(a.name, b.name));
  } catch (error) {
    report(walk, 'unreadable-file', `the folder cannot be read (${codeOf(error)})`, folder.shown);
    return [];
  }
}

function walkEntry(walk: Walk, folder: Folder, entry: Dirent): void {
  const { name } = entry;
  if (entry.isFile()) visitFile(walk, folder, name);
  else if (entry.isDirectory()) {
    if (neverEntered.has(name)) return;
    const path = folder.path + name + sep;
    walkFolder(walk, { path, shown: `${folder.shown}${name}/`, name, depth: folder.depth + 1 });
  } else if (entry.isSymbolicLink()) visitLink(walk, folder, name);
  else if (identify(name))
    note(walk, folder, name, 'not-a-file', 'this is a pipe, a socket or a device, no file');
}

function visitFile(walk: Walk, folder: Folder, name: string): void {
  const identity = identify(name);
  if (!identity) {
    visitOther(walk, folder, name);
    return;
  }
  const { type, ignored } = identity;
  const path = folder.path + name;
  if (walk.isIgnored(path)) walk.ignored += 1;
  else if (walk.files.length === limits.maxFiles)
    stop(walk, folder, `more than ${limits.maxFiles} metadata files`);
  else walk.files.push({ type, name: identity.name, ignored, path, file: folder.shown + name });
}

function visitOther(walk: Walk, folder: Folder, name: string): void {
  const intended = intendedSuffix(name, folder.name);
  if (intended !== undefined) {
    const message = `no metadata file ends like this, so it is not read; \`.${intended}-meta.xml\` may be meant`;
    note(walk, folder, name, 'unknown-file-suffix', message);
  } else if (name.endsWith('-meta.xml')) walk.otherSourceFiles += 1;
}

/** Links are never followed: what they point at is either walked anyway, or outside of what was asked for. */
function visitLink(walk: Walk, folder: Folder, name: string): void {
  const target = targetOf(folder.path + name);
  const named = identify(name) !== undefined;
  if (!named && !target?.isFolder) return;
  const inside = target && isInside(realpathSync(walk.root), target.path);
  if (inside && (target.isFolder || identify(basename(target.path)))) return;
  const where = target
    ? inside
      ? 'a file with another name'
      : 'outside of the source'
    : 'nothing';
  note(walk, folder, name, 'link-not-followed', `a link to ${where} is not followed`);
}

interface LinkTarget {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Where a link leads; undefined when it leads nowhere, or in a circle. */
function targetOf(link: string): LinkTarget | undefined {
  try {
    const path = realpathSync(link);
    return { path, isFolder: statSync(path).isDirectory() };
  } catch {
    // Not knowing where it leads is the answer: the caller reports it.
    return undefined;
  }
}

function note(walk: Walk, folder: Folder, name: string, kind: ProblemKind, message: string): void {
  if (walk.isIgnored(folder.path + name)) return;
  walk.problems.push(problem(kind, message, startOf(folder.shown + name)));
}

function report(walk: Walk, kind: ProblemKind, message: string, shown: string): void {
  walk.problems.push(problem(kind, message, startOf(shown.replace(/\/$/, '') || '.')));
}

function stop(walk: Walk, folder: Folder, what: string): readonly [] {
  walk.full = true;
  report(walk, 'too-many-files', `${what}: the rest is not read`, folder.shown);
  return [];
}
