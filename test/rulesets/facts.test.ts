// Facts about Salesforce and benchmarks that rules and settings were once wrong about, one row each, and what every rule has to show.
import { describe, expect, test } from 'vitest';
import { shippedRulesets, withExamples } from '../../src/rulesets/shipped.js';
import { evaluateRule } from '../../src/conditions/evaluate-rule.js';
import { loadOperators } from '../../src/conditions/evaluate.js';
import { conditionsOf } from '../../src/conditions/tree.js';
import { exampleFacts } from '../../src/rulesets/examples.js';
import type { Rule } from '../../src/model/ruleset.js';
import { permissionsToAsk } from '../../src/org/client/queries.js';
import { definitionOf, type SettingName } from '../../src/settings/settings.js';
import { wholeFixText } from '../../src/report/digest/index.js';

const rules = shippedRulesets.flatMap((ruleset) => ruleset.rules);
const standard = shippedRulesets.filter(({ kind }) => kind === 'standard');

function ruleOf(id: string): Rule {
  const found = rules.find((one) => one.id === id);
  if (!found) throw new Error(`there is no rule ${id}`);
  return found;
}

const fixOf = (id: string): string => {
  const { fix } = ruleOf(id);
  return fix ? wholeFixText(fix) : '';
};

async function verdictOf(
  id: string,
  settings: Parameters<typeof exampleFacts>[0],
): Promise<string> {
  const rule = ruleOf(id);
  await loadOperators(conditionsOf(rule));
  const facts = exampleFacts({ today: '2026-11-30', ...settings });
  return evaluateRule(rule, facts).verdict;
}

describe('references and controls', () => {
  test('no rule cites the page whose OAuth ids are others', () => {
    const cited = rules.flatMap(({ references }) => references);
    expect(cited.filter((url) => url.includes('controls-at-a-glance'))).toEqual([]);
  });

  test.each(['org/approve-uninstalled-apps-holders', 'org/use-any-api-client-holders'])(
    '%s cites the page of access controls',
    (id) => {
      expect(ruleOf(id).references?.join()).toContain('benchmark/access-controls.html');
    },
  );

  test('the control about non-human identities is not about tokens of administrators', () => {
    expect(ruleOf('usage/no-tokens-of-administrators').controls?.['sbs'] ?? []).not.toContain(
      'SBS-ACS-008',
    );
  });

  test.each([
    'secrets/no-consumer-secret-in-source',
    'secrets/no-rotation-on-deploy',
    'org/secrets-not-in-rest-api',
  ])('%s cites how keys are replaced in stages', (id) => {
    expect(ruleOf(id).references?.join()).toContain('xcloud.eca_stage_oauth_credentials');
  });

  test('a reference to Salesforce Help names an article, and every reference is a link', () => {
    const cited = rules.flatMap(({ references }) => references);
    expect(cited.filter((url) => !/^https:\/\/[^\s]+$/.test(url))).toEqual([]);
    const help = cited.filter((url) => url.startsWith('https://help.salesforce.com/'));
    expect(help.filter((url) => !/articleView\?id=(?:[\w.]+\.htm|\d{9})/.test(url))).toEqual([]);
  });
});

describe('permissions', () => {
  test.each(['access/run-as-user-least-privilege', 'usage/server-user-least-privilege'])(
    '%s names Modify Metadata',
    (id) => {
      expect(JSON.stringify(ruleOf(id).require)).toContain('ModifyMetadata');
      expect(permissionsToAsk([])).toContain('ModifyMetadata');
    },
  );

  test('a user who reads the settings of the org for an audit is told of', () => {
    expect(fixOf('access/run-as-user-least-privilege')).toMatch(/reads the settings of the org/);
  });
});

test.each<readonly [SettingName, 'connectedApp' | 'externalClientApp', number]>([
  ['samlSigningAlgorithm', 'connectedApp', 50],
  ['samlSloUrl', 'connectedApp', 40],
  ['samlEncryption', 'connectedApp', 30],
  ['samlEncryptionCertificate', 'connectedApp', 30],
  ['org.secretsInRestApi', 'externalClientApp', 62],
  ['canvasUrl', 'externalClientApp', 66],
  ['mobileScreenLockEnabled', 'externalClientApp', 64],
  ['pushFullContent', 'externalClientApp', 64],
])('%s of a %s is there since API %i', (name, kind, since) => {
  const origin = definitionOf(name)[kind];
  expect('fields' in origin && origin.fields.map((field) => field.since)).toContain(since);
});

test('asset tokens end at a moment, and their audiences are a list', () => {
  expect(definitionOf('assetTokenValidity').about).toContain('seconds since the beginning of 1970');
  for (const kind of ['connectedApp', 'externalClientApp'] as const) {
    const origin = definitionOf('assetTokenAudiences')[kind];
    expect('fields' in origin && origin.fields.map(({ read }) => read)).toEqual(['entries']);
  }
});

test('full push notifications of a Connected App are in a column for internal use', () => {
  expect(definitionOf('pushFullContent').connectedApp).toEqual({
    unavailable: expect.stringContaining('ConnectedApplication'),
  });
});

