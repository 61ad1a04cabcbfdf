// What it means that an element, or a whole part file, is not there.
import { describe, expect, test } from 'vitest';
import {
  definitionOf,
  settingNames,
  type SettingName,
  type SettingValue,
} from '../../src/settings/settings.js';
import { facts } from '../metadata/facts.js';
import {
  ca,
  eca,
  nested,
  parts,
  partNames,
  settingOf,
  slice,
  theApp,
  wholeEca,
  type Files,
  type PartName,
} from '../metadata/parts.js';

/** A value, or `unknown`. */
type Expected = SettingValue;
const unknown = 'unknown';
const none: readonly string[] = [];
const hasNone: unknown = expect.stringMatching(/^the file has no <\w+>/);

function settingFor(expected: Expected): object {
  if (expected === unknown) return { state: 'unknown', reason: hasNone };
  return { state: 'known', value: expected, origin: 'default' };
}

/** A Connected App whose file has nothing in it: the oldest API version that there could be. */
const inEmptyCa: Partial<Readonly<Record<SettingName, Expected>>> = {
  label: '',
  description: '',
  contactEmail: '',
  contactPhone: '',
  infoUrl: '',
  logoUrl: '',
  iconUrl: '',
  startUrl: '',
  mobileStartUrl: '',
  apexHandler: '',
  apexHandlerUser: unknown,
  customAttributes: none,
  trustedIpRanges: none,
  permittedPermissionSets: none,
  permittedProfiles: none,
  permittedUsers: unknown,
  callbackUrls: none,
  scopes: none,
  jwtBearerFlow: false,
  consumerKeyInSource: false,
  consumerSecretInSource: false,
  webServerFlowSecretRequired: unknown,
  introspectAllTokens: unknown,
  refreshTokenSecretRequired: unknown,
  clientCredentialsFlowSetting: unknown,
  clientCredentialsUser: unknown,
  authorizationCodeCredentialsFlow: unknown,
  authorizationCodeCredentialsFlowPostOnly: unknown,
  namedUserJwt: unknown,
  pkceRequired: unknown,
  refreshTokenRotation: unknown,
  tokenExchangeFlowSetting: unknown,
  tokenExchangeFlowPolicy: unknown,
  tokenExchangeSecretRequired: unknown,
  deviceFlow: unknown,
  dpopRequired: unknown,
  mtlsRequired: unknown,
  idleRefreshTokenLimit: unknown,
  refreshTokenAllowlistEnforced: unknown,
  singleLogoutUrl: unknown,
  policySingleLogoutUrl: unknown,
  idTokenAudience: unknown,
  idTokenAttributes: unknown,
  idTokenCustomPermissions: unknown,
  idTokenStandardClaims: unknown,
  idTokenValidityMinutes: 2,
  assetTokenAudiences: none,
  assetTokenAttributes: unknown,
  assetTokenCustomPermissions: unknown,
  assetTokenSigningCertificate: unknown,
  assetTokenValidity: unknown,
  ipRelaxation: unknown,
  refreshTokenPolicy: unknown,
  sessionTimeoutMinutes: unknown,
  sessionLevel: unknown,
  sessionLevelAction: unknown,
  samlEnabled: false,
  samlAcsUrl: '',
  samlEntityUrl: '',
  samlSubjectType: '',
  samlRequestCertificate: false,
  samlEncryptionCertificate: false,
  samlEncryption: unknown,
  samlIssuer: '',
  samlNameIdFormat: '',
  samlSigningAlgorithm: unknown,
  // Since API 40.
  samlSloUrl: unknown,
  canvasEnabled: false,
  canvasUrl: '',
  canvasAccessMethod: '',
  canvasLocations: none,
  canvasOptions: none,
  mobileConfigured: false,
};

