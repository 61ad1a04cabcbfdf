// What rows of an org prove of its apps: who made them, how they are used, who may use them.
import { describe, expect, test } from 'vitest';
import type { FakeOrgOptions } from '../fake-org/fake-org.js';
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
import type { Row } from '../fake-org/soql.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit } from './run.js';

stopOrgsAfterEach();

const other = userId(2);
const users = [adminUser, { id: other, username: 'two@fake.example' }];
const ownApp = {
  'Own.connectedApp':
    '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>Own</label></ConnectedApp>',
};

function login(application: string, subtype: string, more: Row = {}): Row {
  return {
    Application: application,
    LoginType: 'Remote Access 2.0',
    LoginSubType: subtype,
    ApiType: 'N/A',
    UserId: admin,
    LoginTime: '2026-11-01T00:00:00.000+0000',
    ...more,
  };
}

/** Somebody else logs in, so that the history is seen to be whole. */
const others: readonly Row[] = [admin, other].map((user) =>
  login('Browser', '', { LoginType: 'Application', UserId: user }),
);

function installed(name: string, more: Row = {}): Row {
  const created = '2026-01-01T00:00:00.000+0000';
  return { Id: idOf('ConnectedApp', 77), Name: name, CreatedDate: created, ...more };
}

async function audited(
  tables: Readonly<Record<string, readonly Row[]>>,
  more: FakeOrgOptions = {},
) {
  const org = await orgWith({
    ...more,
    tables: {
      PermissionSetAssignment: assignments(users),
      ...tables,
      LoginHistory: [...others, ...(tables['LoginHistory'] ?? [])],
    },
  });
  const argv = ['--org', 'env', '--no-config', '--include', 'all', '--fail-on', 'never'];
  const { report, code } = await audit(argv, { env: envOf(org) });
  const named = (name: string) => report.apps.find(({ apiName }) => apiName === name);
  return {
    report,
    code,
    names: report.apps.map(({ apiName }) => apiName),
    value: (name: string, setting: string): unknown => {
      const found = named(name)?.settings[setting];
      return found?.state === 'known' ? found.value : 'unknown';
    },
    verdict: (rule: string, name: string): string | undefined =>
      report.results.find((one) => one.rule === rule && one.app.endsWith(`:${name}`))?.verdict,
  };
}

describe('that the app has OAuth', () => {
  const row = installed('Sync', { OptionsAllowAdminApprovedUsersOnly: false });

  test.each([
    ['a token', { OauthToken: [token('Sync', other), token('Own', admin)] }, 'fail'],
    ['a login', { LoginHistory: [login('Sync', 'OauthWebServer')] }, 'fail'],
    ['nothing', {}, 'open'],
  ])('%s: that everybody may authorize it is %s', async (_, tables, expected) => {
    const run = await audited({ ConnectedApplication: [row], ...tables });
    expect(run.verdict('access/admin-approved-users', 'Sync')).toBe(expected);
  });

  test('a failed login does not prove it', async () => {
    const failed = login('Sync', 'OauthWebServer', { Status: 'Failed: Not approved for access' });
    const run = await audited({ ConnectedApplication: [row], LoginHistory: [failed] });
    expect(run.value('Sync', 'oauthEnabled')).toBe('unknown');
  });

  test.each([
    [true, 'admin-approved'],
    [false, 'self-authorize'],
  ])('the menu is a second witness of permitted users: %s', async (approved, expected) => {
    const item = menuItem(1, idOf('ConnectedApp', 77), 'Sync', 'Sync', {
      IsUsingAdminAuthorization: approved,
    });
    const run = await audited(
      { ConnectedApplication: [installed('Sync')], AppMenuItem: [item] },
      { withoutColumns: ['ConnectedApplication.OptionsAllowAdminApprovedUsersOnly'] },
    );
    expect(run.value('Sync', 'permittedUsers')).toBe(expected);
  });
});

