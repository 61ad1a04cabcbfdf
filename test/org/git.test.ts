import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { revisionAt, webAddressOf } from '../../src/git/revision.js';
import { commitAll, git, gitEnv as env } from '../git.js';
import { tempFolder } from '../metadata/temp-folder.js';

function repository(remote?: string): string {
  const folder = tempFolder({ 'a/b/file.txt': 'x' });
  commitAll(folder);
  if (remote) git(folder, 'remote', 'add', 'origin', remote);
  return folder;
}

test('a commit, its branch and its repository are told', () => {
  const cwd = repository('git@github.com:acme/salesforce.git');
  expect(revisionAt({ cwd, env })).toEqual({
    repositoryUri: 'https://github.com/acme/salesforce',
    revisionId: expect.stringMatching(/^[0-9a-f]{40}$/),
    branch: 'main',
  });
});

test('a folder inside the repository is told, and no branch where none is checked out', () => {
  const cwd = repository('https://github.com/acme/salesforce');
  git(cwd, 'checkout', '--quiet', '--detach');
  const revision = revisionAt({ cwd: join(cwd, 'a/b'), env });
  expect(revision).toMatchObject({ folder: 'a/b/' });
  expect(revision).not.toHaveProperty('branch');
});

test('without a repository, a remote or git there is none', () => {
  expect(revisionAt({ cwd: tempFolder({ a: 'x' }), env })).toBeUndefined();
  expect(revisionAt({ cwd: repository(), env })).toBeUndefined();
  expect(revisionAt({ cwd: repository('https://github.com/a/b'), env: {} })).toBeUndefined();
  expect(
    revisionAt({ cwd: repository('https://github.com/a/b'), env: { PATH: '/nowhere' } }),
  ).toBeUndefined();
});

test('what the configuration of a repository names is not run', () => {
  const cwd = repository('https://github.com/acme/salesforce');
  const hook = join(cwd, 'hook.sh');
  writeFileSync(hook, `#!/bin/sh\ntouch ${cwd}/ran\n`, { mode: 0o755 });
  git(cwd, 'config', 'core.fsmonitor', hook);
  revisionAt({ cwd, env });
  expect(existsSync(join(cwd, 'ran'))).toBe(false);
});

test.each([
  ['https://github.com/acme/salesforce.git', 'https://github.com/acme/salesforce'],
  ['https://user:ghp_secret@github.com/acme/salesforce', 'https://github.com/acme/salesforce'],
  ['https://x-access-token:secret@host:8443/a/b.git/?token=secret#secret', 'https://host:8443/a/b'],
  ['git@gitlab.example.com:group/sub/project.git', 'https://gitlab.example.com/group/sub/project'],
  ['ssh://git@host.example:2222/a/b.git', 'https://host.example/a/b'],
  ['/srv/git/salesforce.git', undefined],
  ['d:salesforce.git', undefined],
  ['file:///srv/git/salesforce.git', undefined],
  ['../elsewhere', undefined],
  ['ext::sh -c evil', undefined],
])('the remote %s is at %s', (remote, address) => {
  expect(webAddressOf(remote)).toBe(address);
});
