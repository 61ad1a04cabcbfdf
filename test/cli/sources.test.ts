import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import {
  asMetadataApi,
  asRetrieve,
  audit,
  copyFixture,
  ecaudit,
  places,
  treeOf,
  type JsonReport,
  type Tree,
} from '../stories/run.js';

const clean = treeOf('planted', 'clean');
const app =
  Object.entries(clean).find(([path]) => path.endsWith('.connectedApp-meta.xml'))?.[1] ?? '';
const below = (folder: string, tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]));
const ids = ({ apps }: JsonReport): readonly string[] => apps.map(({ id }) => id);
const sources = (report: JsonReport): readonly string[] => report.sources.map(({ id }) => id);

const connectedApp = (name: string): Tree => ({
  [`connectedApps/${name}.connectedApp-meta.xml`]: app,
});
const project = (...paths: readonly string[]): Tree => ({
  'sfdx-project.json': JSON.stringify({ packageDirectories: paths.map((path) => ({ path })) }),
});

describe('without a SOURCE', () => {
  const tree = {
    ...project('force-app', 'extra'),
    ...below('force-app/main/default', connectedApp('One')),
    ...below('extra', connectedApp('Two')),
    ...below('elsewhere', connectedApp('Three')),
  };

  test.each([
    ['in the project', '.', ['extra', 'force-app']],
    ['in a folder of the project', 'force-app/main', ['..', '../../extra']],
    ['in a folder outside of the packages', 'elsewhere', ['../extra', '../force-app']],
  ])('%s the package directories are audited', async (_what, cwd, expected) => {
    const { code, report } = await audit([], { cwd: join(tempFolder(tree), cwd) });
    expect(sources(report).toSorted()).toEqual(expected);
    expect(report.apps.map(({ apiName }) => apiName).toSorted()).toEqual(['One', 'Two']);
    expect(code).toBe(0);
  });

  test('and without a project the current folder is', async () => {
    const cwd = tempFolder(connectedApp('One'));
    const { code, report } = await audit([], { cwd });
    expect([code, sources(report), ids(report)]).toEqual([0, ['.'], ['connectedApp:One']]);
    expect(report.apps[0]?.files).toEqual(['connectedApps/One.connectedApp-meta.xml']);
  });

  test.each([
    ['is no JSON', '{', 'sfdx-project.json:1:2'],
    ['names no folder', '{}', 'sfdx-project.json:1:1'],
    ['leads out', '{"packageDirectories":[{"path":"../.."}]}', 'sfdx-project.json:1:32'],
    [
      'leads below a file',
      '{"packageDirectories":[{"path":"sfdx-project.json/x"}]}',
      'sfdx-project.json:1:32',
    ],
    [
      'names what no folder can be',
      '{"packageDirectories":[{"path":"a\\u0000b"}]}',
      'sfdx-project.json:1:32',
    ],
    [
      'has a name without end',
      `{"packageDirectories":[{"path":"${'x'.repeat(9_000)}"}]}`,
      'sfdx-project.json:1:32',
    ],
  ])('a project file that %s is a problem, and the folder is audited', async (_what, text, at) => {
    const cwd = tempFolder({ ...connectedApp('One'), 'sfdx-project.json': text });
    const { code, report } = await audit([], { cwd });
    expect([code, places(report)]).toEqual([3, [`malformed-project-file ${at}`]]);
    expect(ids(report)).toEqual(['connectedApp:One']);
  });

  test('one package directory of two that is not there is one problem', async () => {
    const cwd = tempFolder({
      ...project('a', 'gone', 'b'),
      ...below('a', connectedApp('One')),
      ...below('b', connectedApp('Two')),
    });
    const { code, report } = await audit([], { cwd });
    expect([code, places(report)]).toEqual([
      3,
      [expect.stringMatching(/^malformed-project-file sfdx-project\.json:\d+:\d+$/)],
    ]);
    expect(report.summary.apps).toBe(2);
  });
});

