import type { MetadataType } from '../../model/metadata-types.js';

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
export const otherElements: Readonly<Record<MetadataType, readonly string[]>> = {
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
export const oldNames: Partial<Readonly<Record<MetadataType, Readonly<Record<string, string>>>>> = {
  ExtlClntAppOauthSettings: { commaSeperatedOauthScopes: 'commaSeparatedOauthScopes' },
  ExtlClntAppGlobalOauthSettings: {
    isClientCredentialEnabled: 'isClientCredentialsFlowEnabled',
    'idTokenConfig/idTokenValidity': 'idTokenConfig/idTokenValidityInMinutes',
    'idTokenConfig/idTokenIncludeCustomPerms': 'idTokenConfig/idTokenIncludeCustomPermissions',
  },
};
