// Every app of folders and orgs, one row each.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { idOf } from '../fake-org/components.js';
import type { FakeOrg } from '../fake-org/fake-org.js';
import {
  admin,
  adminUser,
  assignments,
  menuItem,
  permissionSets,
  token,
  userId,
} from '../fake-org/people-and-tokens.js';
import type { Row } from '../fake-org/soql.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { readCsv } from '../reporters/csv-reader.js';
import { salesforceCli } from './cli-of-orgs.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';
import { demoProject, ecaudit, fixtures, type Surroundings } from './run.js';

stopOrgsAfterEach();

interface Listed {
  readonly incomplete: boolean;
  readonly sources: readonly { readonly id: string }[];
  readonly problems: readonly { readonly kind: string }[];
  readonly apps: readonly Readonly<Record<string, unknown>>[];
  readonly compare?: readonly {
    readonly apiName: string;
    readonly settings: readonly {
      readonly setting: string;
      readonly values: Readonly<Record<string, { readonly value?: unknown }>>;
    }[];
  }[];
}

async function inventory(argv: readonly string[], at: Surroundings = {}) {
  const run = await ecaudit(['inventory', ...argv, '-f', 'json'], at);
  return { ...run, found: JSON.parse(run.stdout) as Listed };
}

/** A folder with the demo project and its eight apps. */
const demo = 'projects/demo';

const columns =
  'org,kind,api name,label,namespace,publisher,owner,created,changed,installed,blocked,permitted users,scopes,flows,users,tokens,last use,vendor,critical,high,medium,low,info,migration,next deadline';

test('every app of a folder has a row, clean ones too', async () => {
  const { code, found } = await inventory([demo]);
  expect([code, found.incomplete, found.apps.length]).toEqual([0, false, 8]);
  expect(found.apps[1]).toEqual({
    id: 'connectedApp:Billing_Nightly',
    kind: 'connectedApp',
    apiName: 'Billing_Nightly',
    label: 'Billing Nightly',
    namespace: null,
    source: demo,
    org: null,
    publisher: 'own',
    owner: 'billing@northwind.test',
    created: null,
    changed: null,
    installed: null,
    blocked: null,
    permittedUsers: 'admin-approved',
    scopes: ['api', 'refresh_token'],
    flows: ['jwt-bearer', 'web-server'],
    users: null,
    tokens: null,
    lastUse: null,
    vendors: [],
    findings: expect.objectContaining({ critical: 0, high: 0 }),
    migration: 'ready',
    nextDeadline: { id: 'username-password-flow', date: '2027-02-20' },
  });
  const fullcast = found.apps.find(({ apiName }) => apiName === 'Fullcast');
  expect(fullcast).toMatchObject({ vendors: ['vendors/fullcast'], scopes: expect.any(Array) });
  expect(fullcast).not.toHaveProperty('migration');
});

test('findings are no reason for exit code 1, an unreadable file is one for 3', async () => {
  expect((await inventory(['planted/faulty'])).code).toBe(0);
  const cwd = tempFolder({
    'A.connectedApp': '<ConnectedApp',
    'B.connectedApp':
      '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>B</label></ConnectedApp>',
  });
  const { code, found } = await inventory(['.'], { cwd });
  expect([code, found.incomplete, found.apps.map(({ apiName }) => apiName)]).toEqual([
    3,
    true,
    ['B'],
  ]);
});

test('csv has the columns of the contract, lists in one cell, and empty cells for what is not known', async () => {
  const { stdout } = await ecaudit(['inventory', demo, '-f', 'csv']);
  const [head = [], ...rows] = readCsv(stdout);
  expect(head.join(',')).toBe(columns);
  const billing = Object.fromEntries(
    head.map((name, at) => [name, rows.find((row) => row[2] === 'Billing_Nightly')?.[at]]),
  );
  expect(billing).toMatchObject({
    org: demo,
    kind: 'Connected App',
    scopes: 'api; refresh_token',
    tokens: '',
    installed: '',
    high: '0',
    'next deadline': '2027-02-20',
  });
});

test.each([60, 80, 100, 160])(
  'the table has a line an app and keeps to %i columns',
  async (width) => {
    const { stdout } = await ecaudit(['inventory', demo], { columns: width, isTTY: true });
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    for (const label of ['Atlas PLM', 'Billing Nightly', 'Order Sync', 'Warehouse'])
      expect(lines.filter((line) => line.includes(label))).toHaveLength(1);
    expect(stdout).toContain('Inventory of 2026-11-22 10:00 UTC');
  },
);

