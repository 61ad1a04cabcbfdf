// A column that an org does not have costs what is made of it, and nothing else.
import { describe, expect, test } from 'vitest';
import { idOf } from '../fake-org/components.js';
import { restError } from '../fake-org/fake-org.js';
import { admin, menuItem, permissionSets, token, userId } from '../fake-org/people-and-tokens.js';
import type { Row } from '../fake-org/soql.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit } from './run.js';

stopOrgsAfterEach();

const xml = (label: string, user = ''): string =>
  `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>${label}</label><oauthConfig><callbackUrl>https://b.example/cb</callbackUrl>${user}<scopes>Api</scopes></oauthConfig></ConnectedApp>`;
const other = userId(2);
const installed = idOf('ConnectedApp', 77);

const people: readonly Row[] = [
  { AssigneeId: admin, set: '0PS000000000001AAA', name: 'admin@fake.example' },
  { AssigneeId: other, set: '0PS000000000002AAA', name: 'two@fake.example' },
].map(({ AssigneeId, set, name }) => ({
  AssigneeId,
  Assignee: { Username: name, IsActive: true },
  PermissionSetId: set,
  PermissionSet: { IsOwnedByProfile: true, PermissionsCustomizeApplication: true },
}));

const tables = {
  ConnectedApplication: [
    {
      Id: installed,
      Name: 'Loader',
      CreatedDate: '2020-01-01T00:00:00.000+0000',
      OptionsAllowAdminApprovedUsersOnly: false,
      StartUrl: null,
    },
  ],
  AppMenuItem: [menuItem(1, installed, 'Data_Loader', 'Loader')],
  SetupEntityAccess: [
    {
      SetupEntityId: installed,
      SetupEntityType: 'ConnectedApplication',
      ParentId: '0PS000000000002AAA',
      Parent: { Name: 'X', Label: 'X', IsOwnedByProfile: true, Profile: { Name: 'Sales' } },
    },
  ],
  OauthToken: [
    token('Loader', admin, { AppMenuItemId: idOf('AppMenuItem', 1) }),
    token('Loader', other, { AppMenuItemId: idOf('AppMenuItem', 1), LastUsedDate: null }),
  ],
  LoginHistory: [admin, other].map((UserId) => ({
    Application: 'Loader',
    LoginType: 'Remote Access 2.0',
    LoginSubType: 'OauthWebServer',
    ApiType: 'N/A',
    UserId,
    LoginTime: '2026-11-01T00:00:00.000+0000',
  })),
  UserProvisioningConfig: [{ ConnectedAppId: installed, Enabled: true }],
  PermissionSet: permissionSets,
  PermissionSetAssignment: people,
};

const all = ['--org', 'env', '--no-config', '--include', 'all', '--fail-on', 'never'];

async function audited(options: object) {
  const org = await orgWith({ files: { 'Own.connectedApp': xml('Own') }, tables, ...options });
  const { report, code } = await audit(all, { env: envOf(org) });
  const app = report.apps.find(({ settings: { label } }) => valueOf(label) === 'Loader');
  const known = Object.entries(app?.settings ?? {}).filter(([, one]) => one.state === 'known');
  return { report, code, org, settings: app?.settings ?? {}, known: known.map(([name]) => name) };
}

let untouched: ReturnType<typeof audited> | undefined;

/** The org with all of its columns, audited once: nothing that a test does reaches it. */
function wholeOrg(): ReturnType<typeof audited> {
  untouched ??= audited({});
  return untouched;
}

function valueOf(setting: { readonly state: string } | undefined): unknown {
  return setting && 'value' in setting ? setting.value : undefined;
}

