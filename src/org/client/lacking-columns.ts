import { entriesIn, keysIn } from '../../model/tables.js';
import { problem, type Problem } from '../../report/problem.js';
import type { Setting } from '../../settings/settings.js';
import type { Usage, UsageSettingName } from '../../model/usage.js';
import type { Power } from './queries.js';
import { columnsOfRowSettings } from '../usage/row-settings.js';
import { noColumn } from '../usage/rows.js';

const holder = ['OauthToken.UserId'];
const activeAssignee = 'PermissionSetAssignment.Assignee.IsActive';
const username = 'PermissionSetAssignment.Assignee.Username';
const subtype = ['LoginHistory.LoginSubType', 'LoginHistory.Id'];
const giver = [
  'PermissionSet.Name',
  'PermissionSet.IsOwnedByProfile',
  'PermissionSet.Profile.Name',
];

/** Columns of powers. Those that a licence or a feature brings are not here: without the column nobody has the power. */
function powerColumns(...names: readonly Power[]): readonly string[] {
  return names.map((name) => `PermissionSet.Permissions${name}`);
}

const administrationColumns = powerColumns(
  'ModifyAllData',
  'ManageUsers',
  'CustomizeApplication',
  'AuthorApex',
);
const everyPower = [
  ...administrationColumns,
  ...powerColumns('ViewAllData', 'ModifyMetadata', 'ManageRemoteAccess'),
];
const apiOnly = powerColumns('ApiUserOnly');

/** The columns without which a setting is not known, whatever the other columns say. */
const madeOf: Readonly<Partial<Record<UsageSettingName, readonly string[]>>> = {
  tokenUserCount: holder,
  tokensNeverUsed: ['OauthToken.LastUsedDate'],
  neverUsedTokenDays: ['OauthToken.LastUsedDate', 'OauthToken.CreatedDate'],
  longestTokenIdleDays: ['OauthToken.LastUsedDate', 'OauthToken.CreatedDate'],
  oldestTokenDays: ['OauthToken.CreatedDate'],
  tokensOfInactiveUsers: [...holder, activeAssignee],
  tokensOfAdministrators: [...holder, ...administrationColumns],
  tokensOfUnassignedUsers: [...holder, 'SetupEntityAccess.ParentId'],
  tokenUserPowers: holder,
  tokenUsersNotApiOnly: [...holder, ...apiOnly],
  loginFlows: subtype,
  usernamePasswordLogins: subtype,
  userAgentLogins: subtype,
  failedUsernamePasswordLogins: subtype,
  failedUserAgentLogins: subtype,
  loginCountries: ['LoginHistory.CountryIso'],
  loginCountryCount: ['LoginHistory.CountryIso'],
  loginAddressesOutsideRanges: ['LoginHistory.SourceIp'],
  failedLogins: ['LoginHistory.Id'],
  deniedAttempts: ['LoginHistory.Id'],
  grantedProfiles: [
    'SetupEntityAccess.Parent.IsOwnedByProfile',
    'SetupEntityAccess.Parent.Profile.Name',
  ],
  grantedPermissionSets: [
    'SetupEntityAccess.Parent.IsOwnedByProfile',
    'SetupEntityAccess.Parent.Name',
  ],
  grantedUserPercent: [
    'SetupEntityAccess.ParentId',
    'PermissionSetAssignment.PermissionSet.IsOwnedByProfile',
    'PermissionSetAssignment.Id',
  ],
  runAsUserActive: [username, activeAssignee],
  runAsUserApiOnly: [username, ...apiOnly],
  runAsUserLicense: [username, 'PermissionSetAssignment.Assignee.Profile.UserLicense.Name'],
  mostTokensOfOneUser: holder,
  runAsUserPowers: [username],
  'org.approveUninstalledAppsGrantedBy': [...giver, 'PermissionSet.PermissionsModifyAllData'],
  'org.useAnyApiClientGrantedBy': giver,
  'org.useAnyApiAuthUnneeded': giver,
  'org.viewClientSecretGrantedBy': giver,
  'org.manageAppsGrantedBy': [
    ...giver,
    'PermissionSet.PermissionsModifyAllData',
    'PermissionSet.PermissionsManageRemoteAccess',
  ],
};

