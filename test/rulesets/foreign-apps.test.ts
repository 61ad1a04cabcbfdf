// Names and hosts that only look like a vendor's: a table made from every shipped guide, those that come later as well.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadOperators } from '../../src/conditions/evaluate.js';
import { leavesOf } from '../../src/conditions/tree.js';
import type { Ruleset } from '../../src/model/ruleset.js';
import { hostOf } from '../../src/model/addresses.js';
import { demandedCallbacks, namingLeaves } from '../../src/rulesets/guide-callbacks.js';
import { isByNameAlone, matchVendor } from '../../src/rulesets/match.js';
import { nearestVendors, isCommonWord } from '../../src/rulesets/nearest-vendors.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { wordsIn } from '../../src/model/words.js';
import type { SettingValue } from '../../src/settings/settings.js';
import { facts } from './rulesets.js';

const vendors = shippedRulesets.filter(({ kind }) => kind === 'vendor');
const nearest = nearestVendors(vendors);
const kinds = ['externalClientApp', 'connectedApp'] as const;

beforeAll(async () => {
  await loadOperators(vendors.flatMap(({ match }) => match ?? []));
});

/** An app of nobody in particular, with all that guides look at. */
const plain = {
  scopes: ['api', 'refresh_token'],
  isPackaged: false,
  jwtBearerFlow: false,
  clientCredentialsFlowSetting: true,
  clientCredentialsFlowPolicy: true,
  clientCredentialsUser: 'api@acme.example',
  authorizationCodeCredentialsFlow: true,
  tokenExchangeFlowSetting: true,
} as const satisfies Readonly<Record<string, SettingValue>>;

const foreign = 'https://portal.acme.example/oauth/done';

/** The guides that judge an app of a name, with these callbacks or with none that are known. */
function judging(name: string, callbackUrls?: readonly string[]): readonly string[] {
  const known = callbackUrls && {
    callbackUrls,
    callbackHosts: callbackUrls.flatMap((url) => hostOf(url) ?? []),
  };
  const found = kinds.flatMap((kind) => {
    const apiName = name.replaceAll(/[^A-Za-z0-9]+/g, '_');
    const app = facts({ ...plain, kind, label: name, apiName, ...known });
    return vendors.flatMap((vendor) => matchVendor(vendor, app)?.ruleset ?? []);
  });
  return [...new Set(found)];
}

/** The URLs that a guide names with a host of the vendor's own. */
function ownUrls(ruleset: Ruleset): readonly URL[] {
  const { match, rules } = ruleset;
  const conditions = [...(match ? [match] : []), ...rules.map(({ require }) => require)];
  const urls = conditions
    .flatMap((condition) => namingLeaves(condition))
    .flatMap(({ fact, value }) => {
      const texts = Array.isArray(value) ? value : [String(value)];
      return fact === 'callbackHosts' ? texts.map((text) => `https://${text}/callback`) : texts;
    })
    .filter((text) => /^https?:\/\/[^/$]*[a-z]/.test(text) && !text.includes('${'))
    .map((text) => text.replaceAll('*', 'x'));
  return urls.flatMap((text) => (URL.canParse(text) ? [new URL(text)] : []));
}

const everybodys = /(^|\.)(salesforce\.com|force\.com|localhost|example\.com)$|^x$|^[\d.]+$/;

/** What is not at a host, though it looks so. */
function lookAlikes({ protocol, hostname, pathname }: URL): readonly string[] {
  const path = pathname;
  const labels = hostname.split('.');
  const own = labels.at(-2) ?? '';
  const at = (host: string): string => `${protocol}//${host}${path}`;
  const withOwn = (name: string): string =>
    at([...labels.slice(0, -2), name, labels.at(-1)].join('.'));
  return [
    at(`${hostname}.evil.example`),
    at(`${hostname.replaceAll('.', '-')}.evil.example`),
    at(`${own}.evil.example`),
    at(`evil.example/${hostname}`),
    at(`evil.example/?next=https://${hostname}`),
    at(`evil.example\\@${hostname.replace('x.', '')}.evil.example`),
    at(`${hostname}@evil.example`),
    withOwn(`${own}x`),
    withOwn(`x${own}`),
    withOwn(own.slice(1)),
    withOwn(`${own.slice(0, -1)}${own.endsWith('a') ? 'e' : 'a'}`),
    at([...labels.slice(0, -1), 'evil'].join('.')),
  ];
}

const hosts = vendors.flatMap((vendor) => {
  const urls = ownUrls(vendor).filter(({ hostname }) => !everybodys.test(hostname));
  return urls.length > 0 ? [[vendor.id, urls] as const] : [];
});

test('the table has many hosts', () => {
  expect(hosts.length).toBeGreaterThan(35);
  expect(hosts.flatMap(([, urls]) => urls.flatMap(lookAlikes)).length).toBeGreaterThan(500);
});

test.each(hosts)('hosts that look like those of %s are nobody’s', (_, urls) => {
  const taken = urls.flatMap(lookAlikes).flatMap((url) => {
    const found = judging('Acme Orders', [url]);
    return found.length > 0 ? [`${url} ${found.join(' ')}`] : [];
  });
  expect(taken).toEqual([]);
});

