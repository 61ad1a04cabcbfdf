import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { compareText, type Location, startOf } from '../../model/location.js';
import { type Problem, problem, type ProblemKind } from '../../report/problem.js';
import { limits } from '../limits.js';
import { systemErrorCode, isInFolder } from './disk.js';
import type { IgnoredBy } from './ignore-rules.js';
import { type FileIdentity, identify } from './types.js';
import { basename, sep } from 'node:path';

/** A file that is named like one of a known metadata type. */
export interface FoundFile extends FileIdentity {
  /** Absolute. */
  readonly path: string;
  /** The path that messages show: relative to the current folder, with `/`. */
  readonly file: string;
  /** The line of `.forceignore` that leaves it out. */
  readonly leftOutBy?: Location;
}

/** A file of another kind that somebody asked for by its name. */
export interface OtherFound {
  /** Absolute. */
  readonly path: string;
  readonly file: string;
}

/** Whether a file of another kind is asked for: by its name, and that of its folder. */
export type IsWanted = (name: string, folder: string) => boolean;

/** What a walk has come to so far. */
export interface FolderWalk {
  readonly root: string;
  readonly isWanted: IsWanted;
  readonly isSkipped: (folder: string) => boolean;
  readonly others: OtherFound[];
  readonly ignoredBy: IgnoredBy;
  readonly packageDirectories: readonly string[];
  readonly files: FoundFile[];
  readonly problems: Problem[];
  ignored: number;
  otherSourceFiles: number;
  entries: number;
  full: boolean;
}

/** A folder that a walk is in. */
export interface Folder {
  /** Absolute, with a separator at the end: joining thousands of paths takes longer than reading the folders. */
  readonly path: string;
  /** Its path in messages, with a `/` at the end; empty for the current folder. */
  readonly shown: string;
  readonly name: string;
  readonly depth: number;
}

/** Reports a file of a folder, unless it is ignored. */
export function reportFile(
  walk: FolderWalk,
  folder: Folder,
  name: string,
  kind: ProblemKind,
  message: string,
): void {
  if (walk.ignoredBy(folder.path + name)) return;
  walk.problems.push(problem(kind, message, startOf(folder.shown + name)));
}

/** Reports a path as messages show it. */
export function reportPath(
  walk: FolderWalk,
  kind: ProblemKind,
  message: string,
  shown: string,
): void {
  walk.problems.push(problem(kind, message, startOf(shown.replace(/\/$/, '') || '.')));
}

/** Ends a walk that has come to a limit. */
export function stop(walk: FolderWalk, folder: Folder, what: string): readonly [] {
  walk.full = true;
  reportPath(walk, 'too-many-files', `${what}: the rest is not read`, folder.shown);
  return [];
}

/** What lies in a folder, by name; nothing where it cannot be read or holds more than the limit, which is a problem. */
export function readFolderEntries(walk: FolderWalk, folder: Folder): readonly Dirent[] {
  try {
    const entries = readdirSync(folder.path, { withFileTypes: true });
    walk.entries += entries.length;
    if (walk.entries > limits.maxEntries)
      return stop(walk, folder, `more than ${limits.maxEntries} files and folders`);
    return entries.toSorted((a, b) => compareText(a.name, b.name));
  } catch (error) {
    reportPath(
      walk,
      'unreadable-file',
      `the folder cannot be read (${systemErrorCode(error)})`,
      folder.shown,
    );
    return [];
  }
}

/**
 * Links are never followed: what they point at is either walked anyway, or outside of what was asked for. One that is named
 * like a metadata file is a file that could not be read: the Salesforce CLI would deploy what it leads to.
 */
export function visitLink(walk: FolderWalk, folder: Folder, name: string): void {
  const target = resolveLink(folder.path + name);
  const named = identify(name) !== undefined;
  if (!named && !target?.isFolder) return;
  const inside = target && isInFolder(realpathSync(walk.root), target.path);
  if (inside && (target.isFolder || identify(basename(target.path)))) return;
  const where = target
    ? inside
      ? 'a file with another name'
      : 'outside of the source'
    : 'nothing';
  const kind = named ? 'unreadable-file' : 'link-not-followed';
  reportFile(walk, folder, name, kind, `a link to ${where} is not followed`);
}

interface LinkTarget {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Where a link leads; undefined when it leads nowhere, or in a circle. */
function resolveLink(link: string): LinkTarget | undefined {
  try {
    const path = realpathSync(link);
    return { path, isFolder: statSync(path).isDirectory() };
  } catch {
    // Not knowing where it leads is the answer: the caller reports it.
    return undefined;
  }
}

/** Folders that nobody keeps metadata in; the Salesforce CLI would deploy from them all the same. */
export const neverEntered: ReadonlySet<string> = new Set(['node_modules', '.git', '.sf', '.sfdx']);

/** Looks through a folder that is not read, by file name only: an app in it is deployed, and nobody looks there. */
export function lookThrough(walk: FolderWalk, folder: Folder): void {
  if (folder.depth > limits.maxFolderDepth) return;
  for (const entry of readFolderEntries(walk, folder)) {
    if (walk.full) return;
    const { name } = entry;
    const path = folder.path + name;
    if (entry.isDirectory()) {
      const shown = `${folder.shown}${name}/`;
      lookThrough(walk, { path: path + sep, shown, name, depth: folder.depth + 1 });
    } else if (isAppFile(name) && !walk.ignoredBy(path)) {
      const message =
        'the file is deployed with its package directory, but folders of this name are not read; move it, or name it in .forceignore';
      reportPath(walk, 'file-in-skipped-folder', message, folder.shown + name);
    }
  }
}

function isAppFile(name: string): boolean {
  const identity = identify(name);
  return identity !== undefined && !identity.ignored;
}