describe('who made the app', () => {
  test('one that the org does not list is of another org, and is not told to be migrated here', async () => {
    const run = await audited({ ConnectedApplication: [installed('Sync')] }, { files: ownApp });
    expect(run.value('Sync', 'ownedHere')).toBe(false);
    expect(run.value('Sync', 'isPackaged')).toBe('unknown');
    expect(run.verdict('migration/legacy-connected-app', 'Sync')).toBe('notApplicable');
    expect(run.verdict('migration/foreign-connected-app', 'Sync')).toBe('fail');
    expect(run.verdict('hygiene/contact-email', 'Sync')).toBe('notApplicable');
    expect(run.value('Own', 'ownedHere')).toBe(true);
    expect(run.verdict('migration/legacy-connected-app', 'Own')).toBe('fail');
    expect(run.verdict('migration/foreign-connected-app', 'Own')).toBe('notApplicable');
  });

  test('an External Client App that only a row shows is not of this org, and whether a package brought it is not known', async () => {
    const Id = idOf('ExternalClientApplication', 71);
    const row = { Id, DeveloperName: 'Ext', MasterLabel: 'Ext', NamespacePrefix: null };
    const run = await audited({ ExternalClientApplication: [row] }, { files: ownApp });
    expect([run.value('Ext', 'ownedHere'), run.value('Ext', 'isPackaged')]).toEqual([
      false,
      'unknown',
    ]);
    expect(run.verdict('hygiene/contact-email', 'Ext')).toBe('notApplicable');
  });

  test('nobody knows it where the list of apps failed', async () => {
    const run = await audited(
      { ConnectedApplication: [installed('Sync')] },
      { hidden: ['ConnectedApp'] },
    );
    expect(run.value('Sync', 'ownedHere')).toBe('unknown');
    expect(run.verdict('migration/legacy-connected-app', 'Sync')).toBe('open');
  });

  test('a namespace tells a package', async () => {
    const item = menuItem(1, idOf('ConnectedApp', 77), 'Sync', 'Sync', { NamespacePrefix: 'acme' });
    const run = await audited({ ConnectedApplication: [installed('Sync')], AppMenuItem: [item] });
    expect([run.value('acme__Sync', 'isPackaged'), run.value('acme__Sync', 'ownedHere')]).toEqual([
      true,
      false,
    ]);
    expect(run.verdict('migration/packaged-connected-app', 'acme__Sync')).toBe('fail');
    expect(run.verdict('migration/foreign-connected-app', 'acme__Sync')).toBe('notApplicable');
  });
});

describe('policies of an installed Connected App', () => {
  test('are those of its columns', async () => {
    const { value } = await audited({
      ConnectedApplication: [
        installed('Sync', {
          OptionsHasSessionLevelPolicy: true,
          RefreshTokenValidityPeriod: 30,
          OptionsRefreshTokenValidityMetric: true,
          NamedUserUvidTimeout: '15',
          UvidTimeout: '5',
          OptionsAppIssueJwtTokenEnabled: false,
          OptionsTokenExchangeManageBitEnabled: false,
        }),
      ],
    });
    const names = [
      'sessionLevel',
      'refreshTokenPolicy',
      'refreshTokenDays',
      'jwtTimeoutMinutes',
      'guestJwtTimeoutMinutes',
      'namedUserJwt',
      'tokenExchangeFlow',
    ];
    expect(names.map((name) => value('Sync', name))).toEqual([
      'high-assurance',
      'inactivity',
      'unknown',
      15,
      5,
      false,
      false,
    ]);
  });

  test('a period that counts from the issue is a lifetime, and none proves nothing', async () => {
    const period = (days: number): Row => ({
      RefreshTokenValidityPeriod: days,
      OptionsRefreshTokenValidityMetric: false,
      OptionsHasSessionLevelPolicy: false,
      OptionsAppIssueJwtTokenEnabled: true,
    });
    const with90 = await audited({ ConnectedApplication: [installed('Sync', period(90))] });
    expect(with90.value('Sync', 'refreshTokenPolicy')).toBe('lifetime');
    expect(with90.verdict('tokens/refresh-tokens-expire', 'Sync')).not.toBe('fail');
    const none = await audited({ ConnectedApplication: [installed('Sync', period(0))] });
    expect(none.value('Sync', 'refreshTokenPolicy')).toBe('unknown');
    expect(none.value('Sync', 'sessionLevel')).toBe('unknown');
    expect(none.value('Sync', 'namedUserJwt')).toBe('unknown');
  });

  test('an org without the columns is whole', async () => {
    const columns = ['NamedUserUvidTimeout', 'UvidTimeout', 'OptionsTokenExchangeManageBitEnabled'];
    const run = await audited(
      { ConnectedApplication: [installed('Sync')] },
      { withoutColumns: columns.map((name) => `ConnectedApplication.${name}`) },
    );
    expect(run.code).toBe(0);
    expect(run.names).toEqual(['Sync']);
  });
});