/** The names by which `match` knows the apps of a vendor. */
function namesOf({ match }: Ruleset): readonly string[] {
  return (match ? leavesOf(match) : []).flatMap(({ fact, operator, value }) => {
    if (fact !== 'label' || operator.includes('not')) return [];
    return (Array.isArray(value) ? value : [String(value)]).map((text) => text.replaceAll('*', ''));
  });
}

const named = vendors.flatMap((vendor) =>
  namesOf(vendor).map((name) => [vendor.id, name] as const),
);

describe('names', () => {
  test('the table has many', () => {
    expect(named.length).toBeGreaterThan(90);
  });

  test.each(named)(
    '%s: "%s" beside a callback of somebody else only proposes the guide',
    (id, name) => {
      for (const other of judging(name, [foreign])) {
        const ruleset = vendors.find((one) => one.id === other) ?? expect.fail(other);
        // Where the guide demands no callback, there is only the name to go by.
        const { hosts: places, anywhere } = demandedCallbacks(ruleset, new Map());
        const app = facts({ ...plain, label: name, apiName: name, callbackUrls: [foreign] });
        expect([
          other,
          places.filter((place) => !everybodys.test(place)),
          isByNameAlone(ruleset, app),
        ]).toEqual([other, [], true]);
        expect(anywhere.filter((glob) => /^https:\/\/[^*]/.test(glob))).toEqual([]);
      }
      const apiName = name.replaceAll(/[^A-Za-z0-9]+/g, '_');
      const near = nearest({ names: [apiName, name], hosts: ['portal.acme.example'] });
      const isEverybodys = wordsIn(name).every(isCommonWord);
      const isKnown = isEverybodys || judging(name, [foreign]).length > 0 || near.length > 0;
      expect([name, id, isKnown]).toEqual([name, id, true]);
    },
  );

  test.each(named)('%s: a part of a longer word than "%s" is another name', (_, name) => {
    const squeezed = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const longer = [`${squeezed}ville`, `mc${squeezed}`, `re${squeezed}ing`];
    expect(longer.flatMap((one) => judging(one))).toEqual([]);
    expect(longer.flatMap((one) => judging(one, [foreign]))).toEqual([]);
  });

  const common =
    'Quick Hub|Quick|Hub|Own|Clari|Clarity|Guard|Vault|Atlas|Merge Duplicates|Glean Insights Club|Dust Buster|Elastic Band Store|Cobalt Mine Register|Paragon Dental|Responsive Site|Ampersand & Sons Deli|Candid Reviews|Service Desk|Board Meetings|Order Sync|Sales Engagement|Data Factory Visitors|Designer Shop|Loyalty Cards|Flow Chart|Scanner|Copilot Licences|Agent Commissions|Bot Detection|Document Store|Mobile Field Team|Zap Electric|Grand Fauna|Snow Removal|Logic Puzzle|Sumo Wrestling Club|Okay Tasks|Boom Lift Rental|Fin Reports|Intercompany|Palo Verde|Trimmed Lawns|Nanogo|Veem Payments|Commuter Cards|Merger Documents|Gear Setup|Full Castings|Fivestar Vans|Provincial|Mule Transport|Sage Herbs|Salem Point|Out of System|Web Exchange|Send Safe|Team Sync|Single Sign|Platform Events|Event Calendar|DevHub Users|Snowfall Atlanta'.split(
      '|',
    );

  test.each(common)('"%s" says nothing of whose the app is', (name) => {
    expect(judging(name)).toEqual([]);
    expect(judging(name, [foreign])).toEqual([]);
  });

  test.each([
    'Quick',
    'Hub',
    'HubSpot Sync',
    'Own',
    'Clari',
    'Quick Hub',
    'Guard',
    'Order Sync',
    'Atlas',
  ])('"%s" is near to nobody', (name) => {
    expect(nearest({ names: [name], hosts: [] })).toEqual([]);
  });
});

test.each([
  [['Territories'], ['app.fulcast.io'], 'vendors/fullcast', 'close to app.fullcast.io'],
  [['Fullcast Sandbox'], ['portal.acme.example'], 'vendors/fullcast', '"fullcast" in the name'],
  [['Fulcast'], [], 'vendors/fullcast', 'close to "fullcast"'],
  [['ServiceMax Atlas'], ['portal.ptc.co'], 'vendors/servicemax-atlas', 'in the name'],
  [['Loader'], ['api.nango.de'], 'vendors/nango', 'close to'],
  [['Zapier2'], [], 'vendors/zapier', 'close to "zapier"'],
  [['Quick Audience EU'], [], 'vendors/alibaba-quick-audience', '"Quick Audience" in the name'],
])('%j at %j is nearest to %s', (names, at, ruleset, because) => {
  const found = nearest({ names, hosts: at });
  expect(found.map((one) => one.ruleset)).toContain(ruleset);
  expect(found.find((one) => one.ruleset === ruleset)?.because).toContain(because);
});
