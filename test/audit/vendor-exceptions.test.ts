// Who may excuse: one row, one app, guide and caller. Evidence is where callbacks lead; whoever makes an app chooses its name.
import { describe, expect, test } from 'vitest';
import {
  contraryTo,
  demandAgainst,
  mayExcuse,
  type AssignedGuides,
} from '../../src/audit/vendors/exceptions.js';
import type { Location } from '../../src/model/location.js';
import type { Rule, Ruleset } from '../../src/model/ruleset.js';
import type { SettingValue } from '../../src/settings/settings.js';
import { specialise } from '../../src/rulesets/specialise.js';
import { shippedRuleset, shippedRulesets } from '../../src/rulesets/shipped.js';
import { factsOf, ruleOf } from '../conditions/facts.js';
import { load } from '../rulesets/rulesets.js';

const entry: Location = {
  file: 'ecaudit.config.yaml',
  startLine: 3,
  startColumn: 5,
  endLine: 3,
  endColumn: 9,
};
const byConfig: AssignedGuides = { by: 'configuration', location: entry };
const byCaller: AssignedGuides = { by: 'caller' };

const callback = 'https://app.acme.example/oauth/return';
const demanding = (operator: string, value: string): string =>
  `{ id: callback, require: { fact: callbackUrls, operator: ${operator}, value: ${value} } }`;
const pkceOff = '{ id: pkce-off, require: { fact: pkceRequired, operator: equal, value: false } }';

/** A guide; `match` and what its rules say of callbacks are what a row is about. */
function guideText(rules: string, match: string, more = ''): string {
  return `id: vendors/acme\ntitle: Acme\nkind: vendor\nmatch: ${match}\n${more}rules: [${rules}${rules && ', '}${pkceOff}]\n`;
}

const byName = '{ fact: label, operator: equal, value: Acme }';
const atHost = '{ fact: callbackHosts, operator: contains, value: app.acme.example }';
const like = (glob: string): string =>
  `{ fact: callbackHosts, operator: "someFact:like", value: "${glob}" }`;

const guides = {
  demanded: guideText(demanding('contains', callback), byName),
  matched: guideText('', atHost),
  subdomains: guideText('', like('*.acme.example')),
  local: guideText(demanding('contains', '"http://localhost:1717/OauthRedirect"'), byName),
  clueOnly: guideText(
    '',
    '{ fact: callbackUrls, operator: contains, value: "http://localhost:1717/OauthRedirect" }',
  ),
  tenant: guideText(
    demanding('containsAll', '["https://${tenant}/cb"]'),
    byName,
    'parameters: { tenant: { detect: [{ from: callbackUrls, pattern: "^https://([^/]+)/" }] } }\n',
  ),
  choice: guideText(
    demanding('containsAll', '["https://${region.host}/cb"]'),
    byName,
    'parameters: { region: { values: [eu, us], texts: { eu: { host: eu.acme.example }, us: { host: us.acme.example } } } }\n',
  ),
  either: guideText(
    demanding('contains', '"http://localhost:1717/OauthRedirect"'),
    '{ fact: callbackHosts, operator: "someFact:in", value: [app.acme.example, localhost] }',
  ),
  both: guideText(
    `${demanding('contains', '"http://localhost:1717/OauthRedirect"')}, ${demanding('contains', '"http://localhost:1718/OauthRedirect"').replace('callback', 'other')}`,
    byName,
  ),
  everyOne: guideText(demanding('"everyFact:like"', '"http://localhost:*"'), byName),
  offered: guideText(
    demanding('contains', '"http://localhost:1717/OauthRedirect"').replace(
      'require',
      'level: recommended, require',
    ),
    byName,
  ),
  hostClue: guideText('', '{ fact: callbackHosts, operator: contains, value: localhost }'),
  nameless: guideText(
    '{ id: callback, require: { fact: callbackUrls, operator: isNotEmpty } }',
    byName,
  ),
  scopeOnly: guideText('', '{ fact: scopes, operator: contains, value: mcp_api }'),
  openEnded: guideText('', like('acme.*')),
  glued: guideText('', like('*acme.example')),
  country: guideText('', like('*.co.uk')),
  salesforce: guideText(
    '{ id: callback, require: { fact: callbackHosts, operator: "someFact:like", value: "*.my.salesforce.com" } }',
    byName,
  ),
  scheme: guideText(demanding('contains', 'acmeapp://oauth/done'), byName),
  pattern: guideText(
    demanding('"someFact:matches"', '"^https://app[.]acme[.]example/cb/[0-9]+$"'),
    byName,
  ),
  loosePattern: guideText(demanding('"someFact:matches"', '"app[.]acme[.]example"'), byName),
  forbidding: guideText(
    '{ id: callback, require: { not: { fact: callbackUrls, operator: contains, value: "https://evil.example/cb" } } }',
    atHost,
  ),
} as const;