/** What each column costs of an installed app that is used: everything else is known as before. */
const costs: Readonly<Record<string, readonly string[]>> = {
  'OauthToken.LastUsedDate': [
    'tokensNeverUsed',
    'neverUsedTokenDays',
    'longestTokenIdleDays',
    'daysSinceLastUse',
  ],
  'OauthToken.CreatedDate': ['neverUsedTokenDays', 'longestTokenIdleDays', 'oldestTokenDays'],
  'OauthToken.UserId': [
    'mostTokensOfOneUser',
    'tokenUserCount',
    'tokensOfInactiveUsers',
    'tokensOfAdministrators',
    'tokensOfUnassignedUsers',
    'tokenUserPowers',
    'tokenUsersNotApiOnly',
  ],
  'OauthToken.AppMenuItemId': [],
  'OauthToken.UseCount': [],
  'LoginHistory.LoginTime': ['daysSinceLastUse'],
  'LoginHistory.LoginSubType': [
    'loginFlows',
    'usernamePasswordLogins',
    'userAgentLogins',
    'failedUsernamePasswordLogins',
    'failedUserAgentLogins',
  ],
  'LoginHistory.Application': [
    'loginCountries',
    'loginCountryCount',
    'loginFlows',
    'usernamePasswordLogins',
    'userAgentLogins',
    'failedLogins',
    'deniedAttempts',
    'failedUsernamePasswordLogins',
    'failedUserAgentLogins',
    'daysSinceLastUse',
  ],
  'LoginHistory.ApiType': [
    'org.soapLoginUsers',
    'org.failedSoapLoginUsers',
    'org.useAnyApiAuthUnneeded',
    'org.soapUsersWithoutApiAuth',
  ],
  'SetupEntityAccess.Parent.Profile.Name': ['grantedProfiles'],
  'SetupEntityAccess.Parent.Name': ['grantedPermissionSets'],
  'SetupEntityAccess.Parent.Label': [],
  'SetupEntityAccess.SetupEntityType': [],
  'SetupEntityAccess.ParentId': ['grantedUserPercent', 'tokensOfUnassignedUsers'],
  'SetupEntityAccess.SetupEntityId': [
    'grantedProfiles',
    'grantedPermissionSets',
    'grantedUserPercent',
    'tokensOfUnassignedUsers',
  ],
  'ConnectedApplication.CreatedDate': ['appAgeDays', 'createdOn'],
  'ConnectedApplication.OptionsAllowAdminApprovedUsersOnly': ['permittedUsers'],
  'ConnectedApplication.Name': [],
  'AppMenuItem.Type': [],
  'PermissionSet.PermissionsModifyAllData': [
    'tokensOfAdministrators',
    'org.approveUninstalledAppsGrantedBy',
    'org.manageAppsGrantedBy',
  ],
  'PermissionSet.PermissionsUseAnyApiAuth': [
    'org.useAnyApiAuthUnneeded',
    'org.soapUsersWithoutApiAuth',
  ],
  'PermissionSet.Profile.Name': [
    'org.approveUninstalledAppsGrantedBy',
    'org.useAnyApiClientGrantedBy',
    'org.useAnyApiAuthUnneeded',
    'org.viewClientSecretGrantedBy',
    'org.manageAppsGrantedBy',
  ],
  'PermissionSetAssignment.Assignee.Username': [],
  'PermissionSetAssignment.Assignee.IsActive': [
    'tokensOfInactiveUsers',
    'grantedUserPercent',
    'org.approveUninstalledAppsGrantedBy',
    'org.useAnyApiClientGrantedBy',
    'org.useAnyApiAuthUnneeded',
    'org.viewClientSecretGrantedBy',
    'org.manageAppsGrantedBy',
  ],
  'UserLogin.IsFrozen': ['tokensOfInactiveUsers'],
  'UserProvisioningConfig.Enabled': ['userProvisioning'],
};

