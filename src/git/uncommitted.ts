import { basename, dirname } from 'node:path';
import { groupBy } from '../model/group-by.js';
import type { GitAt } from './at.js';
import { git } from './run.js';

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
