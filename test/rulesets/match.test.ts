// Whose guide is about an app, what gave it away, and what its parameters are.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ruleset } from '../../src/model/ruleset.js';
import { matchVendor, parameterDiagnostics, parametersFor } from '../../src/rulesets/match.js';
import { facts, leaf, load, vendorHead } from './rulesets.js';

function vendor(match: string, rest = ''): Promise<Ruleset> {
  return load(`${vendorHead}match: ${match}\n${rest}rules: [{ id: one, require: ${leaf} }]\n`);
}

const hosts =
  '{ fact: callbackHosts, operator: containsAny, value: [app.acme.io, sandbox.acme.io] }';
const label = '{ fact: label, operator: equal, value: Acme }';

test.each([
  [
    'any of several',
    `{ any: [${hosts}, ${label}] }`,
    { callbackHosts: ['x.io', 'app.acme.io'] },
    'callback host app.acme.io',
  ],
  [
    'the other of several',
    `{ any: [${hosts}, ${label}] }`,
    { callbackHosts: ['x.io'], label: 'Acme' },
    'label Acme',
  ],
  [
    'certain, whatever is unknown beside it',
    `{ any: [${hosts}, ${label}] }`,
    { label: 'Acme' },
    'label Acme',
  ],
  [
    'nothing fits',
    `{ any: [${hosts}, ${label}] }`,
    { callbackHosts: ['x.io'], label: 'acme' },
    undefined,
  ],
  ['unknown gives nothing away', hosts, {}, undefined],
  [
    'all of several',
    `{ all: [${label}, ${hosts}] }`,
    { label: 'Acme', callbackHosts: ['app.acme.io'] },
    'label Acme',
  ],
  ['one of all is unknown', `{ all: [${label}, ${hosts}] }`, { label: 'Acme' }, undefined],
  [
    'an entry by pattern',
    '{ fact: callbackUrls, operator: "someFact:hostIn", value: ["*.acme.io"] }',
    { callbackUrls: ['https://x.io/', 'https://eu.acme.io/cb'] },
    'callback URL https://eu.acme.io/cb',
  ],
  ['a negation', `{ not: ${label} }`, { label: 'Other' }, 'label not:equal Acme'],
])('%s', async (_, match, settings, because) => {
  expect(matchVendor(await vendor(match), facts(settings))?.because).toBe(because);
});

test('a ruleset without match is nobody’s', async () => {
  const ruleset = await load(`${vendorHead}rules: [{ id: one, require: ${leaf} }]\n`);
  expect(matchVendor(ruleset, facts({ label: 'Acme' }))).toBeUndefined();
});

const acmeHost = '{ fact: callbackHosts, operator: contains, value: app.acme.io }';
const named = '{ fact: label, operator: hasWords, value: Acme }';
const rule = (id: string, level: string, value: string): string =>
  `{ id: ${id}, level: ${level}, require: { fact: callbackUrls, operator: contains, value: "${value}" } }`;

describe('a name alone', () => {
  const url = 'https://app.acme.io/cb';
  const foreign = { callbackUrls: ['https://x.io/cb'], callbackHosts: ['x.io'] };
  const own = { callbackUrls: [url], callbackHosts: ['app.acme.io'] };
  test.each([
    ['judges while callbacks are not known', `{ any: [${acmeHost}, ${named}] }`, '', {}, true],
    ['proposes beside those of others', `{ any: [${acmeHost}, ${named}] }`, '', foreign, false],
    ['proposes where a rule names others', named, rule('cb', 'required', url), foreign, false],
    ['judges where they are as a rule says', named, rule('cb', 'required', url), own, true],
    ['judges where the guide only offers one', named, rule('cb', 'optional', url), foreign, true],
    ['judges where the guide names none', named, '', foreign, true],
    [
      'is no match for what a flag needs besides',
      `{ all: [${named}, { fact: pkceRequired, operator: equal, value: true }, { any: [${acmeHost}, ${named}] }] }`,
      '',
      { ...foreign, pkceRequired: true },
      false,
    ],
    [
      'is enough in another’s loopback',
      named,
      rule('cb', 'required', 'http://localhost:1717/cb'),
      { callbackUrls: ['http://localhost:9/x'], callbackHosts: ['localhost'] },
      true,
    ],
    [
      'says nothing against what the callbacks say',
      `{ all: [${acmeHost}, { not: ${named} }] }`,
      '',
      { ...own, label: 'Other' },
      true,
    ],
    [
      'speaks against it',
      `{ all: [${acmeHost}, { fact: label, operator: "not:hasWords", value: Acme }] }`,
      '',
      own,
      false,
    ],
  ])('%s', async (_, match, more, settings, expected) => {
    const rules = `rules: [${more}${more && ', '}{ id: one, require: ${leaf} }]`;
    const guide = await load(`${vendorHead}match: ${match}\n${rules}\n`);
    const found = matchVendor(guide, facts({ label: 'The Acme app', ...settings }));
    expect(found !== undefined).toBe(expected);
  });
});

