import {
  derived,
  documented,
  field,
  from,
  notOfConnectedApps,
  unavailable,
  type Definition,
} from '../definition.js';

/** SAML, canvas, mobile, push and notifications. */
export const pluginSettings = {
  samlEnabled: {
    type: 'boolean',
    label: 'Enable SAML',
    about: 'Whether the app is a SAML service provider.',
    connectedApp: from(field('app', 'samlConfig', 29, 'present')),
    externalClientApp: derived('the SAML part file and isSamlPluginEnabled'),
  },
  samlSigningAlgorithm: {
    type: 'enum',
    values: { sha1: ['SHA1'], sha256: ['SHA256'] },
    label: 'Signing Algorithm for SAML Messages',
    about: 'How Salesforce signs SAML messages.',
    connectedApp: from(field('app', 'samlConfig/samlSigningAlgoType', 50, 'choice')),
    externalClientApp: from(field('saml', 'signingAlgorithmType', 63, 'choice')),
  },
  samlEncryption: {
    type: 'enum',
    values: {
      aes128: ['AES_128'],
      aes256: ['AES_256'],
      'triple-des': ['Triple_Des'],
    },
    label: 'Encrypt SAML Response',
    about: 'How SAML responses are encrypted.',
    connectedApp: from(field('app', 'samlConfig/encryptionType', 30, 'choice')),
    externalClientApp: from(field('saml', 'encryptionType', 63, 'choice')),
  },
  samlEncryptionCertificate: {
    type: 'boolean',
    label: 'Certificate for SAML encryption',
    about: 'Whether a certificate is there with which SAML responses are encrypted.',
    connectedApp: from(field('app', 'samlConfig/encryptionCertificate', 30, 'given')),
    externalClientApp: from(field('saml', 'encryptionCertificate', 63, 'given')),
  },
  samlRequestCertificate: {
    type: 'boolean',
    label: 'Verify Request Signatures',
    about:
      'Whether a certificate is there with which requests of the service provider are verified.',
    connectedApp: from(field('app', 'samlConfig/certificate', 29, 'given')),
    externalClientApp: from(field('saml', 'certificate', 63, 'given')),
  },
  samlRequestCertificateExpires: {
    type: 'date',
    label: 'Certificate for requests of the service provider expires',
    about:
      'The last day on which the certificate is valid with which requests of the service provider are verified; of several the first to end.',
    connectedApp: derived('samlConfig/certificate'),
    externalClientApp: derived('certificate of the SAML policies'),
  },
  samlAcsUrl: {
    type: 'string',
    label: 'ACS URL',
    about: 'Where SAML assertions are sent.',
    connectedApp: from(field('app', 'samlConfig/acsUrl', 29, 'text')),
    externalClientApp: from(field('saml', 'acsUrl', 63, 'text')),
  },
  samlEntityUrl: {
    type: 'string',
    label: 'Entity Id',
    about: 'The identifier of the service provider.',
    connectedApp: from(field('app', 'samlConfig/entityUrl', 29, 'text')),
    externalClientApp: from(field('saml', 'entityUrl', 63, 'text')),
  },
  samlSloUrl: {
    type: 'string',
    label: 'SAML Single Logout URL',
    about: 'Where the service provider is told that a user has logged out.',
    connectedApp: from(field('app', 'samlConfig/samlSloUrl', 40, 'text')),
    externalClientApp: from(field('saml', 'singleLogoutUrl', 63, 'text')),
  },
  samlIssuer: {
    type: 'string',
    label: 'Issuer',
    about: 'Whom SAML messages name as their sender.',
    connectedApp: from(field('app', 'samlConfig/issuer', 29, 'text')),
    externalClientApp: from(field('saml', 'issuer', 63, 'text')),
  },
  samlSubjectType: {
    type: 'string',
    label: 'Subject Type',
    about: 'What identifies the user in an assertion.',
    connectedApp: from(field('app', 'samlConfig/samlSubjectType', 29, 'text')),
    externalClientApp: from(field('saml', 'subjectType', 63, 'text')),
  },
  samlNameIdFormat: {
    type: 'string',
    label: 'Name ID Format',
    about: 'The format of the identifier in an assertion.',
    connectedApp: from(field('app', 'samlConfig/samlNameIdFormat', 29, 'text')),
    externalClientApp: from(
      field('saml', 'nameIdFormat', 63, 'text', documented('Unspecified', 'saml')),
    ),
  },
  canvasEnabled: {
    type: 'boolean',
    label: 'Canvas App Settings',
    about: 'Whether the app can be shown inside Salesforce pages.',
    connectedApp: from(field('app', 'canvasConfig', 29, 'present')),
    externalClientApp: derived('the canvas part file and isCanvasPluginEnabled'),
  },
  canvasUrl: {
    type: 'string',
    label: 'Canvas App URL',
    about: 'The page that is shown.',
    connectedApp: from(field('app', 'canvasConfig/canvasUrl', 29, 'text')),
    externalClientApp: from(field('canvas', 'canvasUrl', 66, 'text')),
  },
  canvasAccessMethod: {
    type: 'string',
    label: 'Canvas Access Method',
    about: 'How the canvas app is told who the user is.',
    connectedApp: from(field('app', 'canvasConfig/accessMethod', 29, 'text')),
    externalClientApp: from(field('canvas', 'accessMethod', 66, 'text')),
  },
  canvasLocations: {
    type: 'list',
    label: 'Canvas Locations',
    about: 'Where in Salesforce the canvas app can appear.',
    connectedApp: from(field('app', 'canvasConfig/locations', 29, 'elements')),
    externalClientApp: from(field('canvas', 'canvasLocationOptions', 66, 'elements')),
  },
  canvasOptions: {
    type: 'list',
    label: 'Canvas Options',
    about: 'What the canvas app hides or allows.',
    connectedApp: from(field('app', 'canvasConfig/options', 29, 'elements')),
    externalClientApp: from(field('canvas', 'canvasOptions', 66, 'elements')),
  },
  mobileConfigured: {
    type: 'boolean',
    label: 'Mobile App Settings',
    about: 'Whether the app has settings for mobile devices.',
    connectedApp: from(field('app', 'mobileAppConfig', 29, 'present')),
    externalClientApp: derived('the mobile part files and isMobilePluginEnabled'),
  },
  mobileScreenLockEnabled: {
    type: 'boolean',
    label: 'Screen lock',
    about: 'Whether the mobile app locks its screen at all; the timeout counts only then.',
    connectedApp: unavailable(
      'only the ConnectedApplication object of an org holds it, as PinLength',
    ),
    externalClientApp: from(field('mobile', 'isScreenLockEnabled', 64, 'flag')),
  },
  mobileScreenLock: {
    type: 'string',
    label: 'Screen lock timeout',
    about:
      'After how many minutes the mobile app locks where its screen lock is on; Never means that it does not.',
    connectedApp: unavailable(
      'only the ConnectedApplication object of an org holds it, as MobileSessionTimeout',
    ),
    externalClientApp: from(field('mobilePolicies', 'screenLockTimeout', 64, 'text')),
  },
  pushConfigured: {
    type: 'boolean',
    label: 'Push notification settings',
    about: 'Whether the app has settings for push notifications.',
    connectedApp: notOfConnectedApps,
    externalClientApp: derived('the push part files and isPushPluginEnabled'),
  },
  pushFullContent: {
    type: 'boolean',
    label: 'Full content push notifications',
    about: 'Whether push notifications carry their whole text.',
    connectedApp: unavailable(
      'only the ConnectedApplication object of an org holds it, for internal use',
    ),
    externalClientApp: from(field('pushPolicies', 'isFullContent', 64, 'flag')),
  },
} as const satisfies Readonly<Record<string, Definition>>;
