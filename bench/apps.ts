// Apps for the benchmark: made up, but in the mix, the shapes and the sizes of real projects.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is wrong with some of the apps; about one in six has one of these. */
const faults = ['http', 'pkce', 'full', 'self-authorize', 'relaxed', 'forever', 'secret'] as const;

type Fault = (typeof faults)[number];

interface BenchApp {
  readonly name: string;
  readonly number: number;
  readonly fault: Fault | undefined;
}

/** Elements of a file in the order of a retrieve: name and value, or name and the elements inside. */
type Elements = readonly (readonly [string, string | boolean | number | Elements])[];

interface BenchFile {
  readonly folder: string;
  readonly name: string;
  readonly root: string;
  readonly elements: Elements;
}

/** Writes `count` apps (a multiple of 5) into `folder`: 3 files for each app, 60 % of them External Client Apps. */
export function writeApps(folder: string, count: number): void {
  const made = new Set<string>();
  for (let number = 0; number < count; number += 1) {
    for (const file of filesOf(appOf(number))) {
      const path = join(folder, file.folder);
      if (!made.has(path)) mkdirSync(path, { recursive: true });
      made.add(path);
      writeFileSync(join(path, file.name), xmlOf(file));
    }
  }
}

function appOf(number: number): BenchApp {
  const fault = number % 6 === 1 ? faults[((number / 6) % faults.length) | 0] : undefined;
  return { name: `${subjects[number % subjects.length] ?? ''}_${number}`, number, fault };
}

const subjects = [
  'Order_Sync',
  'Billing_Export',
  'Field_Service',
  'Data_Lake',
  'Partner_Portal',
  'Payroll',
  'Chat_Bot',
];

/** Of five apps three are External Client Apps, with 5, 4 and 4 files, and two are Connected Apps. */
function filesOf(app: BenchApp): readonly BenchFile[] {
  const kind = app.number % 5;
  if (kind > 2) return [connectedApp(app)];
  const parts = [header(app), globalOauth(app), oauthSettings(app), oauthPolicies(app)];
  return kind === 0 ? [...parts, policies(app)] : parts;
}

/** One app as a folder of its own holds it: an External Client App of five files, or a Connected App. */
export function writeOneApp(folder: string, kind: 'externalClientApp' | 'connectedApp'): void {
  const number = kind === 'externalClientApp' ? 25 : 13;
  for (const file of filesOf(appOf(number))) {
    mkdirSync(join(folder, file.folder), { recursive: true });
    writeFileSync(join(folder, file.folder, file.name), xmlOf(file));
  }
}

function callbackOf({ number, fault }: BenchApp): string {
  const host = number % 50 === 5 ? 'app.fullcast.io' : `app${number}.example.com`;
  return `${fault === 'http' ? 'http' : 'https'}://${host}/oauth/callback/${number}`;
}

function header({ name, number }: BenchApp): BenchFile {
  return {
    folder: 'externalClientApps',
    name: `${name}.eca-meta.xml`,
    root: 'ExternalClientApplication',
    elements: [
      ['contactEmail', `team${number}@northwind-traders.com`],
      ['description', `Moves records of ${name} between systems`],
      ['distributionState', 'Local'],
      ['isProtected', false],
      ['label', name.replaceAll('_', ' ')],
      ['orgScopedExternalApp', `00D000000000001:${name}`],
    ],
  };
}

