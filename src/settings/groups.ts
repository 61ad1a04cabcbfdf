import { keysIn } from '../model/tables.js';
import type { SettingName } from './settings.js';

/** What an app that nobody changed has, by kind of app; a kind that is not there has no documented default. */
interface Default {
  readonly externalClientApp?: boolean | string;
  readonly connectedApp?: boolean | string;
}

/**
 * Settings that guides speak of together, as Setup shows them. `flows`: "Flow Enablement". `security`: "Security".
 * `options`: every check box of the OAuth settings. `policies`: what an administrator chooses.
 *
 * Guides say "leave all others at their defaults". These are the defaults that Salesforce documents in the Metadata API
 * Developer Guide (v262, read 2026-11-22), for Connected Apps those of ConnectedAppOauthConfig and ConnectedAppOauthPolicy,
 * and for the policies those of the policy that an org makes for a new External Client App. PKCE of an External Client App
 * has none here: the documented default, true, is contradicted by most real files. Neither has a refresh token policy:
 * Salesforce and vendors name different lifetimes.
 */
const flowDefaults = {
  clientCredentialsFlowSetting: {},
  authorizationCodeCredentialsFlow: { externalClientApp: false },
  deviceFlow: {},
  jwtBearerFlow: { externalClientApp: false, connectedApp: false },
  tokenExchangeFlowSetting: {},
} as const satisfies Group;

const security = {
  pkceRequired: { connectedApp: false },
  webServerFlowSecretRequired: { externalClientApp: true },
  refreshTokenSecretRequired: { externalClientApp: true, connectedApp: true },
  tokenExchangeSecretRequired: {},
  refreshTokenRotation: {},
  namedUserJwt: { externalClientApp: false },
} as const satisfies Group;

const further = {
  authorizationCodeCredentialsFlowPostOnly: { externalClientApp: false },
  introspectAllTokens: { externalClientApp: false },
} as const satisfies Group;

const policyDefaults = {
  permittedUsers: { externalClientApp: 'self-authorize', connectedApp: 'self-authorize' },
  ipRelaxation: { externalClientApp: 'enforce', connectedApp: 'enforce' },
  clientCredentialsFlowPolicy: { externalClientApp: false },
  tokenExchangeFlowPolicy: { externalClientApp: false },
  guestAuthorizationCodeCredentialsFlow: { externalClientApp: false },
} as const satisfies Group;

type Group = Readonly<Partial<Record<SettingName, Default>>>;

export const settingGroups = {
  flows: flowDefaults,
  security,
  options: { ...flowDefaults, ...security, ...further },
  policies: policyDefaults,
} as const satisfies Readonly<Record<string, Group>>;

export type GroupName = keyof typeof settingGroups;

/** All names, in the order of the table. */
export const groupNames = keysIn(settingGroups);

/** The settings of a group with their defaults. */
export function membersOf(group: GroupName): readonly (readonly [string, Default])[] {
  return Object.entries(settingGroups[group]);
}