describe('the kind of app', () => {
  const kinds =
    '{ id: kind, level: recommended, require: { fact: kind, operator: equal, value: externalClientApp } }';
  test.each([
    ['guideFor: [connectedApp]', 'connectedApp', true],
    ['guideFor: [connectedApp]', 'externalClientApp', false],
    ['guideFor: [externalClientApp]', 'connectedApp', false],
    ['guideFor: [externalClientApp, connectedApp]', 'connectedApp', true],
    [
      'guideFor: [externalClientApp]\nappliesTo: [externalClientApp, connectedApp]',
      'connectedApp',
      true,
    ],
    ['', 'connectedApp', true],
    [`guideFor: [externalClientApp]\nrules: [${kinds}]`, 'connectedApp', true],
  ])('of a guide with %j: a %s is judged: %s', async (keys, kind, expected) => {
    const rules = keys.includes('rules:') ? '' : `rules: [{ id: one, require: ${leaf} }]\n`;
    const guide = await load(`${vendorHead}match: ${acmeHost}\n${keys}\n${rules}`);
    const found = matchVendor(guide, facts({ kind, callbackHosts: ['app.acme.io'] }));
    expect(found !== undefined).toBe(expected);
  });
});

const parameters = `parameters:
  env:
    values: [production, sandbox]
    detect:
      - { value: production, when: { fact: callbackHosts, operator: contains, value: app.acme.io } }
      - { value: sandbox, when: { fact: callbackHosts, operator: contains, value: sandbox.acme.io } }
  tenant: {}
  regions: { list: true, values: [eu, us, ap], default: eu }
`;

let acme: Ruleset;
beforeAll(async () => {
  acme = await vendor(label, parameters);
});

function given(
  entries: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(entries));
}

test('a match comes with the parameters that it detects', () => {
  const app = facts({ label: 'Acme', callbackHosts: ['sandbox.acme.io'] });
  expect(matchVendor(acme, app)).toEqual({
    ruleset: 'vendors/acme',
    because: 'label Acme',
    parameters: { env: 'sandbox', regions: ['eu'] },
  });
});

test.each([
  ['detected, usual', {}, ['app.acme.io'], { env: 'production', regions: ['eu'] }],
  [
    'the first detection wins',
    {},
    ['sandbox.acme.io', 'app.acme.io'],
    { env: 'production', regions: ['eu'] },
  ],
  [
    'given before detected',
    { env: ['sandbox'] },
    ['app.acme.io'],
    { env: 'sandbox', regions: ['eu'] },
  ],
  [
    'the full name wins',
    { env: ['sandbox'], 'vendors/acme.env': ['production'] },
    [],
    { env: 'production', regions: ['eu'] },
  ],
  ['any text', { tenant: ['a,b'] }, [], { tenant: 'a,b', regions: ['eu'] }],
  [
    'a list with commas and in pieces',
    { regions: ['us,ap', 'eu'] },
    [],
    { regions: ['us', 'ap', 'eu'] },
  ],
])('%s', (_, texts, callbackHosts, values) => {
  expect(parametersFor(acme, facts({ callbackHosts }), given(texts)).values).toEqual(values);
});

test('parameters are facts; a missing one says how to give it', () => {
  const { facts: found } = parametersFor(acme, facts({}), given({ tenant: ['t'] }));
  expect(found).toEqual({
    'param.env': {
      state: 'unknown',
      reason: 'give --param vendors/acme.env=VALUE (one of production, sandbox)',
    },
    'param.tenant': { state: 'known', value: 't', origin: 'stated' },
    'param.regions': { state: 'known', value: ['eu'], origin: 'default' },
  });
});

test('a value that a parameter cannot have is told and not used', () => {
  const found = parametersFor(
    acme,
    facts({ callbackHosts: ['app.acme.io'] }),
    given({ env: ['prod'] }),
  );
  expect(found.diagnostics).toEqual([
    'vendors/acme.env: expected production or sandbox, found "prod"; did you mean "production"?',
  ]);
  expect(found.values).toMatchObject({ env: 'production' });
});

test.each([
  [{ env: ['production'], 'vendors/acme.tenant': ['x'] }, []],
  [
    { env: ['prod'] },
    ['env: expected production or sandbox, found "prod"; did you mean "production"?'],
  ],
  [{ tenent: ['x'] }, ['no ruleset has a parameter "tenent"; did you mean "tenant"?']],
  [{ tenant: ['a', 'b'] }, ['tenant: expected one value, found several']],
])('what is wrong with %j for the whole run', (texts, diagnostics) => {
  expect(parameterDiagnostics(given(texts), [acme])).toEqual(diagnostics);
});

test('a short name may mean different things to different rulesets', async () => {
  const other = await load(
    `id: other\ntitle: Other\nkind: standard\nparameters: { env: { values: [prod] } }\nrules: [{ id: one, require: ${leaf} }]\n`,
  );
  expect(parameterDiagnostics(given({ env: ['prod'] }), [acme, other])).toEqual([]);
  expect(parameterDiagnostics(given({ 'vendors/acme.env': ['prod'] }), [acme, other])).toHaveLength(
    1,
  );
});