describe('advice', () => {
  test('rotation by a secrets manager needs the REST switch', () => {
    expect(ruleOf('org/secrets-not-in-rest-api').alternative).toMatch(/rotat/i);
  });

  test('the callback of Postman is what the guide to hosted MCP servers prescribes', () => {
    expect(ruleOf('urls/no-test-callbacks').alternative).toMatch(/MCP/);
  });

  test('a SAML certificate is given by its name', () => {
    expect(fixOf('saml/responses-encrypted')).toContain('the name of that certificate');
  });

  test('that an Apex handler keeps an app is hearsay: low, and said so', () => {
    const { severity, why } = ruleOf('migration/apex-handler');
    expect(severity).toBe('low');
    expect(why).toMatch(/no page of Salesforce confirms it/);
  });

  test.each([
    'incidents/salesloft-drift-2025-08',
    'incidents/gainsight-2025-11',
    'incidents/klue-2026-06',
    'incidents/unc6040-2025-06',
    'incidents/first-party-name',
    'incidents/no-look-alike-letters',
    'usage/installed',
    'usage/no-tool-look-alike',
  ])('%s names the file that blocks an app', (id) => {
    expect(fixOf(id)).toMatch(/\.blacklistedConsumer file with the consumer key/);
  });
});

test.each([
  ['incidents/salesloft-drift-2025-08', { apiName: 'Schema_Drift', label: 'Schema Drift' }],
  ['incidents/salesloft-drift-2025-08', { apiName: 'Drift_Detection', label: 'Drift Detection' }],
])('%s does not mean %o', async (id, names) => {
  const rest = { seenIn: 'metadata', orphanPart: false, missingParts: [], callbackHosts: [] };
  expect(await verdictOf(id, { ...rest, ...names })).toBe('pass');
});

test.each(['External Identity User', 'Identity User', 'External Apps User', 'Gold Partner User'])(
  'the profile %s is a wide one',
  async (profile) => {
    const settings = {
      oauthEnabled: true,
      permittedUsers: 'admin-approved',
      permittedProfileNames: [profile],
      permittedProfiles: [profile],
      profileNamesKnown: true,
      permittedPermissionSets: [],
    };
    expect(await verdictOf('access/no-wide-profiles', settings)).toBe('fail');
  },
);

describe('a guide that wants rotation off', () => {
  // A client that throws the rotated refresh token away is logged out by its own refresh.
  const wanted = rules.filter(
    ({ id, require }) =>
      id.startsWith('vendors/') &&
      'fact' in require &&
      require.fact === 'refreshTokenRotation' &&
      require.value === false,
  );

  test('is there', () => {
    expect(wanted.map(({ id }) => id)).toContain(
      'vendors/salesforce-cli/refresh-token-rotation-off',
    );
  });

  test.each(wanted.map((rule) => [rule.id, rule] as const))('%s', async (_, rule) => {
    await loadOperators(conditionsOf(rule));
    const at = (rotation: boolean): string => {
      const facts = exampleFacts({ today: '2026-11-30', refreshTokenRotation: rotation });
      return evaluateRule({ id: rule.id, require: rule.require } as Rule, facts).verdict;
    };
    expect([at(true), at(false)]).toEqual(['fail', 'pass']);
  });
});

describe('examples of every standard rule', () => {
  /** Nothing but `needs` keeps these from being judged: an org, and an app of any kind, always has what they ask for. */
  const alwaysJudged = new Set([
    'hygiene/api-name-accepted',
    'org/approve-uninstalled-apps-holders',
    'org/use-any-api-auth-needed',
    'org/app-managers',
    'org/soap-login-ends',
    'secrets/no-consumer-secret-in-source',
    'secrets/no-private-key-in-source',
    'secrets/no-credential-in-texts',
    'usage/no-tokens-of-inactive-users',
    'usage/no-tokens-of-administrators',
    'usage/no-username-password-logins',
    'usage/no-user-agent-logins',
  ]);
  /** Known of every app, from its name. */
  const alwaysKnown = new Set(['hygiene/api-name-accepted']);

  test.each(standard.map(({ id }) => id))('%s', async (id) => {
    const plain = standard.find((one) => one.id === id);
    if (!plain) throw new Error(id);
    const ruleset = await withExamples(plain);
    const lacking = ruleset.rules.flatMap((rule) => {
      const wanted = ['pass', 'fail'];
      if (!alwaysKnown.has(rule.id)) wanted.push('open');
      if (!alwaysJudged.has(rule.id)) wanted.push('notApplicable');
      const shown = new Set<string>(rule.examples.map(({ verdict }) => verdict));
      return wanted.filter((verdict) => !shown.has(verdict)).map((one) => `${rule.id}: ${one}`);
    });
    expect(lacking).toEqual([]);
  });

  test('rules that are always judged have no condition', () => {
    const conditional = [...alwaysJudged].filter((id) => {
      const { when, unless } = ruleOf(id);
      return when !== undefined || unless !== undefined;
    });
    expect(conditional).toEqual([]);
  });
});
