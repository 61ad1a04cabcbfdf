import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatLocation, startOf } from '../../../src/model/location.js';
import { type Discovery, discoverFolder } from '../../../src/metadata/files/discover.js';
import type { IgnoredBy } from '../../../src/metadata/files/ignore-rules.js';
import { limits } from '../../../src/metadata/limits.js';
import { displayPath } from '../../../src/metadata/files/disk.js';
import { tempFolder } from '../temp-folder.js';

function discover(root: string, ignoredBy?: IgnoredBy): Discovery {
  return discoverFolder(root, { displayRoot: root, ...(ignoredBy && { ignoredBy }) });
}

const shownFiles = ({ files }: Discovery): string[] => files.map(({ file }) => file);
const shownProblems = ({ problems }: Discovery): string[] =>
  problems.map(
    ({ kind, message, location }) => `${kind} ${location && formatLocation(location)}: ${message}`,
  );

/** Root may read everything, so that it steps down for as long as something runs. */
function asNobody<T>(run: () => T): T {
  if (process.getuid?.() !== 0) return run();
  const nobody = 65_534;
  process.seteuid?.(nobody);
  try {
    return run();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a folder', () => {
  test('is walked to any depth, sorted, by suffix and not by directory', () => {
    const root = tempFolder({
      'b/A.connectedApp': '',
      'a/x/y/z/B.eca-meta.xml': '',
      'a/x/B.ecaOauth': '',
      'Z.ecaPlcy-meta.xml': '',
      'a/classes/X.cls-meta.xml': '',
      'package.xml': '',
    });
    const found = discover(root);
    expect(shownFiles(found)).toEqual([
      'Z.ecaPlcy-meta.xml',
      'a/x/B.ecaOauth',
      'a/x/y/z/B.eca-meta.xml',
      'b/A.connectedApp',
    ]);
    expect(found).toMatchObject({ problems: [], ignored: 0, otherSourceFiles: 1 });
    expect(found.files[3]).toEqual({
      type: 'ConnectedApp',
      name: 'A',
      ignored: false,
      path: join(root, 'b', 'A.connectedApp'),
      file: 'b/A.connectedApp',
    });
  });

  test.each(['node_modules', '.git', '.sf', '.sfdx'])('%s is never entered', (name) => {
    expect(shownFiles(discover(tempFolder({ [`x/${name}/A.eca`]: '' })))).toEqual([]);
  });

  test('named like a file is a folder', () => {
    const root = tempFolder({
      'A.eca-meta.xml/B.eca': '',
      'connectedApps/C.connectedApp/D.connectedApp': '',
    });
    mkdirSync(join(root, 'E.connectedApp'));
    const found = discover(root);
    expect(shownFiles(found)).toEqual([
      'A.eca-meta.xml/B.eca',
      'connectedApps/C.connectedApp/D.connectedApp',
    ]);
    expect(found.problems).toEqual([]);
  });

  test('shows paths relative to the current folder, from wherever it is', () => {
    const root = tempFolder({ 'p/src/A.eca': '' });
    const from = (displayRoot: string): string[] =>
      shownFiles(discoverFolder(join(root, 'p'), { displayRoot: join(root, displayRoot) }));
    expect([from('.'), from('p'), from('q')]).toEqual([
      ['p/src/A.eca'],
      ['src/A.eca'],
      ['../p/src/A.eca'],
    ]);
    expect(displayPath(root, root)).toBe('.');
  });

  test('what is ignored is counted and gives no problems', () => {
    const root = tempFolder({ 'a/A.eca': '', 'a/A.ecaPolicy': '', 'b/B.eca': '' });
    symlinkSync('/', join(root, 'a', 'link'));
    const by = startOf('.forceignore');
    const found = discover(root, (path) => (path.includes('/a/') ? by : undefined));
    expect(found).toMatchObject({ ignored: 1, problems: [] });
    expect(found.files.map(({ file, leftOutBy }) => [file, leftOutBy])).toEqual([
      ['a/A.eca', by],
      ['b/B.eca', undefined],
    ]);
  });

  test('that is not there is a problem', () => {
    const root = tempFolder();
    const found = discoverFolder(join(root, 'x'), { displayRoot: root });
    expect(shownProblems(found)).toEqual([
      'unreadable-file x:1:1: the folder cannot be read (ENOENT)',
    ]);
  });

  test('that may not be read is a problem, and the others are read', () => {
    const root = tempFolder({ 'a/A.eca': '', 'b/B.eca': '' });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'a'), 0);
    const found = asNobody(() => discover(root));
    chmodSync(join(root, 'a'), 0o700);
    expect(shownProblems(found)).toEqual([
      'unreadable-file a:1:1: the folder cannot be read (EACCES)',
    ]);
    expect(shownFiles(found)).toEqual(['b/B.eca']);
  });

  test('that is too deep ends', () => {
    const root = tempFolder({ [`${'d/'.repeat(limits.maxFolderDepth)}A.eca`]: '' });
    const [shown] = shownProblems(discover(root));
    expect(shown).toMatch(/^too-many-files d\/d.*: folders are nested more than 64 deep$/);
  });
});

