// Settings that are worked out from others.
import { describe, expect, test } from 'vitest';
import type { SettingName, SettingValue } from '../../src/settings/settings.js';
import {
  bare,
  ecP256,
  ed25519,
  expired,
  pssSha1,
  pssSha256,
  rsa1024,
  rsa2048,
} from '../metadata/certificates.js';
import {
  ca,
  eca,
  nested,
  readAll,
  settingOf,
  slice,
  theApp,
  type Files,
  type PartName,
} from '../metadata/parts.js';

/** The value of a derived setting; undefined when it is unknown. */
function derived(files: Files, name: SettingName): SettingValue | undefined {
  const setting = settingOf(files, name);
  if (setting.state === 'unknown') return undefined;
  if (setting.origin !== 'derived') throw new Error(`${name} is ${setting.origin}`);
  return setting.value;
}

/** What stands where a derived setting points; undefined when it is unknown. */
function placeOf(files: Files, name: SettingName): string | undefined {
  const setting = settingOf(files, name);
  return setting.state === 'unknown' ? undefined : slice(files, setting.location);
}

describe('a flow with a switch in the settings and one in the policies', () => {
  const flows = [
    ['clientCredentialsFlow', 'isClientCredentialsFlowEnabled', 'isClientCredentialsFlowEnabled'],
    ['tokenExchangeFlow', 'isTokenExchangeEnabled', 'isTokenExchangeFlowEnabled'],
  ] as const;
  const switches = ['true', 'false', 'maybe', 'absent', 'no file'] as const;
  const part = (name: string, value: string): string =>
    value === 'absent' ? '' : nested(name, value);

  for (const [name, inSettings, inPolicies] of flows) {
    const cases = switches.flatMap((a) => switches.map((b) => [a, b] as const));
    test.each(cases)(`${name}: settings %s, policies %s`, (a, b) => {
      const files = eca({
        header: '',
        ...(a === 'no file' ? {} : { global: part(inSettings, a) }),
        ...(b === 'no file' ? {} : { policies: part(inPolicies, b) }),
      });
      const both = [a, b];
      const value = both.includes('false')
        ? false
        : both.every((one) => one === 'true')
          ? true
          : undefined;
      expect(derived(files, name)).toEqual(value);
      expect(placeOf(files, name)).toBe(value === undefined ? undefined : String(value));
    });
  }

  test.each([
    ['true', true],
    ['false', false],
    ['maybe', undefined],
  ] as const)('of a Connected App the settings decide on client credentials: %s', (raw, value) => {
    expect(
      derived(ca(nested('oauthConfig/isClientCredentialEnabled', raw)), 'clientCredentialsFlow'),
    ).toEqual(value);
  });

  test.each([
    ['true', 'true', true],
    ['true', 'false', false],
    ['false', 'true', false],
    ['true', '', undefined],
  ] as const)('of a Connected App both decide on token exchange: %s, %s', (a, b, value) => {
    const policy = b === '' ? '' : nested('oauthPolicy/isTokenExchangeFlowEnabled', b);
    expect(
      derived(ca(nested('oauthConfig/isTokenExchangeEnabled', a) + policy), 'tokenExchangeFlow'),
    ).toEqual(value);
  });
});