/** An External Client App with every part file and nothing in them. */
const inEmptyEca: Partial<Readonly<Record<SettingName, Expected>>> = {
  label: '',
  description: '',
  contactEmail: '',
  contactPhone: '',
  infoUrl: '',
  logoUrl: '',
  iconUrl: '',
  isProtected: false,
  distributionState: unknown,
  orgIdInSource: false,
  callbackUrls: none,
  jwtBearerFlow: false,
  consumerKeyInSource: false,
  consumerSecretInSource: false,
  pushSecretInSource: false,
  rotatesKeyOnDeploy: false,
  idTokenAudience: '',
  idTokenAttributes: unknown,
  idTokenCustomPermissions: unknown,
  idTokenStandardClaims: unknown,
  idTokenValidityMinutes: 2,
  clientCredentialsFlowSetting: unknown,
  clientCredentialsFlowPolicy: unknown,
  clientCredentialsUser: unknown,
  authorizationCodeCredentialsFlow: unknown,
  authorizationCodeCredentialsFlowPostOnly: unknown,
  guestAuthorizationCodeCredentialsFlow: unknown,
  // Documented: isConsumerSecretOptional is false by default.
  webServerFlowSecretRequired: true,
  refreshTokenSecretRequired: true,
  tokenExchangeSecretRequired: unknown,
  introspectAllTokens: false,
  // Documented as true, but real files contradict it.
  pkceRequired: unknown,
  deviceFlow: unknown,
  dpopRequired: unknown,
  mtlsRequired: unknown,
  idleRefreshTokenLimit: unknown,
  namedUserJwt: unknown,
  refreshTokenRotation: unknown,
  tokenExchangeFlowSetting: unknown,
  tokenExchangeFlowPolicy: unknown,
  assetTokenAttributes: unknown,
  assetTokenCustomPermissions: unknown,
  assetTokenAudiences: none,
  assetTokenSigningCertificate: unknown,
  assetTokenValidity: unknown,
  customScopes: none,
  scopes: none,
  customAttributes: none,
  firstPartyApp: unknown,
  singleLogoutUrl: '',
  policySingleLogoutUrl: '',
  trustedIpRanges: none,
  clientAssertionCertificate: false,
  apexHandler: unknown,
  apexHandlerUser: unknown,
  permittedPermissionSets: none,
  permittedProfiles: none,
  permittedUsers: unknown,
  jwtTimeoutType: unknown,
  guestJwtTimeoutType: unknown,
  jwtTimeoutMinutes: unknown,
  guestJwtTimeoutMinutes: unknown,
  ipRelaxation: unknown,
  sessionLevel: unknown,
  sessionLevelAction: unknown,
  sessionTimeoutMinutes: unknown,
  refreshTokenPolicy: unknown,
  // The app policies have had one since API 63, and nothing says that the file is that new.
  startUrl: unknown,
  customStartUrl: unknown,
  startPage: unknown,
  pluginEnabled: true,
  oauthPluginEnabled: unknown,
  refreshTokenIpAllowlist: none,
  samlAcsUrl: '',
  samlEntityUrl: '',
  samlRequestCertificate: false,
  samlEncryptionCertificate: false,
  samlEncryption: unknown,
  samlIssuer: '',
  samlNameIdFormat: 'Unspecified',
  samlSigningAlgorithm: unknown,
  samlSloUrl: '',
  samlSubjectType: '',
  canvasAccessMethod: '',
  canvasUrl: '',
  canvasLocations: none,
  canvasOptions: none,
  mobileScreenLockEnabled: unknown,
  mobileScreenLock: '',
  pushFullContent: unknown,
};

describe.each([
  ['connectedApp', inEmptyCa, ca('')],
  ['externalClientApp', inEmptyEca, wholeEca()],
] as const)('%s without elements', (kind, table, files) => {
  const read = settingNames.filter(
    (name) => !name.startsWith('org.') && 'fields' in definitionOf(name)[kind],
  );

  test('every setting that is read is in the table', () => {
    expect(Object.keys(table).toSorted()).toEqual(read.toSorted());
  });

  const app = theApp(files);
  test.each(Object.entries(table))('%s: %j', (name, expected) => {
    const setting = app.settings[name as SettingName];
    expect(setting).toMatchObject(settingFor(expected));
    // Where the element would stand: in the root, since there is nothing else.
    expect(slice(files, setting.location)).toMatch(/^<(ConnectedApp|Ex\w+) xmlns="[^"]+">$/);
  });
});

describe('a flag that is not there says why', () => {
  test.each([
    [ca(''), 'deviceFlow', 'the file has no <oauthConfig>'],
    [
      ca(nested('oauthConfig/isPkceRequired', 'true')),
      'deviceFlow',
      'the file has no <isDeviceFlowEnabled>; API versions before 68 do not have it',
    ],
    [
      ca(nested('oauthConfig/isDPopEnabled', 'true')),
      'deviceFlow',
      'the file has no <isDeviceFlowEnabled>',
    ],
    [ca(''), 'sessionLevel', 'the file has no <sessionPolicy>'],
    [
      eca({ header: '' }),
      'deviceFlow',
      'the global OAuth settings file (.ecaGlblOauth) is not in this source',
    ],
  ] as const)('%#: %s %s', (files, name, reason) => {
    const setting = settingOf(files, name);
    expect(setting.state === 'unknown' && setting.reason).toBe(reason);
  });

  test('and is located at the element that should hold it', () => {
    const files = ca(nested('oauthConfig/isPkceRequired', 'true'));
    expect(slice(files, settingOf(files, 'deviceFlow').location)).toBe('<oauthConfig>');
  });
});

