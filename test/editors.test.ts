// The extension for VS Code, as its manifest says it. `npm run package` in its folder packs it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { fileNamings } from '../src/metadata/files/types.js';
import { root } from './stories/run.js';

const folder = join(root, 'editors/vscode');
const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const code = readFileSync(join(folder, 'src/extension.js'), 'utf8');

test('it has the version of ecaudit, and holds nothing but its code and its page', () => {
  expect([own.version, own.license, own.private]).toEqual([manifest.version, 'MIT', true]);
  expect(own.files).toEqual(['extension.js', 'README.md']);
  expect(existsSync(join(folder, 'README.md'))).toBe(true);
  // All is bundled: nothing is installed beside it.
  expect(own.dependencies).toBeUndefined();
  expect(own.scripts.package).toContain('vsce package --no-dependencies');
});

test('it starts in Salesforce projects only, and in no folder that nobody trusts', () => {
  expect(own.activationEvents.every((one: string) => one.startsWith('workspaceContains:'))).toBe(
    true,
  );
  expect(own.activationEvents.join()).toContain('sfdx-project.json');
  expect(own.capabilities.untrustedWorkspaces.supported).toBe(false);
});

test('each setting that it reads is declared, and a folder cannot name the program unasked', () => {
  const [, section, name] = /getConfiguration\('(\w+)'\)\.get\('(\w+)'/.exec(code) ?? [];
  const declared = own.contributes.configuration.properties;
  expect(Object.keys(declared)).toEqual([`${section}.${name}`]);
  expect(declared['ecaudit.command'].scope).toMatch(/^machine/);
});

test('it follows every file that holds an app', () => {
  const apps = Object.values(fileNamings).map(({ suffix }) => suffix);
  const followed = apps.filter((suffix) => /^(?:connectedApp|eca|settings)/.test(suffix));
  expect(followed.length).toBeGreaterThan(10);
  expect(code).toContain('{connectedApp,eca,eca[A-Z]*,settings}{,-meta.xml}');
});