const ofLogins = [
  'used',
  'daysSinceLastUse',
  'loginFlows',
  'loginCountries',
  'loginCountryCount',
  'loginAddressesOutsideRanges',
  'usernamePasswordLogins',
  'userAgentLogins',
  'failedLogins',
  'deniedAttempts',
  'failedUsernamePasswordLogins',
  'failedUserAgentLogins',
];
const ofApiAuth = ['org.useAnyApiAuthUnneeded', 'org.soapUsersWithoutApiAuth'];
const ofSoapLogins = ['org.soapLoginUsers', 'org.failedSoapLoginUsers', ...ofApiAuth];
const ofGrants = [
  'grantedProfiles',
  'grantedPermissionSets',
  'grantedUserPercent',
  'tokensOfUnassignedUsers',
];
const ofActivity = ['tokensOfInactiveUsers', 'runAsUserActive'];
const ofRights = [
  'tokensOfAdministrators',
  'tokensOfUnassignedUsers',
  'tokenUserPowers',
  'tokenUsersNotApiOnly',
  'runAsUserApiOnly',
  'runAsUserPowers',
];
const ofGivers = [
  'org.approveUninstalledAppsGrantedBy',
  'org.useAnyApiClientGrantedBy',
  'org.useAnyApiAuthUnneeded',
  'org.viewClientSecretGrantedBy',
  'org.manageAppsGrantedBy',
];

/** Settings that other evidence may still decide, and those that need the whole answer: by column. */
const otherCosts: Readonly<Record<string, readonly string[]>> = {
  'OauthToken.AppName': ['tokenCount'],
  'OauthToken.LastUsedDate': ['used', 'daysSinceLastUse'],
  'LoginHistory.Application': ofLogins,
  'LoginHistory.LoginType': [...ofLogins, ...ofSoapLogins],
  'LoginHistory.LoginTime': ['daysSinceLastUse'],
  'LoginHistory.Status': [...ofLogins, ...ofSoapLogins],
  'LoginHistory.ApiType': ofSoapLogins,
  'LoginHistory.UserId': ofSoapLogins,
  'SetupEntityAccess.SetupEntityId': ofGrants,
  'PermissionSet.Id': [...ofRights, ...ofGivers],
  'PermissionSet.PermissionsCanApproveUninstalledApps': ['org.approveUninstalledAppsGrantedBy'],
  'PermissionSet.PermissionsUseAnyApiAuth': ofApiAuth,
  'PermissionSet.PermissionsViewClientSecret': ['org.viewClientSecretGrantedBy'],
  'PermissionSet.PermissionsExternalClientAppAdmin': ['org.manageAppsGrantedBy'],
  'PermissionSetAssignment.AssigneeId': [...ofActivity, ...ofRights],
  'PermissionSetAssignment.PermissionSetId': ['grantedUserPercent', ...ofRights, ...ofGivers],
  'PermissionSetAssignment.Assignee.IsActive': ['grantedUserPercent', ...ofGivers],
  'UserLogin.UserId': ofActivity,
  'UserLogin.IsFrozen': ofActivity,
  'UserProvisioningConfig.ConnectedAppId': ['userProvisioning'],
  'UserProvisioningConfig.Enabled': ['userProvisioning'],
  'ConnectedApplication.OptionsHasSessionLevelPolicy': ['sessionLevel'],
  'ConnectedApplication.RefreshTokenValidityPeriod': ['refreshTokenPolicy'],
  'ConnectedApplication.OptionsRefreshTokenValidityMetric': ['refreshTokenPolicy'],
  'ConnectedApplication.NamedUserUvidTimeout': ['jwtTimeoutMinutes'],
  'ConnectedApplication.UvidTimeout': ['guestJwtTimeoutMinutes'],
  'ConnectedApplication.OptionsAppIssueJwtTokenEnabled': ['namedUserJwt'],
  'ConnectedApplication.OptionsTokenExchangeManageBitEnabled': ['tokenExchangeFlow'],
  'AppMenuItem.CanvasEnabled': ['canvasEnabled', 'canvasUrl', 'canvasLocations', 'canvasOptions'],
  'AppMenuItem.CanvasUrl': ['canvasUrl'],
  'AppMenuItem.CanvasAccessMethod': ['canvasAccessMethod'],
  'AppMenuItem.CanvasSelectedLocations': ['canvasLocations'],
  'AppMenuItem.CanvasOptions': ['canvasOptions'],
  'ConnectedApplication.CreatedDate': ['appAgeDays', 'createdOn'],
  'ConnectedApplication.LastModifiedDate': ['changedOn'],
  'ConnectedApplication.Name': ['label'],
  'ConnectedApplication.Id': ['apiName', ...ofGrants],
  'ExternalClientApplication.CreatedDate': ['appAgeDays', 'createdOn'],
  'ExternalClientApplication.LastModifiedDate': ['changedOn'],
  'ExternalClientApplication.DeveloperName': ['apiName'],
  'ExternalClientApplication.NamespacePrefix': ['apiName', 'namespace', 'isPackaged'],
  'ExternalClientApplication.Id': ['permittedUsers', ...ofGrants],
  'AppMenuItem.ApplicationId': ['apiName'],
  'AppMenuItem.Name': ['apiName'],
  'AppMenuItem.NamespacePrefix': ['apiName'],
};

