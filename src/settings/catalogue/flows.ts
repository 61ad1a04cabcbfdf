import {
  derived,
  documented,
  field,
  from,
  notOfConnectedApps,
  unavailable,
  type Definition,
} from '../definition.js';

/** Which OAuth flows an app allows, and what they ask of the client. */
export const flowSettings = {
  oauthEnabled: {
    type: 'boolean',
    label: 'Enable OAuth',
    connectedAppLabel: 'Enable OAuth Settings',
    about: 'Whether the app uses OAuth at all.',
    connectedApp: derived('presence of oauthConfig'),
    externalClientApp: derived('presence of OAuth part files, and the plugin switches'),
  },
  authorizationCodeFlow: {
    type: 'boolean',
    label: 'Web Server Flow in use',
    about:
      'Whether browsers can be sent back to the app: false when a server-to-server flow is on and every callback URL is only a placeholder.',
    connectedApp: derived('callbackUrls, jwtBearerFlow, clientCredentialsFlow'),
    externalClientApp: derived('callbackUrls, jwtBearerFlow, clientCredentialsFlow'),
  },
  pkceRequired: {
    type: 'boolean',
    label: 'Require Proof Key for Code Exchange (PKCE)',
    connectedAppLabel:
      'Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows',
    about: "Whether authorization code flows must use PKCE: the app's own flag.",
    connectedApp: from(field('app', 'oauthConfig/isPkceRequired', 59, 'flag')),
    // Documented default true, but 12 of 16 real files say false: an absent element proves nothing.
    externalClientApp: from(field('global', 'isPkceRequired', 59, 'flag')),
  },
  webServerFlowSecretRequired: {
    type: 'boolean',
    label: 'Require secret for Web Server Flow',
    connectedAppLabel: 'Require Secret for Web Server Flow',
    about:
      'Whether a client must send its secret to exchange a code: the inverse of isConsumerSecretOptional.',
    connectedApp: from(field('app', 'oauthConfig/isConsumerSecretOptional', 49, 'inverted')),
    externalClientApp: from(
      field('global', 'isConsumerSecretOptional', 59, 'inverted', documented(false, 'global')),
    ),
  },
  refreshTokenSecretRequired: {
    type: 'boolean',
    label: 'Require secret for Refresh Token Flow',
    connectedAppLabel: 'Require Secret for Refresh Token Flow',
    about: 'Whether a client must send its secret to use a refresh token.',
    connectedApp: from(field('app', 'oauthConfig/isSecretRequiredForRefreshToken', 51, 'flag')),
    externalClientApp: from(
      field('global', 'isSecretRequiredForRefreshToken', 59, 'flag', documented(true, 'global')),
    ),
  },
  tokenExchangeSecretRequired: {
    type: 'boolean',
    label: 'Require Secret for Token Exchange Flow',
    about: 'Whether a client must send its secret to exchange a token.',
    connectedApp: from(field('app', 'oauthConfig/isSecretRequiredForTokenExchange', 60, 'flag')),
    externalClientApp: from(field('global', 'isSecretRequiredForTokenExchange', 60, 'flag')),
  },
  authorizationCodeCredentialsFlow: {
    type: 'boolean',
    label: 'Enable Authorization Code and Credentials Flow',
    about: 'Whether a headless client may send user names and passwords for an authorization code.',
    connectedApp: from(field('app', 'oauthConfig/isCodeCredentialEnabled', 57, 'flag')),
    externalClientApp: from(field('global', 'isCodeCredFlowEnabled', 61, 'flag')),
  },
  authorizationCodeCredentialsFlowPostOnly: {
    type: 'boolean',
    label: 'Require user credentials in the POST body for Authorization Code and Credentials Flow',
    about: 'Whether those credentials may only stand in the body of a POST request.',
    connectedApp: from(field('app', 'oauthConfig/isCodeCredentialPostOnly', 57, 'flag')),
    externalClientApp: from(field('global', 'isCodeCredPostOnly', 61, 'flag')),
  },
  guestAuthorizationCodeCredentialsFlow: {
    type: 'boolean',
    label: 'Enable Authorization Code and Credentials Flow for guest users',
    about: 'Whether guest users may use the Authorization Code and Credentials Flow.',
    connectedApp: unavailable('only the ConnectedApplication object of an org holds it'),
    externalClientApp: from(field('policies', 'isGuestCodeCredFlowEnabled', 61, 'flag')),
  },
  clientCredentialsFlow: {
    type: 'boolean',
    label: 'Enable Client Credentials Flow',
    about:
      'Whether the client credentials flow works: the switch in the settings and the one in the policies.',
    connectedApp: derived('clientCredentialsFlowSetting'),
    externalClientApp: derived('clientCredentialsFlowSetting and clientCredentialsFlowPolicy'),
  },
  clientCredentialsFlowSetting: {
    type: 'boolean',
    label: 'Enable Client Credentials Flow (settings)',
    about: "The developer's switch of the client credentials flow.",
    connectedApp: from(field('app', 'oauthConfig/isClientCredentialEnabled', 56, 'flag')),
    externalClientApp: from(field('global', 'isClientCredentialsFlowEnabled', 60, 'flag')),
  },
  clientCredentialsFlowPolicy: {
    type: 'boolean',
    label: 'Enable Client Credentials Flow (policies)',
    about: "The administrator's switch of the client credentials flow.",
    connectedApp: notOfConnectedApps,
    externalClientApp: from(field('policies', 'isClientCredentialsFlowEnabled', 60, 'flag')),
  },
  clientCredentialsUser: {
    type: 'string',
    label: 'Run As (Username)',
    connectedAppLabel: 'Run As',
    about: 'The user as whom client credentials act.',
    connectedApp: from(field('app', 'oauthConfig/oauthClientCredentialUser', 56, 'text')),
    externalClientApp: from(field('policies', 'clientCredentialsFlowUser', 60, 'text')),
  },
  runAsUserIsContact: {
    type: 'boolean',
    label: 'Run-as user is the contact',
    about:
      "Whether the run-as user's name is the contact email, but for the suffix that a sandbox adds, and names a person.",
    connectedApp: derived('clientCredentialsUser and contactEmail'),
    externalClientApp: derived('clientCredentialsUser and contactEmail'),
  },
  deviceFlow: {
    type: 'boolean',
    label: 'Enable Device Flow',
    connectedAppLabel: 'Enable for Device Flow',
    about: 'Whether devices without a browser may ask users for a code.',
    connectedApp: from(field('app', 'oauthConfig/isDeviceFlowEnabled', 68, 'flag')),
    externalClientApp: from(field('global', 'isDeviceFlowEnabled', 60, 'flag')),
  },
  jwtBearerFlow: {
    type: 'boolean',
    label: 'Enable JWT Bearer Flow',
    connectedAppLabel: 'Use digital signatures',
    about: 'Whether a certificate is there, which switches the JWT bearer flow on.',
    connectedApp: from(field('app', 'oauthConfig/certificate', 29, 'given')),
    externalClientApp: from(field('global', 'certificate', 60, 'given')),
  },
  tokenExchangeFlow: {
    type: 'boolean',
    label: 'Enable Token Exchange Flow',
    about:
      'Whether the token exchange flow works: the switch in the settings and the one in the policies.',
    connectedApp: derived('tokenExchangeFlowSetting and tokenExchangeFlowPolicy'),
    externalClientApp: derived('tokenExchangeFlowSetting and tokenExchangeFlowPolicy'),
  },
  tokenExchangeFlowSetting: {
    type: 'boolean',
    label: 'Enable Token Exchange Flow (settings)',
    about: "The developer's switch of the token exchange flow.",
    connectedApp: from(field('app', 'oauthConfig/isTokenExchangeEnabled', 60, 'flag')),
    externalClientApp: from(field('global', 'isTokenExchangeEnabled', 60, 'flag')),
  },
  tokenExchangeFlowPolicy: {
    type: 'boolean',
    label: 'Enable Token Exchange Flow (policies)',
    about: "The administrator's switch of the token exchange flow.",
    connectedApp: from(field('app', 'oauthPolicy/isTokenExchangeFlowEnabled', 60, 'flag')),
    externalClientApp: from(field('policies', 'isTokenExchangeFlowEnabled', 60, 'flag')),
  },
  firstPartyApp: {
    type: 'boolean',
    label: 'First-party app',
    about: 'Whether the app may use the authorization challenge endpoint for first-party apps.',
    connectedApp: notOfConnectedApps,
    externalClientApp: from(field('oauth', 'isFirstPartyAppEnabled', 62, 'flag')),
  },
  clientAssertionCertificate: {
    type: 'boolean',
    label: 'Client Assertion Certificate',
    about:
      'Whether a certificate is there with which a first-party app signs its client attestation.',
    connectedApp: notOfConnectedApps,
    externalClientApp: from(field('oauth', 'clientAssertionCertificate', 62, 'given')),
  },
  dpopRequired: {
    type: 'boolean',
    label: 'Demonstrating Proof of Possession (DPoP)',
    about:
      'Whether DPoP is on. Salesforce does not document whether clients must bind their tokens then, or only may.',
    connectedApp: from(field('app', 'oauthConfig/isDPopEnabled', 68, 'flag')),
    externalClientApp: from(field('global', 'isDPopEnabled', 68, 'flag')),
  },
  mtlsRequired: {
    type: 'boolean',
    label: 'Mutual TLS client authentication',
    about:
      'Whether mutual TLS is on. Salesforce does not document whether clients must prove themselves so, or only may.',
    connectedApp: from(field('app', 'oauthConfig/isPKImTLSEnabled', 68, 'flag')),
    externalClientApp: from(field('global', 'isMtlsEnabled', 68, 'flag')),
  },
} as const satisfies Readonly<Record<string, Definition>>;