function globalOauth(app: BenchApp): BenchFile {
  const { name, number, fault } = app;
  const callbacks =
    number % 3 === 0
      ? `${callbackOf(app)}\nhttps://second${number}.example.com/cb`
      : callbackOf(app);
  return {
    folder: 'extlClntAppGlobalOauthSets',
    name: `${name}_glbloauth.ecaGlblOauth-meta.xml`,
    root: 'ExtlClntAppGlobalOauthSettings',
    elements: [
      ['callbackUrl', callbacks],
      ...certificateOf(app),
      ['consumerKey', `3MVG9${'k'.repeat(70)}${number}`],
      ['externalClientApplication', name],
      [
        'idTokenConfig',
        [
          ['idTokenIncludeAttributes', false],
          ['idTokenIncludeStandardClaims', true],
          ['idTokenValidityInMinutes', 2],
        ],
      ],
      ['isClientCredentialsFlowEnabled', number % 4 === 0],
      ['isCodeCredFlowEnabled', false],
      ['isCodeCredPostOnly', true],
      ['isConsumerSecretOptional', fault === 'secret'],
      ['isDPopEnabled', false],
      ['isDeviceFlowEnabled', false],
      ['isEnforceRefreshTokenTTL', true],
      ['isIntrospectAllTokens', false],
      ['isMtlsEnabled', false],
      ['isNamedUserJwtEnabled', true],
      ['isPkceRequired', fault !== 'pkce'],
      ['isRefreshTokenRotationEnabled', true],
      ['isSecretRequiredForRefreshToken', fault !== 'secret'],
      ['isSecretRequiredForTokenExchange', true],
      ['isTokenExchangeEnabled', false],
      ['label', `${name}_glbloauth`],
      ['shouldRotateConsumerKey', false],
      ['shouldRotateConsumerSecret', false],
    ],
  };
}

function oauthSettings({ name, number, fault }: BenchApp): BenchFile {
  return {
    folder: 'extlClntAppOauthSettings',
    name: `${name}_oauth.ecaOauth-meta.xml`,
    root: 'ExtlClntAppOauthSettings',
    elements: [
      [
        'commaSeparatedOauthScopes',
        fault === 'full' ? 'Full, RefreshToken' : 'Api, RefreshToken, OpenID',
      ],
      ['externalClientApplication', name],
      ['isFirstPartyAppEnabled', false],
      ['label', `${name}_oauth`],
      ['oauthLink', `00D000000000001:8880000000${number}`],
      [
        'trustedIpRanges',
        [
          ['description', 'egress'],
          ['endIpAddress', `203.0.113.${number % 200}`],
          ['startIpAddress', `203.0.113.${number % 200}`],
        ],
      ],
    ],
  };
}

function oauthPolicies({ name, number, fault }: BenchApp): BenchFile {
  const users = fault === 'self-authorize' ? 'AllSelfAuthorized' : 'AdminApprovedPreAuthorized';
  return {
    folder: 'extlClntAppOauthPolicies',
    name: `${name}_oauthPlcy.ecaOauthPlcy-meta.xml`,
    root: 'ExtlClntAppOauthConfigurablePolicies',
    elements: [
      ['clientCredentialsFlowUser', `integration${number}@northwind-traders.com`],
      ['commaSeparatedPermissionSet', `${name}_Access`],
      ['externalClientApplication', name],
      ['ipRelaxationPolicyType', fault === 'relaxed' ? 'Bypass' : 'Enforce'],
      ['isClientCredentialsFlowEnabled', number % 4 === 0],
      ['isGuestCodeCredFlowEnabled', false],
      ['isTokenExchangeFlowEnabled', false],
      ['label', `${name}_oauthPlcy`],
      ['namedUserJwtSessionTimeoutType', 'UserSession'],
      ['permittedUsersPolicyType', users],
      ['policyAction', 'RaiseSessionLevel'],
      ['refreshTokenPolicyType', fault === 'forever' ? 'Infinite' : 'SpecificInactivity'],
      ['refreshTokenValidityPeriod', 30],
      ['refreshTokenValidityUnit', 'Days'],
      ['requiredSessionLevel', 'HIGH_ASSURANCE'],
    ],
  };
}

function policies({ name }: BenchApp): BenchFile {
  return {
    folder: 'extlClntAppPolicies',
    name: `${name}_plcy.ecaPlcy-meta.xml`,
    root: 'ExtlClntAppConfigurablePolicies',
    elements: [
      ['externalClientApplication', name],
      ['isEnabled', true],
      ['isOauthPluginEnabled', true],
      ['label', `${name}_plcy`],
      ['startPage', 'None'],
    ],
  };
}