describe('the validity of refresh tokens in days', () => {
  const limit = (raw: string): string =>
    raw === '' ? '' : nested('oauthConfig/isEnforceRefreshTokenTTL', raw);

  test.each([
    // [policy, 30-day idle limit, days]
    ['infinite', '', undefined],
    ['infinite', 'false', undefined],
    ['infinite', 'true', 30],
    ['zero', '', 0],
    ['zero', 'true', 0],
    ['specific_lifetime:90:DAYS', '', 90],
    ['specific_lifetime:90:DAYS', 'false', 90],
    ['specific_lifetime:90:DAYS', 'true', 30],
    ['specific_lifetime:30:DAYS', 'true', 30],
    ['specific_lifetime:7:days', 'true', 7],
    ['specific_lifetime:12:MONTHS', '', 360],
    ['specific_lifetime:12:months', 'true', 30],
    ['specific_lifetime:36:HOURS', '', 1.5],
    ['specific_lifetime:720:HOURS', 'true', 30],
    ['specific_inactivity:1:MONTHS', '', 30],
    ['specific_inactivity:24:Hours', '', 1],
    ['Specific_Inactivity:5:DAYS', '', 5],
    ['specific_lifetime', '', undefined],
    ['specific_lifetime', 'true', undefined],
    ['specific_lifetime:', 'true', undefined],
    ['specific_lifetime:x:DAYS', 'true', undefined],
    ['specific_lifetime:-5:DAYS', '', undefined],
    ['specific_lifetime:5', '', undefined],
    ['specific_lifetime:5:YEARS', '', undefined],
    ['specific_lifetime:5:constructor', '', undefined],
    ['specific_lifetime:5:DAYS:6', '', undefined],
    ['whenever', 'true', undefined],
    ['{{POLICY}}', 'true', undefined],
  ] as const)('Connected App: %s, idle limit %j', (policy, idle, days) => {
    const files = ca(limit(idle) + nested('oauthPolicy/refreshTokenPolicy', policy));
    expect(derived(files, 'refreshTokenDays')).toEqual(days);
    const written = days === 30 && idle === 'true' && !/:30:|720/.test(policy) ? 'true' : policy;
    expect(placeOf(files, 'refreshTokenDays')).toBe(days === undefined ? undefined : written);
  });

  test.each([
    // [policy, number, unit, 30-day idle limit, days, where that stands]
    ['Infinite', '', '', '', undefined, ''],
    ['Infinite', '', '', 'true', 30, 'true'],
    ['Infinite', '5', 'Days', '', undefined, ''],
    ['Zero', '', '', '', 0, 'Zero'],
    ['SpecificLifetime', '365', 'Days', '', 365, '365'],
    ['SpecificLifetime', '365', 'Days', 'true', 30, 'true'],
    ['SpecificLifetime', '8', 'Hours', 'true', 8 / 24, '8'],
    ['SpecificInactivity', '2', 'Months', 'false', 60, '2'],
    ['SpecificInactivity', '2', 'MONTHS', '', 60, '2'],
    ['SpecificLifetime', '', 'Days', '', undefined, ''],
    ['SpecificLifetime', '365', '', '', undefined, ''],
    ['SpecificLifetime', '365', '', 'true', undefined, ''],
    ['SpecificLifetime', 'many', 'Days', '', undefined, ''],
    ['SpecificLifetime', '1.5', 'Days', '', undefined, ''],
    ['', '365', 'Days', 'true', undefined, ''],
  ] as const)(
    'External Client App: %s %s %s, idle limit %j',
    (type, period, unit, idle, days, where) => {
      const element = (name: string, raw: string): string => (raw === '' ? '' : nested(name, raw));
      const files = eca({
        header: '',
        global: element('isEnforceRefreshTokenTTL', idle),
        policies:
          element('refreshTokenPolicyType', type) +
          element('refreshTokenValidityPeriod', period) +
          element('refreshTokenValidityUnit', unit),
      });
      expect(derived(files, 'refreshTokenDays')).toEqual(days);
      expect(placeOf(files, 'refreshTokenDays')).toBe(days === undefined ? undefined : where);
    },
  );

  test('hours never miss a whole day by a rounding error', () => {
    for (let days = 1; days <= 400; days += 1) {
      const files = ca(
        nested('oauthPolicy/refreshTokenPolicy', `specific_lifetime:${days * 24}:HOURS`),
      );
      expect(settingOf(files, 'refreshTokenDays')).toMatchObject({ value: days });
    }
  });

  test('without the policies nobody knows, whatever the limit', () => {
    expect(
      derived(eca({ global: nested('isEnforceRefreshTokenTTL', 'true') }), 'refreshTokenDays'),
    ).toEqual(undefined);
  });
});

