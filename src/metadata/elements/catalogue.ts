import { keysIn } from '../../model/tables.js';
import { afterLastSlash } from '../../model/words.js';
import { type MetadataType, metadataTypes } from '../../model/metadata-types.js';
import { onceForText } from '../../model/once-for.js';
import { definitionOf, settingNames } from '../../settings/settings.js';
import type { Definition, Field } from '../../settings/definition.js';

/** What an element that holds a setting says about it. */
interface KnownElement {
  readonly field: Field;
  readonly definition: Definition;
}

/** Elements of one metadata type by path: those with settings, and those that are known and hold none. */
export interface TypeCatalogue {
  readonly settings: ReadonlyMap<string, KnownElement>;
  readonly others: ReadonlySet<string>;
  /** Old spellings of a path. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** What is known about the elements of a metadata type; worked out once. */
export const typeCatalogue = onceForText((type: MetadataType): TypeCatalogue => ({
  settings: new Map(elementsOfType(type).map((element) => [element.field.path, element])),
  others: new Set(otherElements[type]),
  aliases: new Map(Object.entries(oldNames[type] ?? {})),
}));

function elementsOfType(type: MetadataType): readonly KnownElement[] {
  const found: KnownElement[] = [];
  for (const name of settingNames) {
    const definition = definitionOf(name);
    for (const field of fieldsOfSetting(definition)) {
      if (field.part === type) found.push({ field, definition });
    }
  }
  return found;
}

/** Every field of a setting, whatever the kind of app. */
export function fieldsOfSetting(definition: Definition): readonly Field[] {
  const origins = [definition.connectedApp, definition.externalClientApp];
  return origins.flatMap((origin) => ('fields' in origin ? origin.fields : []));
}

/** A type that has an element of a name, as messages show it with its place: `ConnectedApp (oauthConfig/callbackUrl)`. */
interface ElementHome {
  readonly type: MetadataType;
  readonly shown: string;
}

/** A type whose files have the element, for a hint about one that is misplaced in `stray`: one of the same app first. */
export function homeOfElement(name: string, stray: MetadataType): ElementHome | undefined {
  return homesAround(stray).get(name);
}

/** For each type, where an element of a name belongs. Worked out once: a file may hold many that are misplaced. */
const homesAround = onceForText((stray: MetadataType): ReadonlyMap<string, ElementHome> => {
  const distance = (type: MetadataType): number =>
    type === stray ? 0 : metadataTypes[type].home === metadataTypes[stray].home ? 1 : 2;
  const types = keysIn(metadataTypes);
  const found = new Map<string, ElementHome>();
  for (const type of types.toSorted((a, b) => distance(a) - distance(b))) {
    for (const path of elementPathsOf(type)) {
      const name = afterLastSlash(path);
      const shown = `${type}${path === name ? '' : ` (${path})`}`;
      if (!found.has(name)) found.set(name, { type, shown });
    }
  }
  return found;
});

/** The elements that a type has at a place: `oauthConfig/`, or nothing for those in its root. */
export function namesAt(type: MetadataType, prefix: string): readonly string[] {
  return namesByPlace(type).get(prefix) ?? [];
}

/** The names of all elements of a type. */
export function elementNamesOf(type: MetadataType): readonly string[] {
  return [...namesByPlace(type).values()].flat();
}

const namesByPlace = onceForText((type: MetadataType): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const path of elementPathsOf(type)) {
    const name = afterLastSlash(path);
    const place = path.slice(0, -name.length);
    found.set(place, [...(found.get(place) ?? []), name]);
  }
  return found;
});

/** Every element of a type, and those that hold others. */
function elementPathsOf(type: MetadataType): readonly string[] {
  const { settings, others } = typeCatalogue(type);
  const paths = [...settings.keys(), ...others];
  return [...new Set([...paths, ...paths.flatMap(parentPathsOf)])];
}

/** `a/b` and `a` of `a/b/c`, nearest first. For paths of the settings table, which are few and asked for often. */
export const parentPathsOf = onceForText((path): readonly string[] => {
  const found: string[] = [];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    found.push(path.slice(0, at));
  }
  return found;
});

const label = ['label', 'externalClientApplication'];
const samlElements = ['samlConfig/samlIdpSLOBindingEnum', 'samlConfig/samlSubjectCustomAttr'];
const mobile = ['applicationBinaryFile', 'applicationBinaryFileName', 'applicationBundleIdentifier']
  .concat(['applicationFileLength', 'applicationIconFile', 'applicationIconFileName'])
  .concat(['applicationInstallUrl', 'devicePlatform', 'deviceType', 'minimumOsVersion'])
  .concat(['privateApp', 'version'])
  .map((name) => `mobileAppConfig/${name}`);

