// Every element that holds a setting: what its spellings become, and exactly where the value stands.
import { describe, expect, test } from 'vitest';
import { definitionOf, settingNames, type SettingValue } from '../../src/settings/settings.js';
import { facts, spellings, tokens, type Fact, type How } from './facts.js';
import { appWith, fileOf, parts, settingOf, slice, readAll, type PartName } from './parts.js';

const typeOf = (part: PartName | 'app'): string =>
  part === 'app' ? 'ConnectedApp' : parts[part][0];

test('the table of settings has the elements of the reference, no more and no fewer', () => {
  const inTable = settingNames
    .filter((name) => !name.startsWith('org.'))
    .flatMap((name) => {
      const { connectedApp, externalClientApp } = definitionOf(name);
      const fields = [connectedApp, externalClientApp].flatMap((o) =>
        'fields' in o ? o.fields : [],
      );
      return fields.map((field) => `${name}: ${field.part} ${field.path}`);
    });
  const byHand = facts.map(([name, part, path]) => `${name}: ${typeOf(part)} ${path}`);
  expect(inTable.toSorted()).toEqual(byHand.toSorted());
});

/** What is written, and what it is. */
type Sample = readonly [string, SettingValue];

const flags: readonly Sample[] = [
  ['true', true],
  ['false', false],
  ['TRUE', true],
  ['False', false],
  ['1', true],
  ['0', false],
];

const samples: Readonly<Record<Exclude<How, 'enum'>, readonly Sample[]>> = {
  text: [
    ['words', 'words'],
    ['a &amp; b &lt;&#x4E2D;&gt;', 'a & b <中>'],
    ['true', 'true'],
    ['two\nlines', 'two\nlines'],
  ],
  flag: flags,
  not: flags.map(([raw, value]) => [raw, value !== true]),
  number: [
    ['0', 0],
    ['15', 15],
    ['720', 720],
    ['-1', -1],
    ['007', 7],
  ],
  commas: [
    ['one', ['one']],
    ['one, two', ['one', 'two']],
    ['one,two', ['one', 'two']],
    ['one ,\n  two,,', ['one', 'two']],
    ['A &amp; B,C', ['A & B', 'C']],
  ],
  lines: [
    ['https://a.example/', ['https://a.example/']],
    ['https://a.example/\nhttps://b.example/', ['https://a.example/', 'https://b.example/']],
    ['https://a.example/\r\n  https://b.example/', ['https://a.example/', 'https://b.example/']],
    ['https://a.example/&#13;\nhttps://b.example/', ['https://a.example/', 'https://b.example/']],
    ['https://a.example/&#10;https://b.example/', ['https://a.example/', 'https://b.example/']],
    ['x://A/?b=1&amp;c=2,3', ['x://A/?b=1&c=2,3']],
  ],
  scopes: [
    ['Api', ['api']],
    ['Api, RefreshToken', ['api', 'refresh_token']],
    ['Api,Web', ['api', 'web']],
    ['aPI', ['api']],
    ['Basic, Email, OpenID', ['id', 'openid']],
    ['OfflineAccess, RefreshToken', ['refresh_token']],
    ['SFAP, SFApiPlatform', ['sfap_api']],
    ['Api, Nonsense', ['api', 'Nonsense']],
  ],
  each: [['One, and two', ['One, and two']]],
  there: [['', true]],
  filled: [['secret', true]],
  ranges: [],
  attributes: [],
};

const rows = facts.flatMap(([name, part, path, how]) =>
  (how === 'enum' ? [] : samples[how]).map(
    ([raw, value]) => [name, part, path, raw, value] as const,
  ),
);

describe('an element that says something', () => {
  test.each(rows)('%s: %s %s = %j', (name, part, path, raw, value) => {
    const files = appWith(part, path, raw);
    const setting = settingOf(files, name);
    expect(setting).toMatchObject({ state: 'known', value, origin: 'stated' });
    if (setting.state !== 'known') return;
    expect(setting.location?.file).toBe(fileOf(part));
    const written = raw === '' ? `<${path}>` : raw;
    expect(slice(files, setting.location)).toBe(written);
  });

  const written = rows.filter(([, , , raw]) => raw !== '');

  test.each(written)('%s: %s %s = %j with blanks around it', (name, part, path, raw, value) => {
    const files = appWith(part, path, `\n\t  ${raw}  \n`);
    const setting = settingOf(files, name);
    expect(setting).toMatchObject({ state: 'known', value, origin: 'stated' });
    expect(slice(files, setting.state === 'known' ? setting.location : undefined)).toBe(raw);
  });
});

describe('the spellings of an enum', () => {
  const ofPart = (kind: 'app' | 'eca') => (fact: Fact) => (fact[1] === 'app') === (kind === 'app');
  const cases = spellings.flatMap(([name, kind, spelling, value]) => {
    const fact = facts.filter(ofPart(kind)).find(([setting]) => setting === name);
    if (!fact) throw new Error(`no element for ${name}`);
    const casings = new Set([spelling, spelling.toLowerCase(), spelling.toUpperCase()]);
    return [...casings].map((written) => [name, fact[1], fact[2], written, value] as const);
  });

  test.each(cases)('%s: %s %s = %s is %s', (name, part, path, raw, value) => {
    const files = appWith(part, path, raw);
    const setting = settingOf(files, name);
    expect(setting).toMatchObject({ state: 'known', value, origin: 'stated' });
    expect(slice(files, setting.location)).toBe(raw);
    const isWithdrawn = Object.hasOwn(definitionOf(name).withdrawn ?? {}, value);
    const told = readAll(files).problems.map(({ kind }) => kind);
    expect(told).toEqual(isWithdrawn ? ['unknown-value'] : []);
  });

  test('every value of every enum has one', () => {
    const found = new Set(spellings.map(([name, , , value]) => `${name} ${value}`));
    const all = settingNames.flatMap((name) => {
      const { type, values } = definitionOf(name);
      // The first two are not read from a field, the third from none of an app.
      return type === 'enum' &&
        !['kind', 'seenIn', 'apexHandlerClass', 'org.sessionTimeout'].includes(name)
        ? Object.keys(values ?? {}).map((v) => `${name} ${v}`)
        : [];
    });
    expect(all.filter((one) => !found.has(one))).toEqual([]);
  });
});

describe('scope tokens', () => {
  test.each(Object.entries(tokens))('%s is %s in both kinds of app', (token, scope) => {
    for (const [part, path] of [
      ['app', 'oauthConfig/scopes'],
      ['oauth', 'commaSeparatedOauthScopes'],
    ] as const) {
      const files = appWith(part, path, token);
      expect(settingOf(files, 'scopes')).toMatchObject({ state: 'known', value: [scope] });
      expect(readAll(files).problems).toEqual([]);
    }
  });

  test('an unknown one stays as written and is a warning at its place, with the one that may be meant', () => {
    const files = appWith('oauth', 'commaSeparatedOauthScopes', 'Api, CdpQueryApi');
    const { problems } = readAll(files);
    expect(problems).toMatchObject([
      {
        kind: 'unknown-scope',
        level: 'warning',
        message:
          '`CdpQueryApi` is no known OAuth scope; it is kept as written; CDPQuery may be meant',
      },
    ]);
    expect(slice(files, problems[0]?.location)).toBe('CdpQueryApi');
  });
});