describe('the plugins of an External Client App', () => {
  const on = nested('isEnabled', 'true');
  const off = nested('isEnabled', 'false');
  const saml = (raw: string): string => nested('isSamlPluginEnabled', raw);

  test.each<readonly [string, Partial<Record<PartName, string>>, boolean | undefined]>([
    // [what is there, files, whether SAML is on]
    ['nothing', { header: '' }, undefined],
    ['its part file only', { saml: '' }, true],
    ['app policies only', { plugins: on }, false],
    ['both', { plugins: on, saml: '' }, true],
    ['both, nothing said about the app', { plugins: '', saml: '' }, true],
    ['all off', { plugins: off, saml: '' }, false],
    ['all off, the plugin on', { plugins: off + saml('true'), saml: '' }, false],
    ['the plugin on', { plugins: on + saml('true') }, true],
    ['the plugin on, by number', { plugins: on + saml('1') }, true],
    ['the plugin off', { plugins: on + saml('false'), saml: '' }, false],
    ['the plugin OFF', { plugins: on + saml('FALSE'), saml: '' }, false],
    [
      'the plugin at odds with itself',
      { plugins: on + saml('true') + saml('false'), saml: '' },
      undefined,
    ],
    ['a placeholder for the plugin', { plugins: on + saml('{{SAML}}'), saml: '' }, undefined],
    ['junk for the plugin', { plugins: on + saml('perhaps'), saml: '' }, undefined],
    [
      'a placeholder for all',
      { plugins: nested('isEnabled', '{{ON}}') + saml('true'), saml: '' },
      undefined,
    ],
    [
      'a placeholder for all, the plugin off',
      { plugins: nested('isEnabled', '{{ON}}') + saml('false') },
      false,
    ],
  ])('%s', (_, files, value) => {
    expect(derived(eca({ header: '', ...files }), 'samlEnabled')).toEqual(value);
  });

  test.each<readonly [string, Partial<Record<PartName, string>>, boolean | undefined]>([
    ['nothing', { header: '' }, undefined],
    ['the global settings', { global: '' }, true],
    ['the settings', { oauth: '' }, true],
    ['the policies', { policies: '' }, true],
    ['app policies without the flag', { plugins: on }, false],
    ['app policies without the flag, and settings', { plugins: on, oauth: '' }, true],
    ['app policies with the flag', { plugins: on + nested('isOauthPluginEnabled', 'true') }, true],
    ['the flag off', { plugins: on + nested('isOauthPluginEnabled', 'false'), oauth: '' }, false],
    ['junk', { plugins: on + nested('isOauthPluginEnabled', 'perhaps'), oauth: '' }, undefined],
    ['all off', { plugins: off + nested('isOauthPluginEnabled', 'true'), oauth: '' }, false],
  ])('OAuth: %s', (_, files, value) => {
    expect(derived(eca({ header: '', ...files }), 'oauthEnabled')).toEqual(value);
  });

  test.each([
    ['canvasEnabled', 'isCanvasPluginEnabled', 'canvas'],
    ['mobileConfigured', 'isMobilePluginEnabled', 'mobile'],
    ['mobileConfigured', 'isMobilePluginEnabled', 'mobilePolicies'],
    ['pushConfigured', 'isPushPluginEnabled', 'push'],
    ['pushConfigured', 'isPushPluginEnabled', 'pushPolicies'],
  ] as const)('%s: %s, %s file', (name, flag, part) => {
    expect(derived(eca({ [part]: '' }), name)).toEqual(true);
    expect(derived(eca({ plugins: on }), name)).toEqual(false);
    expect(derived(eca({ plugins: on + nested(flag, 'true') }), name)).toEqual(true);
    expect(derived(eca({ plugins: on + nested(flag, 'false'), [part]: '' }), name)).toEqual(false);
    expect(derived(eca({ header: '' }), name)).toEqual(undefined);
  });

  test('whether OAuth is on stands where it is said', () => {
    const files = eca({ plugins: on + nested('isOauthPluginEnabled', ' true ') });
    expect(slice(files, settingOf(files, 'oauthEnabled').location)).toBe('true');
  });

  test.each([
    ['', false],
    ['<oauthConfig/>', true],
    ['<oauthPolicy/>', false],
  ] as const)('a Connected App has OAuth when it has a configuration: %s', (inner, value) => {
    expect(derived(ca(inner), 'oauthEnabled')).toEqual(value);
  });
});

