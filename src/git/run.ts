import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { groupBy } from '../model/lists.js';

/** Nothing that we ask takes longer, unless something hangs. */
const timeout = 10_000;

/** No question, no lock, and no program that the configuration of the repository names. */
const safeOptions = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath='];

/** Names of changed files, or what they held: more than this is no change that anybody could read. */
const maxBuffer = 256 * 1024 * 1024;

/** Runs git with these arguments, without a shell: its output, or undefined when git is not there or says no. */
export function git(args: readonly string[], at: GitAt): string | undefined {
  return gitBytes(args, at)?.toString('utf8');
}

/** The same for output that is no text, with `input` on its standard input. */
export function gitBytes(
  args: readonly string[],
  { cwd, env }: GitAt,
  input = '',
): Buffer | undefined {
  if (!env['PATH']) return undefined;
  const done = spawnSync('git', [...safeOptions, ...args], {
    cwd,
    env: { ...env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    input,
    maxBuffer,
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout,
    windowsHide: true,
  });
  return done.status === 0 ? done.stdout : undefined;
}

/** Where git runs, and with which variables. The public types name it, so nothing here needs the types of Node. */
export interface GitAt {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Which of these files (absolute paths) git could not give back as they are: changed since the last commit, or not in it. Outside
 * a repository there are none; neither are files that it is told to ignore.
 */
export function isUncommitted(
  paths: readonly string[],
  { env }: Pick<GitAt, 'env'>,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [folder, own] of groupBy(paths, (path) => dirname(path))) {
    const names = own.map((path) => `:(literal)${basename(path)}`);
    for (const path of own.filter((_, at) => hasChanges(names[at] ?? '', folder, env)))
      found.add(path);
  }
  return found;
}

function hasChanges(name: string, cwd: string, env: GitAt['env']): boolean {
  const args = ['status', '--porcelain', '-z', '--untracked-files=all', '--', name];
  return (git(args, { cwd, env }) ?? '') !== '';
}

/** A commit, and the current folder from the root of the repository: `a/b`, or nothing at the root. */
interface PlaceInHistory {
  readonly commit: string;
  readonly folder: string;
}

/** The commit that `ref` names, seen from the current folder; undefined where git says no. One start of git for both. */
export function placeInHistory(ref: string, at: GitAt): PlaceInHistory | undefined {
  const named = ['--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const output = git(['rev-parse', '--show-prefix', ...named], at);
  const [, folder, commit] = /^(.*?)\/?\n([0-9a-f]+)\n$/s.exec(output ?? '') ?? [];
  return folder === undefined || commit === undefined ? undefined : { commit, folder };
}
