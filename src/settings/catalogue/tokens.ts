import { derived, documented, field, from, unavailable, type Definition } from '../definition.js';

/** How long tokens live and what is in them. */
export const tokenSettings = {
  refreshTokenPolicy: {
    type: 'enum',
    values: {
      'until-revoked': ['Infinite'],
      immediate: ['Zero'],
      lifetime: ['SpecificLifetime', 'specific_lifetime'],
      inactivity: ['SpecificInactivity', 'specific_inactivity'],
    },
    label: 'Refresh Token Policy',
    about: 'When refresh tokens end: never, at once, after a time, or when not used for a time.',
    // One element holds policy, number and unit: specific_lifetime:90:DAYS.
    connectedApp: from(field('app', 'oauthPolicy/refreshTokenPolicy', 49, 'choice')),
    externalClientApp: from(field('policies', 'refreshTokenPolicyType', 59, 'choice')),
  },
  refreshTokenDays: {
    type: 'number',
    label: 'Refresh token validity in days',
    about:
      'For how many days a refresh token works (hours and months converted, a month counts 30 days); at most 30 with the 30-day idle limit on.',
    connectedApp: derived('oauthPolicy/refreshTokenPolicy and idleRefreshTokenLimit'),
    externalClientApp: derived(
      'refreshTokenValidityPeriod, refreshTokenValidityUnit, refreshTokenPolicy and idleRefreshTokenLimit',
    ),
  },
  refreshTokenRotation: {
    type: 'boolean',
    label: 'Enable Refresh Token Rotation',
    about: 'Whether each use of a refresh token gives a new one and ends the old one.',
    connectedApp: from(field('app', 'oauthConfig/isRefreshTokenRotationEnabled', 60, 'flag')),
    externalClientApp: from(field('global', 'isRefreshTokenRotationEnabled', 60, 'flag')),
  },
  idleRefreshTokenLimit: {
    type: 'boolean',
    label: 'Limit Idle Refresh Token Time-to-Live (TTL) to 30 Days',
    about: 'Whether refresh tokens end when not used for 30 days.',
    connectedApp: from(field('app', 'oauthConfig/isEnforceRefreshTokenTTL', 68, 'flag')),
    externalClientApp: from(field('global', 'isEnforceRefreshTokenTTL', 67, 'flag')),
  },
  refreshTokenAllowlistEnforced: {
    type: 'boolean',
    label: 'Enforce Refresh Token IP Allowlist (switch)',
    about:
      'Whether refresh tokens work from listed addresses only. Of isIpBindingEnabled no page says more than its name; an External Client App enforces the list that it has.',
    connectedApp: from(field('app', 'oauthConfig/isIpBindingEnabled', 68, 'flag')),
    externalClientApp: derived('refreshTokenIpAllowlist'),
  },
  oauthSecuritySettings: {
    type: 'boolean',
    label: 'OAuth security settings in this source',
    about:
      'Whether the source has a file with OAuth security settings of the app; an org makes none by itself.',
    connectedApp: derived('always false: Connected Apps have no such file'),
    externalClientApp: derived('the part files found'),
  },
  refreshTokenIpAllowlist: {
    type: 'ranges',
    label: 'Enforce Refresh Token IP Allowlist',
    about: 'The addresses from which refresh tokens may be used.',
    connectedApp: unavailable('metadata of Connected Apps does not hold the ranges'),
    externalClientApp: from(field('security', 'tokenIpRanges', 67, 'ranges')),
  },
  refreshTokenIpAddressCount: {
    type: 'number',
    label: 'Addresses in the refresh token IP allowlist',
    about: 'How many addresses the ranges of the refresh token IP allowlist have in all.',
    connectedApp: unavailable('metadata of Connected Apps does not hold the ranges'),
    externalClientApp: derived('refreshTokenIpAllowlist'),
  },
  sessionTimeoutMinutes: {
    type: 'number',
    label: 'Session Timeout in Minutes',
    connectedAppLabel: 'Timeout Value',
    about:
      'After how many minutes an access token ends; without it the session settings of the org apply.',
    connectedApp: from(field('app', 'sessionPolicy/sessionTimeout', 49, 'count')),
    externalClientApp: from(field('policies', 'sessionTimeoutInMinutes', 59, 'count')),
  },
  sessionTimeoutSet: {
    type: 'boolean',
    label: 'Session timeout of the app',
    about:
      'Whether the app has a timeout of its own; retrieves leave the element out where it has none.',
    connectedApp: derived('sessionTimeoutMinutes'),
    externalClientApp: derived('sessionTimeoutMinutes'),
  },
  jwtTimeoutType: {
    type: 'enum',
    values: { session: ['UserSession'], custom: ['Custom'] },
    label: 'Session timeout type for named users (JWT-based access tokens)',
    about:
      'Whether JWT-based access tokens of named users end with the session of the profile or the org, or after a time of the app.',
    connectedApp: unavailable('only the ConnectedApplication object of an org holds it'),
    externalClientApp: from(field('policies', 'namedUserJwtSessionTimeoutType', 65, 'choice')),
  },
  guestJwtTimeoutType: {
    type: 'enum',
    values: { session: ['UserSession'], custom: ['Custom'] },
    label: 'Session timeout type for guest users (JWT-based access tokens)',
    about:
      'Whether JWT-based access tokens of guest users end with the session of the profile or the org, or after a time of the app.',
    connectedApp: unavailable('only the ConnectedApplication object of an org holds it'),
    externalClientApp: from(field('policies', 'guestJwtSessionTimeoutType', 65, 'choice')),
  },
  jwtTimeoutMinutes: {
    type: 'number',
    label: 'Token timeout for named users (JWT-based access tokens)',
    about: 'After how many minutes a JWT-based access token of a named user ends.',
    connectedApp: unavailable('only the ConnectedApplication object of an org holds it'),
    externalClientApp: from(field('policies', 'namedUserJwtTimeout', 61, 'count')),
  },
  guestJwtTimeoutMinutes: {
    type: 'number',
    label: 'Token timeout for guest users (JWT-based access tokens)',
    about: 'After how many minutes a JWT-based access token of a guest user ends.',
    connectedApp: unavailable('only the ConnectedApplication object of an org holds it'),
    externalClientApp: from(field('policies', 'guestJwtTimeout', 61, 'count')),
  },
  namedUserJwt: {
    type: 'boolean',
    label: 'Issue JSON Web Token (JWT)-based access tokens for named users',
    about: 'Whether access tokens are JWTs.',
    connectedApp: from(field('app', 'oauthConfig/isNamedUserJwtEnabled', 59, 'flag')),
    externalClientApp: from(field('global', 'isNamedUserJwtEnabled', 61, 'flag')),
  },
  idTokenAudience: {
    type: 'string',
    label: 'ID Token Audiences',
    about: 'For whom ID tokens are meant.',
    connectedApp: from(field('app', 'oauthConfig/idTokenConfig/idTokenAudience', 43, 'text')),
    externalClientApp: from(field('global', 'idTokenConfig/idTokenAudience', 59, 'text')),
  },
  idTokenValidityMinutes: {
    type: 'number',
    label: 'ID Token valid for (minutes)',
    about: 'For how many minutes an ID token is valid.',
    connectedApp: from(
      field('app', 'oauthConfig/idTokenConfig/idTokenValidity', 43, 'count', documented(2, 'app')),
    ),
    externalClientApp: from(
      field(
        'global',
        'idTokenConfig/idTokenValidityInMinutes',
        59,
        'count',
        documented(2, 'global'),
      ),
    ),
  },
  idTokenAttributes: {
    type: 'boolean',
    label: 'Include Custom Attributes (ID token)',
    about: 'Whether ID tokens hold the custom attributes.',
    connectedApp: from(
      field('app', 'oauthConfig/idTokenConfig/idTokenIncludeAttributes', 43, 'flag'),
    ),
    externalClientApp: from(field('global', 'idTokenConfig/idTokenIncludeAttributes', 59, 'flag')),
  },
  idTokenCustomPermissions: {
    type: 'boolean',
    label: 'Include Custom Permissions (ID token)',
    about: 'Whether ID tokens hold the custom permissions.',
    connectedApp: from(
      field('app', 'oauthConfig/idTokenConfig/idTokenIncludeCustomPerms', 43, 'flag'),
    ),
    externalClientApp: from(
      field('global', 'idTokenConfig/idTokenIncludeCustomPermissions', 61, 'flag'),
    ),
  },
  idTokenStandardClaims: {
    type: 'boolean',
    label: 'Include Standard Claims (ID token)',
    about: 'Whether ID tokens hold the standard claims about the user.',
    connectedApp: from(
      field('app', 'oauthConfig/idTokenConfig/idTokenIncludeStandardClaims', 43, 'flag'),
    ),
    externalClientApp: from(
      field('global', 'idTokenConfig/idTokenIncludeStandardClaims', 59, 'flag'),
    ),
  },
  assetTokenAudiences: {
    type: 'list',
    label: 'Asset Token Audiences',
    about: 'For whom asset tokens are meant.',
    connectedApp: from(field('app', 'oauthConfig/assetTokenConfig/assetAudiences', 49, 'entries')),
    externalClientApp: from(field('oauth', 'assetTokenAudiences', 61, 'entries')),
  },
  assetTokenValidity: {
    type: 'number',
    label: 'Asset Token validity',
    about: 'Until when asset tokens are valid, in seconds since the beginning of 1970.',
    connectedApp: from(
      field('app', 'oauthConfig/assetTokenConfig/assetValidityPeriod', 49, 'count'),
    ),
    externalClientApp: from(field('oauth', 'assetTokenValidity', 61, 'count')),
  },
  assetTokenAttributes: {
    type: 'boolean',
    label: 'Include Custom Attributes (asset token)',
    about: 'Whether asset tokens hold the custom attributes.',
    connectedApp: from(
      field('app', 'oauthConfig/assetTokenConfig/assetIncludeAttributes', 49, 'flag'),
    ),
    externalClientApp: from(field('oauth', 'areAttributesIncludedInAssetToken', 61, 'flag')),
  },
  assetTokenCustomPermissions: {
    type: 'boolean',
    label: 'Include Custom Permissions (asset token)',
    about: 'Whether asset tokens hold the custom permissions.',
    connectedApp: from(
      field('app', 'oauthConfig/assetTokenConfig/assetIncludeCustomPerms', 49, 'flag'),
    ),
    externalClientApp: from(field('oauth', 'areCustomPermsIncludedInAssetToken', 61, 'flag')),
  },
  assetTokenSigningCertificate: {
    type: 'string',
    label: 'Asset Token Signing Certificate',
    about: 'The id of the certificate that signs asset tokens.',
    connectedApp: from(field('app', 'oauthConfig/assetTokenConfig/assetSigningCertId', 49, 'text')),
    externalClientApp: from(field('oauth', 'assetTokenSigningCertificate', 61, 'text')),
  },
  singleLogoutUrl: {
    type: 'string',
    label: 'Single Logout URL',
    about: 'Where Salesforce says that a user has logged out.',
    connectedApp: from(
      field('app', 'oauthConfig/singleLogoutUrl', 29, 'text'),
      field('app', 'oauthPolicy/singleLogoutUrl', 49, 'text'),
    ),
    externalClientApp: from(
      field('oauth', 'singleLogoutUrl', 59, 'text'),
      field('policies', 'singleLogoutUrl', 59, 'text'),
    ),
  },
  policySingleLogoutUrl: {
    type: 'string',
    label: 'Single Logout URL (policies)',
    about: "The administrator's single logout URL, which may stand beside the developer's.",
    connectedApp: from(field('app', 'oauthPolicy/singleLogoutUrl', 49, 'text')),
    externalClientApp: from(field('policies', 'singleLogoutUrl', 59, 'text')),
  },
} as const satisfies Readonly<Record<string, Definition>>;
