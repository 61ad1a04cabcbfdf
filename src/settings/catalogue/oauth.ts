import {
  derived,
  documented,
  eitherField,
  field,
  from,
  ifThere,
  notOfConnectedApps,
  unavailable,
  unionOfFields,
  type Definition,
} from '../definition.js';

/** Scopes, callback URLs, keys and certificates. */
export const oauthSettings = {
  scopes: {
    type: 'list',
    label: 'OAuth Scopes',
    connectedAppLabel: 'Selected OAuth Scopes',
    about: 'What the app may ask users for, as OAuth scope names.',
    connectedApp: from(field('app', 'oauthConfig/scopes', 29, 'scopes')),
    externalClientApp: from(field('oauth', 'commaSeparatedOauthScopes', 59, 'scopes')),
  },
  availableScopes: {
    type: 'list',
    label: 'Available OAuth Scopes',
    about:
      'The scopes that Setup certainly offers in the API version of the files: that of the newest element in them.',
    connectedApp: derived('the elements that the files hold'),
    externalClientApp: derived('the elements that the files hold'),
  },
  customScopes: {
    type: 'list',
    label: 'Custom Scopes',
    about: 'Custom scopes of the org that are assigned to the app.',
    connectedApp: derived('assignedTo of the custom scope files in the same source'),
    externalClientApp: unionOfFields(
      field('oauth', 'commaSeparatedCustomScopes', 61, 'commas'),
      field('policies', 'commaSeparatedCustomScopes', 61, 'commas'),
    ),
  },
  callbackUrls: {
    type: 'list',
    label: 'Callback URL',
    about: 'Where browsers may be sent back with a code or a token; compared byte for byte.',
    connectedApp: from(field('app', 'oauthConfig/callbackUrl', 29, 'lines')),
    externalClientApp: from(field('global', 'callbackUrl', 59, 'lines')),
  },
  callbackHosts: {
    type: 'list',
    label: 'Callback URL host',
    about:
      'The host names of the callback URLs, in lower case; URLs with a custom scheme have none.',
    connectedApp: derived('callbackUrls'),
    externalClientApp: derived('callbackUrls'),
  },
  malformedCallbackUrls: {
    type: 'list',
    label: 'Callback URL that is none',
    about:
      'The entries that are no whole URL, or more than one: Salesforce separates callback URLs by line breaks and nothing else.',
    connectedApp: derived('callbackUrls'),
    externalClientApp: derived('callbackUrls'),
  },
  plainHttpCallbackUrls: {
    type: 'list',
    label: 'Callback URL without HTTPS',
    about:
      'The callback URLs that lead to another machine by http, ftp, ws or the like; loopback addresses are not among them.',
    connectedApp: derived('callbackUrls'),
    externalClientApp: derived('callbackUrls'),
  },
  shortSchemeCallbackUrls: {
    type: 'list',
    label: 'Callback URL with a short private scheme',
    about:
      'The callback URLs whose scheme is neither http nor https nor a reversed domain name; those that are no URL are not among them.',
    connectedApp: derived('callbackUrls'),
    externalClientApp: derived('callbackUrls'),
  },
  wildcardCallbackUrls: {
    type: 'list',
    label: 'Callback URL with a wildcard',
    about: 'The callback URLs that hold a `*`; loopback addresses are not among them.',
    connectedApp: derived('callbackUrls'),
    externalClientApp: derived('callbackUrls'),
  },
  userInfoCallbackUrls: {
    type: 'list',
    label: 'Callback URL with a user name',
    about:
      'The callback URLs with a name or password in front of the host, which hides where they lead.',
    connectedApp: derived('callbackUrls'),
    externalClientApp: derived('callbackUrls'),
  },
  introspectAllTokens: {
    type: 'boolean',
    label: 'Introspect All Tokens',
    about: 'Whether the app may look into every access and refresh token of the org.',
    connectedApp: from(field('app', 'oauthConfig/isIntrospectAllTokens', 49, 'flag')),
    externalClientApp: from(
      field('global', 'isIntrospectAllTokens', 59, 'flag', documented(false, 'global')),
    ),
  },
  certificateExpires: {
    type: 'date',
    label: 'Certificate expires',
    about: 'The last day on which the certificate of the JWT bearer flow is valid.',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  certificateDays: {
    type: 'number',
    label: 'Certificate lifetime in days',
    about: 'For how many days the certificate is valid in all.',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  certificateKeyType: {
    type: 'string',
    label: 'Certificate key type',
    about: 'rsa, ec, ed25519 …',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  certificateKeyBits: {
    type: 'number',
    label: 'Certificate key size in bits',
    about: 'The size of the key in bits.',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  certificateSignature: {
    type: 'string',
    label: 'Certificate signature algorithm',
    about:
      'The name of the algorithm, such as sha256WithRSAEncryption; the object id where the name is not known.',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  certificateSubject: {
    type: 'string',
    label: 'Certificate subject',
    about: 'Whom the certificate names.',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  certificateName: {
    type: 'string',
    label: 'Certificate common name',
    about: 'The common name (CN) of whom the certificate names.',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  certificateIssuer: {
    type: 'string',
    label: 'Certificate issuer',
    about: 'Who issued the certificate; the subject itself where it is self-signed.',
    connectedApp: derived('certificate'),
    externalClientApp: derived('certificate'),
  },
  consumerKeyInSource: {
    type: 'boolean',
    label: 'Consumer Key in source',
    about: 'Whether a file holds the consumer key; the key itself is never kept.',
    connectedApp: eitherField(field('app', 'oauthConfig/consumerKey', 29, 'filled')),
    externalClientApp: eitherField(field('global', 'consumerKey', 59, 'filled')),
  },
  consumerSecretInSource: {
    type: 'boolean',
    label: 'Consumer Secret in source',
    about:
      'Whether a file holds the consumer secret, in another place or a comment, too; the secret itself is never kept.',
    connectedApp: eitherField(field('app', 'oauthConfig/consumerSecret', 32, 'filled')),
    externalClientApp: eitherField(field('global', 'consumerSecret', 59, 'filled')),
  },
  privateKeyInSource: {
    type: 'boolean',
    label: 'Private key in source',
    about:
      'Whether a file of the app holds a private key; the key itself is never kept. Push settings have a setting of their own.',
    connectedApp: derived('the text of the file'),
    externalClientApp: derived('the texts of the part files'),
  },
  pushSecretInSource: {
    type: 'boolean',
    label: 'Push notification credentials in source',
    about: 'Whether a file holds keys or passwords of push notifications; they are never kept.',
    connectedApp: unavailable('push credentials of a Connected App are not in metadata'),
    externalClientApp: eitherField(
      field('push', 'androidPushConfig/serviceAccount', 62, 'filled'),
      field('push', 'applePushConfig/signingKey', 62, 'filled'),
      field('push', 'applePushConfig/password', 62, 'filled'),
      field('push', 'applePushConfig/certificate', 62, 'filled'),
    ),
  },
  rotatesKeyOnDeploy: {
    type: 'boolean',
    label: 'Rotate consumer key or secret on deploy',
    about: 'Whether deploying the file issues a new consumer key or secret.',
    connectedApp: notOfConnectedApps,
    externalClientApp: eitherField(
      field('global', 'shouldRotateConsumerKey', 59, 'flag', documented(false, 'global')),
      field('global', 'shouldRotateConsumerSecret', 59, 'flag', documented(false, 'global')),
    ),
  },
  customAttributes: {
    type: 'list',
    label: 'Custom Attributes',
    about: 'User attributes that go into identity answers and tokens, as key=formula.',
    connectedApp: from(field('app', 'attributes', 29, 'attributes')),
    externalClientApp: unionOfFields(
      field('oauth', 'customAttributes', 59, 'attributes'),
      field('policies', 'customAttributes', 59, 'attributes'),
      ifThere(field('saml', 'customAttributes', 63, 'attributes')),
    ),
  },
  apexHandler: {
    type: 'string',
    label: 'Apex Plugin Class',
    connectedAppLabel: 'Custom Connected App Handler',
    about: 'An Apex class that decides about users and attributes.',
    connectedApp: from(field('app', 'plugin', 29, 'text')),
    externalClientApp: from(field('policies', 'apexHandler', 61, 'text')),
  },
  apexHandlerUser: {
    type: 'string',
    label: 'Run As (Apex handler)',
    about: 'The user as whom the Apex handler runs.',
    connectedApp: from(field('app', 'pluginExecutionUser', 46, 'text')),
    externalClientApp: from(field('policies', 'executeHandlerAs', 61, 'text')),
  },
} as const satisfies Readonly<Record<string, Definition>>;
