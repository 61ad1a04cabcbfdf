import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/report/problem.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { type Audit, audit, changed, ecaudit, places, treeOf, type Tree } from '../stories/run.js';

const clean = treeOf('planted', 'clean');
const below = (folder: string, tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]));
const only = (tree: Tree, part: string): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => path.includes(part)));
const app = below('force-app', only(clean, 'Clean_ECA'));
const connected = below('force-app', only(clean, 'Clean_CA'));
const project: Tree = {
  'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app' }] }),
};
const secret = '<consumerSecret>0123456789ABCDEF0123456789ABCDEF</consumerSecret>';
const withSecret = changed(
  app,
  'ecaGlblOauth',
  '    <externalClientApplication>',
  `    ${secret}\n    <externalClientApplication>`,
);
const pkceOff = (tree: Tree): Tree =>
  changed(
    tree,
    'ecaGlblOauth',
    '<isPkceRequired>true</isPkceRequired>',
    '<isPkceRequired>false</isPkceRequired>',
  );

async function auditOf(tree: Tree, ...argv: readonly string[]): Promise<Audit> {
  return audit(['.', '--include', 'all', ...argv], { cwd: tempFolder(tree) });
}

const failed = ({ report }: Audit): readonly string[] =>
  report.results.filter(({ verdict }) => verdict === 'fail').map(({ rule }) => rule);
const verdictOf = ({ report }: Audit, rule: string): string =>
  report.results.find((one) => one.rule === rule)?.verdict ?? 'not judged';
const messageOf = ({ report }: Audit, rule: string): string =>
  report.results.find((one) => one.rule === rule)?.message ?? '';
const leftOut = ({ report }: Audit): readonly string[] =>
  places(report).flatMap((place) => place.match(/(?<=^(?:files-left-out|milder) ).*/) ?? []);
/** A pattern that costs findings is told with these, and not a second time. */
const isAboutPatterns = ({ kind }: Problem): boolean =>
  kind === 'files-left-out' || kind === 'milder';

const global = '# kept out of deployments\n**/*.ecaGlblOauth-meta.xml\n';

describe('a file that .forceignore leaves out', () => {
  test('is read by rules about secrets all the same', async () => {
    const run = await auditOf({ ...project, ...withSecret, '.forceignore': global });
    expect(run.code).toBe(1);
    expect(failed(run)).toContain('secrets/no-consumer-secret-in-source');
    const [found] = run.report.results.filter(({ verdict }) => verdict === 'fail');
    expect(found?.severity).toBe('critical');
    expect(run.stdout).not.toContain('0123456789ABCDEF');
  });

  test('is not read by other rules, which say by which line', async () => {
    const run = await auditOf({ ...project, ...pkceOff(app), '.forceignore': global });
    expect(run.code).toBe(0);
    expect(verdictOf(run, 'flows/pkce-required')).toBe('open');
    expect(messageOf(run, 'flows/pkce-required')).toContain('left out by .forceignore line 2');
    expect(run.stdout).not.toContain('.ecaGlblOauth) is not in this source');
    expect(leftOut(run)).toEqual(['.forceignore:2:1']);
    expect(verdictOf(run, 'hygiene/all-parts-present')).not.toBe('fail');
  });

  test('is read by all with --no-forceignore', async () => {
    const tree = { ...project, ...pkceOff(app), '.forceignore': global };
    const run = await auditOf(tree, '--no-forceignore', '--fail-on', 'medium');
    expect([run.code, verdictOf(run, 'flows/pkce-required')]).toEqual([1, 'fail']);
    expect(leftOut(run)).toEqual([]);
    expect(run.stdout).not.toContain('left out');
  });

  test('that cannot be read makes the audit incomplete: a secret may be in it', async () => {
    const tree = {
      ...project,
      ...changed(app, 'ecaGlblOauth', '</label>', ''),
      '.forceignore': global,
    };
    expect((await auditOf(tree)).code).toBe(3);
  });

  test('gives no warnings about how it is written', async () => {
    const made = changed(app, 'ecaGlblOauth', '<label>', '<colour>red</colour><label>');
    const run = await auditOf({ ...project, ...made, '.forceignore': global });
    expect(run.report.problems.map(({ kind }) => kind)).toEqual(['files-left-out']);
  });

  test('is named in every format', async () => {
    const cwd = tempFolder({ ...project, ...app, '.forceignore': global });
    const formats = [
      'table',
      'json',
      'sarif',
      'junit',
      'github',
      'gitlab',
      'markdown',
      'html',
      'csv',
    ];
    const silent: string[] = [];
    for (const format of formats) {
      const { stdout } = await ecaudit(['.', '-f', format], { cwd });
      if (!/leaves out|left out by \.forceignore/.test(stdout)) silent.push(format);
    }
    expect(silent).toEqual([]);
  });
});

