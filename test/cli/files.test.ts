import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, places, treeOf, type Tree } from '../stories/run.js';

const app =
  Object.entries(treeOf('planted', 'clean')).find(([path]) =>
    path.includes('.connectedApp'),
  )?.[1] ?? '';
const project = (path: string): Tree => ({
  'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path }] }),
});
const visible = { 'force-app/connectedApps/Seen.connectedApp-meta.xml': app };

async function outcome(cwd: string, source: readonly string[] = []) {
  const { code, report } = await audit(source, { cwd });
  const found = places(report).filter((place) => place.startsWith('file-in-skipped-folder'));
  return { code, found, apps: report.apps.map(({ apiName }) => apiName) };
}

describe('a folder that is not read', () => {
  test.each([
    ['force-app/node_modules/X.connectedApp-meta.xml', 1],
    ['force-app/main/default/node_modules/a/b/X.connectedApp', 1],
    ['force-app/.git/X.eca-meta.xml', 1],
    ['force-app/.sf/X.ecaGlblOauth-meta.xml', 1],
    ['force-app/.sfdx/node_modules/X.connectedApp-meta.xml', 1],
    ['force-app/node_modules/X.cls-meta.xml', 0],
    ['force-app/node_modules/X.oauthtokenexchangehandler-meta.xml', 0],
    ['node_modules/X.connectedApp-meta.xml', 0],
    ['other/node_modules/X.connectedApp-meta.xml', 0],
  ])('with %s gives %i errors', async (file, count) => {
    const cwd = tempFolder({ ...project('force-app'), ...visible, [file]: app });
    const expected = {
      code: count === 0 ? 0 : 3,
      found: count === 0 ? [] : [`file-in-skipped-folder ${file}:1:1`],
      apps: ['Seen'],
    };
    expect(await outcome(cwd)).toEqual(expected);
    expect(await outcome(cwd, ['.'])).toEqual(expected);
  });

  test('may be named in .forceignore', async () => {
    const file = 'force-app/node_modules/X.connectedApp-meta.xml';
    const cwd = tempFolder({
      ...project('force-app'),
      ...visible,
      [file]: app,
      '.forceignore': '**/node_modules',
    });
    expect(await outcome(cwd)).toMatchObject({ code: 0, found: [] });
  });

  test('is looked through where it is a link, too', async () => {
    const cwd = tempFolder({ ...project('force-app'), ...visible, 'out/X.connectedApp': app });
    symlinkSync(join(cwd, 'out'), join(cwd, 'force-app', 'node_modules'));
    expect(await outcome(cwd)).toMatchObject({
      code: 3,
      found: ['file-in-skipped-folder force-app/node_modules/X.connectedApp:1:1'],
    });
  });

  test('of another case is a folder like any other', async () => {
    const file = 'force-app/Node_Modules/X.connectedApp-meta.xml';
    const cwd = tempFolder({ ...project('force-app'), ...visible, [file]: app });
    expect(await outcome(cwd)).toEqual({ code: 0, found: [], apps: ['Seen', 'X'] });
  });

  test('that holds a package directory is read there', async () => {
    const cwd = tempFolder({
      ...project('node_modules/p/force-app'),
      'node_modules/p/force-app/X.connectedApp-meta.xml': app,
      'node_modules/Y.connectedApp-meta.xml': app,
    });
    mkdirSync(join(cwd, 'empty'));
    expect(await outcome(cwd)).toEqual({ code: 0, found: [], apps: ['X'] });
    expect(await outcome(cwd, ['.'])).toEqual({ code: 0, found: [], apps: ['X'] });
  });
});

describe('a file that only refers to an app of a package', () => {
  const reference = (name: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\n    <developerName>${name}</developerName>\n    <label>Orders</label>\n    <version>1.3</version>\n</ConnectedApp>\n`;

  test.each([
    ['acme__Orders', 'acme'],
    ['my_np__Orders', 'my_np'],
    ['Orders', ''],
  ])('%s is packaged and its OAuth is not decided', async (name, namespace) => {
    const cwd = tempFolder({ 'connectedApps/Orders.connectedApp-meta.xml': reference(name) });
    const { report } = await audit(['.', '--include', 'all'], { cwd });
    const [one] = report.apps;
    expect(one?.settings).toMatchObject({
      namespace: { state: 'known', value: namespace },
      isPackaged: { state: 'known', value: true },
      label: { state: 'known', value: 'Orders' },
      oauthEnabled: { state: 'unknown' },
      contactEmail: { state: 'unknown' },
      pkceRequired: { state: 'unknown' },
    });
    expect(report.problems).toEqual([]);
    const flows = report.results.filter(({ rule }) => rule === 'flows/pkce-required');
    expect(flows.map(({ verdict }) => verdict)).toEqual(['open']);
  });
});