describe('callback hosts', () => {
  test.each([
    ['https://a.example/cb', ['a.example']],
    ['https://A.Example:8443/cb', ['a.example']],
    ['http://localhost:1717/OauthRedirect', ['localhost']],
    ['https://user:pass@a.example/', ['a.example']],
    ['https://a.example@evil.example/', ['evil.example']],
    ['https://[::1]:8080/', ['[::1]']],
    ['https://a.example?x=https://b.example/', ['a.example']],
    ['https://a.example#x@b.example', ['a.example']],
    ['https://a.example\\@b.example', ['a.example']],
    ['HTTPS://a.example', ['a.example']],
    ['myapp://a.example/cb', []],
    ['sfdc://oauth/jwt/success', []],
    ['https://', []],
    ['a.example/cb', []],
    ['https://a.example/1\nhttps://b.example/\nhttps://a.example/2', ['a.example', 'b.example']],
    ['https://*.example/', ['*.example']],
    ['https:a.example/cb', ['a.example']],
    ['https:/a.example/cb', ['a.example']],
    ['https:\\\\a.example\\cb', ['a.example']],
    ['https://a.example./cb', ['a.example']],
    ['http://localhost:*/cb', ['localhost']],
    ['https://{{HOST}}:8443/cb', ['{{HOST}}']],
    ['https://a.example:{{PORT}}/cb', ['a.example']],
    ['https://a.example:99999/cb', []],
  ] as const)('%j', (raw, hosts) => {
    const files = ca(nested('oauthConfig/callbackUrl', raw));
    expect(derived(files, 'callbackHosts')).toEqual(hosts);
  });
});

describe('callback URLs that give codes away', () => {
  test.each([
    ['https://a.example/', [], []],
    ['http://a.example/', ['http://a.example/'], []],
    ['HTTP://a.example/', ['HTTP://a.example/'], []],
    ['http://localhost:1717/x\nhttp://127.0.0.1/\nhttp://[::1]/', [], []],
    ['http://localhost.evil.example/', ['http://localhost.evil.example/'], []],
    [
      'https://*.a.example/\nhttps://a.example/*',
      [],
      ['https://*.a.example/', 'https://a.example/*'],
    ],
    ['https://{{HOST}}/*', [], []],
    ['http://localhost:*/cb\nhttp://127.0.0.1:*/\nhttp://[::1]:*/', [], []],
    [
      'http://localhost*.evil.example/',
      ['http://localhost*.evil.example/'],
      ['http://localhost*.evil.example/'],
    ],
    ['http:/b.example/', ['http:/b.example/'], []],
    ['http:b.example', ['http:b.example'], []],
    ['http:\\\\b.example', ['http:\\\\b.example'], []],
  ] as const)('%j', (raw, plain, wildcard) => {
    const files = ca(nested('oauthConfig/callbackUrl', raw));
    expect(derived(files, 'plainHttpCallbackUrls')).toEqual(plain);
    expect(derived(files, 'wildcardCallbackUrls')).toEqual(wildcard);
  });
});

test.each(['{{URL}}', '${URL}/cb', 'XXXX', '{{A}}\ncom.example.app:/cb'])(
  'nobody knows where %j leads',
  (raw) => {
    const files = ca(nested('oauthConfig/callbackUrl', raw));
    expect(derived(files, 'callbackHosts')).toBe(undefined);
    expect(derived(files, 'plainHttpCallbackUrls')).toBe(undefined);
    expect(derived(files, 'userInfoCallbackUrls')).toBe(undefined);
  },
);

test('what stands beside a template is known all the same', () => {
  const files = ca(nested('oauthConfig/callbackUrl', '{{A}}\nhttp://b.example/'));
  expect(derived(files, 'callbackHosts')).toEqual(['b.example']);
  expect(derived(files, 'plainHttpCallbackUrls')).toEqual(['http://b.example/']);
  expect(derived(files, 'wildcardCallbackUrls')).toBe(undefined);
});

describe('callback URLs that are none, or more than one', () => {
  const url = 'https://a.example/cb';

  test.each([
    [url, []],
    [`${url}?a=1&amp;b=%20;c=(x)#y`, []],
    [`${url}?to=http://b.example`, []],
    ['com.example.app:/cb', []],
    ['my_app://cb', []],
    ['https://*.a.example/cb', []],
    ['https://{{HOST}}/cb', []],
    ['{{URL}}', undefined],
    [`{{URL}}\n${url} x`, [`${url} x`]],
    [`${url},http://b.example/`, [`${url},http://b.example/`]],
    [`${url};http://b.example/`, [`${url};http://b.example/`]],
    [`${url} http://b.example/`, [`${url} http://b.example/`]],
    [`${url}\\nhttp://b.example/`, [`${url}\\nhttp://b.example/`]],
    [`${url}\u2028http://b.example/`, [`${url}\u2028http://b.example/`]],
    [`${url}\nhttp:/b.example/`, ['http:/b.example/']],
    ['https:///a.example/', ['https:///a.example/']],
    ['https://', ['https://']],
    ['//a.example/cb', ['//a.example/cb']],
    ['a.example/cb', ['a.example/cb']],
    ['https://\u0430.example/', ['https://\u0430.example/']],
  ] as const)('%j', (raw, malformed) => {
    const files = ca(nested('oauthConfig/callbackUrl', raw));
    expect(derived(files, 'malformedCallbackUrls')).toEqual(malformed);
  });
});