interface Row {
  readonly urls?: readonly string[];
  readonly settings?: Readonly<Record<string, SettingValue>>;
  readonly origin?: 'own';
  readonly named?: boolean;
  readonly assigned?: AssignedGuides;
  readonly given?: Readonly<Record<string, string>>;
  readonly configured?: Readonly<Record<string, string>>;
  readonly change?: (rule: Rule) => Rule;
}

async function asked(guide: keyof typeof guides | Ruleset, row: Row): Promise<unknown> {
  const ruleset = typeof guide === 'string' ? await load(guides[guide]) : guide;
  const { urls, settings, assigned, change = (rule) => rule } = row;
  const hosts = urls?.flatMap((url) => (URL.canParse(url) ? new URL(url).hostname : []));
  const facts = factsOf({
    label: 'Acme',
    pkceRequired: false,
    ...settings,
    ...(urls && { callbackUrls: urls, callbackHosts: hosts }),
  });
  const parameters = new Map(
    Object.entries(row.given ?? {}).map(([name, text]) => [name, [text]] as const),
  );
  const configured = new Map(
    Object.entries(row.configured ?? {}).map(([name, text]) => [name, [text]] as const),
  );
  const allParameters = new Map([...configured, ...parameters]);
  const values = Object.fromEntries([...allParameters].map(([name, [text]]) => [name, text]));
  const rules = ruleset.rules.map(change);
  return mayExcuse(
    {
      ruleset: { ...ruleset, rules },
      origin: row.origin ?? 'shipped',
      rules: rules.map((rule) => specialise(rule, values)),
      facts,
      ...(assigned && { assigned }),
    },
    { named: row.named ?? false, parameters, allParameters },
  );
}

const evil = 'https://evil.example/cb';

const textual = { callbackUrls: callback, callbackHosts: 'app.acme.example' };

describe('by evidence in the app', () => {
  test.each<readonly [string, keyof typeof guides, Row]>([
    ['a callback host of the guide', 'matched', { urls: ['https://app.acme.example/x'] }],
    ['in other letters', 'matched', { urls: ['HTTPS://APP.ACME.Example/x'] }],
    ['at another port', 'matched', { urls: ['https://app.acme.example:8443/x'] }],
    ['below a domain of the guide', 'subdomains', { urls: ['https://eu.acme.example/x'] }],
    ['the demanded callback', 'demanded', { urls: [callback] }],
    ['another path at the demanded host', 'demanded', { urls: ['https://app.acme.example/new'] }],
    ['one of the values that the guide lists', 'choice', { urls: ['https://us.acme.example/cb'] }],
    [
      'a loopback address that the guide demands',
      'local',
      { urls: ['http://localhost:1717/OauthRedirect'] },
    ],
    [
      'one that it tells its apps by',
      'clueOnly',
      { urls: ['http://localhost:1717/OauthRedirect'] },
    ],
    ['beside a loopback address', 'either', { urls: [callback, 'http://localhost:9/x'] }],
    [
      'a demanded loopback address, whatever else is not as demanded',
      'local',
      { urls: ['http://localhost:1717/OauthRedirect'], settings: { pkceRequired: true } },
    ],
    ['a callback that is no list', 'matched', { settings: textual }],
    ['a scheme of its own', 'scheme', { urls: ['acmeapp://oauth/done'] }],
    ['a pattern that begins with a host', 'pattern', { urls: ['https://app.acme.example/cb/7'] }],
    ["an org's address, as demanded", 'salesforce', { urls: ['https://x.my.salesforce.com/cb'] }],
    ['a host that the caller gives', 'tenant', { urls: [evil], given: { tenant: 'evil.example' } }],
    ['assigned besides', 'matched', { urls: [callback], assigned: byConfig }],
    ['a ruleset of the caller', 'matched', { urls: [callback], origin: 'own', named: true }],
  ])('%s', async (_, guide, row) => {
    expect(await asked(guide, row)).toEqual({ by: 'evidence' });
  });
});

