// Apps that an org blocks: what files say, what an org says, and that the key of a blocked app goes nowhere.
import { describe, expect, test } from 'vitest';
import { adminUser, admin, assignments, token, userId } from '../fake-org/people-and-tokens.js';
import { connectedApp, key, keyed, otherKey, xml } from '../evidence/project.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit, type Audit } from './run.js';

stopOrgsAfterEach();

const blocked = (name: string, consumerKey: string): string =>
  xml(
    'BlacklistedConsumer',
    `<blockedByApiWhitelisting>false</blockedByApiWhitelisting><consumerKey>${consumerKey}</consumerKey><consumerName>${name}</consumerName><masterLabel>${name}</masterLabel>`,
  );
const file = 'main/blacklistedConsumers/Any.blacklistedConsumer-meta.xml';
const all = ['--no-config', '--include', 'all'];

function blockedIn({ report }: Audit, name = 'Sync'): unknown {
  const setting = report.apps.find(({ apiName }) => apiName === name)?.settings['blocked'];
  return setting?.state === 'known' ? setting.value : setting?.reason;
}

describe('in a folder', () => {
  test.each([
    ['the key of the app', blocked('Another name', key), keyed, true],
    ['another key, whatever the name', blocked('Sync', otherKey), keyed, false],
    ['the name, where the app has no key', blocked('sync ', otherKey), '', true],
    ['another name', blocked('Data Mover', otherKey), '', false],
  ])('a blocked app with %s', async (_, text, oauth, expected) => {
    const run = await audit(['.', ...all], {
      cwd: tempFolder({ ...connectedApp('Sync', oauth), [file]: text }),
    });
    expect(blockedIn(run)).toBe(expected);
    expect(run.report.problems).toEqual([]);
    expect(run.stdout).not.toContain(otherKey);
  });

  test('without such files nobody knows', async () => {
    const run = await audit(['.', ...all], { cwd: tempFolder(connectedApp('Sync')) });
    expect(blockedIn(run)).toMatch(/blacklistedConsumer/);
  });

  test('one that .forceignore leaves out decides nothing', async () => {
    const cwd = tempFolder({
      ...connectedApp('Sync'),
      [file]: blocked('Sync', otherKey),
      'sfdx-project.json': '{ "packageDirectories": [{ "path": "main", "default": true }] }',
      '.forceignore': '**/*.blacklistedConsumer-meta.xml\n',
    });
    expect(blockedIn(await audit([...all], { cwd }))).toMatch(/left out by \.forceignore line 1/);
  });
});

describe('in an org', () => {
  const files = {
    'Sync.connectedApp':
      '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>Sync</label></ConnectedApp>',
  };
  const other = userId(2);
  const tables = {
    OauthToken: [token('Stray', admin), token('Stray', other), token('Sync', other)],
    PermissionSetAssignment: assignments([adminUser, { id: other, username: 'two@fake.example' }]),
  };
  const verdict = ({ report }: Audit, rule: string, name: string): string | undefined =>
    report.results.find((one) => one.rule === rule && one.app.endsWith(`:${name}`))?.verdict;

  test('a blocked app is no open door, but its tokens are told', async () => {
    const stray = { 'Stray.blacklistedConsumer': blocked('Stray', otherKey) };
    const org = await orgWith({ files: { ...files, ...stray }, tables });
    const run = await audit(['--org', 'env', ...all], { env: envOf(org), cwd: tempFolder() });
    expect(blockedIn(run, 'Stray')).toBe(true);
    expect(blockedIn(run)).toBe(false);
    expect(verdict(run, 'usage/installed', 'Stray')).toBe('notApplicable');
    expect(verdict(run, 'usage/blocked-app-without-tokens', 'Stray')).toBe('fail');
    expect(verdict(run, 'usage/blocked-app-without-tokens', 'Sync')).toBe('notApplicable');
    expect(run.stdout).not.toContain(otherKey);
  });

  test('an org without blocked apps says so, and a snapshot keeps it', async () => {
    const org = await orgWith({ files, tables });
    const cwd = tempFolder();
    await ecaudit(['pull', '--org', 'env', '--out', 'saved'], { env: envOf(org), cwd });
    const run = await audit(['saved', ...all], { cwd });
    expect([blockedIn(run), blockedIn(run, 'Stray')]).toEqual([false, false]);
    expect(verdict(run, 'usage/installed', 'Stray')).toBe('fail');
  });

  test('an org that does not show them decides nothing', async () => {
    const org = await orgWith({ files, tables, hidden: ['BlacklistedConsumer'] });
    const run = await audit(['--org', 'env', ...all], { env: envOf(org), cwd: tempFolder() });
    expect(typeof blockedIn(run)).toBe('string');
    expect(verdict(run, 'usage/installed', 'Stray')).toBe('fail');
  });

  test('its session settings are read, so that a short timeout of the org counts', async () => {
    const security = (timeout: string): string =>
      xml(
        'SecuritySettings',
        `<sessionSettings><sessionTimeout>${timeout}</sessionTimeout></sessionSettings>`,
      );
    const app = {
      'Pipe.connectedApp': Object.values(connectedApp('Pipe'))[0] ?? '',
    };
    const verdictOf = async (timeout: string): Promise<string | undefined> => {
      const org = await orgWith({ files: { ...app, 'Security.settings': security(timeout) } });
      const run = await audit(['--org', 'env', ...all], { env: envOf(org), cwd: tempFolder() });
      return verdict(run, 'tokens/session-timeout', 'Pipe');
    };
    expect([await verdictOf('ThirtyMinutes'), await verdictOf('TwelveHours')]).toEqual([
      'notApplicable',
      'fail',
    ]);
  });
});
