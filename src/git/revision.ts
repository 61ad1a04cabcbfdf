import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isUrl } from '../model/addresses.js';
import type { Revision } from '../report/report.js';
import { type GitAt, git } from './run.js';

/**
 * The commit that the current folder is at, and the address of its repository; undefined outside of a repository, without
 * a commit, and where no remote has an address on a network.
 */
export function revisionAt(at: GitAt): Revision | undefined {
  if (!mayBeInRepository(at)) return undefined;
  // Each call starts a process, which costs more than all else that is asked of a small repository.
  const [revisionId, reference = '', folder = ''] = outputLines(
    git(['rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD', '--show-prefix'], at),
  );
  if (!revisionId) return undefined;
  const branch = /^refs\/heads\/(.+)$/.exec(reference)?.[1];
  const [remote] = outputLines(git(['config', '--get', 'remote.origin.url'], at));
  const repositoryUri = remote && webAddressOf(remote);
  if (!repositoryUri) return undefined;
  return {
    repositoryUri,
    revisionId,
    ...(branch && { branch }),
    ...(folder !== '' && { folder }),
  };
}

/** Whether git may find a repository around the folder: without one, starting it is for nothing. */
function mayBeInRepository({ cwd, env }: GitAt): boolean {
  if (env['GIT_DIR'] !== undefined || existsSync(join(cwd, 'HEAD'))) return true;
  const parent = dirname(cwd);
  return (
    existsSync(join(cwd, '.git')) || (parent !== cwd && mayBeInRepository({ cwd: parent, env }))
  );
}

function outputLines(output = ''): readonly string[] {
  return output.split('\n').map((line) => line.replace(/\r$/, ''));
}

/** `git@host:owner/repository.git` is what git calls a short address: https://git-scm.com/docs/git-clone#_git_urls */
const shortAddress = /^(?:[^@/]+@)?([^:/@]+):(?!:|\/\/)\/*(.+)$/;

/**
 * A remote's address as people open it in a browser. The user, the password or token, and everything behind a question mark
 * stay away: they may be secrets.
 */
export function webAddressOf(remote: string): string | undefined {
  const [, host, path] = shortAddress.exec(remote) ?? [];
  const written = host && path && host.length > 1 ? `https://${host}/${path}` : remote;
  if (!isUrl(written)) return undefined;
  const url = new URL(written);
  if (!['http:', 'https:', 'ssh:', 'git:'].includes(url.protocol) || url.hostname === '')
    return undefined;
  const port = url.port !== '' && url.protocol.startsWith('http') ? `:${url.port}` : '';
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  return `${scheme}://${url.hostname}${port}${url.pathname.replace(/(\.git)?\/*$/, '')}`;
}