test('the org is asked for what guides want a run-as user to be allowed', async () => {
  const guideSet = {
    Id: '0PS000000000007AAA',
    Name: 'Insights_Connector',
    IsOwnedByProfile: false,
    Profile: null,
    PermissionsApiEnabled: true,
    PermissionsExternalClientAppViewer: true,
    PermissionsViewAllData: true,
  };
  const asOther = [adminUser, { id: other, username: 'two@fake.example', sets: [guideSet.Id] }];
  const run = await audited(
    {
      PermissionSet: [...permissionSets, guideSet],
      PermissionSetAssignment: assignments(asOther),
      OauthToken: [token('BeyondTrust', other)],
    },
    {
      files: {
        'BeyondTrust.connectedApp': ownApp['Own.connectedApp']
          .replace('Own', 'BeyondTrust')
          .replace(
            '</label>',
            '</label><oauthConfig><callbackUrl>https://localhost</callbackUrl><isClientCredentialEnabled>true</isClientCredentialEnabled><oauthClientCredentialUser>two@fake.example</oauthClientCredentialUser><scopes>Api</scopes></oauthConfig>',
          ),
      },
    },
  );
  expect(run.value('BeyondTrust', 'runAsUserPowers')).toEqual([
    'ApiEnabled',
    'ExternalClientAppViewer',
    'ViewAllData',
  ]);
  expect(run.value('BeyondTrust', 'tokenUserPowers')).toEqual(
    run.value('BeyondTrust', 'runAsUserPowers'),
  );
});

describe("permissions that only rules of one's own name", () => {
  const rule = (id: string, require: string, more = '') =>
    `  - { id: ${id}, require: { fact: tokenUserPowers, ${require} }${more} }\n`;
  const own = `id: own
title: Ours
kind: standard
parameters: { permission: { default: ManageTranslation } }
rules:
${rule('holds', 'operator: contains, value: ManageTranslation')}${rule('holds-param', 'operator: containsAll, value: ["${permission}"]')}${rule('holds-not', 'operator: containsNone, value: [ManageTerritories]', ', when: { fact: tokenUserPowers, operator: doesNotContain, value: FreezeUsers }')}${rule('lacked', 'operator: contains, value: AIWorkbenchUser')}${rule('known', 'operator: contains, value: ModifyAllData')}${rule('only', 'operator: containsOnly, value: [ManageTranslation, ApiEnabled]')}`;
  const set = {
    Id: '0PS000000000007AAA',
    Name: 'Translators',
    IsOwnedByProfile: false,
    Profile: null,
    PermissionsManageTranslation: true,
  };
  const tables = {
    ConnectedApplication: [installed('Sync')],
    PermissionSet: [...permissionSets, set],
    PermissionSetAssignment: assignments([
      adminUser,
      { id: other, username: 'two@fake.example', sets: [set.Id] },
    ]),
    OauthToken: [token('Sync', other), token('X', admin)],
  };

  test('are asked for, and one that the org lacks leaves that one undecided', async () => {
    const cwd = tempFolder({ 'own.yaml': own });
    const options = { withoutColumns: ['PermissionSet.PermissionsAIWorkbenchUser'] };
    const org = await orgWith({ ...options, tables });
    const flags = ['--no-config', '--include', 'all', '--fail-on', 'never', '-r', 'own.yaml'];
    const verdicts = (run: Awaited<ReturnType<typeof audit>>) =>
      Object.fromEntries(
        run.report.results
          .filter(({ app }) => app.endsWith(':Sync'))
          .map((one) => [one.rule.replace('own/', ''), one.verdict]),
      );
    const expected = {
      holds: 'pass',
      'holds-param': 'pass',
      'holds-not': 'pass',
      lacked: 'open',
      known: 'fail',
      only: 'open',
    };
    const live = await audit(['--org', 'env', ...flags], { env: envOf(org), cwd });
    expect(verdicts(live)).toEqual(expected);
    expect(live.code).toBe(0);
    const asked = org.seen
      .map(({ soql }) => soql)
      .filter((soql) => / FROM PermissionSet /.test(soql));
    for (const name of ['ManageTerritories', 'FreezeUsers', 'AuthorApex'])
      expect(asked.at(-1)).toContain(`Permissions${name} = true`);
    expect(asked.at(-1)).not.toContain('AIWorkbenchUser');
    expect(asked.join()).not.toContain('PermissionsEmailSingle');

    const saved = (out: string, more: readonly string[]) =>
      ecaudit(['pull', '--org', 'env', '--out', out, ...more], { env: envOf(org), cwd });
    await saved('plain', []);
    await saved('asked', ['-r', 'own.yaml']);
    const plain = verdicts(await audit(['plain', ...flags], { cwd }));
    expect(plain).toEqual({
      ...expected,
      holds: 'open',
      'holds-param': 'open',
      'holds-not': 'open',
    });
    expect(verdicts(await audit(['asked', ...flags], { cwd }))).toEqual(expected);
  });
});

