import { documented, field, from, type Definition, type Field } from '../definition.js';

/** A retrieve writes the switches of API Access Control only where Salesforce Support has enabled the feature. */
const notEnabled = documented(false, 'appsOfOrg');

const sessionTimeout = field('securityOfOrg', 'sessionSettings/sessionTimeout', 29, 'choice');

/** Switches of the whole org that change what a setting of an app means. */
export const orgSettings = {
  'org.pkceRequired': orgSwitch(
    field('oidc', 'isPkceRequired', 59, 'flag'),
    'Require Proof Key for Code Exchange (PKCE) for all apps',
    'Whether the org requires PKCE of every app.',
  ),
  'org.usernamePasswordFlowBlocked': orgSwitch(
    field('oidc', 'blockOAuthUnPwFlow', 56, 'flag'),
    'OAuth username-password flow blocked ("Allow OAuth Username-Password Flows" switched off)',
    'Whether the org blocks the username-password flow.',
  ),
  'org.userAgentFlowBlocked': orgSwitch(
    field('oidc', 'blockOAuthUsrAgtFlow', 56, 'flag'),
    'OAuth user-agent flow blocked ("Allow OAuth User-Agent Flows" switched off)',
    'Whether the org blocks the user-agent flow.',
  ),
  'org.codeCredentialsFlowAllowed': orgSwitch(
    field('oidc', 'oAuthCdCrdtFlowEnable', 57, 'flag'),
    'Allow Authorization Code and Credentials Flows',
    'Whether the org allows the Authorization Code and Credentials Flow.',
  ),
  'org.adminApprovedAppsOnly': orgSwitch(
    field('appsOfOrg', 'enableAdminApprovedAppsOnly', 47, 'flag', notEnabled),
    'API Access Control: limit API access to installed connected apps with "Admin approved users"',
    'Whether users can only use apps that an administrator allowed.',
  ),
  'org.adminApprovedAppsOnlyForExternalUsers': orgSwitch(
    field('appsOfOrg', 'enableAdminApprovedAppsOnlyForExternalUser', 49, 'flag', notEnabled),
    'API Access Control for customers and partners',
    'Whether customers and partners can only use apps that an administrator allowed.',
  ),
  'org.secretsInMetadataApi': orgSwitch(
    field('ecasOfOrg', 'enableConsumerSecretApiAccess', 58, 'flag'),
    'Allow access to External Client App consumer secrets via Metadata API',
    'Whether consumer secrets can be read through the Metadata API.',
  ),
  'org.secretsInRestApi': orgSwitch(
    field('ecasOfOrg', 'enableClientSecretInRestApiAccess', 62, 'flag'),
    'Allow access to External Client App consumer secrets via REST API',
    'Whether consumer secrets can be read through the REST API.',
  ),
  'org.packagedOauthFromDevOrg': orgSwitch(
    field('ecasOfOrg', 'enablePackageEcaOauthFromDevOrg', 62, 'flag'),
    'Enable packaging of External Client Apps with OAuth from a developer org',
    'Whether External Client Apps with OAuth may be packaged from an org that is no Dev Hub.',
  ),
  'org.sessionTimeout': {
    type: 'enum',
    values: {
      '15-minutes': ['FifteenMinutes'],
      '30-minutes': ['ThirtyMinutes'],
      '60-minutes': ['SixtyMinutes'],
      '2-hours': ['TwoHours'],
      '4-hours': ['FourHours'],
      '8-hours': ['EightHours'],
      '12-hours': ['TwelveHours'],
      '24-hours': ['TwentyFourHours'],
    },
    label: 'Session timeout of the org (Timeout Value)',
    about:
      'After which time without use a session of the org ends. An app, or a profile, may have a timeout of its own.',
    connectedApp: from(sessionTimeout),
    externalClientApp: from(sessionTimeout),
  },
  'org.ipRangesHoldForEveryRequest': orgSwitch(
    field('securityOfOrg', 'sessionSettings/enforceIpRangesEveryRequest', 34, 'flag'),
    'Enforce login IP ranges on every request',
    'Whether login IP ranges of profiles hold for every request, and not for the log-in alone.',
  ),
  'org.sessionsLockedToIp': orgSwitch(
    field('securityOfOrg', 'sessionSettings/lockSessionsToIp', 29, 'flag'),
    'Lock sessions to the IP address from which they originated',
    'Whether a session works from the address only from which its user logged in.',
  ),
} as const satisfies Readonly<Record<string, Definition>>;

function orgSwitch(home: Field, label: string, about: string) {
  return {
    type: 'boolean',
    label,
    about,
    connectedApp: from(home),
    externalClientApp: from(home),
  } as const;
}
