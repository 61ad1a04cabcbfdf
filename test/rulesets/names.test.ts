// Names and times in rulesets: what there is not is a mistake with a suggestion, and what nobody asked for is undecided.
import { describe, expect, test } from 'vitest';
import { createFactLookup, evaluate } from '../../src/conditions/evaluate.js';
import { decisiveEvidence } from '../../src/conditions/evaluate-rule.js';
import type { Condition } from '../../src/model/ruleset.js';
import { parametersFor } from '../../src/rulesets/match.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import type { Setting, Settings } from '../../src/settings/settings.js';
import { demanding, diagnosticsOf, facts, load } from './rulesets.js';

const leaf = (fact: string, operator: string, value: string): string =>
  `{ fact: ${fact}, operator: "${operator}", value: ${value} }`;

test.each([
  [
    'scopes',
    'contains',
    'offline_access',
    'unknown scope "offline_access"; did you mean "refresh_token"?',
  ],
  ['scopes', 'containsAll', '[api, refresh]', 'unknown scope "refresh"'],
  ['scopes', 'containsOnly', '[apis]', 'unknown scope "apis"; did you mean "api"?'],
  ['scopes', 'everyFact:in', '[api, fulll]', 'unknown scope "fulll"; did you mean "full"?'],
  [
    'scopes',
    'contains',
    '"Perform requests at any time (refresh_token, offline_access)"',
    'did you mean "refresh_token"?',
  ],
  ['scopes', 'contains', '"Manage user data via APIs (api)"', 'did you mean "api"?'],
  ['scopes', 'contains', 'orders_read', 'a custom scope is an entry of customScopes'],
  ['runAsUserPowers', 'contains', '"API Enabled"', 'did you mean "ApiEnabled"?'],
  ['runAsUserPowers', 'contains', 'PermissionsApiEnabled', 'did you mean "ApiEnabled"?'],
  [
    'runAsUserPowers',
    'containsAll',
    '[ViewAllData, "View Setup and Configuration"]',
    'did you mean "ViewSetup"?',
  ],
  [
    'tokenUserPowers',
    'containsNone',
    '["Manage Connected Apps"]',
    'did you mean "ManageRemoteAccess"?',
  ],
  ['runAsUserPowers', 'contains', 'ModifyAlData', 'did you mean "ModifyAllData"?'],
  ['runAsUserPowers', 'contains', '"Manage MFA in API"', 'did you mean "ManageTwoFactor"?'],
  ['runAsUserPowers', 'contains', 'SuperPower', 'API names such as ModifyAllData'],
  ['permittedUsers', 'equal', '"Admin approved users are pre-authorized"', '"admin-approved"?'],
  ['permittedUsers', 'in', '[ADMIN_APPROVED]', 'did you mean "admin-approved"?'],
  ['refreshTokenPolicy', 'equal', 'Until revoked', 'did you mean "until-revoked"?'],
  ['ipRelaxation', 'notEqual', '"Relax IP restrictions"', 'did you mean "relax"?'],
  ['sessionLevel', 'equal', 'High Assurance', 'did you mean "high-assurance"?'],
  ['samlSigningAlgorithm', 'equal', 'SHA-256', 'did you mean "sha256"?'],
  ['refreshTokenDays', '<=', '90', 'did you mean "lessThanInclusive"?'],
  ['runAsUserPowers', 'contains', 'ApiUserOnly', 'runAsUserApiOnly says it'],
  ['permittedUsers', 'equal', 'admin', 'one of self-authorize, admin-approved'],
])('%s %s %s', async (fact, operator, value, message) => {
  const found = await diagnosticsOf(demanding(leaf(fact, operator, value)));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
  expect(found[0]).toMatch(/^acme\.yaml:6:\d+: /);
});

test.each([
  ['scopes', 'containsAll', '[RefreshToken, Api, MCP]'],
  ['scopes', 'everyFact:like', '"cdp_*"'],
  ['scopes', 'containsAny', '[cdp_api, semantic_layer_api]'],
  ['customScopes', 'contains', 'orders_read'],
  ['runAsUserPowers', 'containsOnly', '[ApiEnabled, ViewAllData, ViewSetup]'],
  ['permittedUsers', 'equal', 'AdminApprovedPreAuthorized'],
])('%s %s %s is sound', async (fact, operator, value) => {
  expect(await diagnosticsOf(demanding(leaf(fact, operator, value)))).toEqual([]);
});

test.each([
  ['refreshTokenDays', '90 days', 90],
  ['refreshTokenDays', '24 hours', 1],
  ['refreshTokenDays', '90 minutes', 0.0625],
  ['refreshTokenDays', '3 months', 90],
  ['refreshTokenDays', '2 Weeks', 14],
  ['sessionTimeoutMinutes', '24 hours', 1440],
  ['sessionTimeoutMinutes', '15 minutes', 15],
  ['jwtTimeoutMinutes', '1 hour', 60],
  ['refreshTokenDays', '90d', 90],
  ['refreshTokenDays', '720 h', 30],
  ['sessionTimeoutMinutes', '2 hrs', 120],
  ['sessionTimeoutMinutes', '30min', 30],
])('%s may be given as "%s"', async (fact, value, expected) => {
  const ruleset = await load(demanding(leaf(fact, 'lessThanInclusive', value)));
  expect(ruleset.rules[0]?.require).toMatchObject({ value: expected });
});

test.each(['90 fortnights', 'days', '-1 days'])('"%s" is no time', async (value) => {
  const text = demanding(leaf('refreshTokenDays', 'lessThanInclusive', `"${value}"`));
  expect(await diagnosticsOf(text)).toHaveLength(1);
});

