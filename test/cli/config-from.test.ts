// Stories of --config-from: a pull request cannot change its own gate.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAll, git, gitEnv } from '../git.js';
import { audit, demoProject, ecaudit } from '../stories/run.js';

type Files = Readonly<Record<string, string>>;

const config = 'ecaudit.config.yaml';

function write(cwd: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
}

/** A repository with these files on `main`. */
function repository(files: Files = {}): string {
  const cwd = demoProject();
  write(cwd, files);
  commitAll(cwd);
  return cwd;
}

const from = ['--config-from', 'main'];

const own = `id: own
title: Own
kind: standard
extends: [flows]
overrides:
  - { rule: "flows/*", severity: off }
rules:
  - { id: label, require: { fact: label, operator: notEqual, value: "" } }
`;

/** What a pull request changes; none of it counts. */
test.each<readonly [string, Files]>([
  ['a configuration', { [config]: 'overrides:\n  - { rule: "*", severity: off }\n' }],
  [
    'a configuration nearer to the apps',
    { 'force-app/ecaudit.config.json': '{ "failOn": "never" }' },
  ],
  ['a file that it extends', { 'base.yaml': 'failOn: never\n' }],
  ['a ruleset', { [config]: 'rulesets: [./own.yaml]\nvendors: none\n', 'own.yaml': own }],
  ['.forceignore', { '.forceignore': '**/*\n' }],
])('%s of the working tree does not count', async (_, files) => {
  const cwd = repository({ [config]: 'extends: base.yaml\n', 'base.yaml': 'failOn: medium\n' });
  const at = { cwd, env: gitEnv };
  const before = await audit([], at);
  write(cwd, files);
  const after = await audit([...from, '--fail-on-milder'], at);
  expect(after.report.summary).toEqual(before.report.summary);
  expect(after.report.problems).toEqual(before.report.problems);
  expect([after.code, after.report]).toMatchObject([1, { config, configFrom: 'main' }]);
});

test('a package directory that a change takes out of the project is audited, and so is a new one', async () => {
  const cwd = repository();
  const at = { cwd, env: gitEnv };
  const names = async (argv: readonly string[]) =>
    (await audit(argv, at)).report.apps.map(({ apiName }) => apiName);
  const before = await names([]);
  write(cwd, {
    'sfdx-project.json': '{ "packageDirectories": [{ "path": "other" }] }',
    'other/connectedApps/New.connectedApp-meta.xml':
      '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>New</label></ConnectedApp>',
  });
  expect(await names([])).toEqual(['New']);
  expect(await names(from)).toEqual([...before, 'New']);
  const { report } = await audit([...from, '--fail-on-milder'], at);
  expect(report.problems.filter(({ kind }) => kind === 'milder')).toEqual([]);
});

test('what the revision says counts, is told as milder, and is the caller’s own', async () => {
  const files = { [config]: 'rulesets: [./own.yaml]\n', 'own.yaml': own, 'b/c.yaml': '' };
  const cwd = repository(files);
  write(cwd, { [config]: 'failOn: [broken\n', 'own.yaml': 'broken' });
  const run = await audit([...from, '--fail-on', 'critical', '--fail-on-milder'], {
    cwd,
    env: gitEnv,
  });
  expect(run.code).toBe(0);
  const milder = run.report.problems.filter(({ kind }) => kind === 'milder');
  expect(milder.length).toBeGreaterThan(0);
  expect(milder.every(({ byCaller }) => byCaller === true)).toBe(true);
});

test('a baseline inside the repository is that of the revision, by flag and by configuration', async () => {
  const cwd = demoProject({ [config]: 'baseline: known.json\n' });
  const at = { cwd, env: gitEnv };
  await ecaudit(['--write-baseline', '--app', 'Fullcast'], at);
  commitAll(cwd);
  const before = await audit([], at);
  await ecaudit(['--write-baseline'], at);
  expect((await ecaudit([], at)).code).toBe(0);
  const { summary } = before.report;
  expect((await audit(from, at)).report.summary).toEqual(summary);
  const byFlag = await audit([...from, '--no-config', '--baseline', 'known.json'], at);
  expect(byFlag.report.summary).toEqual(summary);
});

test('a revision without a configuration is a run without one', async () => {
  const cwd = repository();
  write(cwd, { [config]: 'failOn: never\n' });
  const run = await audit(from, { cwd, env: gitEnv });
  expect([run.code, run.report]).toEqual([1, expect.not.objectContaining({ config })]);
});

test('it works below the root of the repository', async () => {
  const cwd = repository({ [config]: 'overrides:\n  - { rule: "*", severity: info }\n' });
  rmSync(join(cwd, config));
  const run = await audit(['.', ...from], { cwd: join(cwd, 'force-app'), env: gitEnv });
  expect(run.report).toMatchObject({
    config: `../${config}`,
    summary: { bySeverity: { high: 0 } },
  });
});

test('a link in the tree is followed inside it, and never out of it', async () => {
  const cwd = demoProject({ 'policy/real.yaml': 'failOn: never\n' });
  symlinkSync('policy/real.yaml', join(cwd, config));
  symlinkSync('/etc/hostname', join(cwd, 'outside.yaml'));
  commitAll(cwd);
  const at = { cwd, env: gitEnv };
  expect((await audit(from, at)).code).toBe(0);
  const outside = await ecaudit([...from, '--config', 'outside.yaml'], at);
  expect([outside.code, outside.stderr]).toEqual([2, expect.stringContaining('not in main')]);
});

test('no program that the repository names is run', async () => {
  const cwd = repository({
    [config]: 'failOn: never\n',
    '.gitattributes': '*.yaml filter=evil diff=evil\n',
  });
  for (const key of ['filter.evil.smudge', 'filter.evil.clean', 'diff.evil.textconv'])
    git(cwd, 'config', key, `touch ${join(cwd, 'ran')};cat`);
  expect((await audit(from, { cwd, env: gitEnv })).code).toBe(0);
  expect(() => rmSync(join(cwd, 'ran'))).toThrow('ENOENT');
});

test.each([
  ['an unknown revision', ['--config-from', 'nowhere'], 'knows no revision "nowhere"'],
  ['an option', ['--config-from=--output=x'], 'names no revision'],
  [
    'pruning',
    [...from, '--baseline', 'b.json', '--prune-baseline'],
    '--prune-baseline would write',
  ],
  [
    'a baseline that the revision lacks',
    [...from, '--baseline', 'new.json'],
    'new.json cannot be read',
  ],
])('%s is exit code 2', async (_, flags, message) => {
  const cwd = repository();
  write(cwd, { 'new.json': '{}' });
  const run = await ecaudit(flags, { cwd, env: gitEnv });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain(message);
});

test('outside of a repository it is exit code 2', async () => {
  const env = { ...gitEnv, GIT_CEILING_DIRECTORIES: '/' };
  const run = await ecaudit(from, { cwd: demoProject(), env });
  expect(run.code).toBe(2);
});
