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

test.each(['fulcast', 'fullcastt', 'fulkcast', 'fullcasd', 'uullcast', 'full-cast'])(
  'a slip of any kind is near: %s',
  (slip) => {
    const [first] = nearest({ names: ['x'], hosts: [`app.${slip}.io`] });
    expect(first).toEqual({
      ruleset: 'vendors/fullcast',
      because: `callback host app.${slip}.io, which is close to app.fullcast.io, callback host app.${slip}.io, which is close to fullcast.io`,
    });
  },
);

test('at most three are told, the strongest evidence first', () => {
  const found = nearest({
    names: ['Salesforce Nango Zapier Veeam n8n bridge'],
    hosts: ['eu.fullcast.io'],
  });
  expect(found).toHaveLength(3);
  expect(found[0]?.ruleset).toBe('vendors/fullcast');
});

const cli = 'vendors/salesforce-cli';

test.each([
  ['http://localhost:1717/OauthRedirect.', cli],
  ['http://localhost:1717/OauthRedirect/', cli],
  ['http://localhost:1717/OAuthRedirect', cli],
  ['http://localhost:1919/OauthRedirct', cli],
  ['https://localhost:1717/OauthRedirect', cli],
  ['http://127.0.0.1:1717/OauthRedirect', cli],
  ['http://locahost:1717/OauthRedirect', cli],
  ['http://localhost:5555/Callback/', 'vendors/salesforce-data-custom-code'],
  ['http://localhost:5556/callback', undefined],
  ['http://localhost:3000/callback', undefined],
  ['http://localhost:3000/oauth/redirect', undefined],
  ['http://localhost:1717/', undefined],
  ['http://localhost:1717/OauthCallback', undefined],
  ['http://app.acme.example:1717/OauthRedirect', undefined],
  ['sfdc://success', undefined],
  ['', undefined],
])('a callback at %s is nearest to %s', (url, expected) => {
  const [first, second] = nearest({ names: ['Order_Sync'], hosts: [], urls: [url] });
  expect(first?.ruleset).toBe(expected);
  expect(first?.because ?? `callback ${url}`).toContain(`callback ${url}`);
  expect(second).toBeUndefined();
});