describe('one column', () => {
  test.each(Object.entries(costs))('%s', async (column, expected) => {
    const whole = await wholeOrg();
    const less = await audited({ withoutColumns: [column] });
    const lost = whole.known.filter((name) => !less.known.includes(name));
    expect(lost.toSorted()).toEqual(expected.toSorted());
    // Who has a permission that the org does not tell of is not among what it tells.
    const compared = less.known.filter((name) => name !== 'tokenUserPowers');
    for (const name of compared) expect(less.settings[name]).toEqual(whole.settings[name]);
    const told = less.report.problems.find(({ message }) => message.includes(column));
    expect(told?.message).toContain(`this org has no column ${column}`);
    for (const name of expected) expect.soft(told?.message).toContain(name);
  });
});

test('several at once, of several objects', async () => {
  const whole = await wholeOrg();
  const { known, code, report } = await audited({
    withoutColumns: [
      'OauthToken.LastUsedDate',
      'OauthToken.UseCount',
      'LoginHistory.LoginTime',
      'SetupEntityAccess.Parent.Profile.Name',
      'ConnectedApplication.StartUrl',
    ],
  });
  expect(whole.known.filter((name) => !known.includes(name)).toSorted()).toEqual([
    'daysSinceLastUse',
    'grantedProfiles',
    'longestTokenIdleDays',
    'neverUsedTokenDays',
    'startUrl',
    'tokensNeverUsed',
  ]);
  expect(code).toBe(3);
  expect(report.problems.filter(({ message }) => /has no column/.test(message))).toHaveLength(5);
});

test('a relationship that is not there costs what leads over it', async () => {
  const { known, settings } = await audited({
    withoutColumns: ['SetupEntityAccess.Parent.Profile.Name'],
    withoutRelationships: true,
  });
  expect(known).toContain('grantedPermissionSets');
  expect(settings['grantedProfiles']).toMatchObject({
    state: 'unknown',
    reason: 'this org has no column SetupEntityAccess.Parent.Profile.Name',
  });
});

test.each([
  ['a licence brings it: the audit is whole', 'PermissionSet.PermissionsUseAnyApiClient', 0],
  ['nothing is made of it: the audit is whole', 'OauthToken.UseCount', 0],
  ['every org has it: the audit is incomplete', 'OauthToken.LastUsedDate', 3],
])('%s', async (_, column, expected) => {
  expect((await audited({ withoutColumns: [column] })).code).toBe(expected);
});

test('a column by which nothing may be grouped is done without', async () => {
  const org = await orgWith({ files: { 'Own.connectedApp': xml('Own') }, tables });
  org.inject({
    when: ({ soql }) => /GROUP BY .*LoginSubType/.test(soql),
    reply: restError(
      400,
      'INVALID_FIELD',
      "\nSELECT a FROM b\n ^\nERROR at Row:1:Column:8\nfield 'LoginSubType' can not be grouped in a query call",
    ),
  });
  const { report } = await audit(all, { env: envOf(org) });
  const app = report.apps.find(({ apiName }) => apiName === 'Data_Loader');
  expect(app?.settings['failedLogins']).toMatchObject({ state: 'known', value: 0 });
  expect(app?.settings['usernamePasswordLogins']?.state).toBe('unknown');
});

test('a refusal for another reason is asked once', async () => {
  const org = await orgWith({ tables });
  org.inject({
    when: ({ soql }) => soql.includes(' FROM SetupEntityAccess'),
    reply: restError(403, 'INSUFFICIENT_ACCESS', "no access to 'SetupEntityId'"),
  });
  await audit(all, { env: envOf(org) });
  expect(org.seen.filter(({ soql }) => soql.includes(' FROM SetupEntityAccess'))).toHaveLength(1);
});

test('doctor says what a column costs', async () => {
  const org = await orgWith({ tables, withoutColumns: ['OauthToken.LastUsedDate'] });
  const run = await ecaudit(['doctor', '--org', 'env'], { env: envOf(org) });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain(
    '- error: Org does not show a column: this org has no column OauthToken.LastUsedDate: without it these are unknown: tokensNeverUsed, ',
  );
  expect(run.stdout).toMatch(/- \d+ checks?: this org has no column OauthToken\.LastUsedDate/);
});
