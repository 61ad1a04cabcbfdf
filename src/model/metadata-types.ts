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

export interface MetadataTypeFacts {
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
