import { spawnSync } from 'node:child_process';

export interface GitAt {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Nothing that we ask takes longer, unless something hangs. */
const timeout = 10_000;

/** No question, no lock, and no program that the configuration of the repository names. */
const quiet = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath='];

/** Runs git with these arguments, without a shell: its output, or undefined when git is not there or says no. */
export function git(args: readonly string[], { cwd, env }: GitAt): string | undefined {
  if (!env['PATH']) return undefined;
  const done = spawnSync('git', [...quiet, ...args], {
    cwd,
    env: { ...env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout,
    windowsHide: true,
  });
  return done.status === 0 ? done.stdout : undefined;
}