test('markdown has a row an app, and no markup of the apps', async () => {
  const { stdout } = await ecaudit(['inventory', demo, '-f', 'markdown']);
  expect(stdout).toContain('| Atlas PLM | `Atlas_PLM` | External Client App |');
  const cwd = tempFolder({
    'A.connectedApp':
      '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label><![CDATA[x [y](http://z) <b>]]></label></ConnectedApp>',
  });
  const hostile = await ecaudit(['inventory', '.', '-f', 'markdown'], { cwd });
  expect(hostile.stdout).toContain('| x `[y](http://z`) `<b>` |');
});

test('what an app is called cannot move the cursor, nor start a formula', async () => {
  const label = '=1+1\u202e&#x9b;2J';
  const cwd = tempFolder({
    'A.connectedApp': `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>${label}</label></ConnectedApp>`,
  });
  const table = (await ecaudit(['inventory', '.'], { cwd })).stdout;
  const csv = (await ecaudit(['inventory', '.', '-f', 'csv'], { cwd })).stdout;
  expect(table).not.toMatch(/[\u202e\u009b]/);
  expect(csv).not.toMatch(/[\u202e\u009b]|,=/);
});

test('a saved report is a source, alone and beside a folder', async () => {
  const cwd = tempFolder({
    'B.connectedApp':
      '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>B</label></ConnectedApp>',
  });
  const file = join(cwd, 'report.json');
  const { stdout } = await ecaudit([demo, '-f', 'json', '--include', 'all']);
  writeFileSync(file, stdout);
  const live = await inventory([demo]);
  const saved = await inventory([file], { cwd });
  expect([saved.code, saved.found.apps]).toEqual([0, live.found.apps]);
  const both = await inventory([file, 'B.connectedApp'], { cwd });
  expect(both.found.apps).toHaveLength(9);
});

test('--compare has each app of several sources, and only the settings that differ', async () => {
  const cwd = demoProject();
  cpSync(join(cwd, 'force-app'), join(cwd, 'other'), { recursive: true });
  const file = join(cwd, 'other/main/default/extlClntAppGlobalOauthSets');
  const [name = ''] = readdirSync(file).filter((one) => one.startsWith('Order_Sync'));
  const text = readFileSync(join(file, name), 'utf8');
  writeFileSync(join(file, name), text.replace('<isPkceRequired>true', '<isPkceRequired>false'));
  const { found } = await inventory(['force-app', 'other', '--compare'], { cwd });
  expect(found.compare).toHaveLength(8);
  const changed = found.compare?.filter(({ settings }) => settings.length > 0);
  expect(changed).toEqual([
    {
      kind: 'externalClientApp',
      apiName: 'Order_Sync',
      settings: [
        {
          setting: 'pkceRequired',
          values: {
            'force-app': { state: 'known', value: true, origin: 'stated' },
            other: { state: 'known', value: false, origin: 'stated' },
          },
        },
      ],
    },
  ]);
  const { stdout } = await ecaudit(['inventory', 'force-app', 'other', '--compare'], { cwd });
  expect(stdout).toContain('- pkceRequired: force-app true; other false');
});

