// What an incident needs, as text and files: nothing is executed, nothing is replaced, no key stands where it need not.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { revokeCommand } from '../../src/contain/commands.js';
import { adminUser, assignments, token } from '../fake-org/people-and-tokens.js';
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

test('a command is one line and one query, whatever the app is called', () => {
  const command = revokeCommand('prod', "a'; rm -rf / #\n$(id)", "o'brien@x.example");
  expect(command).not.toContain('\n');
  expect(command).toContain(String.raw`AppName = '\''a\'\''; rm -rf / #`);
  expect(command).toMatch(/^sf data query --target-org prod --query '/);
});