function connectedApp(app: BenchApp): BenchFile {
  const { name, number, fault } = app;
  return {
    folder: 'connectedApps',
    name: `${name}.connectedApp-meta.xml`,
    root: 'ConnectedApp',
    elements: [
      ['contactEmail', `team${number}@northwind-traders.com`],
      ['description', `Moves records of ${name} between systems`],
      [
        'ipRanges',
        [
          ['description', 'egress'],
          ['end', `203.0.113.${number % 200}`],
          ['start', `203.0.113.${number % 200}`],
        ],
      ],
      ['label', name.replaceAll('_', ' ')],
      [
        'oauthConfig',
        [
          ['callbackUrl', callbackOf(app)],
          ...certificateOf(app),
          ['consumerKey', `3MVG9${'k'.repeat(70)}${number}`],
          ['isAdminApproved', fault !== 'self-authorize'],
          ['isClientCredentialEnabled', false],
          ['isCodeCredentialEnabled', false],
          ['isCodeCredentialPostOnly', false],
          ['isConsumerSecretOptional', fault === 'secret'],
          ['isDeviceFlowEnabled', false],
          ['isEnforceRefreshTokenTTL', true],
          ['isIntrospectAllTokens', false],
          ['isNamedUserJwtEnabled', false],
          ['isPkceRequired', fault !== 'pkce'],
          ['isRefreshTokenRotationEnabled', true],
          ['isSecretRequiredForRefreshToken', fault !== 'secret'],
          ['isSecretRequiredForTokenExchange', true],
          ['isTokenExchangeEnabled', false],
          ['scopes', fault === 'full' ? 'Full' : 'Api'],
          ['scopes', 'RefreshToken'],
        ],
      ],
      [
        'oauthPolicy',
        [
          ['ipRelaxation', fault === 'relaxed' ? 'BYPASS' : 'ENFORCE'],
          ['isTokenExchangeFlowEnabled', false],
          ['refreshTokenPolicy', fault === 'forever' ? 'infinite' : 'specific_lifetime:90:DAYS'],
        ],
      ],
      ['permissionSetName', `${name} Access`],
      [
        'sessionPolicy',
        [
          ['policyAction', 'RaiseSessionLevel'],
          ['sessionLevel', 'HIGH_ASSURANCE'],
          ['sessionTimeout', 60],
        ],
      ],
    ],
  };
}

function certificateOf({ number }: BenchApp): Elements {
  return number % 20 === 0 || number % 40 === 13 ? [['certificate', certificate]] : [];
}

// Of no key that anybody has: it is here to be read.
const certificate =
  'MIIBjTCCATOgAwIBAgIUKO2yExPDodVebxclpvzTxHDMTOUwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAwwRYmVuY2guZXhhbXBsZS5jb20wHhcNMjYxMTIyMDExNjIwWhcNMzYxMTE5MDExNjIwWjAcMRowGAYDVQQDDBFiZW5jaC5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFqSWvgrb3E6BujucOVFNDYdpvHqBGPAydTb9FhExsnnAUwaxPWGKlUmmFxguXrUdp9fdL/tAV9XcVuqaoqWs4ijUzBRMB0GA1UdDgQWBBQAz+O/hJ5g9ATet86hg+VjpCFrwDAfBgNVHSMEGDAWgBQAz+O/hJ5g9ATet86hg+VjpCFrwDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQD5s6VYWqW7L47ajsQe8P7KenBY0wrLE79kncOA5cEC1wIgFnANa8R+ArX3y3kJaS+ZwIkwUaiR2rMH3EGjznkkA6I=';

function xmlOf({ root, elements }: BenchFile): string {
  const open = `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${inside(elements, '    ')}</${root}>\n`;
}

function inside(elements: Elements, indent: string): string {
  const lines = elements.map(([name, value]) => {
    if (typeof value !== 'object') return `${indent}<${name}>${String(value)}</${name}>\n`;
    return `${indent}<${name}>\n${inside(value, `${indent}    `)}${indent}</${name}>\n`;
  });
  return lines.join('');
}