test.each([
  ['an unknown format', ['-f', 'sarif'], 'there is no format "sarif"'],
  ['two formats on stdout', ['-f', 'json', '-f', 'csv'], 'only one report can go to stdout'],
  ['a source that is not there', ['nowhere'], 'nowhere'],
  ['a flag of audit', ['--fail-on', 'high'], 'fail-on'],
])('%s is exit code 2, and stdout is empty', async (_, argv, message) => {
  const { code, stdout, stderr } = await ecaudit(['inventory', ...argv]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

describe('orgs', () => {
  const two = userId(2);
  const users = [adminUser, { id: two, username: 'two@fake.example' }];
  const login = (application: string, user: string, more: Row = {}): Row => ({
    Application: application,
    LoginType: 'Remote Access 2.0',
    LoginSubType: 'OauthWebServer',
    ApiType: 'N/A',
    Status: 'Success',
    UserId: user,
    LoginTime: '2026-11-21T00:00:00.000+0000',
    ...more,
  });
  const others = [admin, two].map((user) => login('Browser', user, { LoginType: 'Application' }));

  /** An org with Klue installed from a package, and an app of its own. */
  function withKlue(orgId: string): Promise<FakeOrg> {
    const id = idOf('ConnectedApp', 77);
    return orgWith({
      orgId,
      folder: join(fixtures, 'planted/clean'),
      tables: {
        PermissionSetAssignment: assignments(users),
        ConnectedApplication: [
          {
            Id: id,
            Name: 'Klue Connector',
            CreatedDate: '2026-01-01T00:00:00.000+0000',
            LastModifiedDate: '2026-02-01T00:00:00.000+0000',
          },
        ],
        AppMenuItem: [menuItem(5, id, 'KC1', 'Klue Connector', { NamespacePrefix: 'kc' })],
        OauthToken: [
          token('Klue Connector', two, { AppMenuItemId: idOf('AppMenuItem', 5) }),
          token('Klue Connector', admin, { AppMenuItemId: idOf('AppMenuItem', 5) }),
        ],
        LoginHistory: [...others, login('Klue Connector', two)],
      },
    });
  }

  async function fleet() {
    const orgs = {
      prod: await withKlue('00D00000000000p'),
      emea: await orgWith({ folder: join(fixtures, 'planted/clean'), orgId: '00D00000000000e' }),
    };
    const list = 'prod\nemea\nlost\n';
    return {
      orgs,
      at: { cwd: tempFolder({ 'orgs.txt': list }), env: { PATH: salesforceCli(orgs) } },
    };
  }

  const flags = ['--orgs-file', 'orgs.txt', '--retries', '0'];

  test('is it anywhere? One line says in which of the orgs, and which one could not be asked', async () => {
    const { at } = await fleet();
    const { code, stdout } = await ecaudit(['inventory', '--app', '*klue*', ...flags], at);
    expect(code).toBe(3);
    const rows = stdout.split('\n').filter((line) => line.includes('Klue Connector'));
    expect(rows).toEqual([expect.stringMatching(/^prod +Klue Connector .* 2 +2 +2026-11-2/)]);
    expect(stdout).toMatch(/1 Connected App: in 1 of the 2 orgs read\.\nNot in: org\/emea\./);
    expect(stdout).toMatch(/Not read: lost: /);
    expect(stdout).toContain('00D00000000000p');
  });

  test('an app that is nowhere is said in those words, exit code 0', async () => {
    const { at } = await fleet();
    const argv = ['inventory', 'org:prod', 'org:emea', '--app', '*Gong*', '--retries', '0'];
    const { code, stdout } = await ecaudit(argv, at);
    expect(code).toBe(0);
    expect(stdout).toContain('No app like *Gong* in the 2 orgs read.');
  });

  test('a row says whose app it is and who uses it', async () => {
    const { at } = await fleet();
    const { found } = await inventory(['--org', 'prod', '--app', '*klue*'], at);
    expect(found.apps).toEqual([
      expect.objectContaining({
        org: 'prod',
        source: 'org/prod',
        namespace: 'kc',
        apiName: 'kc__KC1',
        publisher: 'other',
        created: '2026-01-01',
        installed: true,
        users: 2,
        tokens: 2,
        lastUse: '2026-11-21',
        migration: 'notYours',
      }),
    ]);
  });

  test('csv names the org by its alias, and the one that was not read', async () => {
    const { at } = await fleet();
    const { stdout } = await ecaudit(['inventory', ...flags, '-f', 'csv'], at);
    const rows = readCsv(stdout).slice(1);
    expect(new Set(rows.map(([org]) => org))).toEqual(new Set(['prod', 'emea', 'lost']));
    expect(rows.find(([org]) => org === 'lost')?.[1]).toBe('not read');
  });

  test('--with-users names who holds tokens, and nobody is named without it', async () => {
    const { at } = await fleet();
    const without = await ecaudit(['inventory', 'org:prod', '-f', 'json'], at);
    expect(without.stdout).not.toContain('two@fake.example');
    const argv = ['inventory', 'org:prod', '--app', '*klue*', '--with-users', '-f', 'csv'];
    const { code, stdout } = await ecaudit(argv, at);
    expect([code, readCsv(stdout)]).toEqual([
      0,
      [
        ['org', 'user', 'name', 'api name', 'label', 'tokens', 'created', 'last used', 'access'],
        ...['admin', 'two'].map((user) => [
          'prod',
          `${user}@fake.example`,
          '',
          'kc__KC1',
          'Klue Connector',
          '1',
          '2026-06-01',
          '2026-11-20',
          '',
        ]),
      ],
    ]);
    const { found } = await inventory(argv.slice(1, -2), at);
    expect(found.apps[0]).toMatchObject({
      holders: [
        { user: 'admin@fake.example', tokens: 1 },
        { user: 'two@fake.example', tokens: 1 },
      ],
    });
  });

  test('--with-users names who may use an app by a permission set, too, and says when it was changed', async () => {
    const id = idOf('ConnectedApp', 77);
    const set = idOf('PermissionSet', 700);
    const org = await orgWith({
      tables: {
        PermissionSet: [
          ...permissionSets,
          { Id: set, Name: 'Klue', Label: 'Klue users', IsOwnedByProfile: false },
        ],
        PermissionSetAssignment: [
          ...assignments([
            adminUser,
            { id: two, username: 'two@fake.example', sets: [set] },
            { id: userId(3), username: 'gone@fake.example', active: false, sets: [set] },
          ]),
        ],
        SetupEntityAccess: [
          {
            ParentId: set,
            Parent: { Name: 'Klue', Label: 'Klue users', IsOwnedByProfile: false, Profile: null },
            SetupEntityId: id,
            SetupEntityType: 'ConnectedApplication',
          },
        ],
        ConnectedApplication: [
          { Id: id, Name: 'Klue', LastModifiedDate: '2026-02-01T00:00:00.000+0000' },
        ],
        AppMenuItem: [menuItem(5, id, 'Klue', 'Klue')],
        OauthToken: [token('Klue', admin, { AppMenuItemId: idOf('AppMenuItem', 5) })],
      },
    });
    const at = { cwd: tempFolder(), env: { PATH: salesforceCli({ prod: org }) } };
    const { found } = await inventory(['org:prod', '--with-users'], at);
    expect(found.apps.find(({ apiName }) => apiName === 'Klue')).toMatchObject({
      changed: '2026-02-01',
      users: 1,
      holders: [
        { user: 'admin@fake.example', tokens: 1 },
        {
          user: 'two@fake.example',
          tokens: 0,
          created: null,
          lastUse: null,
          access: 'permission set Klue users',
        },
      ],
    });
  });

  test('a snapshot names users only where its pull was asked to', async () => {
    const { at } = await fleet();
    await ecaudit(['pull', '--org', 'prod', '--out', 'plain', '-q'], at);
    await ecaudit(['pull', '--org', 'prod', '--out', 'named', '-q', '--with-users'], at);
    const plain = await ecaudit(['inventory', 'plain', '--with-users'], at);
    expect([plain.code, plain.stdout]).toEqual([2, '']);
    expect(plain.stderr).toContain('pull --with-users');
    const named = await ecaudit(['inventory', 'named', '--with-users'], at);
    expect(named.stdout).toContain('two@fake.example');
  });

  test('--quick takes 8 calls an org, none of them a retrieve, and leaves out what needs one', async () => {
    const { orgs, at } = await fleet();
    const { code, found } = await inventory(['org:prod', 'org:emea', '--quick'], at);
    expect([code, found]).toEqual([0, expect.objectContaining({ quick: true, incomplete: false })]);
    for (const org of Object.values(orgs)) {
      expect(org.seen.length).toBeLessThanOrEqual(8);
      expect(org.seen.filter(({ operation }) => operation.includes('etrieve'))).toEqual([]);
    }
    const klue = found.apps.find(({ apiName }) => apiName === 'kc__KC1');
    expect(klue).toMatchObject({
      label: 'Klue Connector',
      tokens: 2,
      users: 2,
      lastUse: '2026-11-21',
      installed: true,
      scopes: null,
      flows: null,
      findings: null,
      nextDeadline: null,
    });
    const own = found.apps.filter(({ publisher }) => publisher === 'own');
    expect(own.map(({ apiName, org }) => `${String(org)} ${String(apiName)}`).toSorted()).toEqual([
      'emea Clean_CA',
      'emea Clean_ECA',
      'prod Clean_CA',
      'prod Clean_ECA',
    ]);
    const { stdout } = await ecaudit(['inventory', 'org:prod', '--quick', '--app', '*klue*'], at);
    expect(stdout).toContain('quick: lists, rows, tokens and log-ins only');
  });

  test('--quick says by name that an org has more tokens than it reads', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => token('Klue Connector', userId(at + 10)));
    const org = await orgWith({ tables: { OauthToken: many } });
    const at = { env: { PATH: salesforceCli({ large: org }) } };
    const { code, found } = await inventory(['org:large', '--quick', '--retries', '0'], at);
    expect(code).toBe(3);
    expect(found.problems.map(({ kind }) => kind)).toContain('org-tokens-incomplete');
    expect(org.seen.length).toBeLessThanOrEqual(8);
  });

  test('a refused log-in alone is exit code 2', async () => {
    const { at } = await fleet();
    const { code, stdout } = await ecaudit(['inventory', '--org', 'lost', '--retries', '0'], at);
    expect([code, stdout]).toEqual([2, '']);
  });
});
