import { execFileSync } from 'node:child_process';

/** So that neither the configuration of who runs the tests nor a hook of theirs has a say. */
export const gitEnv = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };

const author = [
  '-c',
  'user.name=a',
  '-c',
  'user.email=a@example.com',
  // No fourth process looks after a repository that is gone in a moment.
  '-c',
  'maintenance.auto=false',
];

/** Runs git in a folder, as an author of its own, and answers with what it prints. */
export function git(cwd: string, ...argv: readonly string[]): string {
  const options = { cwd, env: gitEnv, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('git', [...author, ...argv], options);
}

// To start a process out of one with a large heap costs more than all that git does here: a shell starts the three, and no
// sample hooks are copied.
const firstCommit = `git init --quiet --template= --initial-branch=main
git add .
git ${author.join(' ')} commit --quiet -m first`;

/** Makes a folder a repository, with all that is in it as the first commit of `main`. */
export function commitAll(cwd: string): void {
  execFileSync('sh', ['-e', '-c', firstCommit], { cwd, env: gitEnv, stdio: 'pipe' });
}