describe('an app that .forceignore leaves out', () => {
  const ignored = { ...project, ...connected, '.forceignore': 'connectedApps\n' };

  test('beside others is there, and nothing is said of its settings', async () => {
    const run = await auditOf({ ...ignored, ...app });
    expect(run.code).toBe(0);
    expect(run.report.apps.map(({ apiName }) => apiName)).toEqual(['Clean_CA', 'Clean_ECA']);
    const settings = run.report.apps[0]?.settings;
    expect(settings?.['pkceRequired']).toMatchObject({
      state: 'unknown',
      reason: 'the app is left out by .forceignore line 1',
    });
    expect(settings?.['consumerSecretInSource']).toMatchObject({ state: 'known', value: false });
    const verdicts = run.report.results
      .filter((one) => one.app === 'connectedApp:Clean_CA' && !one.rule.startsWith('secrets/'))
      .map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['open', 'notApplicable']));
  });

  test('is no audit when it is the only one', async () => {
    const run = await auditOf(ignored);
    expect(run.code).toBe(3);
    const found = run.report.problems.find(({ kind }) => kind === 'no-apps');
    expect(found?.location).toMatchObject({ file: '.forceignore', startLine: 1 });
    expect(found?.message).toContain('--no-forceignore reads all');
    expect(leftOut(run)).toEqual(['.forceignore:1:1']);
  });

  test('with a secret in it is critical', async () => {
    const tree = changed(ignored, 'connectedApp', '<oauthConfig>', `<oauthConfig>${secret}`);
    const run = await auditOf(tree);
    expect([run.code, failed(run)]).toEqual([1, ['secrets/no-consumer-secret-in-source']]);
  });
});

describe('settings files that .forceignore leaves out', () => {
  test('leave the settings of the org undecided', async () => {
    const text =
      '<?xml version="1.0" encoding="UTF-8"?>\n<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n    <isPkceRequired>true</isPkceRequired>\n</OauthOidcSettings>\n';
    const file = { 'force-app/settings/OauthOidc.settings-meta.xml': text };
    const settingOf = async (tree: Tree) =>
      (await auditOf(tree)).report.apps[0]?.settings['org.pkceRequired'];
    const tree = { ...project, ...connected, ...file };
    expect(await settingOf(tree)).toMatchObject({ state: 'known', value: true });
    expect(await settingOf({ ...tree, '.forceignore': '\n**/settings/\n' })).toMatchObject({
      state: 'unknown',
      reason: 'OauthOidc.settings is left out by .forceignore line 2',
    });
  });

  test('and files of custom scopes leave the scopes of Connected Apps undecided', async () => {
    const text =
      '<?xml version="1.0" encoding="UTF-8"?>\n<OauthCustomScope xmlns="http://soap.sforce.com/2006/04/metadata">\n    <assignedTo>\n        <connectedApp>Clean_CA</connectedApp>\n    </assignedTo>\n    <developerName>Orders</developerName>\n</OauthCustomScope>\n';
    const run = await auditOf({
      ...project,
      ...connected,
      'force-app/oauthcustomscopes/Orders.oauthcustomscope-meta.xml': text,
      '.forceignore': '*.oauthcustomscope*',
    });
    expect(run.report.apps[0]?.settings['customScopes']).toMatchObject({
      state: 'unknown',
      reason: 'a custom scope file (.oauthcustomscope) is left out by .forceignore line 1',
    });
  });
});

