import { definitionOf, type SettingName } from './settings.js';

/**
 * What is said of a setting that is not as a guide or a rule wants it: where something is missing, and where something is
 * too much. `LABEL` is what Setup calls it for the kind of app, `VALUE` the entries or the value that it is about.
 */
export interface Sentences {
  readonly missing: string;
  readonly excess: string;
}

/** Settings that Setup does not show as a switch, a list or a field: what they mean, in words of their own. */
const own: Partial<Readonly<Record<SettingName, Sentences>>> = {
  ...facts({
    oauthEnabled: ['OAuth is off', 'OAuth is on'],
    authorizationCodeFlow: [
      'No callback URL is in use',
      'The app sends browsers back to a callback URL',
    ],
    jwtBearerFlow: [
      'No certificate is uploaded, so the JWT bearer flow is off',
      'The JWT bearer flow is on',
    ],
    runAsUserIsContact: [
      'The run-as user is not the contact of the app',
      'The run-as user is the contact of the app',
    ],
    firstPartyApp: ['The app is not a first-party app', 'The app is a first-party app'],
    clientAssertionCertificate: [
      'No client assertion certificate is uploaded',
      'A client assertion certificate is uploaded',
    ],
    dpopRequired: ['DPoP is off', 'DPoP is on'],
    mtlsRequired: ['Mutual TLS is off', 'Mutual TLS is on'],
    refreshTokenAllowlistEnforced: [
      'No IP allowlist is enforced for refresh tokens',
      'An IP allowlist is enforced for refresh tokens',
    ],
    oauthSecuritySettings: [
      'The source has no OAuth security settings of the app',
      'The source has OAuth security settings of the app',
    ],
    sessionTimeoutSet: [
      'The app has no session timeout of its own',
      'The app has a session timeout of its own',
    ],
    profileNamesKnown: [
      'A selected profile has a name that cannot be told',
      'Every selected profile has a name that can be told',
    ],
    highAssuranceRequired: [
      'The app does not need a high assurance session',
      'The app needs a high assurance session',
    ],
    apiNameValid: ['An org does not accept the API name', 'An org accepts the API name'],
    labelLooksAlike: [
      'The name of the app has no look-alike letters',
      'The name of the app has look-alike letters',
    ],
    isPackaged: ['The app does not come from a package', 'The app comes from a package'],
    ownedHere: ['The app was made elsewhere', 'The app was made here'],
    isProtected: ['The app is not a protected component', 'The app is a protected component'],
    orgIdInSource: ['No file names the id of an org', 'A file names the id of an org'],
    orgScopedNameValid: [
      'A deployment refuses orgScopedExternalApp',
      'A deployment accepts orgScopedExternalApp',
    ],
    oauthLinkStated: [
      'The OAuth settings have no oauthLink',
      'The OAuth settings have an oauthLink',
    ],
    oauthLinkValid: ['A deployment refuses oauthLink', 'A deployment accepts oauthLink'],
    addedInChange: ['This change does not add the app', 'This change adds the app'],
    orphanPart: [
      'Every part file has its app',
      'Part files name an app that is not in this source',
    ],
    repositoryRead: ['The repository was not read', 'The repository was read'],
    profilesRead: ['No profile was read', 'The profiles were read'],
    tokenHandlersRead: [
      'No token exchange handler was read',
      'The token exchange handlers were read',
    ],
    consumerKeyInSource: ['No file holds the consumer key', 'A file holds the consumer key'],
    consumerSecretInSource: [
      'No file holds the consumer secret',
      'A file holds the consumer secret',
    ],
    privateKeyInSource: ['No file holds a private key', 'A file holds a private key'],
    pushSecretInSource: [
      'No file holds credentials of push notifications',
      'A file holds credentials of push notifications',
    ],
    rotatesKeyOnDeploy: [
      'A deployment does not replace the consumer key or secret',
      'A deployment replaces the consumer key or secret',
    ],
    samlEncryptionCertificate: [
      'No certificate encrypts SAML responses',
      'A certificate encrypts SAML responses',
    ],
    samlRequestCertificate: [
      'No certificate verifies requests of the service provider',
      'A certificate verifies requests of the service provider',
    ],
    canvasEnabled: ['The app is not a canvas app', 'The app is a canvas app'],
    mobileConfigured: ['The app has no mobile settings', 'The app has mobile settings'],
    mobileScreenLockEnabled: [
      'The mobile app does not lock its screen',
      'The mobile app locks its screen',
    ],
    pushConfigured: [
      'The app has no push notification settings',
      'The app has push notification settings',
    ],
    pushFullContent: [
      'Push notifications do not carry their whole text',
      'Push notifications carry their whole text',
    ],
    installed: ['The app is not installed in the org', 'The app is installed in the org'],
    used: ['Nobody has used the app', 'The app is in use'],
    runAsUserActive: ['The run-as user is inactive', 'The run-as user is active'],
    runAsUserApiOnly: [
      'The run-as user can log in to the user interface',
      'The run-as user has API access only',
    ],
    userProvisioning: ['User provisioning is off', 'User provisioning is on'],
    'org.usernamePasswordFlowBlocked': [
      'The org allows the username-password flow',
      'The org blocks the username-password flow',
    ],
    'org.userAgentFlowBlocked': [
      'The org allows the user-agent flow',
      'The org blocks the user-agent flow',
    ],
    'org.adminApprovedAppsOnly': ['API Access Control is off', 'API Access Control is on'],
    'org.adminApprovedAppsOnlyForExternalUsers': [
      'API Access Control is off for customers and partners',
      'API Access Control is on for customers and partners',
    ],
    'org.ipRangesHoldForEveryRequest': [
      'The org checks login IP ranges at log-in only',
      'The org checks login IP ranges on every request',
    ],
    'org.sessionsLockedToIp': [
      'Sessions of the org are not locked to an IP address',
      'Sessions of the org are locked to an IP address',
    ],
    kind: ['The app is a VALUE', 'The app is a VALUE'],
    scopes: ['The app lacks the scope VALUE', 'The app has the scope VALUE'],
    customScopes: ['The app lacks the custom scope VALUE', 'The app has the custom scope VALUE'],
    callbackUrls: ['The app lacks the callback URL VALUE', 'The app has the callback URL VALUE'],
    callbackHosts: [
      'No callback URL leads to the host VALUE',
      'A callback URL leads to the host VALUE',
    ],
    permittedProfiles: ['The profile VALUE is not selected', 'The profile VALUE is selected'],
    permittedPermissionSets: [
      'The permission set VALUE is not selected',
      'The permission set VALUE is selected',
    ],
    runAsUserPowers: ['The run-as user lacks VALUE', 'The run-as user holds VALUE'],
    tokenUserPowers: ['Users with tokens lack VALUE', 'Users with tokens hold VALUE'],
    definedElsewhereAs: [
      'The app does not also exist as another one',
      'The app also exists as VALUE',
    ],
  }),
};

/** The two sentences of a setting; every setting has them. */
export function sentencesOf(name: SettingName): Sentences {
  const given = own[name];
  if (given) return given;
  switch (definitionOf(name).type) {
    case 'boolean':
      return { missing: '"LABEL" is off', excess: '"LABEL" is on' };
    case 'list':
    case 'ranges':
      return { missing: '"LABEL" lacks VALUE', excess: '"LABEL" holds VALUE' };
    case 'string':
    case 'number':
    case 'date':
    case 'enum':
      return { missing: '"LABEL" is VALUE', excess: '"LABEL" is VALUE' };
  }
}

function facts(
  table: Partial<Readonly<Record<SettingName, readonly [missing: string, excess: string]>>>,
): Partial<Readonly<Record<SettingName, Sentences>>> {
  return Object.fromEntries(
    Object.entries(table).map(([name, [missing, excess]]) => [name, { missing, excess }]),
  );
}
