import { extended } from '../../model/extended.js';
import type { Dirent } from 'node:fs';
import { basename, sep } from 'node:path';
import { isMetadataType } from '../../model/metadata-types.js';
import type { Problem } from '../../report/problem.js';
import { limits } from '../limits.js';
import type { IgnoredBy } from './ignore-rules.js';
import {
  visitLink,
  lookThrough,
  neverEntered,
  readFolderEntries,
  type Folder,
  type FoundFile,
  type IsWanted,
  reportFile,
  type OtherFound,
  reportPath,
  stop,
  type FolderWalk,
} from './walk.js';
import {
  intendedSuffix,
  mayHoldApp,
  rootNameOf,
  identityOfRoot,
  type Misnamed,
  notReadBeside,
  readAllTheSame,
  rightName,
  wrongDirectory,
} from './misnamed.js';
import { displayPath, isInFolder, statsAt } from './disk.js';
import { type FileIdentity, identify } from './types.js';

export interface DiscoverOptions {
  /** The folder that paths in messages are relative to: the current one. */
  readonly displayRoot: string;
  /** Which line of a `.forceignore` leaves an absolute path out. */
  readonly ignoredBy?: IgnoredBy;
  /** Which files of other kinds are asked for; none unless this says so. */
  readonly isWanted?: IsWanted | undefined;
  /** Folders (absolute, with a separator at the end) that are not to be looked into; none unless this says so. */
  readonly isSkipped?: ((folder: string) => boolean) | undefined;
  /** Absolute: folders that are deployed as a whole. */
  readonly packageDirectories?: readonly string[];
}

export interface Discovery {
  /** In the order of a walk: names sorted by code unit, a folder's files where its name stands. */
  readonly files: readonly FoundFile[];
  /** Files of other kinds that were asked for, also such that `.forceignore` leaves out. */
  readonly others: readonly OtherFound[];
  readonly problems: readonly Problem[];
  /** How many files of a known type `.forceignore` leaves out. They are among `files`, with the line that does. */
  readonly ignored: number;
  /** How many source files (`-meta.xml`) of other types were passed: it is a project, but not of apps. */
  readonly otherSourceFiles: number;
}

/** Finds the metadata files in a folder, at any depth, by their names. Reads none of them. */
export function discoverFolder(root: string, options: DiscoverOptions): Discovery {
  const walk: FolderWalk = {
    root,
    ignoredBy: options.ignoredBy ?? (() => undefined),
    packageDirectories: options.packageDirectories ?? [],
    isWanted: options.isWanted ?? (() => false),
    isSkipped: options.isSkipped ?? (() => false),
    others: [],
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
  const { files, others, problems, ignored, otherSourceFiles } = walk;
  return { files, others, problems, ignored, otherSourceFiles };
}

function walkFolder(walk: FolderWalk, folder: Folder): void {
  if (folder.depth > limits.maxFolderDepth) {
    reportPath(
      walk,
      'too-many-files',
      `folders are nested more than ${limits.maxFolderDepth} deep`,
      folder.shown,
    );
    return;
  }
  for (const entry of readFolderEntries(walk, folder)) {
    if (walk.full) return;
    walkEntry(walk, folder, entry);
  }
}

function walkEntry(walk: FolderWalk, folder: Folder, entry: Dirent): void {
  const { name } = entry;
  if (entry.isFile()) visitFile(walk, folder, name);
  else if (entry.isDirectory()) {
    const path = folder.path + name + sep;
    const inner = { path, shown: `${folder.shown}${name}/`, name, depth: folder.depth + 1 };
    if (walk.isSkipped(path)) return;
    if (neverEntered.has(name)) skip(walk, inner);
    else walkFolder(walk, inner);
  } else if (entry.isSymbolicLink()) {
    visitLink(walk, folder, name);
    if (
      neverEntered.has(name) &&
      isInPackage(walk, folder.path) &&
      statsAt(folder.path + name)?.isDirectory()
    )
      lookThrough(walk, {
        path: folder.path + name + sep,
        shown: `${folder.shown}${name}/`,
        name,
        depth: folder.depth + 1,
      });
  } else if (identify(name))
    reportFile(walk, folder, name, 'not-a-file', 'this is a pipe, a socket or a device, no file');
}

/** Inside a package directory a skipped folder is deployed; one may also hold a package directory. */
function skip(walk: FolderWalk, folder: Folder): void {
  if (isInPackage(walk, folder.path)) {
    lookThrough(walk, folder);
    return;
  }
  for (const directory of walk.packageDirectories) {
    if (!isInFolder(folder.path, directory + sep)) continue;
    const shown = folder.shown + displayPath(directory, folder.path) + '/';
    const path = directory + sep;
    walkFolder(walk, { path, shown, name: basename(directory), depth: folder.depth + 1 });
  }
}

function isInPackage({ packageDirectories }: FolderWalk, path: string): boolean {
  return packageDirectories.some((directory) => isInFolder(directory, path));
}

function visitFile(walk: FolderWalk, folder: Folder, name: string): void {
  if (walk.isWanted(name, folder.name) && walk.others.length < limits.maxFiles)
    walk.others.push({ path: folder.path + name, file: folder.shown + name });
  const identity = identify(name);
  if (identity) {
    addFile(walk, folder, name, identity);
    if (isMetadataType(identity.type)) {
      const message = wrongDirectory(identity.type, name, folder.name);
      if (message !== undefined) reportFile(walk, folder, name, 'file-in-other-folder', message);
    }
  } else visitOther(walk, folder, name);
}

function addFile(walk: FolderWalk, folder: Folder, name: string, identity: FileIdentity): void {
  const path = folder.path + name;
  if (walk.files.length === limits.maxFiles) {
    stop(walk, folder, `more than ${limits.maxFiles} metadata files`);
    return;
  }
  const leftOutBy = walk.ignoredBy(path);
  if (leftOutBy) walk.ignored += 1;
  const file = { path, file: folder.shown + name, ...identity };
  walk.files.push(leftOutBy ? extended(file, { leftOutBy }) : file);
}

function visitOther(walk: FolderWalk, folder: Folder, name: string): void {
  const told = mayHoldApp(name, folder.name) ? rootNameOf(folder.path + name) : undefined;
  const identity = identityOfRoot(told, name);
  if (identity) {
    visitMisnamed(walk, folder, name, identity);
    return;
  }
  const intended = intendedSuffix(name, folder.name);
  if (intended !== undefined) {
    const message = `no metadata file ends like this, so it is not read; \`.${intended}-meta.xml\` may be meant`;
    reportFile(walk, folder, name, 'unknown-file-suffix', message);
  } else if (name.endsWith('-meta.xml')) walk.otherSourceFiles += 1;
}

/** The root element decides, unless the file that is named as it should be is there, too: then this is a copy. */
function visitMisnamed(walk: FolderWalk, folder: Folder, name: string, identity: Misnamed): void {
  const right = [rightName(identity), rightName(identity).replace(/-meta\.xml$/, '')].find((one) =>
    statsAt(folder.path + one)?.isFile(),
  );
  const message =
    right === undefined
      ? readAllTheSame(identity)
      : notReadBeside(identity.type, folder.shown + right);
  reportFile(walk, folder, name, 'unknown-file-suffix', message);
  if (right === undefined) addFile(walk, folder, name, identity);
}
