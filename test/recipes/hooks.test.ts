// .pre-commit-hooks.yaml: the entry is run for real, and the pattern is held against every file that is read.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileNamings } from '../../src/metadata/files/types.js';
import { commitAll } from '../git.js';
import { ecaudit } from '../stories/run.js';
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

/** As pre-commit runs a hook of the language `node`: the entry split at spaces, no shell, what it installed on the path. */
function runHook(
  cwd: string,
  more: readonly string[] = [],
): { readonly code: number | null; readonly stdout: string } {
  const [program = '', ...args] = hook.entry.split(' ');
  const path = [join(cwd, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const env = { PATH: path, HOME: cwd, npm_config_offline: 'true' };
  const done = spawnSync(program, [...args, ...more], { cwd, encoding: 'utf8', env });
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

test('one run sees the whole project, with what pre-commit built of this repository', () => {
  expect(hook.pass_filenames).toBe(false);
  expect([hook.language, hook.entry.split(' ')[0]]).toEqual(['node', 'ecaudit']);
});

test.each(['ecaudit.config.yaml', 'a/ecaudit.config.json', '.forceignore', 'sfdx-project.json'])(
  '%s starts the hook: it changes what an audit says',
  (file) => {
    expect(file).toMatch(new RegExp(hook.files));
  },
);

test('with the arguments of docs/pipelines.md a commit is judged by what it changes', async () => {
  const cwd = projectWithProgram();
  writeFileSync(join(cwd, '.gitignore'), 'node_modules\n');
  commitAll(cwd);
  await ecaudit(['-q', '--write-baseline', 'ecaudit-baseline.json'], { cwd });
  const args = ['--changed-since', 'HEAD', '--baseline', 'ecaudit-baseline.json'];
  expect(runHook(cwd, args)).toMatchObject({ code: 0 });
  const file = join(
    cwd,
    'force-app/main/default/connectedApps/Intranet_Bookmark.connectedApp-meta.xml',
  );
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('</label>', '</label><startUrl>http://a.example</startUrl>'));
  const { stdout } = runHook(cwd, args);
  expect(stdout).toContain('Intranet_Bookmark');
  expect(stdout).not.toContain('Warehouse_Connector');
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

test.each(['README.md', 'src/Account.object-meta.xml', 'a/settings/Account.settings-meta.xml'])(
  '%s does not',
  (file) => {
    expect(file).not.toMatch(new RegExp(hook.files));
  },
);
