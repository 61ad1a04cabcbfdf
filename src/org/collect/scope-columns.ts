import { scopeTokens } from '../../settings/scopes.js';
import type { Fields } from '../client/answer.js';

type Token = keyof typeof scopeTokens;

/**
 * The columns of ExtlClntAppOauthSettings that say whether an app has a scope, behind `OauthScopes`, with the metadata token
 * of the same scope. Sources: the types of the Tooling API, and projects that read the object in live orgs; Salesforce's
 * own pages do not describe it.
 */
const tokenOfColumn: Readonly<Record<string, Token>> = {
  SSO: 'Basic',
  PROFILE: 'Profile',
  EMAIL: 'Email',
  ADDRESS: 'Address',
  PHONE: 'Phone',
  API: 'Api',
  WEB: 'Web',
  FULL: 'Full',
  CHATTER_REST_API: 'Chatter',
  VF: 'CustomApplications',
  REFRESH_TOKEN: 'RefreshToken',
  OFFLINE_ACCESS: 'OfflineAccess',
  OPENID: 'OpenID',
  CUSTOM_PERMISSIONS: 'CustomPermissions',
  WAVE_REST_API: 'Wave',
  ECLAIR_REST_API: 'Eclair',
  PARDOT_API: 'Pardot',
  LIGHTNING: 'Lightning',
  CONTENT: 'Content',
  CDP_INGEST_API: 'CDPIngest',
  CDP_PROFILE_API: 'CDPProfile',
  CDP_QUERY_API: 'CDPQuery',
  CDP_SEGMENT_API: 'CDPSegment',
  CDP_IDENTITYRESOLUTION_API: 'CDPIdentityResolution',
  CDP_CALCULATED_INSIGHT_API: 'CDPCalculatedInsight',
  CDP_API: 'CDP',
  CHATBOT_API: 'Chatbot',
  FORGOT_PASSWORD: 'ForgotPassword',
  USER_REGISTRATION_API: 'UserRegistration',
  PWDLESS_LOGIN_API: 'PwdlessLogin',
  SFAP_API: 'SFApiPlatform',
  INTERACTION_API: 'Interaction',
  EINSTEIN_GPT_API: 'EinsteinGPT',
  MCP_API: 'MCP',
  SCRT_API: 'SCRT',
  DATA_CLOUD_USER_CLAIMS: 'DataCloudUserClaims',
  A2A_API: 'A2A',
  CMDB_DISCOVERY_API: 'CmdbDiscovery',
  SEMANTIC_LAYER_API: 'SemanticLayer',
};

/** API versions of the columns that the object did not always have. */
const since: Readonly<Record<string, number>> = {
  MCP_API: 66,
  SCRT_API: 66,
  DATA_CLOUD_USER_CLAIMS: 67,
  A2A_API: 68,
  CMDB_DISCOVERY_API: 68,
  SEMANTIC_LAYER_API: 68,
};

/** The columns that an API version has. */
export function scopeColumns(version = Infinity): readonly string[] {
  return Object.keys(tokenOfColumn)
    .filter((name) => (since[name] ?? 0) <= version)
    .map((name) => `OauthScopes${name}`);
}

/** The scopes that a row says, by their OAuth names; undefined when it says nothing of any. */
export function scopesOfRow(row: Fields): readonly string[] | undefined {
  const told = Object.entries(tokenOfColumn).filter(
    ([name]) => typeof row[`OauthScopes${name}`] === 'boolean',
  );
  if (told.length === 0) return undefined;
  const on = told.filter(([name]) => row[`OauthScopes${name}`] === true);
  return [...new Set(on.map(([, token]) => scopeTokens[token]))];
}
