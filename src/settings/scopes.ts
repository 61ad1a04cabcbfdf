/**
 * OAuth scopes by their metadata token. The tokens of both kinds of app are the same but for `SFAP` (Connected App) and
 * `SFApiPlatform` (External Client App). Source: Metadata API Developer Guide (ConnectedApp, ExtlClntAppOauthSettings)
 * and the Tooling enum Oauth2CannedScopes.
 */
export const scopeTokens = {
  Basic: 'id',
  Profile: 'id',
  Email: 'id',
  Address: 'id',
  Phone: 'id',
  Api: 'api',
  Web: 'web',
  Full: 'full',
  Chatter: 'chatter_api',
  CustomApplications: 'visualforce',
  RefreshToken: 'refresh_token',
  OfflineAccess: 'refresh_token',
  OpenID: 'openid',
  CustomPermissions: 'custom_permissions',
  Wave: 'wave_api',
  Eclair: 'eclair_api',
  Pardot: 'pardot_api',
  Lightning: 'lightning',
  Content: 'content',
  CDPIngest: 'cdp_ingest_api',
  CDPProfile: 'cdp_profile_api',
  CDPQuery: 'cdp_query_api',
  CDPSegment: 'cdp_segment_api',
  CDPIdentityResolution: 'cdp_identityresolution_api',
  CDPCalculatedInsight: 'cdp_calculated_insight_api',
  CDP: 'cdp_api',
  Chatbot: 'chatbot_api',
  ForgotPassword: 'forgot_password',
  UserRegistration: 'user_registration_api',
  PwdlessLogin: 'pwdless_login_api',
  SFAP: 'sfap_api',
  SFApiPlatform: 'sfap_api',
  Interaction: 'interaction_api',
  EinsteinGPT: 'einstein_gpt_api',
  MCP: 'mcp_api',
  SCRT: 'scrt_api',
  DataCloudUserClaims: 'data_cloud_user_claims',
  A2A: 'a2a_api',
  CmdbDiscovery: 'cmdb_discovery_api',
  SemanticLayer: 'semantic_layer_api',
} as const satisfies Readonly<Record<string, string>>;

/** The first API version with a scope; 47 is the oldest that was looked at. Source: the WSDLs of the Metadata API. */
const firstVersions: Readonly<Record<string, number>> = {
  id: 47,
  api: 47,
  web: 47,
  full: 47,
  chatter_api: 47,
  visualforce: 47,
  refresh_token: 47,
  openid: 47,
  custom_permissions: 47,
  wave_api: 47,
  eclair_api: 47,
  pardot_api: 49,
  lightning: 51,
  content: 51,
  cdp_ingest_api: 52,
  cdp_profile_api: 53,
  cdp_query_api: 53,
  chatbot_api: 54,
  cdp_segment_api: 55,
  forgot_password: 57,
  cdp_identityresolution_api: 57,
  cdp_calculated_insight_api: 57,
  cdp_api: 58,
  user_registration_api: 58,
  sfap_api: 58,
  interaction_api: 58,
  pwdless_login_api: 59,
  einstein_gpt_api: 59,
  mcp_api: 66,
};

/** The scopes that Setup certainly offers in an API version. Those that nobody could confirm are not among them. */
export function scopesSince(version: number): readonly string[] {
  const all = Object.entries(firstVersions);
  return all.flatMap(([scope, first]) => (first <= version ? [scope] : []));
}

const byToken: ReadonlyMap<string, string> = new Map(
  Object.entries(scopeTokens).map(([token, scope]) => [token.toLowerCase(), scope]),
);

/** The OAuth scope name of a metadata token, without regard to case; undefined for a token that is not known. */
export function scopeOfToken(token: string): string | undefined {
  return byToken.get(token.toLowerCase());
}

const scopesByName: ReadonlyMap<string, string> = new Map([
  ...Object.values(scopeTokens).map((scope) => [scope, scope] as const),
  ['offline_access', 'refresh_token'],
]);

/** The scope that a text means which spells it as OAuth does and not as metadata: `refresh_token` for `RefreshToken`. */
export function scopeOfName(name: string): string | undefined {
  return scopesByName.get(name.toLowerCase());
}
