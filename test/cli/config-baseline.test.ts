// Stories of the baseline that a configuration names.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, demoProject, ecaudit } from '../stories/run.js';

const config = 'baseline: known.json\n';

function project(files: Readonly<Record<string, string>> = {}): string {
  return demoProject({ 'ecaudit.config.yaml': config, ...files });
}

test('a run makes it, and later runs read it', async () => {
  const cwd = project();
  const made = await ecaudit(['--write-baseline'], { cwd });
  expect([made.code, existsSync(join(cwd, 'known.json'))]).toEqual([0, true]);
  expect(made.stderr).toContain('findings written to known.json');
  const { code, report } = await audit([], { cwd });
  expect(code).toBe(0);
  expect(report.results.every(({ baselined }) => baselined === true)).toBe(true);
  expect((await audit(['--no-config'], { cwd })).code).toBe(1);
});

test('a second --write-baseline brings it up to date and forgets nothing', async () => {
  const cwd = project();
  await ecaudit(['--write-baseline'], { cwd });
  const before = readFileSync(join(cwd, 'known.json'), 'utf8');
  const again = await ecaudit(['--write-baseline', '--app', 'Warehouse*'], { cwd });
  expect(again.code).toBe(0);
  expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(before);
});

test('a missing one is exit code 2, and nothing is made', async () => {
  const cwd = project();
  for (const flags of [[], ['--write-baseline', 'other.json']]) {
    const run = await ecaudit(flags, { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('the baseline known.json cannot be read');
  }
  expect(existsSync(join(cwd, 'other.json'))).toBe(false);
});

test('its path starts at the folder of the file that names it', async () => {
  const cwd = demoProject({
    'ecaudit.config.yaml': 'extends: policy/base.yaml\n',
    'policy/base.yaml': config,
  });
  expect((await ecaudit(['--write-baseline'], { cwd })).code).toBe(0);
  expect(existsSync(join(cwd, 'policy/known.json'))).toBe(true);
  const below = join(cwd, 'force-app');
  mkdirSync(below, { recursive: true });
  expect((await audit(['.'], { cwd: below })).code).toBe(0);
});

test('--baseline wins', async () => {
  const cwd = project();
  await ecaudit(['--write-baseline'], { cwd });
  const empty = '{ "kind": "ecaudit baseline", "schemaVersion": "1", "findings": [] }';
  await ecaudit(['--write-baseline', 'mine.json', '--app', 'Warehouse*', '--no-config'], { cwd });
  expect((await audit(['--baseline', 'mine.json'], { cwd })).code).toBe(1);
  writeFileSync(join(cwd, 'known.json'), empty);
  expect((await audit([], { cwd })).code).toBe(1);
});

test('--prune-baseline prunes it; without any baseline it is refused', async () => {
  const cwd = project();
  await ecaudit(['--write-baseline'], { cwd });
  const pruned = await ecaudit(['--prune-baseline'], { cwd });
  expect(pruned.stderr).toContain('nothing to remove from known.json');
  const none = await ecaudit(['--write-baseline'], { cwd: demoProject() });
  expect([none.code, none.stderr]).toEqual([
    2,
    expect.stringContaining('--write-baseline names no file, and neither does the configuration'),
  ]);
});

test.each([
  ['../known.json', 'lies outside the repository'],
  ['/etc/known.json', 'lies outside the repository'],
  ['link.json', 'lies outside the repository'],
  ['notes.txt', 'is no .yaml or .json file'],
])(
  'one that leads out of the repository, or is something else, is refused: %s',
  async (name, why) => {
    const cwd = project({ 'ecaudit.config.yaml': `failOn: low\nbaseline: ${name}\n` });
    mkdirSync(join(cwd, '.git'));
    const elsewhere = tempFolder({ 'known.json': '{}' });
    symlinkSync(join(elsewhere, 'known.json'), join(cwd, 'link.json'));
    for (const flags of [[], ['--write-baseline']]) {
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      const { code, stdout, stderr } = await ecaudit(flags, { cwd });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`ecaudit.config.yaml:2:11: the baseline "${name}" ${why}`);
    }
  },
);
