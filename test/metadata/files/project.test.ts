import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatLocation } from '../../../src/model/location.js';
import { findProject, type Project } from '../../../src/metadata/files/project.js';
import { tempFolder } from '../temp-folder.js';

const twoPackages = JSON.stringify({
  packageDirectories: [{ path: 'force-app', default: true }, { path: './extra/' }],
});
const onePackage = JSON.stringify({ packageDirectories: [{ path: 'force-app' }] });

async function projectOf(files: Readonly<Record<string, string>>): Promise<Project> {
  const root = tempFolder({ 'force-app/x': '', 'extra/x': '', ...files });
  const project = await findProject(root, root);
  if (!project) throw new Error('no project');
  return project;
}

const shownProblems = ({ problems }: Project): string[] =>
  problems.map(
    ({ kind, message, location }) => `${kind} ${location && formatLocation(location)}: ${message}`,
  );

describe('a project', () => {
  test('is found upwards, with its package directories', async () => {
    const root = tempFolder({
      'sfdx-project.json': twoPackages,
      'force-app/main/default/x': '',
      'extra/x': '',
    });
    const project = await findProject(join(root, 'force-app', 'main', 'default'), root);
    expect(project).toMatchObject({
      root,
      packageDirectories: [join(root, 'force-app'), join(root, 'extra')],
      problems: [],
    });
  });

  test('is not made by a folder of that name', async () => {
    const root = tempFolder();
    mkdirSync(join(root, 'sfdx-project.json'));
    expect((await findProject(root, root))?.root).not.toBe(root);
  });

  test('may be the nearest of two, and begin with a byte order mark', async () => {
    const root = tempFolder({
      'sfdx-project.json': onePackage,
      'inner/sfdx-project.json': `\ufeff${onePackage}`,
      'inner/force-app/x': '',
    });
    const project = await findProject(join(root, 'inner', 'force-app'), root);
    expect(project).toMatchObject({
      packageDirectories: [join(root, 'inner', 'force-app')],
      problems: [],
    });
  });

  test.each([
    ['{', '1:2: the file is not JSON'],
    ['{\n  "packageDirectories": [x]\n}', '2:26: the file is not JSON'],
    ['[1,]', '1:1: the file is not JSON'],
    ['{} {}', '1:4: the file is not JSON'],
    ['{}', '1:1: packageDirectories is not a list of at least one directory'],
    ['null', '1:1: packageDirectories is not a list of at least one directory'],
    ['[]', '1:1: packageDirectories is not a list of at least one directory'],
    [
      '{"packageDirectories":[]}',
      '1:1: packageDirectories is not a list of at least one directory',
    ],
    [
      '{"packageDirectories":{"path":"force-app"}}',
      '1:1: packageDirectories is not a list of at least one directory',
    ],
    ...['null', '"force-app"', '{}', '{"path":1}'].map((item) => [
      `{"packageDirectories":[${item}]}`,
      '1:1: packageDirectories[0].path is not the path of a folder in this project',
    ]),
    ...['..', '/', 'gone', 'sfdx-project.json'].map((path) => [
      `{"packageDirectories":[{"path":"${path}"}]}`,
      `1:32: packageDirectories[0].path ("${path}") is not the path of a folder in this project`,
    ]),
  ])('with a malformed file: %s', async (text, expected) => {
    const project = await projectOf({ 'sfdx-project.json': text });
    expect(shownProblems(project)).toEqual([
      `malformed-project-file sfdx-project.json:${expected}`,
    ]);
    expect(project.packageDirectories).toEqual([]);
  });

  test('names a package directory that is not there, and its line', async () => {
    const text =
      '{\n  "packageDirectories": [\n    { "path": "extra" },\n    { "path": "gone" }\n  ]\n}';
    const project = await projectOf({ 'sfdx-project.json': text, 'extra/a': '' });
    expect(shownProblems(project)).toContain(
      'malformed-project-file sfdx-project.json:4:15: packageDirectories[1].path ("gone") is not the path of a folder in this project',
    );
  });

  test('keeps the package directories that are usable', async () => {
    const text = JSON.stringify({ packageDirectories: [{ path: 'gone' }, { path: 'extra' }] });
    const project = await projectOf({ 'sfdx-project.json': text });
    expect(project.packageDirectories).toEqual([join(project.root, 'extra')]);
    expect(project.problems).toHaveLength(1);
  });

  test('with a binary file is a problem of that file', async () => {
    const root = tempFolder();
    writeFileSync(join(root, 'sfdx-project.json'), Buffer.from('\ufeff{}', 'utf16le'));
    const project = await findProject(root, root);
    expect(project && shownProblems(project)).toEqual([
      'not-utf8 sfdx-project.json:1:1: the file is UTF-16 LE; save it as UTF-8',
    ]);
  });
});

describe('.forceignore', () => {
  test.each([
    ['', 'force-app/A.eca', false],
    ['# none', 'force-app/A.eca', false],
    ['**/*.ecaGlblOauth*', 'force-app/x/A.ecaGlblOauth-meta.xml', true],
    ['force-app/legacy', 'force-app/legacy/x/A.eca', true],
    ['force-app/legacy/', 'force-app/legacy/A.eca', true],
    ['/legacy', 'force-app/legacy/A.eca', false],
    ['*.eca\n!Keep.eca', 'force-app/Keep.eca', false],
    ['*.eca\r\n!Keep.eca\r\n', 'force-app/A.eca', true],
    ['\ufeffLEGACY', 'force-app/legacy/A.eca', true],
    ['*', '../elsewhere/A.eca', false],
    ['*', '.', false],
  ])('%j and %s: %s', async (text, path, expected) => {
    const project = await projectOf({ 'sfdx-project.json': onePackage, '.forceignore': text });
    expect(project.ignoredBy(join(project.root, path)) !== undefined).toBe(expected);
    expect(project.problems).toEqual([]);
  });

  test('need not be there, and may be a folder', async () => {
    const without = await projectOf({ 'sfdx-project.json': onePackage });
    const folder = await projectOf({ 'sfdx-project.json': onePackage, '.forceignore/x': '' });
    expect(
      [without, folder].map((project) => project.ignoredBy(join(project.root, 'x')) !== undefined),
    ).toEqual([false, false]);
  });
});