describe('because somebody assigns the app', () => {
  test.each<readonly [string, keyof typeof guides, Row]>([
    ['a guide without callbacks', 'nameless', { urls: [evil] }],
    ['whatever the callbacks are', 'scopeOnly', {}],
    ['without a callback', 'demanded', { urls: [] }],
    ['a host that the guide leaves open', 'tenant', { urls: ['https://own.example/cb'] }],
    [
      'a host that the configuration gives',
      'tenant',
      { urls: ['https://own.example/x'], configured: { tenant: 'own.example' } },
    ],
    ['a ruleset of the caller', 'nameless', { urls: [], origin: 'own', named: true }],
  ])('%s', async (_, guide, row) => {
    expect(await asked(guide, { ...row, assigned: byConfig })).toEqual(byConfig);
    expect(await asked(guide, { ...row, assigned: byCaller })).toEqual(byCaller);
    expect(await asked(guide, row)).toMatchObject({ by: 'nothing' });
  });
});

describe('nothing is excused', () => {
  const strangers: readonly (readonly [string, keyof typeof guides, Row, RegExp])[] = [
    ['a host beside', 'matched', { urls: [callback, evil] }, /leads to evil\.example/],
    ['a host before', 'demanded', { urls: [evil, callback] }, /leads to evil\.example/],
    [
      'a loopback address beside',
      'matched',
      { urls: [callback, 'http://localhost:1/x'] },
      /localhost/,
    ],
    ['its IP address', 'matched', { urls: [callback, 'http://127.1/x'] }, /127\.0\.0\.1/],
    [
      "the vendor's name in another host",
      'matched',
      { urls: ['https://app.acme.example.evil.example/'] },
      /evil/,
    ],
    [
      'as user information',
      'matched',
      { urls: ['https://app.acme.example@evil.example/'] },
      /leads to evil\.example/,
    ],
    [
      'behind a backslash',
      'matched',
      { urls: ['https://evil.example\\@app.acme.example/'] },
      /leads to evil\.example/,
    ],
    ['a letter more', 'subdomains', { urls: ['https://app.notacme.example/'] }, /notacme/],
    ['letters that look alike', 'matched', { urls: ['https://app.\u0430cme.example/'] }, /xn--/],
    [
      'an org of somebody else',
      'salesforce',
      { urls: ['https://acme.my.salesforce.evil.example/'] },
      /evil/,
    ],
    ['another scheme', 'scheme', { urls: ['acmeapp://oauth/done', 'otherapp://x'] }, /otherapp:/],
    ['a template', 'matched', { urls: [callback, '{{CALLBACK}}'] }, /not an address/],
    ['text that is no URL', 'matched', { urls: [callback, 'app.acme.example'] }, /not an address/],
    ['a host with a star', 'matched', { urls: ['https://*.example/'] }, /leads to \*\.example/],
    ['a host that the app gives itself', 'tenant', { urls: [evil] }, /evil/],
    ['one of other values', 'choice', { urls: ['https://cn.acme.example/cb'] }, /cn\.acme/],
    ['a glob without an end', 'openEnded', { urls: ['https://acme.evil.example/'] }, /evil/],
    ['a glob without a dot', 'glued', { urls: ['https://evilacme.example/'] }, /evilacme/],
    ['a glob over a country', 'country', { urls: ['https://evil.co.uk/'] }, /evil\.co\.uk/],
    [
      'a pattern without a beginning',
      'loosePattern',
      { urls: ['https://evil.example/app.acme.example'] },
      /evil/,
    ],
    ['what the guide forbids', 'forbidding', { urls: [callback, evil] }, /evil/],
  ];

  test.each(strangers)('while a callback leads elsewhere: %s', async (_, guide, row, because) => {
    expect(await asked(guide, row)).toEqual({
      by: 'nothing',
      because: expect.stringMatching(because),
    });
  });

  test.each(
    strangers.filter(
      ([, guide]) => !['tenant', 'loosePattern', 'openEnded', 'glued', 'country'].includes(guide),
    ),
  )('nor where the app is assigned: %s', async (_, guide, row, because) => {
    const expected = { by: 'nothing', because: expect.stringMatching(because) };
    expect(await asked(guide, { ...row, assigned: byConfig })).toEqual(expected);
    expect(await asked(guide, { ...row, assigned: byCaller })).toEqual(expected);
  });

  test.each<readonly [string, keyof typeof guides, Row, RegExp]>([
    ['a name alone', 'demanded', { urls: [] }, /name of the app alone/],
    [
      'a name, and a loopback address at another path',
      'local',
      { urls: ['http://localhost:1717/x'] },
      /name of the app alone/,
    ],
    [
      'a name, and another loopback address than the one that it tells its apps by',
      'clueOnly',
      { urls: ['http://localhost:1717/x'] },
      /name of the app alone/,
    ],
    [
      'a name, and one of two loopback addresses that are demanded',
      'both',
      { urls: ['http://localhost:1717/OauthRedirect'] },
      /name of the app alone/,
    ],
    [
      'a name, and no callback that could be wrong',
      'everyOne',
      { urls: [] },
      /name of the app alone/,
    ],
    [
      'a name, and a loopback address that is only recommended',
      'offered',
      { urls: ['http://localhost:1717/OauthRedirect'] },
      /name of the app alone/,
    ],
    [
      "the device's own host",
      'hostClue',
      { urls: ['http://localhost:1717/OauthRedirect'] },
      /name of the app alone/,
    ],
    ["a name, and every org's page", 'salesforce', { urls: [] }, /name of the app alone/],
    [
      'a scope',
      'scopeOnly',
      { urls: [callback], settings: { scopes: ['mcp_api'] } },
      /names no callback/,
    ],
    ['a guide that names no callback', 'nameless', { urls: [callback] }, /names no callback/],
    ['callbacks that are not known', 'demanded', {}, /not known/],
    ['these, though the app is assigned', 'demanded', { assigned: byConfig }, /not known/],
    ['a ruleset of the repository', 'matched', { urls: [callback], origin: 'own' }, /--ruleset/],
    [
      'this, though the app is assigned',
      'matched',
      { urls: [callback], origin: 'own', assigned: byConfig },
      /--ruleset/,
    ],
    [
      'a ruleset of the caller by a name alone',
      'demanded',
      { urls: [], origin: 'own', named: true },
      /name of the app alone/,
    ],
    [
      'a host that only the configuration gives',
      'tenant',
      { urls: [evil], configured: { tenant: 'evil.example' } },
      /evil/,
    ],
    [
      'a callback that an override puts in',
      'demanded',
      {
        urls: [evil],
        change: (rule) => ({
          ...rule,
          require: { fact: 'callbackUrls', operator: 'contains', value: evil },
          overridden: { require: entry },
        }),
      },
      /names no callback/,
    ],
  ])('by %s', async (_, guide, row, because) => {
    expect(await asked(guide, row)).toEqual({
      by: 'nothing',
      because: expect.stringMatching(because),
    });
  });

  test('a demanded callback is evidence only while its rule applies', async () => {
    const urls = ['http://localhost:1717/OauthRedirect'];
    const off = (rule: Rule): Rule => ({
      ...rule,
      unless: { fact: 'label', operator: 'equal', value: 'Acme' },
    });
    expect(await asked('local', { urls, change: off })).toMatchObject({ by: 'nothing' });
    const gone = (rule: Rule): Rule => ({ ...rule, switchedOff: entry });
    expect(await asked('local', { urls, change: gone })).toMatchObject({ by: 'nothing' });
  });
});

