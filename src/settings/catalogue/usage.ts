import { derived, needsOrg, notOfExternalClientApps, type Definition } from '../definition.js';

/**
 * What only an org knows of an app: who may use it, who holds tokens, when they were used. A source of files leaves them
 * unknown; a source that asks an org fills them in with `withUsage`.
 */
export const usageSettings = {
  seenIn: {
    type: 'enum',
    values: { metadata: [], rows: [], tokens: [] },
    label: 'Seen in',
    about:
      'How the app is known: by its metadata; by rows of an org alone, as installed apps are; or only by tokens and logins, as apps are that nobody installed.',
    connectedApp: derived('the kind of source'),
    externalClientApp: derived('the kind of source'),
  },
  installed: usageFlag(
    'Installed',
    'Whether the app is defined or installed in the org, and not only used in it.',
  ),
  appAgeDays: usageCount(
    'Days since the app was created',
    'How many days ago the app was created.',
  ),
  createdOn: {
    type: 'date',
    label: 'Created on',
    about: 'The day on which the app was created in the org.',
    connectedApp: needsOrg,
    externalClientApp: needsOrg,
  },
  changedOn: {
    type: 'date',
    label: 'Last modified on',
    about: 'The day on which the app was last changed in the org.',
    connectedApp: needsOrg,
    externalClientApp: needsOrg,
  },
  used: usageFlag(
    'Used',
    'Whether a token shows a use, or somebody logged in with the app in the last six months. Failed log-ins are no use; the date of a token says that it was presented, not that Salesforce accepted it.',
  ),
  daysSinceLastUse: usageCount(
    'Days since last use',
    'How many days ago a token of the app was last presented, accepted or not, or somebody last logged in with it; unknown when it was never used.',
  ),
  tokenCount: usageCount('Tokens', 'How many OAuth tokens users hold for the app.'),
  tokenUserCount: usageCount('Users with tokens', 'How many users hold a token for the app.'),
  mostTokensOfOneUser: usageCount(
    'Most tokens of one user',
    'How many tokens for the app the user holds who has the most.',
  ),
  tokensNeverUsed: usageCount('Tokens never used', 'How many tokens were never used.'),
  neverUsedTokenDays: usageCount(
    'Age of the oldest token that was never used, in days',
    'How many days ago the oldest of the tokens that were never used was issued; 0 when there is none.',
  ),
  longestTokenIdleDays: usageCount(
    'Longest time that a token has not been used, in days',
    'For how many days the token that rests longest has not been used; one that never was counts from its issue; 0 without tokens.',
  ),
  oldestTokenDays: usageCount(
    'Age of the oldest token, in days',
    'How many days ago the oldest token was issued; 0 without tokens.',
  ),
  tokensOfInactiveUsers: usageCount(
    'Tokens of inactive users',
    'How many tokens belong to users who are inactive or frozen.',
  ),
  tokensOfAdministrators: usageCount(
    'Tokens of administrators',
    'How many tokens belong to users with Modify All Data, Manage Users, Customize Application or Author Apex.',
  ),
  tokensOfUnassignedUsers: usageCount(
    'Tokens of users without access',
    'How many tokens belong to users to whom neither a profile nor a permission set gives the app.',
  ),
  tokenUserPowers: usageNames(
    'Permissions of users with tokens',
    'Of the permissions that the org was asked for, those that at least one user with a token holds, by API name.',
  ),
  tokenUsersNotApiOnly: usageCount(
    'Users with tokens who can log in to the pages',
    'How many users with a token lack the API Only User permission.',
  ),
  loginFlows: usageNames(
    'Flows in the login history',
    'The login subtypes of successful log-ins with the app in the last six months, by API name, such as OauthWebServer.',
  ),
  loginCountries: usageNames(
    'Countries in the login history',
    'The countries that successful log-ins with the app came from in the last six months, as ISO 3166 codes.',
  ),
  loginCountryCount: usageCount(
    'Number of countries in the login history',
    'From how many countries successful log-ins with the app came in the last six months.',
  ),
  loginAddressesOutsideRanges: usageNames(
    'Log-ins from outside the IP ranges',
    'Addresses of successful log-ins of the last six months that neither the trusted IP ranges nor the refresh token IP allowlist of the app holds. Known for apps that have such ranges.',
  ),
  usernamePasswordLogins: usageCount(
    'Logins by the username-password flow',
    'How often somebody logged in with the app by the username-password flow in the last six months. Failed log-ins do not count.',
  ),
  userAgentLogins: usageCount(
    'Logins by the user-agent flow',
    'How often somebody logged in with the app by the user-agent flow in the last six months. Failed log-ins do not count.',
  ),
  failedLogins: usageCount(
    'Failed logins',
    'How often log-ins with the app failed in the last six months, for whatever reason.',
  ),
  deniedAttempts: usageCount(
    'Denied attempts',
    'How many of the failed log-ins Salesforce refused because the user may not use the app.',
  ),
  failedUsernamePasswordLogins: usageCount(
    'Failed logins by the username-password flow',
    'How often log-ins with the app by the username-password flow failed in the last six months, as they do when the flow is blocked.',
  ),
  failedUserAgentLogins: usageCount(
    'Failed logins by the user-agent flow',
    'How often log-ins with the app by the user-agent flow failed in the last six months.',
  ),
  apiCallsRead: usageFlag(
    'API calls read',
    'Whether the event log was asked which apps called APIs: with --with-event-logs it is.',
  ),
  apiCalls: usageCount(
    'API calls in the event log',
    'How often the app called an API, as far as the event log of the org goes back: a day, or longer with Event Monitoring.',
  ),
  grantedProfiles: usageNames(
    'Profiles with access',
    'Profiles that give access to the app, as the org says.',
  ),
  grantedPermissionSets: usageNames(
    'Permission sets with access',
    'Permission sets that give access to the app, as the org says.',
  ),
  grantedUserPercent: usageCount(
    'Active users with access, in percent',
    'To how many percent of the active users of the org the widest of those profiles and permission sets gives the app.',
  ),
  runAsUserActive: usageFlag('Run-as user is active', 'Whether the run-as user is active.'),
  runAsUserApiOnly: usageFlag(
    'Run-as user is API only',
    'Whether the run-as user can only use APIs.',
  ),
  runAsUserLicense: {
    type: 'string',
    label: 'License of the run-as user',
    about: 'The user license of the run-as user, by its name.',
    connectedApp: needsOrg,
    externalClientApp: needsOrg,
  },
  runAsUserPowers: usageNames(
    'Permissions of the run-as user',
    'Of the permissions that the org was asked for, those that the run-as user holds, by API name.',
  ),
  userProvisioning: {
    ...usageFlag('User Provisioning', 'Whether Salesforce creates users in the other system.'),
    connectedApp: derived('the UserProvisioningConfig files of the source that name the app'),
    externalClientApp: notOfExternalClientApps,
  },
  blocked: {
    ...usageFlag(
      'Blocked',
      'Whether the app is blocked in the org, so that nobody can use it. Files are compared by consumer key, else by name.',
    ),
    connectedApp: derived('the BlacklistedConsumer files of the source'),
    externalClientApp: derived('the BlacklistedConsumer files of the source'),
  },
  'org.approveUninstalledAppsGrantedBy': usageNames(
    'Profiles and permission sets with "Approve Uninstalled Connected Apps"',
    'Profiles and permission sets that give active users Approve Uninstalled Connected Apps without Modify All Data.',
  ),
  'org.useAnyApiClientGrantedBy': usageNames(
    'Profiles and permission sets with "Use Any API Client"',
    'Profiles and permission sets that give active users Use Any API Client.',
  ),
  'org.viewClientSecretGrantedBy': usageNames(
    'Profiles and permission sets with "View External Client App Consumer Secrets in Metadata"',
    'Profiles and permission sets that give active users the right to read consumer secrets.',
  ),
  'org.manageAppsGrantedBy': usageNames(
    'Profiles and permission sets with "Manage Connected Apps" or the administration of External Client Apps',
    'Profiles and permission sets that give active users the right to change app policies without Modify All Data.',
  ),
  'org.useAnyApiAuthUnneeded': usageNames(
    'Profiles and permission sets with "Use Any API Auth" that nobody needs',
    'Profiles and permission sets that give active users Use Any API Auth, none of whom logged in with SOAP login() in the last six months.',
  ),
  'org.soapUsersWithoutApiAuth': usageCount(
    'Users of SOAP login() without "Use Any API Auth"',
    'How many of the users who logged in with SOAP login() in the last six months do not hold Use Any API Auth.',
  ),
  'org.soapLoginUsers': usageCount(
    'Users who log in by SOAP login()',
    'How many users logged in with the SOAP call login() in the last six months. Failed log-ins do not count.',
  ),
  'org.failedSoapLoginUsers': usageCount(
    'Users whose log-ins by SOAP login() failed',
    'How many users failed to log in with the SOAP call login() in the last six months.',
  ),
} as const satisfies Readonly<Record<string, Definition>>;

function usageFlag(label: string, about: string) {
  return {
    type: 'boolean',
    label,
    about,
    connectedApp: needsOrg,
    externalClientApp: needsOrg,
  } as const;
}

function usageCount(label: string, about: string) {
  return {
    type: 'number',
    label,
    about,
    connectedApp: needsOrg,
    externalClientApp: needsOrg,
  } as const;
}

function usageNames(label: string, about: string) {
  return {
    type: 'list',
    label,
    about,
    connectedApp: needsOrg,
    externalClientApp: needsOrg,
  } as const;
}
