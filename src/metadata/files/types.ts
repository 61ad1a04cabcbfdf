import { entriesIn } from '../../model/tables.js';
import type { MetadataType } from '../../model/metadata-types.js';

/** How the files of a metadata type are named, and where a retrieve puts them. */
export interface FileNaming {
  readonly suffix: string;
  readonly directory: string;
  /** The one file name (without suffix) that counts. Only settings have it: all kinds of them share a suffix. */
  readonly only?: string;
}

/**
 * The files of every type that is read. Source: the registry of the Salesforce CLI (source-deploy-retrieve 13.7.0).
 * Like the CLI, we recognise a file by its suffix in any directory; a file in source format has `-meta.xml` behind it.
 */
export const fileNamings = {
  ConnectedApp: { suffix: 'connectedApp', directory: 'connectedApps' },
  ExternalClientApplication: { suffix: 'eca', directory: 'externalClientApps' },
  ExtlClntAppGlobalOauthSettings: {
    suffix: 'ecaGlblOauth',
    directory: 'extlClntAppGlobalOauthSets',
  },
  ExtlClntAppOauthSettings: { suffix: 'ecaOauth', directory: 'extlClntAppOauthSettings' },
  ExtlClntAppOauthConfigurablePolicies: {
    suffix: 'ecaOauthPlcy',
    directory: 'extlClntAppOauthPolicies',
  },
  ExtlClntAppConfigurablePolicies: { suffix: 'ecaPlcy', directory: 'extlClntAppPolicies' },
  ExtlClntAppOauthSecuritySettings: {
    suffix: 'ecaOauthSecurity',
    directory: 'extlClntAppOauthSecuritySettings',
  },
  ExtlClntAppSamlConfigurablePolicies: {
    suffix: 'ecaSamlPlcy',
    directory: 'extlClntAppSamlConfigurablePolicies',
  },
  ExtlClntAppCanvasSettings: { suffix: 'ecaCanvas', directory: 'extlClntAppCanvasSettings' },
  ExtlClntAppMobileSettings: { suffix: 'ecaMobile', directory: 'extlClntAppMobileSettings' },
  ExtlClntAppMobileConfigurablePolicies: {
    suffix: 'ecaMobilePlcy',
    directory: 'extlClntAppMobilePolicies',
  },
  ExtlClntAppPushSettings: { suffix: 'ecaPush', directory: 'extlClntAppPushSettings' },
  ExtlClntAppPushConfigurablePolicies: {
    suffix: 'ecaPushPlcy',
    directory: 'extlClntAppPushPolicies',
  },
  ExtlClntAppNotificationSettings: {
    suffix: 'ecaNotifications',
    directory: 'extlClntAppNotifSettings',
  },
  ExtlClntAppAttestSettings: { suffix: 'ecaAttest', directory: 'extlClntAppAttestSettings' },
  ExtlClntAppAttestConfigurablePolicies: {
    suffix: 'ecaAttestPlcy',
    directory: 'extlClntAppAttestPolicies',
  },
  OauthCustomScope: { suffix: 'oauthcustomscope', directory: 'oauthcustomscopes' },
  OauthOidcSettings: { suffix: 'settings', directory: 'settings', only: 'OauthOidc' },
  ConnectedAppSettings: { suffix: 'settings', directory: 'settings', only: 'ConnectedApp' },
  SecuritySettings: { suffix: 'settings', directory: 'settings', only: 'Security' },
  UserProvisioningConfig: {
    suffix: 'userProvisioningConfig',
    directory: 'userProvisioningConfigs',
  },
  BlacklistedConsumer: { suffix: 'blacklistedConsumer', directory: 'blacklistedConsumers' },
  ExternalClientAppSettings: {
    suffix: 'settings',
    directory: 'settings',
    only: 'ExternalClientApp',
  },
} as const satisfies Readonly<Record<MetadataType, FileNaming>>;

/** Types that belong to apps and say nothing that is audited: their files are known, listed and left alone. */
export const unreadNamings = {
  OauthTokenExchangeHandler: {
    suffix: 'oauthtokenexchangehandler',
    directory: 'oauthtokenexchangehandlers',
  },
  ExtlClntAppSampleSettings: { suffix: 'ecaSmpl', directory: 'extlClntAppSampleSettings' },
  ExtlClntAppSampleConfigurablePolicies: {
    suffix: 'ecaSmplPlcy',
    directory: 'extlClntAppSamplePolicies',
  },
} as const satisfies Readonly<Record<string, FileNaming>>;

export type UnreadType = keyof typeof unreadNamings;

/** What a file name says: the component, and its type. */
export interface FileIdentity {
  readonly type: MetadataType | UnreadType;
  /** The file name without its suffix: the component's full name. */
  readonly name: string;
  /** The file is of a type that nothing reads. */
  readonly ignored: boolean;
}

interface KnownType extends FileNaming {
  readonly type: MetadataType | UnreadType;
  readonly ignored: boolean;
}

function knownTypes(
  namings: Readonly<Partial<Record<MetadataType | UnreadType, FileNaming>>>,
  ignored: boolean,
): readonly KnownType[] {
  return entriesIn(namings).map(([type, naming]) => ({ type, ignored, ...naming }));
}

const knownFileTypes = [...knownTypes(fileNamings, false), ...knownTypes(unreadNamings, true)];

/** Most types have a suffix of their own; settings share one and are told apart by their names. */
const byEnd: ReadonlyMap<string, KnownType> = new Map(
  knownFileTypes.map((type) => [
    type.only === undefined ? type.suffix : `${type.only}.${type.suffix}`,
    type,
  ]),
);

/** Each directory in which a retrieve puts nothing but files of one type, with the suffix of that type. */
export const suffixOfDirectory: ReadonlyMap<string, string> = new Map(
  knownFileTypes
    .filter((type) => type.only === undefined)
    .map(({ directory, suffix }) => [directory, suffix]),
);

/** The suffixes that belong to one type. */
export const typeSuffixes: readonly string[] = [...suffixOfDirectory.values()];

const metaEnd = '-meta.xml';
const settingsSuffix = 'settings';

/** Reads the name of a file, without its folder. Undefined when no file of a known type is named so. */
export function identify(fileName: string): FileIdentity | undefined {
  const base = fileName.endsWith(metaEnd) ? fileName.slice(0, -metaEnd.length) : fileName;
  const dot = base.lastIndexOf('.');
  // A name that begins with its only dot is a hidden file without a component.
  if (dot < 1) return undefined;
  const suffix = base.slice(dot + 1);
  const found = byEnd.get(suffix === settingsSuffix ? base : suffix);
  return found && { type: found.type, name: base.slice(0, dot), ignored: found.ignored };
}