describe('what is demanded', () => {
  const facts = factsOf({ pkceRequired: false, consumerSecretInSource: true, label: 'x' });
  const guide = (...rules: readonly Rule[]): Parameters<typeof demandAgainst>[1] => ({
    ruleset: {
      id: 'vendors/acme',
      title: 'Acme',
      kind: 'vendor',
      sources: [],
      coverage: 'full',
      appliesTo: [],
      parameters: {},
      rules,
    },
    origin: 'shipped',
    rules,
    facts,
  });
  const off = ruleOf({
    id: 'vendors/acme/off',
    require: { fact: 'pkceRequired', operator: 'equal', value: false },
  });
  const on = ruleOf({ require: { fact: 'pkceRequired', operator: 'equal', value: true } });

  test('against a standard rule', () => {
    expect(demandAgainst(on, guide(off))).toBe(off);
  });

  test.each<readonly [string, Partial<Rule>]>([
    ['is switched off', { switchedOff: entry }],
    ['is not its own', { overridden: { require: entry } }],
    ['is excepted', { unless: { fact: 'label', operator: 'equal', value: 'x' } }],
    ['is a recommendation', { level: 'recommended' }],
    ['is not for the app', { when: { fact: 'label', operator: 'equal', value: 'y' } }],
  ])('not by a rule that %s', (_, parts) => {
    expect(demandAgainst(on, guide({ ...off, ...parts }))).toBeUndefined();
  });

  test('not of entries of which the guide demands only some', () => {
    const demand = ruleOf({
      id: 'vendors/acme/scopes',
      require: { fact: 'scopes', operator: 'contains', value: 'full' },
    });
    const standard = ruleOf({
      require: { fact: 'scopes', operator: 'containsNone', value: ['full', 'web'] },
    });
    const given = { ...guide(demand), facts: factsOf({ scopes: ['full', 'web'] }) };
    expect(demandAgainst(standard, given)).toBeUndefined();
    expect(contraryTo(standard, given)).toMatchObject({ demanded: ['full'], others: ['web'] });
  });

  test('by a guide for the other kind of app only where it asks for the kind', () => {
    const plain = guide(off);
    const connected = { ...plain.ruleset, appliesTo: ['connectedApp'] as const };
    const about = ruleOf({
      id: 'vendors/acme/kind',
      require: {
        all: [off.require, { fact: 'kind', operator: 'equal', value: 'externalClientApp' }],
      },
    });
    const demanded = (kind: string | undefined, ...rules: readonly Rule[]): Rule | undefined =>
      demandAgainst(on, {
        ...plain,
        ruleset: connected,
        rules,
        facts: factsOf({ pkceRequired: false, ...(kind !== undefined && { kind }) }),
      });
    expect(demanded('connectedApp', off)).toBe(off);
    expect(demanded('externalClientApp', off)).toBeUndefined();
    expect(demanded('externalClientApp', off, about)).toBe(about);
    expect(demanded('something else', off)).toBeUndefined();
    expect(demanded(undefined, off)).toBe(off);
  });

  test('never a credential in a URL, whatever else the rule asks', () => {
    const url = 'https://app.acme.example/cb?client_secret=[redacted]';
    const demand = ruleOf({
      id: 'vendors/acme/start',
      require: { fact: 'startUrl', operator: 'equal', value: url },
    });
    const given = { ...guide(demand), facts: factsOf({ startUrl: url, label: 'Acme' }) };
    const standard = ruleOf({
      require: { fact: 'startUrl', operator: 'not:like', value: '*[redacted]*' },
      when: { fact: 'label', operator: 'equal', value: 'Acme' },
    });
    expect(demandAgainst(standard, given)).toBeUndefined();
  });

  test('never a credential in a URL', () => {
    const url = 'https://app.acme.example/cb?client_secret=[redacted]';
    const demand = ruleOf({
      id: 'vendors/acme/start',
      require: { fact: 'startUrl', operator: 'equal', value: url },
    });
    const given = { ...guide(demand), facts: factsOf({ startUrl: url }) };
    const forbidding = (glob: string): Rule =>
      ruleOf({ require: { fact: 'startUrl', operator: 'not:like', value: glob } });
    expect(demandAgainst(forbidding('*client*'), given)).toBe(demand);
    expect(demandAgainst(forbidding('*[redacted]*'), given)).toBeUndefined();
  });

  test.each([
    'consumerSecretInSource',
    'pushSecretInSource',
    'privateKeyInSource',
    'consumerKeyInSource',
  ])('never %s', (fact) => {
    const given = { ...guide(), facts: factsOf({ [fact]: true }) };
    const demand = ruleOf({
      id: 'vendors/acme/secret',
      require: { fact, operator: 'equal', value: true },
    });
    const standard = ruleOf({ require: { fact, operator: 'equal', value: false } });
    expect(demandAgainst(standard, { ...given, rules: [demand] })).toBeUndefined();
    const either = ruleOf({ require: { all: [standard.require, on.require] } });
    expect(demandAgainst(either, { ...given, rules: [demand, off] })).toBeUndefined();
  });
});

