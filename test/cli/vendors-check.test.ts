// A guide as a checklist of one app.
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit, treeOf, type Tree } from '../stories/run.js';

const lacking = (from: string): Tree =>
  Object.fromEntries(
    Object.entries(treeOf('guides', 'fullcast')).map(([path, text]) => [
      path,
      text.replace(from, ''),
    ]),
  );

const check = (tree: Tree, ...argv: readonly string[]) =>
  ecaudit(['vendors', 'check', 'fullcast', '.', ...argv], { cwd: tempFolder(tree) });

test('a good app: every item is met, in the order of the guide', async () => {
  const { code, stdout } = await check(lacking('nothing'), '--app', 'Fullcast');
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/^\[[ ?]\]/m);
  expect(stdout.indexOf('(scopes)')).toBeGreaterThan(stdout.indexOf('(oauth)'));
});

test('an app that lacks a scope: one unmet item says which, and what to do in Setup', async () => {
  const { code, stdout } = await check(lacking(', OpenID'), '--app', 'Fullcast');
  expect(code).toBe(1);
  expect(stdout.match(/^\[ \].*$/gm)).toEqual([
    expect.stringMatching(/openid.*Setup >.*\(scopes\)/),
  ]);
});

test('markdown and json', async () => {
  const tree = lacking(', OpenID');
  const markdown = await check(tree, '--app', 'Fullcast', '-f', 'markdown');
  expect(markdown.stdout).toMatch(/^- \[ \] .*openid/m);
  const { stdout } = await check(tree, '--app', 'Fullcast', '-f', 'json');
  const data = JSON.parse(stdout) as {
    readonly ruleset: string;
    readonly app: string;
    readonly items: readonly { readonly rule: string; readonly state: string }[];
  };
  expect([data.ruleset, data.app]).toEqual(['vendors/fullcast', 'externalClientApp:Fullcast']);
  const scopes = data.items.find(({ rule }) => rule === 'vendors/fullcast/scopes');
  expect(Object.keys(scopes ?? {})).toEqual(
    expect.arrayContaining([
      'rule',
      'title',
      'state',
      'setting',
      'label',
      'found',
      'required',
      'fix',
    ]),
  );
  expect(scopes?.state).toBe('unmet');
});

test.each([
  ['no app of that name', ['--app', 'Nobody'], /no app is called Nobody/],
  ['no --app', [], /needs --app/],
])('%s is a wrong request', async (_, argv, said) => {
  const { code, stdout, stderr } = await check(lacking('nothing'), ...argv);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(said);
});

test('several apps, and an unknown guide, are wrong requests', async () => {
  const tree = { ...treeOf('guides', 'fullcast'), ...treeOf('guides', 'atlas') };
  const several = await check(tree, '--app', '*');
  const unknown = await ecaudit(['vendors', 'check', 'fulcast', '.', '--app', 'x']);
  expect([several.code, unknown.code]).toEqual([2, 2]);
  expect(unknown.stderr).toContain('fullcast');
});

test('a SOURCE may say which app it is, and not twice', async () => {
  const cwd = tempFolder({ ...lacking('nothing'), 'other#name/x.txt': '' });
  const held = (...argv: readonly string[]) =>
    ecaudit(['vendors', 'check', 'fullcast', ...argv], { cwd });
  const named = await held('.#externalClientApp:Fullcast');
  expect([named.code, named.stderr]).toEqual([0, '']);
  expect(named.stdout).toBe((await held('.', '--app', 'Fullcast')).stdout);
  expect((await held('.#Fullcast')).code).toBe(0);
  const twice = await held('.#externalClientApp:Fullcast', '--app', 'Fullcast');
  expect([twice.code, twice.stdout]).toEqual([2, '']);
  expect(twice.stderr).toContain('both say which app');
  const none = await held('.#connectedApp:Fullcast');
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no app is called')]);
  expect((await held('other#name')).stderr).toContain('vendors check needs --app');
});