describe('whether the web server flow is in use', () => {
  const jwt = nested('oauthConfig/certificate', bare(rsa2048));
  const server = nested('oauthConfig/isClientCredentialEnabled', 'true');

  test.each([
    ['https://a.example/', '', true],
    ['https://a.example/', jwt, true],
    ['https://a.example/', server, true],
    ['http://localhost:1717/OauthRedirect', '', true],
    ['http://localhost:1717/OauthRedirect', jwt, false],
    ['sfdc://oauth/jwt/success', jwt, false],
    ['https://login.salesforce.com/services/oauth2/success', server, false],
    ['https://login.salesforce.com/services/oauth2/success\nhttps://a.example/', server, true],
    ['https://evil.example/services/oauth2/success', server, true],
    ['https://login.salesforce.com.evil.example/services/oauth2/success', server, true],
    ['', server, false],
    ['https://{{HOST}}/cb', '', true],
    ['https://{{HOST}}/cb', jwt, undefined],
    ['https://{{HOST}}/cb\nhttps://a.example/', jwt, true],
    ['http://localhost:{{PORT}}/cb', jwt, false],
  ] as const)('%j with %j', (url, more, value) => {
    expect(
      derived(ca(nested('oauthConfig/callbackUrl', url) + more), 'authorizationCodeFlow'),
    ).toEqual(value);
  });

  test('nobody knows without the callback URLs', () => {
    expect(derived(eca({ header: '' }), 'authorizationCodeFlow')).toEqual(undefined);
  });
});

test('the newest element tells which scopes there are', () => {
  const old = derived(ca(''), 'availableScopes');
  const newer = derived(ca(nested('oauthConfig/isDPopEnabled', 'true')), 'availableScopes');
  expect(old).not.toContain('lightning');
  expect(newer).toEqual(expect.arrayContaining(['api', 'lightning', 'mcp_api']));
});

test.each([
  [pssSha1, 'rsassaPss-sha1'],
  [pssSha256, 'rsassaPss-sha256'],
])('the hash of RSASSA-PSS is told: %#', (pem, name) => {
  expect(derived(eca({ global: nested('certificate', pem) }), 'certificateSignature')).toBe(name);
});

