// A canary in every text that other commands read: nothing that they print or write tells it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { main } from '../../src/cli/main.js';
import { ecaudit } from './run.js';

const canary = 'Canary7f3a91bd62';
const told = `password=${canary} https://u:${canary}@a.example/?client_secret=${canary}`;

const app = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>A password=${canary}</label>
    <description>Bearer ${canary}</description>
    <contactEmail>a@b.example</contactEmail>
    <oauthConfig>
        <callbackUrl>http://u:${canary}@a.example/cb?token=${canary}</callbackUrl>
        <consumerKey>3MVG9${canary}</consumerKey>
        <consumerSecret>${canary}${canary}</consumerSecret>
        <scopes>Full</scopes>
        <scopes>token=${canary}</scopes>
    </oauthConfig>
</ConnectedApp>
`;

const ruleset = JSON.stringify({
  id: 'own',
  title: told,
  kind: 'vendor',
  sources: [{ title: told, url: `https://a.example/?token=${canary}`, read: '2026-01-01' }],
  match: { fact: 'label', operator: 'like', value: '*' },
  rules: [
    {
      id: 'one',
      title: told,
      message: told,
      why: told,
      fix: told,
      references: [`https://a.example/?token=${canary}`],
      require: { fact: 'label', operator: 'equal', value: told },
      examples: [{ title: told, settings: { label: told }, verdict: 'fail' }],
    },
  ],
});

const files = {
  'force-app/connectedApps/A.connectedApp-meta.xml': app,
  'sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }] }',
  'own.yaml': ruleset,
  'wrong.yaml': `id: own\ntitle: ${JSON.stringify(told)}\nkind: vendor\nrules: [{ id: one, require: { fact: label, operator: like, value: [${JSON.stringify(told)}] } }]\n`,
  'secrets.env': `CLIENT_SECRET=${canary}\n`,
};

/** All texts below a folder but those that were there before. */
function writtenIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !Object.hasOwn(files, name) && statSync(join(folder, name)).isFile(),
  );
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

const masked = '[redacted]';

/** What these print of the texts is masked. */
test.each<readonly (readonly string[])[]>([
  [['rules', 'list', '-r', 'own.yaml']],
  [['rules', 'list', '-r', 'own.yaml', '-f', 'json']],
  [['rules', 'show', 'own/one', '-r', 'own.yaml']],
  [['rules', 'show', 'own/one', '-r', 'own.yaml', '-f', 'json']],
  [['rules', 'new', 'force-app', '--from-app', 'A']],
  [['rules', 'new', 'force-app', '--from-app', 'A', '--out', 'draft.yaml']],
  [['rules', 'test', 'own.yaml']],
])('%j prints the mask', async (argv) => {
  const cwd = tempFolder(files);
  const run = await ecaudit(argv, { cwd });
  const all = `${run.stdout}\n${run.stderr}\n${writtenIn(cwd)}`;
  expect(all).not.toContain(canary);
  expect(all).toContain(masked);
});

test.each<readonly (readonly string[])[]>([
  [['rules', 'list', `token=${canary}`]],
  [['rules', 'list', '-r', 'secrets.env']],
  [['rules', 'list', '--control', `token=${canary}`]],
  [['rules', 'show', `token=${canary}`]],
  [['rules', 'test', 'wrong.yaml']],
  [['rules', 'test', 'secrets.env']],
  [['rules', 'new', 'secrets.env']],
  [['rules', 'new', 'force-app', '--from-app', `token=${canary}`]],
  [['vendors']],
  [['vendors', `token=${canary}`]],
  [['settings']],
  [['settings', `token=${canary}`]],
  [['suppress', '0000000', 'force-app', '--reason', told]],
  [['suppress', `token=${canary}`, 'force-app']],
  [['doctor']],
  [['doctor', '--config', 'secrets.env']],
  [['init']],
  [['init', `token=${canary}`]],
  [['merge', 'secrets.env']],
  [['merge', 'force-app/connectedApps/A.connectedApp-meta.xml']],
  [['pull', '--org', `force://a:${canary}:${canary}@a.example`, '--out', 'x']],
  [['completion', `token=${canary}`]],
  [[`token=${canary}`]],
])('%j does not tell it', async (argv) => {
  const cwd = tempFolder(files);
  const run = await ecaudit(argv, { cwd });
  expect(run.code).not.toBe(4);
  expect(`${run.stdout}\n${run.stderr}\n${writtenIn(cwd)}`).not.toContain(canary);
});

test('a crash does not tell it', async () => {
  const cwd = tempFolder(files);
  const stderr: string[] = [];
  const code = await main(['force-app'], {
    stdout: {
      write: () => {
        throw new Error(`cannot write ${told}`);
      },
      isTTY: false,
    },
    stderr: { write: (text) => void stderr.push(text), isTTY: false },
    env: {},
    cwd,
    now: () => new Date('2026-11-30T10:00:00Z'),
  });
  expect([4, 5]).toContain(code);
  expect(stderr.join('')).toContain('cannot write');
  expect(stderr.join('')).not.toContain(canary);
});

test('what suppress writes and says of a finding is masked', async () => {
  const cwd = tempFolder(files);
  const { stdout } = await ecaudit(['force-app', '-f', 'json', '-r', 'own.yaml'], { cwd });
  expect(stdout).not.toContain(canary);
  const [found] = (JSON.parse(stdout) as { results: readonly { fingerprint: string }[] }).results;
  const run = await ecaudit(
    [
      'suppress',
      found?.fingerprint ?? '',
      'force-app',
      '--reason',
      'known',
      '--expires',
      '2027-01-01',
    ],
    { cwd },
  );
  expect(`${run.stdout}\n${run.stderr}\n${writtenIn(cwd)}`).not.toContain(canary);
}, 60_000);