/** The texts that a guide's recognition compares, as a name that fits. */
const nameFor = ({ match }: Ruleset): string =>
  /"(?:label|apiName)","operator":"[^"]*","value":\[?"([^"]+)"/
    .exec(JSON.stringify(match))?.[1]
    ?.replaceAll('*', '') ?? 'x';

test.each(shippedRulesets.filter(({ kind }) => kind === 'vendor'))(
  '$id excuses nothing for a name and a host of somebody else',
  async (ruleset) => {
    const label = nameFor(ruleset);
    const settings = { label, apiName: label.replaceAll(' ', '_') };
    for (const urls of [[], [evil], [`https://${ruleset.id.slice(8)}.example/oauth/callback`]])
      expect(await asked(ruleset, { urls, settings })).toMatchObject({ by: 'nothing' });
  },
);

test('Fullcast is evident by its hosts alone', async () => {
  const fullcast = shippedRuleset('vendors/fullcast');
  if (!fullcast) throw new Error('there is no guide for Fullcast');
  const urls = ['https://app.fullcast.io/app/motion/segments'];
  expect(await asked(fullcast, { urls })).toEqual({ by: 'evidence' });
  expect(await asked(fullcast, { urls: [...urls, evil] })).toMatchObject({ by: 'nothing' });
});
