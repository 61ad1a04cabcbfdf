import { expect, test } from 'vitest';
import { nearestVendors } from '../../src/rulesets/nearest-vendors.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

const nearest = nearestVendors(shippedRulesets.filter(({ kind }) => kind === 'vendor'));

test.each([
  [['x'], ['eu.fullcast.io'], 'vendors/fullcast, callback host eu.fullcast.io'],
  [
    ['Territory_Fullcast2 plan'],
    [],
    'vendors/fullcast, "fullcast2" in the name, which is close to "fullcast"',
  ],
  [['FullcastPlanning'], [], 'vendors/fullcast, "fullcast" in the name'],
  [['My fivetran loader'], ['localhost'], 'vendors/fivetran, "fivetran" in the name'],
  [['Order_Sync'], ['orders.acme.example', 'login.salesforce.com', '10.0.0.1'], undefined],
  [['Customer Portal App'], [], undefined],
])('%j at %j is nearest to %s', (names, hosts, expected) => {
  const [first] = nearest({ names, hosts });
  expect(first && `${first.ruleset}, ${first.because}`).toBe(expected);
});

test('at most three are told, the strongest evidence first', () => {
  const found = nearest({
    names: ['Salesforce Nango Zapier Veeam n8n bridge'],
    hosts: ['eu.fullcast.io'],
  });
  expect(found).toHaveLength(3);
  expect(found[0]?.ruleset).toBe('vendors/fullcast');
});
