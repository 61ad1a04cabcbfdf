import { entriesIn } from './tables.js';
/**
 * The metadata types whose files are read, with the API version that brought each.
 * Source: Metadata API Developer Guide, one page per type; suffixes and folders are in `src/metadata/files/types.ts`.
 */
export const metadataTypes = {
  ConnectedApp: { since: 29, home: 'connectedApp', title: 'Connected App' },
  ExternalClientApplication: { since: 59, home: 'externalClientApp', title: 'header' },
  ExtlClntAppGlobalOauthSettings: {
    since: 59,
    home: 'externalClientApp',
    title: 'global OAuth settings',
  },
  ExtlClntAppOauthSettings: { since: 59, home: 'externalClientApp', title: 'OAuth settings' },
  ExtlClntAppOauthConfigurablePolicies: {
    since: 59,
    home: 'externalClientApp',
    title: 'OAuth policies',
  },
  ExtlClntAppConfigurablePolicies: { since: 60, home: 'externalClientApp', title: 'app policies' },
  ExtlClntAppOauthSecuritySettings: {
    since: 67,
    home: 'externalClientApp',
    title: 'OAuth security settings',
  },
  ExtlClntAppSamlConfigurablePolicies: {
    since: 63,
    home: 'externalClientApp',
    title: 'SAML policies',
  },
  ExtlClntAppCanvasSettings: { since: 66, home: 'externalClientApp', title: 'canvas settings' },
  ExtlClntAppMobileSettings: { since: 64, home: 'externalClientApp', title: 'mobile settings' },
  ExtlClntAppMobileConfigurablePolicies: {
    since: 64,
    home: 'externalClientApp',
    title: 'mobile policies',
  },
  ExtlClntAppPushSettings: { since: 62, home: 'externalClientApp', title: 'push settings' },
  ExtlClntAppPushConfigurablePolicies: {
    since: 62,
    home: 'externalClientApp',
    title: 'push policies',
  },
  ExtlClntAppNotificationSettings: {
    since: 60,
    home: 'externalClientApp',
    title: 'notification settings',
  },
  ExtlClntAppAttestSettings: { since: 66, home: 'externalClientApp', title: 'attest settings' },
  ExtlClntAppAttestConfigurablePolicies: {
    since: 66,
    home: 'externalClientApp',
    title: 'attest policies',
  },
  OauthOidcSettings: { since: 47, home: 'org', title: 'OAuth and OpenID Connect settings' },
  ConnectedAppSettings: { since: 47, home: 'org', title: 'Connected App settings' },
  ExternalClientAppSettings: { since: 57, home: 'org', title: 'External Client App settings' },
  SecuritySettings: { since: 29, home: 'org', title: 'security settings' },
  OauthCustomScope: { since: 47, home: 'org', title: 'custom scope' },
  UserProvisioningConfig: { since: 49, home: 'org', title: 'user provisioning' },
  BlacklistedConsumer: { since: 49, home: 'org', title: 'blocked app' },
} as const satisfies Readonly<Record<string, MetadataTypeFacts>>;

interface MetadataTypeFacts {
  /** The first API version that has the type. */
  readonly since: number;
  readonly home: 'connectedApp' | 'externalClientApp' | 'org';
  /** What the file holds, in words. */
  readonly title: string;
}

export type MetadataType = keyof typeof metadataTypes;

/** Whether files of a type are read. */
export function isMetadataType(type: string): type is MetadataType {
  return Object.hasOwn(metadataTypes, type);
}

export const appKinds = ['externalClientApp', 'connectedApp'] as const;

export type AppKind = (typeof appKinds)[number];

/** The types by what a reason calls their files: `the OAuth policies file (`, `OauthOidc.settings`. */
const types = entriesIn(metadataTypes).map(
  ([name, { title, home }]) =>
    [name, home === 'org' ? settingsFile(name) : `the ${title} file (`] as const,
);

function settingsFile(name: string): string {
  return name.endsWith('Settings') ? `${name.slice(0, -'Settings'.length)}.settings` : `(${name})`;
}

/** The metadata types that a retrieve would have to bring, for a reason why a setting is not known. */
export function typesToRetrieve(reason: string): readonly MetadataType[] {
  // Whether a plugin is on stands in the policies of the app.
  if (reason.includes('neither its part files')) return ['ExtlClntAppConfigurablePolicies'];
  if (!/ (?:is|are) not in this source/.test(reason)) return [];
  return types.filter(([, text]) => reason.includes(text)).map(([name]) => name);
}

/** The API versions that a retrieve would need at least. */
export function versionsToRetrieve(reason: string): readonly number[] {
  return [...reason.matchAll(/API versions before (\d+)/g)].map(([, version]) => Number(version));
}

/** What decides a check, in a sentence; empty where no retrieve does. */
export function decidedBy(reasons: readonly string[]): string {
  const named = [...new Set(reasons.flatMap(typesToRetrieve))];
  const version = Math.max(0, ...reasons.flatMap(versionsToRetrieve));
  const newer = version > 0 ? ` with API version ${version} or later` : '';
  if (named.length > 0) return `Retrieve ${named.join(' and ')}${newer} to decide it.`;
  return newer === '' ? '' : `Retrieve the app${newer} to decide it.`;
}