describe('a SOURCE', () => {
  test.each([
    ['a folder', 'apps', 2],
    ['a folder with a slash', 'apps/', 2],
    ['a folder by way of others', 'apps/../apps/./', 2],
    ['a file in source format', 'apps/connectedApps/Clean_CA.connectedApp-meta.xml', 1],
    ['a file in Metadata API format', 'api/connectedApps/Clean_CA.connectedApp', 1],
    ['a zip', 'retrieve.zip', 2],
    ['a zip in capitals', 'RETRIEVE.ZIP', 2],
    ['a file of any name', 'app.xml', 1],
  ])('may be %s', async (_what, source, count) => {
    const cwd = tempFolder({
      ...below('apps', clean),
      ...below('api', asMetadataApi(clean)),
      'app.xml': app,
    });
    for (const name of ['retrieve.zip', 'RETRIEVE.ZIP'])
      writeFileSync(join(cwd, name), asRetrieve(clean));
    const { code, report } = await audit([source], { cwd });
    expect([code, report.apps.length, report.problems]).toEqual([0, count, []]);
  });

  test('may be absolute: paths stay relative to the current folder', async () => {
    const cwd = tempFolder(below('apps', clean));
    const { report } = await audit([join(cwd, 'apps')], { cwd });
    expect(sources(report)).toEqual(['apps']);
    expect(report.apps[0]?.files[0]).toMatch(/^apps\/connectedApps\//);
  });

  test('given twice is audited once', async () => {
    const { report } = await audit(['planted/clean', './planted/clean/']);
    expect([sources(report), ids(report).length]).toEqual([['planted/clean'], 2]);
  });

  test('among several is the prefix of its ids', async () => {
    const { code, report } = await audit(['planted/clean', 'planted/faulty']);
    expect(code).toBe(1);
    expect(ids(report)).toEqual([
      'planted/clean#connectedApp:Clean_CA',
      'planted/clean#externalClientApp:Clean_ECA',
      'planted/faulty#connectedApp:Faulty_CA',
      'planted/faulty#externalClientApp:Faulty_ECA',
    ]);
  });

  test.each([
    ['is not there', ['nowhere'], 'nowhere'],
    ['is not there, beside one that is', ['planted/clean', 'nowhere'], 'nowhere'],
    [
      'is below a file',
      ['planted/clean/connectedApps/Clean_CA.connectedApp-meta.xml/x'],
      'Clean_CA',
    ],
    ['has an impossible name', ['a\0b'], 'a'],
    ['is a device', ['/dev/null'], '/dev/null'],
  ])('that %s is exit code 2, and stdout stays empty', async (_what, argv, named) => {
    const run = await ecaudit([...argv, '-f', 'json']);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/^ecaudit: /);
    expect(run.stderr).toContain(named);
    expect(run.stderr).not.toMatch(/\n +at /);
  });
});

describe('no app', () => {
  test.each([
    ['an empty folder', {}],
    ['other files', { 'README.md': '# hello', 'classes/A.cls': 'class A {}' }],
    ['an empty project', { ...project('force-app'), 'force-app/x.txt': '' }],
    [
      'settings only',
      {
        'settings/OauthOidc.settings':
          '<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata"/>',
      },
    ],
    ['folders that are never entered', below('node_modules/x', connectedApp('One'))],
    ['the folder of the CLI', below('.sf', connectedApp('One'))],
  ])('in %s is exit code 3, and no report looks clean', async (_what, tree) => {
    const cwd = tempFolder(tree);
    const { code, report } = await audit(['.'], { cwd });
    expect([code, places(report), report.summary.incomplete]).toEqual([3, ['no-apps'], true]);
    const { code: again, stdout } = await ecaudit(['.'], { cwd });
    expect([again, /no External Client App or Connected App/i.test(stdout)]).toEqual([3, true]);
  });

  test('with the name that --app gives is an answer: exit code 0', async () => {
    const { code, report } = await audit(['planted/clean', '--app', 'Nobody*']);
    expect([code, report.problems[0]?.kind]).toEqual([0, 'no-such-app']);
    expect(report.problems[0]?.message).toContain('Nobody*');
    const { stdout } = await ecaudit(['planted/clean', '--app', 'Nobody*']);
    expect(stdout).toContain('apps found is like Nobody*');
  });

  test('with --app in a folder that holds none at all is exit code 3: the path may be wrong', async () => {
    const { code, report } = await audit(['.', '--app', 'Nobody*'], { cwd: tempFolder({}) });
    expect([code, report.problems[0]?.kind]).toEqual([3, 'no-apps']);
  });
});

