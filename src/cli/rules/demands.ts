import { membersOf } from '../../settings/groups.js';
import type { SettingName } from '../../settings/settings.js';
import type { Severity } from '../../report/severity.js';

/** A demand that guides often make, and that a setting of an app shows. */
export interface Demand {
  readonly id: string;
  readonly fact: SettingName;
  /** How the setting is compared: as it is, by all of its entries, or by whether it is filled. */
  readonly as: 'equal' | 'containsAll' | 'isNotEmpty';
  readonly severity?: Severity;
  /** Only for apps that have it so: guides seldom say what is to stay off. */
  readonly onlyWhen?: boolean;
}

/** In the order in which Setup shows them. */
export const demands: readonly Demand[] = [
  { id: 'distribution-state', fact: 'distributionState', as: 'equal' },
  { id: 'callbacks', fact: 'callbackUrls', as: 'containsAll', severity: 'high' },
  { id: 'scopes', fact: 'scopes', as: 'containsAll', severity: 'high' },
  { id: 'custom-scopes', fact: 'customScopes', as: 'containsAll', severity: 'high' },
  ...flow('client-credentials-flow', 'clientCredentialsFlowSetting'),
  ...flow('client-credentials-policy', 'clientCredentialsFlowPolicy'),
  {
    id: 'client-credentials-user',
    fact: 'clientCredentialsUser',
    as: 'isNotEmpty',
    severity: 'high',
  },
  ...flow('code-credentials-flow', 'authorizationCodeCredentialsFlow'),
  ...flow('device-flow', 'deviceFlow'),
  ...flow('jwt-bearer-flow', 'jwtBearerFlow'),
  ...flow('token-exchange-flow', 'tokenExchangeFlowSetting'),
  { id: 'web-server-secret', fact: 'webServerFlowSecretRequired', as: 'equal' },
  { id: 'refresh-token-secret', fact: 'refreshTokenSecretRequired', as: 'equal' },
  { id: 'pkce', fact: 'pkceRequired', as: 'equal', severity: 'high' },
  { id: 'rotation', fact: 'refreshTokenRotation', as: 'equal' },
  ...flow('named-user-jwt', 'namedUserJwt'),
  ...flow('introspection', 'introspectAllTokens'),
  { id: 'start-page', fact: 'startPage', as: 'equal' },
  { id: 'permitted-users', fact: 'permittedUsers', as: 'equal' },
  { id: 'permission-sets', fact: 'permittedPermissionSets', as: 'isNotEmpty' },
  { id: 'ip-relaxation', fact: 'ipRelaxation', as: 'equal' },
  { id: 'refresh-token-policy', fact: 'refreshTokenPolicy', as: 'equal' },
];

function flow(id: string, fact: SettingName): readonly Demand[] {
  return [{ id, fact, as: 'equal', severity: 'high', onlyWhen: true }];
}

/** The flows of Setup's "Flow Enablement", for a rule that closes the group. */
export const flowFacts: readonly string[] = membersOf('flows').map(([name]) => name);