/**
 * Known elements that hold no setting: the link to the app, or matters of no rule. Sources: the pages of the Metadata
 * API Developer Guide and the WSDLs up to v68; with them the removed ones that old files may still hold.
 */
const otherElements: Readonly<Record<MetadataType, readonly string[]>> = {
  ConnectedApp: [...samlElements, ...mobile]
    .concat(['canvasConfig/lifecycleClass', 'canvasConfig/samlInitiationMethod'])
    .concat(['fullName', 'canvas', 'developerName', 'version']),
  ExternalClientApplication: ['managedType'],
  ExtlClntAppGlobalOauthSettings: [...label, 'singleLogoutUrl'],
  ExtlClntAppOauthSettings: [...label, 'clientAssertionCertificate'],
  ExtlClntAppOauthConfigurablePolicies: [
    ...label,
    'refreshTokenValidityPeriod',
    'refreshTokenValidityUnit',
    'isNamedUserJwtEnabled',
  ],
  ExtlClntAppConfigurablePolicies: [
    ...label,
    'isSamlPluginEnabled',
    'isCanvasPluginEnabled',
    'isMobilePluginEnabled',
    'isPushPluginEnabled',
    'isNotificationPluginEnabled',
    'isAttestPluginEnabled',
  ],
  ExtlClntAppOauthSecuritySettings: [
    ...label,
    'tlsClientAuthCertParamType',
    'tlsClientAuthCertParamValue',
  ],
  ExtlClntAppSamlConfigurablePolicies: [
    ...label,
    'singleLogoutBindingType',
    'subjectCustomAttribute',
    'startUrl',
  ],
  ExtlClntAppCanvasSettings: [...label, 'lifeCycleHandler', 'samlInitiationMethod'],
  ExtlClntAppMobileSettings: label,
  ExtlClntAppMobileConfigurablePolicies: label,
  ExtlClntAppPushSettings: [
    ...label,
    'pushServiceType',
    'pushConfigLink',
    'androidPushConfig/fcmProject',
    'applePushConfig/applicationBundle',
    'applePushConfig/environment',
    'applePushConfig/keyIdentifier',
    'applePushConfig/teamIdentifier',
  ],
  ExtlClntAppPushConfigurablePolicies: label,
  ExtlClntAppNotificationSettings: [
    ...label,
    'notificationTypes/notificationType',
    'notificationTypes/pushByDefault',
  ],
  ExtlClntAppAttestSettings: [...label, 'attestConfigLink', 'attestServiceType'],
  ExtlClntAppAttestConfigurablePolicies: [...label, 'attestEnforceLevel'],
  OauthOidcSettings: ['agentAuthLinking', 'enableHdlessFgtPswFlow'],
  SecuritySettings: [],
  UserProvisioningConfig: ['connectedApp', 'enabled'],
  BlacklistedConsumer: ['blockedByApiWhitelisting', 'consumerKey', 'consumerName', 'masterLabel'],
  ConnectedAppSettings: ['enableSkipUserProvisioningWizardWelcomePage'],
  ExternalClientAppSettings: ['enableExternalClientApps'],
  OauthCustomScope: [
    'developerName',
    'masterLabel',
    'description',
    'isProtected',
    'isPublic',
  ].concat('assignedTo/connectedApp'),
};

/** Types of which most elements have nothing to do with apps: what is not known there is left alone. */
export const partlyRead: ReadonlySet<MetadataType> = new Set([
  'SecuritySettings',
  'UserProvisioningConfig',
]);

/** Names that older API versions used. */
const oldNames: Partial<Readonly<Record<MetadataType, Readonly<Record<string, string>>>>> = {
  ExtlClntAppOauthSettings: { commaSeperatedOauthScopes: 'commaSeparatedOauthScopes' },
  ExtlClntAppGlobalOauthSettings: {
    isClientCredentialEnabled: 'isClientCredentialsFlowEnabled',
    'idTokenConfig/idTokenValidity': 'idTokenConfig/idTokenValidityInMinutes',
    'idTokenConfig/idTokenIncludeCustomPerms': 'idTokenConfig/idTokenIncludeCustomPermissions',
  },
};