describe('certificates', () => {
  const facts = (files: Files): readonly unknown[] => {
    const { settings } = theApp(files);
    const names = [
      'Expires',
      'Days',
      'KeyType',
      'KeyBits',
      'Signature',
      'Subject',
      'Name',
      'Issuer',
    ] as const;
    return names.map((name) => {
      const setting = settings[`certificate${name}`];
      return setting.state === 'known' ? setting.value : setting.reason;
    });
  };
  const kinds = [
    ['app', (raw: string) => ca(nested('oauthConfig/certificate', raw))],
    ['global', (raw: string) => eca({ global: nested('certificate', raw) })],
  ] as const;

  const good = [
    [
      'RSA 2048, SHA-256',
      rsa2048,
      [
        '2036-11-19',
        3650,
        'rsa',
        2048,
        'sha256WithRSAEncryption',
        'C=DE, O=Example GmbH, CN=order-sync',
        'order-sync',
        'C=DE, O=Example GmbH, CN=order-sync',
      ],
    ],
    [
      'RSA 1024, SHA-1',
      rsa1024,
      ['2027-11-22', 365, 'rsa', 1024, 'sha1WithRSAEncryption', 'CN=weak', 'weak', 'CN=weak'],
    ],
    [
      'EC P-256',
      ecP256,
      ['2046-11-17', 7300, 'ec', 256, 'ecdsa-with-SHA256', 'CN=curve', 'curve', 'CN=curve'],
    ],
    [
      'Ed25519',
      ed25519,
      ['2028-11-21', 730, 'ed25519', 256, 'ed25519', 'CN=edwards', 'edwards', 'CN=edwards'],
    ],
    [
      'expired, SHA-512',
      expired,
      [
        '2020-12-31',
        366,
        'rsa',
        2048,
        'sha512WithRSAEncryption',
        'CN=expired',
        'expired',
        'CN=expired',
      ],
    ],
  ] as const;

  for (const [part, filesOf] of kinds) {
    test.each(good)(`${part}: %s`, (_, pem, expected) => {
      for (const text of [
        pem,
        bare(pem),
        bare(pem).replaceAll('\n', ''),
        bare(pem).replaceAll('\n', '&#13;\n'),
        `\n  ${pem}\n`,
      ]) {
        const files = filesOf(text);
        expect(facts(files)).toEqual(expected);
        expect(settingOf(files, 'jwtBearerFlow')).toMatchObject({ state: 'known', value: true });
        expect(slice(files, settingOf(files, 'certificateExpires').location)).toBe(text.trim());
        expect(readAll(files).problems).toEqual([]);
      }
    });

    test.each([
      ['junk', 'MIIDEXAMPLEBASE64LINE1', true],
      ['not base64', '-----BEGIN CERTIFICATE-----\n***\n-----END CERTIFICATE-----', true],
      ['cut short', bare(rsa2048).slice(0, 400), true],
      [
        'a private key',
        '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ\n-----END PRIVATE KEY-----',
        true,
      ],
      ['a placeholder', '{{CERTIFICATE}}', false],
      ['empty', '', false],
    ] as const)(`${part}: %s`, (what, text, isProblem) => {
      const files = filesOf(text);
      const reason = {
        'a placeholder': 'the certificate is a placeholder',
        empty: 'there is no certificate',
      } as Record<string, string>;
      expect(new Set(facts(files))).toEqual(
        new Set([reason[what] ?? 'the certificate cannot be read']),
      );
      expect(settingOf(files, 'jwtBearerFlow')).toMatchObject({ value: what !== 'empty' });
      const { problems } = readAll(files);
      const told = problems.map(({ kind, location }) => [kind, slice(files, location)]);
      expect(told).toEqual(isProblem ? [['malformed-certificate', text]] : []);
    });
  }

  test('without one or without its file', () => {
    expect(new Set(facts(ca('')))).toEqual(new Set(['there is no certificate']));
    expect(new Set(facts(eca({ header: '' })))).toEqual(
      new Set(['the global OAuth settings file (.ecaGlblOauth) is not in this source']),
    );
  });
});

describe('names and packages', () => {
  test.each([
    ['A', '', false],
    ['ns__A', 'ns', true],
    ['ns__A__B', 'ns', true],
    ['A_B', '', false],
    ['__A', '', false],
    ['my_np__A', 'my_np', true],
    ['myNp123__A', 'myNp123', true],
    ['a23456789012345__A', 'a23456789012345', true],
    ['a234567890123456__A', '', false],
    ['ServiceMax_Atlas_Integration__PLM', '', false],
    ['1ns__A', '', false],
    ['ns__', '', false],
  ] as const)('%s is of the namespace %j', (apiName, namespace, isPackaged) => {
    const text = Object.values(ca(''))[0] ?? '';
    const files = { [`connectedApps/${apiName}.connectedApp-meta.xml`]: text };
    expect(derived(files, 'apiName')).toEqual(apiName);
    expect(derived(files, 'namespace')).toEqual(namespace);
    expect(derived(files, 'isPackaged')).toEqual(isPackaged);
    expect(derived(files, 'kind')).toEqual('connectedApp');
  });

  test.each([
    ['Managed', true],
    ['Packaged', false],
    ['Local', false],
  ] as const)('distribution state %s', (state, isPackaged) => {
    expect(derived(eca({ header: nested('distributionState', state) }), 'isPackaged')).toEqual(
      isPackaged,
    );
  });
});

describe('Permitted Users of a Connected App', () => {
  test.each([
    ['true', 'admin-approved'],
    ['1', 'admin-approved'],
    ['\n  1\t', 'admin-approved'],
    ['false', 'self-authorize'],
    ['0', 'self-authorize'],
    ['&#32;0', 'self-authorize'],
  ])('with isAdminApproved of %j are %s', (written, expected) => {
    const files = ca(`<oauthConfig><isAdminApproved>${written}</isAdminApproved></oauthConfig>`);
    expect(settingOf(files, 'permittedUsers')).toMatchObject({ state: 'known', value: expected });
  });
});