test('the app menu tells of canvas pages', async () => {
  const item = (canvas: Row) => menuItem(1, idOf('ConnectedApp', 77), 'Sync', 'Sync', canvas);
  const tables = { ConnectedApplication: [installed('Sync')] };
  const shown = await audited({
    ...tables,
    AppMenuItem: [
      item({
        CanvasEnabled: true,
        CanvasUrl: 'http://canvas.example/page',
        CanvasAccessMethod: 'Signed Request (POST)',
        CanvasSelectedLocations: 'Chatter,OpenCTI',
        CanvasOptions: 'PersonalEnabled',
      }),
    ],
  });
  const names = ['canvasEnabled', 'canvasUrl', 'canvasAccessMethod', 'canvasLocations'];
  expect(names.map((name) => shown.value('Sync', name))).toEqual([
    true,
    'http://canvas.example/page',
    'Post',
    ['Chatter', 'OpenCTI'],
  ]);
  expect(shown.verdict('urls/https-canvas-url', 'Sync')).toBe('fail');
  const none = await audited({ ...tables, AppMenuItem: [item({ CanvasEnabled: false })] });
  expect(none.verdict('urls/https-canvas-url', 'Sync')).toBe('notApplicable');
});

test('without the app menu nobody knows that no service provider gives access', async () => {
  const run = await audited(
    { ConnectedApplication: [installed('Sync')] },
    { hidden: ['AppMenuItem'] },
  );
  expect(run.value('Sync', 'grantedPermissionSets')).toBe('unknown');
  expect(run.verdict('usage/somebody-has-access', 'Sync')).not.toBe('fail');
});

test('access that is granted by the service provider of an app with SAML counts', async () => {
  const provider = '0SP000000000001AAA';
  const { value } = await audited({
    ConnectedApplication: [installed('Sync')],
    AppMenuItem: [
      menuItem(1, idOf('ConnectedApp', 77), 'Sync', 'Sync'),
      menuItem(2, provider, 'Sync', 'Sync', { Type: 'ServiceProvider' }),
    ],
    SetupEntityAccess: [
      {
        SetupEntityId: provider,
        SetupEntityType: 'ServiceProvider',
        ParentId: '0PS000000000009AAA',
        Parent: { Name: 'Sync_Users', Label: 'Sync', IsOwnedByProfile: false, Profile: null },
      },
    ],
  });
  expect(value('Sync', 'grantedPermissionSets')).toEqual(['Sync_Users']);
});