/** Settings that are not known without one of the columns that this org lacks. */
export function withoutLacking(usage: Usage, lacking: ReadonlySet<string>): Usage {
  if (lacking.size === 0) return usage;
  const entries = entriesIn<UsageSettingName, Setting>(usage);
  const kept = entries.map(([name, setting]): [string, Setting] => {
    const gone = madeOf[name]?.find((column) => lacking.has(column));
    if (gone === undefined || setting.state === 'unknown') return [name, setting];
    return [name, { state: 'unknown', reason: noColumn(gone) }];
  });
  return Object.fromEntries(kept) as Usage;
}

/** The settings that a column costs, by their names. */
function costOf(column: string): readonly string[] {
  const names = keysIn(madeOf);
  const made = names.filter((name) => madeOf[name]?.includes(column));
  const others = [...(otherCosts[column] ?? []), ...(columnsOfRowSettings[column] ?? [])];
  return [...new Set([...made, ...others])];
}

/**
 * Columns that came with a release, and those of policies and canvas pages, of which the files of an org's own apps say more:
 * an org without them is whole.
 */
const ofReleases =
  /^(?:LoginHistory\.(?:CountryIso|SourceIp)$|AppMenuItem\.(?:Canvas|IsUsing)|ConnectedApplication\.(?:Refresh|NamedUser|Uvid|Options(?!AllowAdmin)))/;

/** Columns that come with a licence, a feature or a release: an org without them is whole. */
const ofEditions =
  /^(?:ExtlClntApp\w+|PermissionSet)\.(?!Name|Id|IsOwnedByProfile|Profile\b|ExternalClientApplicationId)/;

/** Orgs without API Access Control do not have it, and nothing is unknown for that. */
const ofApiAccessControl = 'PermissionSet.PermissionsUseAnyApiClient';

/** Whose permissions are told, they are told without that one. */
function ofHolders(column: string): readonly string[] {
  const [, name] = /^PermissionSet\.Permissions(\w+)$/.exec(column) ?? [];
  if (name === undefined || name === 'ApiUserOnly') return [];
  return [`tokenUserPowers and runAsUserPowers do not tell who has ${name}`];
}

/** What lacking columns are in a report: what is unknown without them, if anything. */
export function lackingProblems(lacking: ReadonlySet<string>): readonly Problem[] {
  const lost = [...lacking].filter((column) => column !== ofApiAccessControl);
  return lost.map((column) => {
    const cost = costOf(column);
    const told = [
      ...(cost.length === 0 ? [] : [`without it these are unknown: ${cost.join(', ')}`]),
      ...ofHolders(column),
    ];
    const whole =
      !everyPower.includes(column) &&
      (cost.length === 0 || ofReleases.test(column) || ofEditions.test(column));
    return problem(
      whole ? 'org-column-hidden' : 'org-column-missing',
      [noColumn(column), ...told].join(': '),
    );
  });
}
