import { expect, test } from 'vitest';
import { isKnownQuery, permissionsToAsk } from '../../src/org/client/queries.js';
import { permissionNames, permissionOfLabel } from '../../src/settings/permissions.js';
import type { Condition, Ruleset } from '../../src/model/ruleset.js';
import { permissionsNamedBy } from '../../src/rulesets/named-permissions.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { namedPermissions } from '../../src/rulesets/shipped.generated.js';

test('what is asked for is what settings are made of and what rules name, if there is such a permission', () => {
  const asked = permissionsToAsk(['ManageTranslation', 'Id, Name FROM User', 'NoSuchPower']);
  expect(asked).toContain('ManageTranslation');
  expect(asked).toContain('ModifyAllData');
  expect(asked.filter((name) => !permissionNames.has(name))).toEqual([]);
});

test.each([
  ['SELECT Id, PermissionsManageTranslation FROM PermissionSet WHERE Id != null', true],
  ['SELECT Id, PermissionsNoSuchPower FROM PermissionSet', false],
  ['SELECT Id, Permissions FROM PermissionSet', false],
  ['SELECT PermissionsManageTranslation FROM OauthToken', false],
])('%s may be asked: %s', (soql, expected) => {
  expect(isKnownQuery(soql)).toBe(expected);
});

test('every permission is found by its own name, and labels of Setup mean one that there is', () => {
  expect(permissionNames.size).toBeGreaterThan(800);
  // "Send Email" is the label of another one.
  const known = [...permissionNames].filter((name) => name !== 'SendEmail');
  expect(known.filter((name) => permissionOfLabel(name) !== name)).toEqual([]);
  const labelled = [...permissionNames].map((name) => permissionOfLabel(name) ?? '');
  expect(labelled.filter((name) => !permissionNames.has(name))).toEqual([]);
});

test.each([
  ['API Enabled', 'ApiEnabled'],
  ['manage mfa in api', 'ManageTwoFactor'],
  ['Set Audit Fields upon Record Creation', 'CreateAuditFields'],
  ['Manage Auth. Providers', 'ManageAuthProviders'],
  ['View all External Client Apps', 'ExternalClientAppViewer'],
  ['Do everything', undefined],
])('"%s" means %s', (label, expected) => {
  expect(permissionOfLabel(label)).toBe(expected);
});

test('the build keeps what shipped rules name', () => {
  expect(permissionsNamedBy(shippedRulesets)).toEqual(namedPermissions);
  expect(namedPermissions).toContain('ManageNetworks');
});

test('names stand in every condition, in parameters and in overrides', () => {
  const holds = (value: string): Condition => ({
    fact: 'runAsUserPowers',
    operator: 'contains',
    value,
  });
  const rule = {
    require: { not: { any: [holds('A'), holds('${p}B')] } },
    unless: holds('C'),
    echoes: [{ rules: ['x'], when: holds('D') }],
    exceptions: [{ app: '*', require: { ...holds('E') } }],
  };
  const ruleset = {
    id: 'own',
    match: holds('F'),
    rules: [rule, { require: { ...holds(''), value: { fact: 'param.q' } } }],
    parameters: {
      p: { list: false, values: ['X', 'Y'], detect: [{ value: 'X', when: holds('G') }] },
      q: { list: true, detect: [] },
    },
  } as unknown as Ruleset;
  expect(permissionsNamedBy([ruleset], new Map([['own.q', ['Q,R']]]))).toEqual([
    'A',
    'C',
    'D',
    'E',
    'F',
    'G',
    'Q',
    'R',
    'XB',
    'YB',
  ]);
});