describe('names of tokens and logins', () => {
  test('are compared without case and blanks', async () => {
    const run = await audited({
      ConnectedApplication: [installed('Test App 1')],
      OauthToken: [token('test app 1', other), token(' Chatter Desktop', other), token('X', admin)],
      LoginHistory: [
        login('TEST APP 1 ', 'OauthWebServer'),
        login('chatter desktop', 'OauthWebServer'),
      ],
    });
    expect(run.names).toEqual(['Chatter Desktop', 'Test App 1', 'X']);
    expect(run.value('Test App 1', 'tokenCount')).toBe(1);
    expect(run.value('Test App 1', 'loginFlows')).toEqual(['OauthWebServer']);
    expect(run.value('Chatter Desktop', 'loginFlows')).toEqual(['OauthWebServer']);
  });

  test('are compared whatever form an accent has, and however many blanks stand between words', async () => {
    const run = await audited({
      ConnectedApplication: [installed('Caf\u00e9 Orders')],
      OauthToken: [token('CAFE\u0301  orders', other), token('X', admin)],
      LoginHistory: [login('cafe\u0301 Orders', 'OauthWebServer')],
    });
    expect(run.names).toEqual(['Caf\u00e9 Orders', 'X']);
    expect(run.value('Caf\u00e9 Orders', 'tokenCount')).toBe(1);
    expect(run.value('Caf\u00e9 Orders', 'loginFlows')).toEqual(['OauthWebServer']);
  });

  test('are 64 characters long in the login history', async () => {
    const long = `Order synchronisation of the northern warehouses with the new ERP system ${'x'.repeat(20)}`;
    const ghost = long.replace('Order', 'Ghost');
    const run = await audited({
      ConnectedApplication: [installed(long)],
      OauthToken: [token(ghost, other), token('X', admin)],
      LoginHistory: [
        login(long.slice(0, 64), 'OauthWebServer'),
        login(ghost.slice(0, 64), 'OauthWebServer'),
      ],
    });
    expect(run.names.toSorted()).toEqual([ghost, long, 'X'].toSorted());
    expect(run.value(long, 'used')).toBe(true);
    expect(run.value(ghost, 'loginFlows')).toEqual(['OauthWebServer']);
  });

  test('labels that differ in case only are two apps, of which neither is told', async () => {
    const run = await audited({
      ConnectedApplication: [
        installed('Sync'),
        installed('SYNC', { Id: idOf('ConnectedApp', 78) }),
      ],
      OauthToken: [token('sync', other), token('X', admin)],
    });
    expect(run.value('Sync', 'tokenCount')).toBe('unknown');
    expect(run.value('SYNC', 'tokenCount')).toBe('unknown');
  });

  test('that are blank are counted and no app', async () => {
    const run = await audited({
      OauthToken: [token('  ', other), token('X', admin)],
      LoginHistory: [login('  ', 'OauthWebServer'), login('', 'OauthWebServer')],
    });
    expect(run.names).toEqual(['X']);
    expect(run.report.problems).toContainEqual({
      kind: 'org-use-nameless',
      level: 'note',
      message: '1 tokens and 2 log-ins name no app, and count for none',
    });
  });
});

test.each(['OauthUserAgent', 'OauthUserAgentIdToken', 'OauthHybridUserAgent'])(
  '%s is the user-agent flow',
  async (flow) => {
    const rows = [login('Own', flow), login('Own', flow, { Status: 'Failed: blocked' })];
    const run = await audited({ LoginHistory: rows }, { files: ownApp });
    expect(run.verdict('usage/no-user-agent-logins', 'Own')).toBe('fail');
    expect(run.value('Own', 'userAgentLogins')).toBe(1);
    expect(run.value('Own', 'failedUserAgentLogins')).toBe(1);
  },
);

