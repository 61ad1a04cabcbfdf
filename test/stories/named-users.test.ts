// Names of users: where somebody asked for them, and nowhere else.
import { expect, test } from 'vitest';
import { idOf } from '../fake-org/components.js';
import {
  admin,
  adminUser,
  assignments,
  menuItem,
  permissionSets,
  token,
  userId,
} from '../fake-org/people-and-tokens.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from './cli-of-orgs.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';
import { ecaudit, fixtures, reportsIn, type Surroundings } from './run.js';

stopOrgsAfterEach();

const name = 'two@fake.example';

/** An org with an app of which a user holds a token, and whom another may use by a permission set. */
async function klue(): Promise<Surroundings> {
  const id = idOf('ConnectedApp', 77);
  const set = idOf('PermissionSet', 700);
  const named = { Name: 'Klue', Label: 'Klue users', IsOwnedByProfile: false };
  const org = await orgWith({
    tables: {
      PermissionSet: [...permissionSets, { Id: set, ...named }],
      PermissionSetAssignment: assignments([
        adminUser,
        { id: userId(2), username: name, sets: [set] },
      ]),
      SetupEntityAccess: [
        {
          ParentId: set,
          Parent: { ...named, Profile: null },
          SetupEntityId: id,
          SetupEntityType: 'ConnectedApplication',
        },
      ],
      ConnectedApplication: [{ Id: id, Name: 'Klue' }],
      AppMenuItem: [menuItem(5, id, 'Klue', 'Klue')],
      OauthToken: [token('Klue', admin, { AppMenuItemId: idOf('AppMenuItem', 5) })],
    },
  });
  return { cwd: tempFolder(), env: { PATH: salesforceCli({ prod: org }) } };
}

const formats = ['json', 'table', 'markdown', 'html'] as const;

interface Apps {
  readonly apps: readonly { readonly apiName: string; readonly holders?: unknown }[];
}

test('audit names who holds tokens of an app or may use it with --with-users only', async () => {
  const at = await klue();
  const argv = ['audit', '--org', 'prod', '-q'];
  const plain = await reportsIn(formats, argv, at);
  const named = await reportsIn(formats, [...argv, '--with-users'], at);
  for (const format of formats) {
    expect(plain.texts[format], format).not.toContain(name);
    expect(named.texts[format], format).toContain(name);
  }
  const report = JSON.parse(named.texts.json) as Apps;
  expect(report.apps.find(({ apiName }) => apiName === 'Klue')?.holders).toMatchObject([
    { user: 'admin@fake.example', tokens: 1 },
    { user: name, tokens: 0, created: null, lastUse: null, access: 'permission set Klue users' },
  ]);
});

test('a snapshot that names users does so with --with-users only, and one that does not is refused', async () => {
  const at = await klue();
  await ecaudit(['pull', '--org', 'prod', '--out', 'named', '-q', '--with-users'], at);
  await ecaudit(['pull', '--org', 'prod', '--out', 'plain', '-q'], at);
  for (const command of ['audit', 'inventory']) {
    const without = await reportsIn(formats, [command, 'named', '-q'], at);
    const asked = await reportsIn(formats, [command, 'named', '-q', '--with-users'], at);
    for (const format of formats) {
      expect(without.texts[format], `${command} ${format}`).not.toContain(name);
      expect(asked.texts[format], `${command} ${format}`).toContain(name);
    }
  }
  const plain = await ecaudit(['audit', 'plain', '--with-users'], at);
  expect([plain.code, plain.stdout]).toEqual([2, '']);
  expect(plain.stderr).toContain('pull --with-users');
});

test('a report that names users is read again, and names them to whom asks', async () => {
  const at = await klue();
  await ecaudit(['audit', '--org', 'prod', '-f', 'json=named.json', '--with-users', '-q'], at);
  for (const argv of [
    ['merge', 'named.json', '-f', 'json'],
    ['inventory', 'named.json', '-f', 'json'],
  ])
    expect((await ecaudit(argv, at)).stdout).not.toContain(name);
  const asked = await ecaudit(['inventory', 'named.json', '--with-users', '-f', 'csv'], at);
  expect(asked.stdout).toContain(name);
});

test('files have no users, and every format for people says who has', async () => {
  const argv = ['audit', 'projects/demo', '--with-users', '--fail-on', 'never', '-q'];
  const { code, texts } = await reportsIn(formats, argv, { cwd: fixtures });
  expect([code, texts.json.includes('"holders"')]).toEqual([0, false]);
  for (const format of ['table', 'markdown', 'html'] as const)
    expect(texts[format].replaceAll(/\s+/g, ' ')).toContain('Metadata files hold no users');
  const inventory = await ecaudit(['inventory', 'projects/demo', '--with-users'], {
    cwd: fixtures,
  });
  expect(inventory.stdout.replaceAll(/\s+/g, ' ')).toContain('Metadata files hold no users');
});
