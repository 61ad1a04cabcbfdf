import { posix, relative, sep } from 'node:path';
import type { TextFiles } from '../model/location.js';
import { UserError } from '../model/user-error.js';
import { type GitAt, gitBytes, placeInHistory } from './run.js';

/**
 * The files of the repository around the current folder as they are at a revision; `disk` has those outside of it. Blobs are
 * read as git stores them: neither a filter nor a textconv of the repository runs. Throws UserError for an unknown revision
 * and outside of a repository.
 */
export function filesAt(ref: string, at: GitAt, disk: TextFiles): TextFiles {
  const { commit, folder } = placeAt(ref, at);
  const trees = new Map<string, ReadonlySet<string>>();
  const read = new Map<string, string | undefined>();
  // Most of what is asked for is not there: the list of a folder says so of all its names, by one start of git.
  const isListed = (path: string): boolean => {
    const dir = posix.dirname(path);
    const names = trees.get(dir) ?? namesIn(commit, dir, at);
    trees.set(dir, names);
    return names.has(posix.basename(path));
  };
  const blob = (path: string): string | undefined => {
    if (!read.has(path)) read.set(path, isListed(path) ? blobOf(commit, path, at) : undefined);
    return read.get(path);
  };
  const treePath = (path: string): string | undefined => {
    const found = posix.join(folder, relative(at.cwd, path).split(sep).join('/'));
    return found === '..' || found.startsWith('../') || posix.isAbsolute(found) ? undefined : found;
  };
  return {
    text: (path) => {
      const inTree = treePath(path);
      if (inTree === undefined) return disk.text(path);
      const text = blob(inTree);
      if (text !== undefined) return text;
      throw Object.assign(new Error(`it is not in ${ref}`), { code: `not in ${ref}` });
    },
    isFile: (path) => {
      const inTree = treePath(path);
      return inTree === undefined ? disk.isFile(path) : blob(inTree) !== undefined;
    },
  };
}

function placeAt(ref: string, at: GitAt) {
  if (ref === '' || ref.startsWith('-'))
    throw new UserError(
      `--config-from ${ref} names no revision`,
      'for example --config-from origin/main',
    );
  const place = placeInHistory(ref, at);
  if (place) return place;
  const hint =
    'git fetch brings branches of the remote; a clone of one commit needs more (fetch-depth: 0)';
  throw new UserError(`--config-from knows no revision "${ref}"`, hint);
}

/** The text of a file at a commit; a link inside the tree is followed. Undefined where there is no such file. */
function blobOf(commit: string, path: string, at: GitAt): string | undefined {
  return objectAt(commit, path, 'blob', at)?.toString('utf8');
}

/** What lies in a folder at a commit: nothing, where there is no such folder. */
function namesIn(commit: string, folder: string, at: GitAt): ReadonlySet<string> {
  const tree = objectAt(commit, folder === '.' ? '' : folder, 'tree', at);
  const names = new Set<string>();
  if (!tree) return names;
  // Each entry is a mode, a space, a name, a zero, and the id in as many bytes as half of its digits.
  const idLength = commit.length / 2;
  for (let start = 0; start < tree.length;) {
    const end = tree.indexOf(0, start);
    names.add(tree.toString('utf8', tree.indexOf(' ', start) + 1, end));
    start = end + 1 + idLength;
  }
  return names;
}

function objectAt(
  commit: string,
  path: string,
  type: 'blob' | 'tree',
  at: GitAt,
): Buffer | undefined {
  // A line end in a name would be a request of its own.
  if (path.includes('\n')) return undefined;
  const answer = gitBytes(['cat-file', '--batch', '--follow-symlinks'], at, `${commit}:${path}\n`);
  if (!answer) throw new UserError('git cat-file failed', 'does it work by hand?');
  const end = answer.indexOf('\n');
  const [, found, size] =
    /^[0-9a-f]+ (blob|tree) (\d+)$/.exec(answer.toString('utf8', 0, end)) ?? [];
  return found === type ? answer.subarray(end + 1, end + 1 + Number(size)) : undefined;
}