describe('an org without API Access Control', () => {
  const settings = (body: string) => ({
    ...ownApp,
    'ConnectedApp.settings': `<ConnectedAppSettings xmlns="http://soap.sforce.com/2006/04/metadata">${body}</ConnectedAppSettings>`,
  });

  test('has no column of Use Any API Client: nobody holds it, and nothing is told', async () => {
    const run = await audited(
      {},
      { files: ownApp, withoutColumns: ['PermissionSet.PermissionsUseAnyApiClient'] },
    );
    expect(run.code).toBe(0);
    expect(run.value('Own', 'org.adminApprovedAppsOnly')).toBe(false);
    expect(run.value('Own', 'org.useAnyApiClientGrantedBy')).toEqual([]);
    expect(run.verdict('org/use-any-api-client-holders', 'Own')).toBe('notApplicable');
    expect(JSON.stringify(run.report.problems)).not.toContain('UseAnyApiClient');
  });

  test('has no switch in its settings', async () => {
    const run = await audited({}, { files: settings('') });
    expect(run.value('Own', 'org.adminApprovedAppsOnly')).toBe(false);
    expect(run.value('Own', 'org.adminApprovedAppsOnlyForExternalUsers')).toBe(false);
  });

  test('one that has it says so', async () => {
    const on = '<enableAdminApprovedAppsOnly>true</enableAdminApprovedAppsOnly>';
    const run = await audited({}, { files: settings(on) });
    expect(run.value('Own', 'org.adminApprovedAppsOnly')).toBe(true);
    expect(run.verdict('org/use-any-api-client-holders', 'Own')).toBe('pass');
  });
});

describe('SOAP login() and Use Any API Auth', () => {
  const soap = { LoginType: 'Other Apex API', LoginSubType: null, UserId: other };
  const both = ['SOAP Partner', 'SOAP Enterprise'].map((api) =>
    login('', '', { ...soap, ApiType: api }),
  );
  const auth = '0PS000000000007AAA';
  const sets = [
    ...permissionSets,
    { Id: auth, Name: 'Soap', IsOwnedByProfile: false, PermissionsUseAnyApiAuth: true },
  ];
  const holding = (who: string) =>
    assignments(users.map((user) => (user.id === who ? { ...user, sets: [auth] } : user)));

  test.each([
    ['the user holds it', both, holding(other), [1, 0, []], ['pass', 'pass']],
    ['somebody else holds it', both, holding(admin), [1, 1, ['Soap']], ['fail', 'fail']],
    ['nobody uses it', [], holding(admin), [0, 0, ['Soap']], ['notApplicable', 'fail']],
    ['nobody holds it', [], assignments(users), [0, 0, []], ['notApplicable', 'pass']],
  ])('%s', async (_, logins, assigned, values, verdicts) => {
    const run = await audited(
      { LoginHistory: logins, PermissionSet: sets, PermissionSetAssignment: assigned },
      { files: ownApp },
    );
    const names = ['soapLoginUsers', 'soapUsersWithoutApiAuth', 'useAnyApiAuthUnneeded'];
    expect(names.map((name) => run.value('Own', `org.${name}`))).toEqual(values);
    expect([
      run.verdict('org/soap-users-hold-use-any-api-auth', 'Own'),
      run.verdict('org/use-any-api-auth-needed', 'Own'),
    ]).toEqual(verdicts);
  });
});

describe('an app that only tokens show', () => {
  test('has one undecided check, which counts the rules that nobody could check', async () => {
    const run = await audited({ OauthToken: [token('Stray', other), token('Stray', admin)] });
    const checks = run.report.results.filter(({ app }) => app.endsWith(':Stray'));
    const open = checks.filter(({ verdict }) => verdict === 'open');
    const blank = open.filter(({ message }) => message.includes('the app is not installed'));
    expect(blank).toHaveLength(1);
    expect(blank[0]?.message).toMatch(
      /\d\d more rules could not be checked for the same reason\.$/,
    );
    expect(run.verdict('usage/installed', 'Stray')).toBe('fail');
    const passed = checks.filter(
      ({ rule, verdict }) => verdict === 'pass' && /^(?:tokens|scopes|urls|flows)\//.test(rule),
    );
    expect(passed).toEqual([]);
  });
});
