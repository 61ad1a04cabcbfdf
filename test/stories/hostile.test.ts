import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { hostileFiles, type HostileFile } from './hostile-files.js';
import { hostileEntries, hostileZips } from './hostile-zips.js';
import { audit, copyFixture, ecaudit, graveResults, places, treeOf, type Audit } from './run.js';
import { cpuTime } from '../cpu-time.js';

const good = treeOf('planted', 'clean');
const apps = ['connectedApp:Clean_CA', 'externalClientApp:Clean_ECA'];
const trace = /^ +at .*:\d+:\d+|RangeError|TypeError|node:internal/m;

/** A folder with the good apps in `apps`. */
function withGoodApps(): string {
  const cwd = tempFolder();
  copyFixture('planted/clean', join(cwd, 'apps'));
  return cwd;
}

/** The good apps were audited and are as good as without their neighbour; the program kept its countenance. */
function expectGoodApps({ report, stdout, stderr }: Audit): void {
  expect(report.apps.map(({ id }) => id.replace(/^.*#/, ''))).toEqual(expect.arrayContaining(apps));
  const results = report.results.filter(({ app }) => apps.some((id) => app.endsWith(id)));
  expect(graveResults({ ...report, results })).toEqual([]);
  expect(stderr).not.toMatch(trace);
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
}

describe('beside good apps', () => {
  test.each(hostileFiles)('$what is refused as $kind at $at', async (file) => {
    const { name = 'Bad.connectedApp-meta.xml', kind, at, content }: HostileFile = file;
    const cwd = withGoodApps();
    writeFileSync(join(cwd, 'apps', name), content);
    const run = await audit(['apps'], { cwd });
    expect([run.code, places(run.report)]).toEqual([3, [`${kind} apps/${name}:${at}`]]);
    expect(run.report.summary.incomplete).toBe(true);
    expectGoodApps(run);
  });

  test.each(['table', 'json', 'sarif'])(
    'all of them together are refused, in a %s report that does not look clean',
    async (format) => {
      const cwd = withGoodApps();
      for (const [index, { name = 'Bad.connectedApp', content }] of hostileFiles.entries()) {
        mkdirSync(join(cwd, 'apps', `bad${index}`));
        writeFileSync(join(cwd, 'apps', `bad${index}`, name), content);
      }
      const start = cpuTime();
      const run = await ecaudit(['apps', '-f', format, '-v'], { cwd });
      expect(cpuTime() - start).toBeLessThan(10_000);
      expect([run.code, trace.test(run.stderr)]).toEqual([3, false]);
      const unnamed = hostileFiles.filter(
        ({ name = 'Bad.connectedApp' }, index) =>
          !run.stdout.replace(/\s+/g, '').includes(`apps/bad${index}/${name}`),
      );
      expect(unnamed.map(({ what }) => what)).toEqual([]);
      expect(run.stdout).toMatch(/incomplete|not complete|executionSuccessful": false/i);
    },
  );

  test('deep folders are walked so far and no further', async () => {
    const cwd = withGoodApps();
    mkdirSync(join(cwd, 'apps', ...Array.from({ length: 80 }, () => 'd')), { recursive: true });
    const run = await audit(['apps'], { cwd });
    expect([run.code, run.report.problems.map(({ kind }) => kind)]).toEqual([
      3,
      ['too-many-files'],
    ]);
    expectGoodApps(run);
  });
});

describe('in a zip', () => {
  test.each(hostileEntries(good))('$what is refused at $at, the rest is read', async (zip) => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'bad.zip'), zip.bytes);
    const run = await audit(['bad.zip'], { cwd });
    expect([run.code, places(run.report)]).toEqual([3, [`${zip.kind} bad.zip${zip.at}`]]);
    expectGoodApps(run);
  });

  test.each(hostileZips(good))('$what is refused as a whole', async ({ kind, at, bytes }) => {
    const cwd = withGoodApps();
    writeFileSync(join(cwd, 'bad.zip'), bytes);
    const run = await audit(['bad.zip', 'apps'], { cwd });
    expect([run.code, places(run.report)]).toEqual([3, [`${kind} bad.zip${at}`]]);
    expectGoodApps(run);
  });
});

/** Things that are named like files of apps and are none: they do no harm, and a link that may hide an app is told. */
const noFiles: readonly (readonly [string, string, (folder: string) => void])[] = [
  ['a folder', 'none', (folder) => mkdirSync(join(folder, 'X.connectedApp'))],
  ['a pipe', 'not-a-file', (folder) => spawnSync('mkfifo', [join(folder, 'X.connectedApp')])],
  [
    'a link to a file outside',
    'unreadable-file',
    (folder) => symlinkSync('/etc/passwd', join(folder, 'X.connectedApp')),
  ],
  [
    'a link to a folder outside',
    'link-not-followed',
    (folder) => symlinkSync('/etc', join(folder, 'x')),
  ],
  [
    'a link to nothing',
    'unreadable-file',
    (folder) => symlinkSync('nothing', join(folder, 'X.connectedApp')),
  ],
  ['a link to itself', 'unreadable-file', (folder) => symlinkSync('X.eca', join(folder, 'X.eca'))],
  [
    'a link to the folder that it is in',
    'none',
    (folder) => symlinkSync('.', join(folder, 'loop')),
  ],
  [
    'a link to the folder above',
    'link-not-followed',
    (folder) => symlinkSync('..', join(folder, 'up')),
  ],
  [
    'a link to an app of the source',
    'none',
    (folder) =>
      symlinkSync('connectedApps/Clean_CA.connectedApp-meta.xml', join(folder, 'X.connectedApp')),
  ],
];

test.skipIf(process.platform === 'win32').each(noFiles)(
  '%s does no harm: %s',
  async (_what, kind, make) => {
    const cwd = withGoodApps();
    make(join(cwd, 'apps'));
    const run = await audit(['apps'], { cwd });
    expect(run.report.problems.map((one) => one.kind)).toEqual(kind === 'none' ? [] : [kind]);
    expect([run.code, run.report.apps.length]).toEqual([kind === 'unreadable-file' ? 3 : 0, 2]);
    expectGoodApps(run);
  },
);
