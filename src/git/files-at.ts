import { posix, relative, sep } from 'node:path';
import type { TextFiles } from '../model/location.js';
import { UserError } from '../model/user-error.js';
import { type GitAt, git, gitBytes } from './run.js';

/**
 * The files of the repository around the current folder as they are at a revision; `disk` has those outside of it. Blobs are
 * read as git stores them: neither a filter nor a textconv of the repository runs. Throws UserError for an unknown revision
 * and outside of a repository.
 */
export function filesAt(ref: string, at: GitAt, disk: TextFiles): TextFiles {
  const commit = commitOf(ref, at);
  const prefix = folderInRepository(ref, at);
  const read = new Map<string, string | undefined>();
  const blob = (path: string): string | undefined => {
    if (!read.has(path)) read.set(path, blobOf(commit, path, at));
    return read.get(path);
  };
  const treePath = (path: string): string | undefined => {
    const found = posix.join(prefix, relative(at.cwd, path).split(sep).join('/'));
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

function commitOf(ref: string, at: GitAt): string {
  if (ref === '' || ref.startsWith('-'))
    throw new UserError(
      `--config-from ${ref} names no revision`,
      'for example --config-from origin/main',
    );
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const commit = git(args, at)?.trim();
  if (commit) return commit;
  const hint =
    'git fetch brings branches of the remote; a clone of one commit needs more (fetch-depth: 0)';
  throw new UserError(`--config-from knows no revision "${ref}"`, hint);
}

/** The current folder from the root of the repository: `a/b`, or nothing at the root. */
function folderInRepository(ref: string, at: GitAt): string {
  const output = git(['rev-parse', '--show-prefix'], at);
  if (output !== undefined) return output.replace(/\/?\n$/, '');
  throw new UserError(`--config-from ${ref} needs a current folder in the repository`);
}

/** The text of a file at a commit; a link inside the tree is followed. Undefined where there is no such file. */
function blobOf(commit: string, path: string, at: GitAt): string | undefined {
  // A line end in a name would be a request of its own.
  if (path.includes('\n')) return undefined;
  const answer = gitBytes(['cat-file', '--batch', '--follow-symlinks'], at, `${commit}:${path}\n`);
  if (!answer) throw new UserError('git cat-file failed', 'does it work by hand?');
  const end = answer.indexOf('\n');
  const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(answer.toString('utf8', 0, end)) ?? [];
  if (size === undefined) return undefined;
  return answer.toString('utf8', end + 1, end + 1 + Number(size));
}
