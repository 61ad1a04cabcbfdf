// .pre-commit-hooks.yaml: the entry is run for real, and the pattern is held against every file that is read.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../src/cli/version.js';
import { fileNamings } from '../../src/sources/metadata/files/types.js';
import { projectWithProgram } from './project.js';
import { readYaml } from './shell.js';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly pass_filenames: boolean;
}

const [hook] = readYaml('.pre-commit-hooks.yaml') as readonly [Hook];

/** As pre-commit runs a hook of the language `system`: the entry split at spaces, no shell. */
function runHook(cwd: string): { readonly code: number | null; readonly stdout: string } {
  const [program = '', ...args] = hook.entry.split(' ');
  const env = { PATH: process.env['PATH'], HOME: cwd, npm_config_offline: 'true' };
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', env });
  return { code: done.status, stdout: done.stdout };
}

test('the entry fails a commit with findings and says which', () => {
  const { code, stdout } = runHook(projectWithProgram());
  expect(code).toBe(1);
  expect(stdout).toContain('flows/pkce-required');
});

test('the entry lets a commit pass that has none', () => {
  const cwd = projectWithProgram();
  for (const name of ['connectedApps', 'extlClntAppOauthPolicies', 'extlClntAppGlobalOauthSets'])
    rmSync(join(cwd, 'force-app/main/default', name), { recursive: true });
  writeFileSync(join(cwd, 'ecaudit.config.yaml'), 'failOn: critical\n');
  expect(runHook(cwd)).toMatchObject({ code: 0 });
});

test('one run sees the whole project, in the version of this repository', () => {
  expect(hook.pass_filenames).toBe(false);
  expect(hook.entry).toContain(`ecaudit@${version}`);
});

const files = Object.values(fileNamings).flatMap((naming) => {
  const name = 'only' in naming ? naming.only : 'App';
  return ['', '-meta.xml'].map(
    (end) => `force-app/main/default/${naming.directory}/${name}.${naming.suffix}${end}`,
  );
});

test.each(files)('%s starts the hook', (file) => {
  expect(file).toMatch(new RegExp(hook.files));
});

test.each(['README.md', 'src/Account.object-meta.xml', 'a/settings/Security.settings-meta.xml'])(
  '%s does not',
  (file) => {
    expect(file).not.toMatch(new RegExp(hook.files));
  },
);