describe('permissions that nobody asked the org for', () => {
  const among = ['ViewAllData', 'ModifyAllData'];
  const holding = (value: readonly string[]) => (): Setting => ({
    state: 'known',
    value,
    origin: 'derived',
    among,
  });
  test.each<readonly [readonly string[], string, string | readonly string[], boolean | 'unknown']>([
    [['ViewAllData'], 'containsOnly', ['ViewAllData'], 'unknown'],
    [['ModifyAllData'], 'containsOnly', ['ViewAllData'], false],
    [[], 'containsOnly', ['ApiEnabled', 'ViewAllData'], 'unknown'],
    [['ViewAllData'], 'contains', 'ViewAllData', true],
    [[], 'contains', 'ViewAllData', false],
    [[], 'contains', 'ApiEnabled', 'unknown'],
    [['ViewAllData'], 'containsAll', ['ViewAllData', 'ApiEnabled'], 'unknown'],
    [[], 'containsAll', ['ViewAllData', 'ApiEnabled'], false],
    [['ViewAllData'], 'containsAny', ['ViewAllData', 'ApiEnabled'], true],
    [[], 'containsNone', ['ViewAllData'], true],
    [[], 'containsNone', ['ApiEnabled'], 'unknown'],
    [['ViewAllData'], 'containsNone', ['ViewAllData', 'ApiEnabled'], false],
    [['ViewAllData'], 'isNotEmpty', 'true', true],
  ])('%j %s %j: %s', (held, operator, value, expected) => {
    const condition: Condition = { fact: 'runAsUserPowers', operator, value };
    expect(evaluate(condition, holding(held)).truth).toBe(expected);
  });

  test('what is missing is said', () => {
    const condition: Condition = {
      fact: 'runAsUserPowers',
      operator: 'contains',
      value: 'ApiEnabled',
    };
    const [evidence] = decisiveEvidence(condition, holding([]));
    expect(evidence?.missing).toBe(
      'nobody asked the org for ApiEnabled, or it has no such permission',
    );
    const [only] = decisiveEvidence(
      { ...condition, operator: 'containsOnly', value: [] },
      holding([]),
    );
    expect(only?.missing).toBe('the org was asked for 2 permissions; of the others nobody knows');
  });
});

describe('how long a token lives that never ends', () => {
  const policy = (value: string): Setting => ({ state: 'known', value, origin: 'stated' });
  const unknown: Setting = { state: 'unknown', reason: 'the refresh token is valid until revoked' };
  const settings = (more: Readonly<Record<string, Setting>>): Partial<Settings> => ({
    refreshTokenDays: unknown,
    ...more,
  });
  const truth = (more: Readonly<Record<string, Setting>>, operator: string, value: number) =>
    evaluate(
      { fact: 'refreshTokenDays', operator, value },
      createFactLookup(settings(more), '2026-11-30'),
    ).truth;

  test('is decided', () => {
    const never = { refreshTokenPolicy: policy('until-revoked') };
    expect(truth(never, 'greaterThanInclusive', 60)).toBe(true);
    expect(truth(never, 'lessThanInclusive', 720)).toBe(false);
    expect(truth(never, 'equal', 30)).toBe(false);
  });

  test('is not where a lifetime has no number', () => {
    expect(truth({ refreshTokenPolicy: policy('lifetime') }, 'lessThanInclusive', 90)).toBe(
      'unknown',
    );
  });

  test('is said in words', () => {
    const never = createFactLookup(
      settings({ refreshTokenPolicy: policy('until-revoked') }),
      '2026-11-30',
    );
    const [evidence] = decisiveEvidence(
      { fact: 'refreshTokenDays', operator: 'lessThan', value: 90 },
      never,
    );
    expect(evidence?.found).toBe('without end');
  });
});

const parameters = shippedRulesets.flatMap((ruleset) =>
  Object.entries(ruleset.parameters).map(
    ([name, parameter]) => [ruleset, name, parameter] as const,
  ),
);

test.each(
  parameters.map(
    ([ruleset, name, parameter]) => [`${ruleset.id}.${name}`, ruleset, name, parameter] as const,
  ),
)('%s is detected, has a usual value, or is asked for by name', (id, ruleset, name, parameter) => {
  const { facts: found } = parametersFor(ruleset, facts({}), new Map());
  const setting = found[`param.${name}`];
  if (setting?.state === 'unknown') expect(setting.reason).toContain(`--param ${id}=`);
  else expect(parameter.default ?? parameter.detect).toBeDefined();
});

test('names in examples are checked like those in conditions', async () => {
  const text = `${demanding('{ fact: pkceRequired, operator: equal, value: true }')}
    examples:
      - settings: { scopes: [offline_access, api] }
        verdict: fail
      - settings: { runAsUserPowers: [API Enabled], permittedUsers: Admin approved users are pre-authorized }
        verdict: pass
      - settings: { scopes: [api, RefreshToken], sessionLevel: HIGH_ASSURANCE, runAsUserPowers: [ApiEnabled], customScopes: [own_scope] }
        verdict: pass
`;
  const messages = await diagnosticsOf(text);
  expect(messages).toHaveLength(3);
  expect(messages[0]).toContain('unknown scope "offline_access"; did you mean "refresh_token"?');
  expect(messages[1]).toContain('unknown permission "API Enabled"; did you mean "ApiEnabled"?');
  expect(messages[2]).toContain('did you mean "admin-approved"?');
});
