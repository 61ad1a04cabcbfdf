// What an incident needs, as text and files: nothing is executed, nothing is replaced, no key stands where it need not.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { revokeCommand } from '../../src/contain/contain.js';
import { adminUser, assignments, token, userId } from '../fake-org/people-and-tokens.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { ecaudit } from '../stories/run.js';

stopOrgsAfterEach();

const app = (label: string): string =>
  `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>${label}</label><oauthConfig><callbackUrl>https://b.example/cb</callbackUrl><scopes>Api</scopes></oauthConfig></ConnectedApp>`;

async function org() {
  return orgWith({
    files: { 'Drift_Sync.connectedApp': app("Drift's | Sync"), 'Other.connectedApp': app('Other') },
    tables: {
      OauthToken: [token("Drift's | Sync", adminUser.id)],
      PermissionSetAssignment: assignments([adminUser]),
    },
  });
}

const key = '3MVG9_a.Key_of.ours_1234567890';

describe('contain', () => {
  test('the files, with the key in the metadata file only', async () => {
    const cwd = tempFolder({});
    const env = envOf(await org());
    const argv = ['contain', '--org', 'env', '--app', 'drift*', '--out', 'incident', '--no-config'];
    const run = await ecaudit([...argv, '--consumer-key', key], { cwd, env });
    expect(run.code).toBe(0);
    expect(run.stdout + run.stderr).not.toContain(key);
    const block = 'blacklistedConsumers/Drift_Sync.blacklistedConsumer-meta.xml';
    const read = (path: string) => readFileSync(join(cwd, 'incident', path), 'utf8');
    expect(read(block)).toContain(`<consumerKey>${key}</consumerKey>`);
    expect(readdirSync(join(cwd, 'incident')).toSorted()).toEqual([
      'blacklistedConsumers',
      'commands.txt',
      'contain.md',
      'holders.csv',
    ]);
    for (const path of ['contain.md', 'holders.csv', 'commands.txt'])
      expect(read(path)).not.toContain(key);
    const plan = read('contain.md');
    expect(plan.indexOf('## 1. Block')).toBeLessThan(plan.indexOf('## 2. Revoke'));
    expect(plan.indexOf('## 2. Revoke')).toBeLessThan(plan.indexOf('## 3. Check'));
    expect(plan).toContain("`Drift's` `\\|` Sync");
    expect(plan).not.toContain('Other');
    expect(read('holders.csv')).toMatch(
      /^org,user,name,api name,label,tokens,created,last used,access/,
    );
    const commands = read('commands.txt').trimEnd().split('\n');
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain('--target-org env');
  });

  test('without a key the file has a placeholder that contain.md names', async () => {
    const cwd = tempFolder({});
    const env = envOf(await org());
    const argv = ['contain', '--org', 'env', '--app', 'Drift_Sync', '--out', 'incident', '-q'];
    expect(await ecaudit(argv, { cwd, env })).toEqual({ code: 0, stdout: '', stderr: '' });
    const plan = readFileSync(join(cwd, 'incident', 'contain.md'), 'utf8');
    expect(plan).toContain('`CONSUMER_KEY_OF_THE_APP`');
    const again = await ecaudit(argv, { cwd, env });
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain('is there already');
  });

  test('an app that is nowhere: said, exit code 0, no files', async () => {
    const cwd = tempFolder({});
    const env = envOf(await org());
    const argv = ['contain', '--org', 'env', '--app', 'Nobody*', '--out', 'incident'];
    const run = await ecaudit(argv, { cwd, env });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('No app like Nobody* was found in org/env');
    expect(existsSync(join(cwd, 'incident'))).toBe(false);
  });

  test('an org that was not read makes it incomplete, and contain.md names it', async () => {
    const cwd = tempFolder({ 'apps/Drift_Sync.connectedApp': app('Drift') });
    const argv = ['contain', 'apps', 'org:env', '--app', 'Drift*', '--out', 'incident'];
    const env = { SF_ACCESS_TOKEN: '00D000000000001!no', SF_INSTANCE_URL: 'http://127.0.0.1:9' };
    const run = await ecaudit([...argv, '--retries', '0', '--timeout', '2'], { cwd, env });
    expect(run.code).toBe(3);
    expect(readFileSync(join(cwd, 'incident', 'contain.md'), 'utf8')).toContain('org/env');
  });

  test.each([
    [['--app', 'X']],
    [['--out', 'o']],
    [['--app', 'X', '--out', '']],
    [['--app', 'X', '--out', 'o', '--consumer-key', 'a b']],
  ])('%j is exit code 2', async (argv) => {
    const run = await ecaudit(['contain', '.', ...argv], {
      cwd: tempFolder({ 'A.connectedApp': app('A') }),
    });
    expect([run.code, run.stdout]).toEqual([2, '']);
  });
});

