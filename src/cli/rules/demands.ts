import { membersOf } from '../../settings/groups.js';
import type { SettingName, SettingValue } from '../../settings/settings.js';
import type { Severity } from '../../report/severity.js';

/** A demand that guides often make, and that a setting of an app shows. */
export interface UsualDemand {
  readonly id: string;
  readonly fact: SettingName;
  /** How the setting is compared: as it is, by all of its entries, or by whether it is filled. */
  readonly as: 'equal' | 'containsAll' | 'isNotEmpty';
  readonly severity?: Severity;
  /** Only for apps that have it so: guides seldom say what is to stay off. */
  readonly onlyWhen?: boolean;
  /** The values that guides speak of; with any other one the demand is offered in a comment. All of them when absent. */
  readonly said?: readonly SettingValue[];
}

/** What guides never say, or leave at its default. */
const seldom: readonly SettingValue[] = [];

/** In the order of most guides: callbacks and scopes, flows, security, then policies. */
export const demands: readonly UsualDemand[] = [
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
  { id: 'pkce', fact: 'pkceRequired', as: 'equal', severity: 'high' },
  // On by default: a guide that wants the secret seldom says so, one that does not has to.
  { id: 'web-server-secret', fact: 'webServerFlowSecretRequired', as: 'equal', said: [false] },
  { id: 'refresh-token-secret', fact: 'refreshTokenSecretRequired', as: 'equal', said: [false] },
  { id: 'permitted-users', fact: 'permittedUsers', as: 'equal', said: ['admin-approved'] },
  { id: 'ip-relaxation', fact: 'ipRelaxation', as: 'equal', said: ['relax', 'relax-for-refresh'] },
  { id: 'refresh-token-policy', fact: 'refreshTokenPolicy', as: 'equal', said: ['until-revoked'] },
  { id: 'distribution-state', fact: 'distributionState', as: 'equal', said: ['local'] },
  { id: 'permission-sets', fact: 'permittedPermissionSets', as: 'isNotEmpty', said: seldom },
  { id: 'rotation', fact: 'refreshTokenRotation', as: 'equal', said: seldom },
  ...flow('named-user-jwt', 'namedUserJwt'),
  { id: 'introspection', fact: 'introspectAllTokens', as: 'equal', onlyWhen: true, said: seldom },
  { id: 'start-page', fact: 'startPage', as: 'equal', said: seldom },
  { id: 'session-timeout', fact: 'sessionTimeoutMinutes', as: 'equal', said: seldom },
  { id: 'contact-email', fact: 'contactEmail', as: 'isNotEmpty', said: seldom },
];

/** Whether guides usually say it, so that an owner will keep the demand. */
export function isUsual({ said }: UsualDemand, value: SettingValue): boolean {
  return said === undefined || said.includes(value);
}

function flow(id: string, fact: SettingName): readonly UsualDemand[] {
  return [{ id, fact, as: 'equal', severity: 'high', onlyWhen: true }];
}

/** The flows of Setup's "Flow Enablement", for a rule that closes the group. */
export const flowFacts: readonly string[] = membersOf('flows').map(([name]) => name);
