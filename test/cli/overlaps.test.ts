// What two SOURCEs both hold is audited once.
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { asRetrieve, audit, treeOf, type Tree } from '../stories/run.js';

const clean = treeOf('planted', 'clean');
const app =
  Object.entries(clean).find(([path]) => path.endsWith('.connectedApp-meta.xml'))?.[1] ?? '';

const one = 'a/connectedApps/One.connectedApp-meta.xml';
const two = 'a/b/connectedApps/Two.connectedApp-meta.xml';

function project(files: Tree = {}): string {
  return tempFolder({ [one]: app, [two]: app, 'other/Three.connectedApp-meta.xml': app, ...files });
}

const both = ['connectedApp:One', 'connectedApp:Two'];

test.each<[string, readonly string[], readonly string[]]>([
  ['a folder and a folder in it', ['a', 'a/b'], both],
  ['a folder and the folder that it is in', ['a/b', 'a'], both],
  ['a folder and a file in it', ['a', two], both],
  ['a file and its folder', [one, two, 'a'], both],
  ['a link to a folder', ['a', 'link'], both],
  ['a link before its folder', ['link', 'a'], both],
  ['a link to a folder in it', ['a', 'inner'], both],
  ['one folder by two names', ['a', './a/../a/', 'a/.'], both],
])('%s: each app once', async (_, sources, expected) => {
  const cwd = project();
  symlinkSync(join(cwd, 'a'), join(cwd, 'link'));
  symlinkSync(join(cwd, 'a/b'), join(cwd, 'inner'));
  const { code, report } = await audit(sources, { cwd });
  expect(report.apps.map(({ id }) => id)).toEqual(expected);
  expect(code).toBe(0);
  const notes = report.problems.map(({ kind, level }) => `${level} ${kind}`);
  const isNoted = !sources.includes('./a/../a/');
  expect([...new Set(notes)]).toEqual(isNoted ? ['note source-overlaps'] : []);
});

test('what is in one of them only stays', async () => {
  const { report } = await audit(['a', 'a/b', 'other'], { cwd: project() });
  expect(report.apps.map(({ id }) => id)).toEqual([
    'a#connectedApp:One',
    'a#connectedApp:Two',
    'other#connectedApp:Three',
  ]);
  expect(report.sources.map(({ id, apps }) => [id, apps])).toEqual([
    ['a', 2],
    ['other', 1],
  ]);
  expect(report.problems.map(({ message }) => message)).toEqual([
    '1 app of it is in a as well, and audited once',
  ]);
});

test('package directories in each other are one', async () => {
  const packageDirectories = [{ path: 'a/b' }, { path: 'a' }];
  const cwd = project({ 'sfdx-project.json': JSON.stringify({ packageDirectories }) });
  expect((await audit([], { cwd })).report.apps.map(({ id }) => id)).toEqual(both);
});

test('an app whose files lie in both folders is one, and whole', async () => {
  const parts = Object.fromEntries(
    Object.entries(clean)
      .filter(([path]) => !path.includes('connectedApp'))
      .map(([path, text]) => [path.includes('.eca-meta') ? `x/y/${path}` : `x/${path}`, text]),
  );
  const { report } = await audit(['x/y', 'x'], { cwd: tempFolder(parts) });
  const whole = await audit(['x'], { cwd: tempFolder(parts) });
  expect(report.apps.map(({ id, files }) => [id, files])).toEqual(
    whole.report.apps.map(({ id, files }) => [id, files]),
  );
});

test('a zip by two names is one', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'retrieve.zip'), asRetrieve(clean));
  symlinkSync(join(cwd, 'retrieve.zip'), join(cwd, 'link.zip'));
  const alone = await audit(['retrieve.zip'], { cwd });
  const { report } = await audit(['retrieve.zip', 'link.zip'], { cwd });
  expect(report.apps.map(({ id }) => id)).toEqual(alone.report.apps.map(({ id }) => id));
});

test('a file that .forceignore leaves out of its folder is audited where it is named itself', async () => {
  const packageDirectories = [{ path: 'a' }];
  const cwd = project({
    'sfdx-project.json': JSON.stringify({ packageDirectories }),
    '.forceignore': '**/Two*',
  });
  const { report } = await audit(['a', two], { cwd });
  expect(report.apps.map(({ id }) => id)).toContain(`${two}#connectedApp:Two`);
});

test('an unreadable file of a source that is left out is told once', async () => {
  const cwd = project({ 'a/b/connectedApps/Bad.connectedApp-meta.xml': '<ConnectedApp>' });
  const { code, report } = await audit(['a', 'a/b'], { cwd });
  expect(code).toBe(3);
  expect(report.problems.filter(({ level }) => level === 'error')).toHaveLength(1);
});