/** A file of the app, and the line of the pattern that leaves it out; 0 for none. */
const patterns: readonly (readonly [string, number])[] = [
  ['force-app/connectedApps', 1],
  ['/force-app/connectedApps/', 1],
  ['/connectedApps', 0],
  ['connectedApps/*', 0],
  ['**/connectedApps/*', 1],
  ['*.connectedApp-meta.xml   ', 1],
  ['*.connectedApp-meta.xml\\ ', 0],
  ['FORCE-APP', 1],
  ['force-app\n!force-app/connectedApps/Clean_CA.connectedApp-meta.xml', 1],
  ['force-app/connectedApps/*\n!Clean_CA.connectedApp-meta.xml', 0],
  ['!Clean_CA*\n\n# all\n*.connectedApp*', 4],
  ['*.eca\r\n*.connectedApp-meta.xml\r\n', 2],
  ['./force-app/connectedApps', 0],
  ['\\#x\n[Cc]lean_?A.*', 2],
];

describe('a pattern', () => {
  test.each(patterns)('%j leaves the app out by line %i', async (text, line) => {
    const run = await auditOf({ ...project, ...connected, ...app, '.forceignore': text });
    const lines = run.report.problems
      .filter(isAboutPatterns)
      .map(({ location }) => location?.startLine);
    expect(lines[0] ?? 0).toBe(line);
  });
});

describe('the .forceignore that counts', () => {
  const settingsOf = async (tree: Tree, cwd = '.') => {
    const run = await audit([], { cwd: `${tempFolder(tree)}/${cwd}` });
    return run.report.problems.filter(isAboutPatterns).map(({ location }) => location?.file);
  };

  test('is the nearest upwards from the package directory', async () => {
    const tree = { ...project, ...connected, ...app };
    const [outer, inner] = ['.forceignore', 'force-app/.forceignore'];
    const all = '*.connectedApp-meta.xml';
    expect(await settingsOf({ ...tree, [outer]: all })).toEqual([outer]);
    expect(await settingsOf({ ...tree, [inner]: all })).toEqual([inner]);
    expect(await settingsOf({ ...tree, [inner]: '# none', [outer]: all })).toEqual([]);
    expect(
      await settingsOf({ ...tree, [inner]: all, 'force-app/connectedApps/.forceignore': '' }),
    ).toEqual([inner]);
  });

  test('may lie above the project', async () => {
    const tree = below('packages/one', { ...project, ...connected, ...app });
    const found = await settingsOf({ ...tree, '.forceignore': 'connectedApps' }, 'packages/one');
    expect(found).toEqual(['../../.forceignore']);
  });

  test('is each package directory its own', async () => {
    const two = JSON.stringify({ packageDirectories: [{ path: 'force-app' }, { path: 'other' }] });
    const tree = {
      ...connected,
      ...below('other', only(clean, 'Clean_CA')),
      'sfdx-project.json': two,
      '.forceignore': 'connectedApps',
      'other/.forceignore': '# all is deployed',
    };
    const run = await audit([], { cwd: tempFolder(tree) });
    expect(
      run.report.apps.map(({ id, settings }) => [id, settings['pkceRequired']?.state]),
    ).toEqual([
      ['force-app#connectedApp:Clean_CA', 'unknown'],
      ['other#connectedApp:Clean_CA', 'known'],
    ]);
  });

  test('is none without a sfdx-project.json', async () => {
    const run = await auditOf({ ...connected, '.forceignore': 'connectedApps' });
    expect([run.code, leftOut(run)]).toEqual([0, []]);
  });
});

test('a guide of one’s own that takes rules of secrets/* over reads what is left out', async () => {
  const guide = `id: acme
title: Acme
kind: vendor
sources: [{ title: Guide, url: "https://acme.test/guide", read: 2026-01-01 }]
extends: [secrets]
match: { fact: apiName, operator: like, value: "*" }
rules:
  - { id: label, require: { fact: label, operator: notEqual, value: "" } }
`;
  const inText = changed(app, 'eca', '<description>', '<description>password=S3cretS3cret99 ');
  const tree = { ...project, ...inText, '.forceignore': '**/*.eca-meta.xml', 'acme.yaml': guide };
  const run = await auditOf(tree, '-r', 'acme.yaml');
  expect(verdictOf(run, 'secrets/no-credential-in-texts')).toBe('fail');
});