describe('files that look meant', () => {
  test.each([
    ['x/A.ecaGlobalOauth', 'ecaGlblOauth'],
    ['x/A.ecaPlcy.xml', 'ecaPlcy'],
    ['connectedApps/A.xml', 'connectedApp'],
    ['extlClntAppGlobalOauthSets/A.ecaGlblOauth-meta.xml.orig', 'ecaGlblOauth'],
  ])('%s: %s', (path, suffix) => {
    expect(shownProblems(discover(tempFolder({ [path]: '' })))).toEqual([
      `unknown-file-suffix ${path}:1:1: no metadata file ends like this, so it is not read; ` +
        `\`.${suffix}-meta.xml\` may be meant`,
    ]);
  });

  test.each([
    ['x/A.ecaPolicies-meta.xml', 'ExtlClntAppOauthConfigurablePolicies', 'A.ecaOauthPlcy-meta.xml'],
    ['x/A.externalClientApplication-meta.xml', 'ExternalClientApplication', 'A.eca-meta.xml'],
    ['x/A.externalClientApp', 'ExternalClientApplication', 'A.eca-meta.xml'],
    ['externalClientApplications/A.b-meta.xml', 'ExternalClientApplication', 'A.eca-meta.xml'],
    ['connectedApps/A.app-meta.xml', 'ExtlClntAppOauthSettings', 'A.ecaOauth-meta.xml'],
    ['settings/Apps.settings-meta.xml', 'ConnectedAppSettings', 'ConnectedApp.settings-meta.xml'],
  ])('%s with the root <%s> is read, and told to be %s', (path, type, right) => {
    const text = `<?xml version="1.0"?>\n<!-- a -->\n<${type} xmlns="x"></${type}>`;
    const found = discover(tempFolder({ [path]: text }));
    expect(shownProblems(found)).toEqual([
      `unknown-file-suffix ${path}:1:1: no metadata file ends like this; the root element is <${type}>, ` +
        `so it is read, but its name is to be \`${right}\``,
    ]);
    expect(found.files).toMatchObject([{ type, file: path }]);
  });

  test.each(['x/connected-app.xml', 'x/A.connectedApp-meta.xml.bak', 'lwc/app/app.js-meta.xml'])(
    '%s is a template, a copy or something else',
    (path) => {
      const root = path.endsWith('js-meta.xml') ? 'LightningComponentBundle' : 'ConnectedApp';
      expect(shownFiles(discover(tempFolder({ [path]: `<${root}/>` })))).toEqual([]);
    },
  );

  test('a misnamed one beside the right one is not read', () => {
    const files = {
      'x/A.eca-meta.xml': '',
      'x/A.externalApp-meta.xml': '<ExternalClientApplication/>',
    };
    const found = discover(tempFolder(files));
    expect(shownFiles(found)).toEqual(['x/A.eca-meta.xml']);
    expect(shownProblems(found)).toEqual([
      expect.stringMatching(
        /so it is not read; it holds a <ExternalClientApplication>, and so does/,
      ),
    ]);
  });

  test.each([
    ['connectedApps/A.eca-meta.xml', 'externalClientApps'],
    ['externalClientApplications/A.eca', 'externalClientApps'],
    ['extlClntAppOauthPolicies/A.connectedApp-meta.xml', 'connectedApps'],
  ])('%s is in the folder of another type', (path, right) => {
    expect(shownProblems(discover(tempFolder({ [path]: '' })))).toEqual([
      expect.stringMatching(`^file-in-other-folder ${path}:1:1: .* is ${right}$`),
    ]);
  });

  test.each(['eca/A.eca-meta.xml', 'externalClientApps/A.ecaOauth-meta.xml', 'x/A.eca'])(
    '%s is in no wrong folder',
    (path) => {
      expect(shownProblems(discover(tempFolder({ [path]: '' })))).toEqual([]);
    },
  );

  test('but not hidden ones or a README', () => {
    const root = tempFolder({
      'connectedApps/.gitkeep': '',
      'connectedApps/README': '',
      'connectedApps/a.md': '',
    });
    expect(discover(root).problems).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('links, pipes and sockets', () => {
  const outside = 'a link to outside of the source is not followed';

  test('links out of the source are told; a file that one stands for could not be read', () => {
    const elsewhere = tempFolder({ 'B.eca': '', 'notes.txt': '' });
    const root = tempFolder({ 'A.eca': '' });
    symlinkSync(join(elsewhere, 'B.eca'), join(root, 'B.eca'));
    symlinkSync(elsewhere, join(root, 'folder'));
    symlinkSync(join(elsewhere, 'notes.txt'), join(root, 'notes.txt'));
    const found = discover(root);
    expect(shownFiles(found)).toEqual(['A.eca']);
    expect(shownProblems(found)).toEqual([
      `unreadable-file B.eca:1:1: ${outside}`,
      `link-not-followed folder:1:1: ${outside}`,
    ]);
  });

  test('links inside the source change nothing, not even in a circle', () => {
    const root = tempFolder({ 'a/A.eca': '' });
    symlinkSync('..', join(root, 'a', 'up'));
    symlinkSync('a', join(root, 'b'));
    symlinkSync('a/A.eca', join(root, 'B.eca'));
    const found = discover(root);
    expect(shownFiles(found)).toEqual(['a/A.eca']);
    expect(found.problems).toEqual([]);
  });

  test('links that lose a file are files that could not be read', () => {
    const root = tempFolder({ 'shared.xml': '' });
    symlinkSync('nowhere', join(root, 'A.eca'));
    symlinkSync('B.eca', join(root, 'B.eca'));
    symlinkSync('shared.xml', join(root, 'C.eca'));
    expect(shownProblems(discover(root))).toEqual([
      'unreadable-file A.eca:1:1: a link to nothing is not followed',
      'unreadable-file B.eca:1:1: a link to nothing is not followed',
      'unreadable-file C.eca:1:1: a link to a file with another name is not followed',
    ]);
  });

  test('a folder whose name another begins with is outside', () => {
    const root = tempFolder({ 'app/A.eca': '', 'app-two/B.eca': '' });
    symlinkSync('../app-two', join(root, 'app', 'two'));
    const found = discoverFolder(join(root, 'app'), { displayRoot: root });
    expect(shownProblems(found)).toEqual([`link-not-followed app/two:1:1: ${outside}`]);
  });

  test('the source itself may be a link', () => {
    const root = tempFolder({ 'real/A.eca': '' });
    symlinkSync('real', join(root, 'link'));
    symlinkSync('A.eca', join(root, 'real', 'B.eca'));
    const found = discoverFolder(join(root, 'link'), { displayRoot: root });
    expect(shownFiles(found)).toEqual(['link/A.eca']);
    expect(found.problems).toEqual([]);
  });

  test('a pipe is never opened', () => {
    const root = tempFolder({ 'A.eca': '' });
    execFileSync('/usr/bin/env', ['mkfifo', join(root, 'B.eca'), join(root, 'pipe')]);
    expect(shownProblems(discover(root))).toEqual([
      'not-a-file B.eca:1:1: this is a pipe, a socket or a device, no file',
    ]);
  });
});

test('a large project is walked in no time', () => {
  const root = tempFolder();
  for (let folder = 0; folder < 30; folder += 1) {
    mkdirSync(join(root, `f${folder}`));
    for (let index = 0; index < 100; index += 1)
      writeFileSync(join(root, `f${folder}`, `A${index}.eca-meta.xml`), '');
  }
  const begin = process.cpuUsage();
  expect(discover(root).files).toHaveLength(3_000);
  expect(process.cpuUsage(begin).user).toBeLessThan(3_000_000);
});