// A shell runs what stands in commands.txt: with names that a caller of ours chose, and programs that only note what they get.
test('names of apps and users are one word of a shell and one text of a query, whatever is in them', async () => {
  const label = `Evil' OR Id != '\\" $(touch hit) \`touch hit\`; touch hit # !! *`;
  const users = ["o'hara$(touch hit)@x.test", 'b"; touch hit; "@x.test', 'c\\@x.test'];
  const cwd = tempFolder({});
  const holders = users.map((username, at) => ({ id: userId(100 + at), username }));
  const evil = await orgWith({
    files: { 'Evil.connectedApp': app(label.replaceAll('&', '&amp;').replaceAll('<', '&lt;')) },
    tables: {
      OauthToken: [...holders, ...holders].map(({ id }) => token(label, id)),
      PermissionSetAssignment: assignments([adminUser, ...holders]),
    },
  });
  const argv = ['contain', '--org', 'env', '--app', 'Evil', '--out', 'incident', '--no-config'];
  expect((await ecaudit(argv, { cwd, env: envOf(evil) })).code).toBe(0);
  const commands = readFileSync(join(cwd, 'incident/commands.txt'), 'utf8');
  expect(commands.trimEnd().split('\n')).toHaveLength(users.length);
  expect(commands + readFileSync(join(cwd, 'incident/contain.md'), 'utf8')).not.toMatch(/leaked-/);
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'sf'),
    `#!${process.execPath}\nif (process.argv[2] === 'data') require('node:fs').appendFileSync('asked.txt', process.argv.at(-2) + '\\n');\n`,
  );
  for (const name of ['jq', 'curl']) writeFileSync(join(bin, name), '#!/bin/sh\ncat >/dev/null\n');
  for (const name of ['sf', 'jq', 'curl']) chmodSync(join(bin, name), 0o755);
  const PATH = [bin, process.env['PATH'] ?? ''].join(delimiter);
  const done = spawnSync('bash', [join('incident', 'commands.txt')], { cwd, env: { PATH } });
  expect([done.status, String(done.stderr)]).toEqual([0, '']);
  expect(existsSync(join(cwd, 'hit'))).toBe(false);
  const escaped = (text: string): string => text.replaceAll(/[\\']/g, String.raw`\$&`);
  expect(readFileSync(join(cwd, 'asked.txt'), 'utf8').trimEnd().split('\n').toSorted()).toEqual(
    users
      .map(
        (user) =>
          `SELECT DeleteToken FROM OauthToken WHERE AppName = '${escaped(label)}' AND User.Username = '${escaped(user)}'`,
      )
      .toSorted(),
  );
});

test.each([0, 1000])(
  '%i tokens: a command and a row for each user who holds one',
  async (count) => {
    const cwd = tempFolder({});
    const ids = Array.from({ length: count }, (_, at) => userId(1000 + (at % 250)));
    const users = [...new Set(ids)].map((id) => ({ id, username: `${id}@x.test` }));
    const many = await orgWith({
      files: { 'Many.connectedApp': app('Many') },
      tables: {
        OauthToken: [token('Other', adminUser.id), ...ids.map((id) => token('Many', id))],
        PermissionSetAssignment: assignments([adminUser, ...users]),
      },
    });
    const argv = ['contain', '--org', 'env', '--app', 'Many', '--out', 'incident', '--no-config'];
    expect((await ecaudit(argv, { cwd, env: envOf(many) })).code).toBe(0);
    const lines = (path: string): readonly string[] =>
      readFileSync(join(cwd, 'incident', path), 'utf8')
        .split(/\r?\n/)
        .filter((line) => line !== '');
    expect(lines('commands.txt')).toHaveLength(users.length);
    const held = lines('holders.csv')
      .slice(1)
      .filter((line) => / token|,4,/.test(line));
    expect(held).toHaveLength(users.length);
    expect(lines('contain.md').join('\n')).toContain('## 2. Revoke');
  },
);

test('a command is one line and one query, whatever the app is called', () => {
  const command = revokeCommand('prod', "a'; rm -rf / #\n$(id)", "o'brien@x.example");
  expect(command).not.toContain('\n');
  expect(command).toContain(String.raw`AppName = '\''a\'\''; rm -rf / #`);
  expect(command).toMatch(/^sf data query --target-org prod --query '/);
});
