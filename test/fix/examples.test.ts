// Every row of the table of fixes does for the failing examples of its rule what `rows.txt` says, rule by rule.
import { expect, test } from 'vitest';
import { loadOperators } from '../../src/conditions/evaluate.js';
import { conditionsOf } from '../../src/conditions/tree.js';
import type { Example, Rule, Ruleset } from '../../src/model/ruleset.js';
import { load } from '../rulesets/rulesets.js';
import { ruleFiles } from '../rulesets/shipped-files.js';
import { proposals, proposalText } from './examples.js';

const rulesets = await Promise.all(
  ruleFiles()
    .filter(([file]) => !file.includes('vendors/'))
    .map(async ([, text]): Promise<Ruleset> => {
      const ruleset = await load(text);
      await loadOperators(ruleset.rules.flatMap(conditionsOf));
      return ruleset;
    }),
);

test('each standard rule: class, kind of app, and the elements that change', async () => {
  const lines = rulesets.flatMap((ruleset) =>
    ruleset.rules.flatMap((rule) => [
      rule.id,
      ...new Set(proposals(ruleset, rule).map((one) => `  ${proposalText(one)}`)),
    ]),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./rows.txt');
});

function find(id: string): readonly [Ruleset, Rule] {
  for (const ruleset of rulesets) {
    const rule = ruleset.rules.find((one) => one.id === id);
    if (rule) return [ruleset, rule];
  }
  throw new Error(`there is no rule ${id}`);
}

// "SAFE for daily use", "SAFE if no profile of its users has ranges", "SAFE with refresh token" of the table.
test.each<readonly [string, Example['settings'], string]>([
  ['tokens/refresh-tokens-expire', {}, 'risky'],
  ['tokens/refresh-tokens-expire', { longestTokenIdleDays: 1 }, 'safe'],
  ['tokens/refresh-tokens-expire', { longestTokenIdleDays: 12 }, 'risky'],
  ['scopes/full-access-ends', { longestTokenIdleDays: 0 }, 'safe'],
  [
    'tokens/idle-refresh-tokens-expire',
    { longestTokenIdleDays: 0, distributionState: 'local' },
    'safe',
  ],
  [
    'tokens/idle-refresh-tokens-expire',
    { longestTokenIdleDays: 0, distributionState: 'packaged' },
    'risky',
  ],
  ['tokens/refresh-token-lifetime', { refreshTokenPolicy: 'inactivity' }, 'safe'],
  ['tokens/refresh-token-lifetime', { refreshTokenPolicy: 'lifetime' }, 'risky'],
  [
    'tokens/session-timeout',
    { scopes: ['api', 'refresh_token'], refreshTokenPolicy: 'inactivity' },
    'safe',
  ],
  [
    'tokens/session-timeout',
    { scopes: ['api', 'refresh_token'], refreshTokenPolicy: 'immediate' },
    'risky',
  ],
  ['tokens/session-timeout', { scopes: ['api'], refreshTokenPolicy: 'inactivity' }, 'risky'],
  ['network/ip-restrictions-not-relaxed', { loginIpRanges: false }, 'safe'],
  ['network/ip-restrictions-not-relaxed', { loginIpRanges: true }, 'risky'],
  ['network/ip-restrictions-not-relaxed', {}, 'risky'],
  ['network/ip-restrictions-hold-for-refresh-tokens', { loginIpRanges: false }, 'safe'],
  [
    'network/ip-restrictions-hold-for-activated-devices',
    { loginIpRanges: false, trustedIpRanges: [] },
    'safe',
  ],
  [
    'network/ip-restrictions-hold-for-activated-devices',
    { loginIpRanges: false, trustedIpRanges: ['203.0.113.1-203.0.113.9'] },
    'risky',
  ],
  ['flows/guest-code-credentials-off', { namedUserJwt: false }, 'safe'],
  ['flows/guest-code-credentials-off', { namedUserJwt: true }, 'risky'],
])('%s where %j is %s', (id, also, how) => {
  const [ruleset, rule] = find(id);
  const classes = new Set(proposals(ruleset, rule, { also }).map(({ proposal }) => proposal.class));
  expect([...classes]).toEqual([how]);
});

const pem = `-----BEGIN CERTIFICATE-----\n${'QUJD'.repeat(40)}\n-----END CERTIFICATE-----`;

// What a person gives, and what is written of it; a value of another kind is not written.
test.each<readonly [string, string, string, string]>([
  ['access/admin-approved-users', 'Orders, Sales', 'commaSeparatedPermissionSet', ' , '],
  ['access/approved-users-assigned', 'Orders', 'commaSeparatedPermissionSet', ''],
  ['access/server-users-assigned', 'Orders', 'commaSeparatedPermissionSet', ''],
  ['access/run-as-user-active', 'bot@northwind.test', 'clientCredentialsFlowUser', ''],
  ['access/run-as-user-is-not-the-contact', 'bot@northwind.test', 'clientCredentialsFlowUser', ''],
  ['evidence/run-as-user-of-its-own', 'bot@northwind.test', 'clientCredentialsFlowUser', ''],
  ['flows/client-credentials-run-as-user', 'bot@northwind.test', 'clientCredentialsFlowUser', ''],
  ['hygiene/contact-email', 'team@northwind.test', 'contactEmail', ''],
  ['hygiene/contact-email-real', 'team@northwind.test', 'contactEmail', ''],
  ['hygiene/description', 'Orders & more', 'description', ''],
  ['network/trusted-ranges-narrow', '203.0.113.1-203.0.113.9', 'trustedIpRanges', 'everywhere'],
  ['network/trusted-ranges-reach-salesforce', '203.0.113.1-203.0.113.9', 'trustedIpRanges', 'x-y'],
  ['network/trusted-ranges-set', '2001:db8::1-2001:db8::9', 'trustedIpRanges', '203.0.113.300-1'],
  ['network/refresh-token-allowlist', '203.0.113.1-203.0.113.9', 'tokenIpRanges', 'here'],
  ['network/refresh-token-allowlist-within-limit', '203.0.113.1-203.0.113.9', 'tokenIpRanges', 'x'],
  ['saml/responses-encrypted', 'Orders_Cert', 'encryptionCertificate', 'not a name'],
  ['saml/requests-verified', pem, 'certificate', 'MII'],
  ['saml/request-certificate-not-expired', pem, 'certificate', 'MII'],
  ['saml/request-certificate-expires-soon', pem, 'certificate', 'MII'],
  ['saml/single-logout', 'https://sp.northwind.test/out', 'singleLogoutUrl', ''],
  ['saml/acs-url-filled-in', 'https://sp.northwind.test/acs', 'acsUrl', ''],
  ['saml/entity-id', 'https://sp.northwind.test', 'entityUrl', ''],
  ['scopes/scopes-selected', 'api, refresh_token', 'commaSeparatedOauthScopes', ','],
  ['scopes/no-whole-data-cloud', 'cdp_query_api', 'commaSeparatedOauthScopes', ','],
  ['secrets/certificate-not-expired', pem, 'certificate', 'MII'],
  ['secrets/certificate-expires-soon', pem, 'certificate', 'MII'],
  ['secrets/certificate-key-strong', pem, 'certificate', 'MII'],
  ['secrets/certificate-signature-strong', pem, 'certificate', 'MII'],
  ['secrets/certificate-lifetime', pem, 'certificate', 'MII'],
  ['secrets/no-private-key-in-source', pem, 'certificate', 'MII'],
  ['urls/callbacks-filled-in', 'https://orders.northwind.test/cb', 'callbackUrl', 'here'],
  [
    'urls/private-schemes-are-reverse-domains',
    'test.northwind.orders://cb',
    'callbackUrl',
    'orders://cb',
  ],
  ['urls/single-logout', 'https://orders.northwind.test/out', 'singleLogoutUrl', ''],
])('--set %s=… writes %4$s', (id, value, element, wrong) => {
  const [ruleset, rule] = find(id);
  const given = proposals(ruleset, rule, { value }).filter(
    ({ kind }) => kind === 'externalClientApp' && !id.startsWith('connected'),
  );
  expect(given.length).toBeGreaterThan(0);
  for (const { proposal } of given)
    expect(proposal.changes?.map(({ path }) => path)).toContain(element);
  for (const { proposal } of proposals(ruleset, rule, { value: wrong })) {
    expect(proposal.changes).toBeUndefined();
    expect(proposal.because).toMatch(/^the value is not /);
  }
  for (const { proposal } of proposals(ruleset, rule)) {
    expect([proposal.class, proposal.changes]).toEqual(['input', undefined]);
    expect(proposal.input).toMatch(/\w/);
  }
});