describe('a text that is not there is empty where the API version has it', () => {
  test.each([
    // [file, setting, value]: an element that came with or after the text proves the version.
    [
      'a Connected App of API 56 or later',
      ca(nested('oauthConfig/isCodeCredentialEnabled', 'true')),
      'clientCredentialsUser',
      '',
    ],
    [
      'one of API 49',
      ca(nested('oauthPolicy/ipRelaxation', 'ENFORCE')),
      'clientCredentialsUser',
      unknown,
    ],
    ['one of API 49', ca(nested('oauthPolicy/ipRelaxation', 'ENFORCE')), 'apexHandlerUser', ''],
    [
      'policies of API 60',
      eca({ policies: nested('isTokenExchangeFlowEnabled', 'true') }),
      'clientCredentialsUser',
      '',
    ],
    [
      'policies of API 60',
      eca({ policies: nested('isTokenExchangeFlowEnabled', 'true') }),
      'apexHandler',
      unknown,
    ],
    [
      'policies of API 61',
      eca({ policies: nested('isGuestCodeCredFlowEnabled', 'true') }),
      'apexHandler',
      '',
    ],
    [
      'app policies of API 63',
      eca({ policies: '', plugins: nested('startPage', 'None') }),
      'startUrl',
      '',
    ],
    [
      'settings of API 62',
      eca({ oauth: nested('isFirstPartyAppEnabled', 'false') }),
      'assetTokenSigningCertificate',
      '',
    ],
    [
      'a nil element that proves it',
      eca({
        policies:
          '<apexHandler xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>',
      }),
      'clientCredentialsUser',
      unknown,
    ],
  ] as const)('%s: %s %s', (_, files, name, expected) => {
    const setting = settingOf(files, name);
    expect(setting).toMatchObject(settingFor(expected));
  });
});

describe('a part file that is not there', () => {
  const suffix = (part: PartName): string => /\.(\w+)-meta/.exec(parts[part][1])?.[1] ?? '';
  const neverStated = new Set<SettingName>([
    'consumerKeyInSource',
    'consumerSecretInSource',
    'pushSecretInSource',
    'orgIdInSource',
  ]);
  /** Most apps have no SAML: what their OAuth policies say is all there is. */
  const ofOtherParts = new Set<SettingName>([
    'permittedProfiles',
    'permittedPermissionSets',
    'customAttributes',
  ]);
  const cases = facts.flatMap(([name, part]) =>
    part === 'app' || (part === 'saml' && ofOtherParts.has(name)) ? [] : [[name, part] as const],
  );

  test.each(cases)('%s without the %s file', (name, part) => {
    const rest = Object.fromEntries(
      partNames.filter((one) => one !== part).map((one) => [one, '']),
    );
    const setting = settingOf(eca(rest), name);
    const reason = expect.stringContaining(`(.${suffix(part)}) is not in this source`);
    expect(setting).toMatchObject(
      neverStated.has(name) ? { state: 'known', value: false } : { state: 'unknown', reason },
    );
  });

  test('a source without settings files knows nothing about the org', () => {
    expect(settingOf(ca(''), 'org.pkceRequired')).toEqual({
      state: 'unknown',
      reason: 'OauthOidc.settings is not in this source',
    });
  });
});

describe('what no metadata holds', () => {
  test.each([
    [ca(''), 'jwtTimeoutMinutes', 'only the ConnectedApplication object of an org holds it'],
    [
      ca(''),
      'guestAuthorizationCodeCredentialsFlow',
      'only the ConnectedApplication object of an org holds it',
    ],
    [ca(''), 'distributionState', 'Connected Apps have no such setting'],
    [ca(''), 'installed', 'needs an org'],
    [wholeEca(), 'mobileStartUrl', 'External Client Apps have no such setting'],
    [wholeEca(), 'tokenCount', 'needs an org'],
    [wholeEca(), 'runAsUserPowers', 'needs an org'],
  ] as const)('%#: %s', (files: Files, name: SettingName, reason: string) => {
    expect(settingOf(files, name)).toMatchObject({ state: 'unknown', reason });
  });
});

test('every app has every setting, in the order of the table', () => {
  for (const files of [ca(''), wholeEca()]) {
    expect(Object.keys(theApp(files).settings)).toEqual(settingNames);
  }
});
