import { documented, field, from, type Definition, type Field } from '../definition.js';

/** A retrieve writes the switches of API Access Control only where Salesforce Support has enabled the feature. */
const notEnabled = documented(false, 'appsOfOrg');

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
    field('ecasOfOrg', 'enableClientSecretInRestApiAccess', 60, 'flag'),
    'Allow access to External Client App consumer secrets via REST API',
    'Whether consumer secrets can be read through the REST API.',
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