describe('.forceignore', () => {
  const tree = {
    ...project('force-app'),
    ...below('force-app', connectedApp('Kept')),
    ...below('force-app', connectedApp('Left_Out')),
  };
  test.each([
    ['a glob', '**/Left*', ['connectedApp:Kept']],
    ['another case', '**/LEFT*', ['connectedApp:Kept']],
    ['one that comes back', '**/connectedApps/*\n!**/Kept*', ['connectedApp:Kept']],
    ['a comment', '# **/Left*', ['connectedApp:Kept', 'connectedApp:Left_Out']],
    ['nothing', '', ['connectedApp:Kept', 'connectedApp:Left_Out']],
  ])('with %s leaves out what it says', async (_what, text, expected) => {
    const cwd = tempFolder({ ...tree, '.forceignore': text });
    const { report } = await audit(['force-app'], { cwd });
    const read = report.apps.filter(({ settings }) => settings['label']?.state === 'known');
    expect(read.map(({ id }) => id)).toEqual(expected);
    const leftOut = report.problems.map(({ kind }) => kind);
    expect(leftOut).toEqual(expected.length === 2 ? [] : ['milder']);
  });

  test('counts only in a project', async () => {
    const cwd = tempFolder({ ...below('x', connectedApp('Left_Out')), '.forceignore': '**/Left*' });
    expect(ids((await audit(['x'], { cwd })).report)).toEqual(['connectedApp:Left_Out']);
  });

  test('that leaves everything out is exit code 3', async () => {
    const cwd = tempFolder({ ...tree, '.forceignore': '**' });
    expect((await audit([], { cwd })).code).toBe(3);
  });
});

describe('the same component', () => {
  test('in both formats side by side is one', async () => {
    const cwd = tempFolder({ ...clean, ...asMetadataApi(clean) });
    const { code, report } = await audit(['.'], { cwd });
    expect([code, ids(report).length]).toEqual([0, 2]);
    const kinds = new Set(report.problems.map(({ kind }) => kind));
    expect([...kinds]).toEqual(['duplicate-file']);
    expect(report.problems).toHaveLength(Object.keys(clean).length);
  });

  test('in two package directories is two apps, each with its folder', async () => {
    const cwd = tempFolder();
    for (const name of ['a', 'b']) {
      mkdirSync(join(cwd, name));
      copyFixture('planted/clean', join(cwd, name, 'main'));
    }
    const { code, report } = await audit(['.'], { cwd });
    expect(code).toBe(0);
    expect(ids(report)).toEqual([
      'a/main#connectedApp:Clean_CA',
      'a/main#externalClientApp:Clean_ECA',
      'b/main#connectedApp:Clean_CA',
      'b/main#externalClientApp:Clean_ECA',
    ]);
    expect(report.apps.map(({ files }) => files.length)).toEqual([1, 6, 1, 6]);
    // What is about the org is one finding, however many apps it concerns.
    const own = report.results.filter(({ about }) => about !== 'org');
    expect(new Set(own.map(({ fingerprint }) => fingerprint)).size).toBe(own.length);
  });

  test('as a Connected App and as an External Client App is two apps that know of each other', async () => {
    const cwd = tempFolder({ ...clean, ...connectedApp('Clean_ECA') });
    const { report } = await audit(['.', '--app', 'Clean_ECA'], { cwd });
    const elsewhere = report.apps.map(({ id, settings }) => [id, settings['definedElsewhereAs']]);
    expect(elsewhere).toMatchObject([
      ['connectedApp:Clean_ECA', { value: 'externalClientApp:Clean_ECA' }],
      ['externalClientApp:Clean_ECA', { value: 'connectedApp:Clean_ECA' }],
    ]);
  });
});
