// Values in all the ways that XML can write them, and values that nobody knows.
import { describe, expect, test } from 'vitest';
import type { Location } from '../../src/model/location.js';
import type { Setting, SettingName, SettingValue } from '../../src/settings/settings.js';
import {
  appWith,
  ca,
  eca,
  fileOf,
  nested,
  parts,
  readAll,
  settingOf,
  slice,
  xml,
  type Files,
  type PartName,
} from '../metadata/parts.js';
import { cpuTime } from '../cpu-time.js';

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const entriesOf = (files: Files, setting: Setting): readonly (string | undefined)[] =>
  setting.state === 'known'
    ? (setting.itemLocations ?? []).map((at: Location) => slice(files, at))
    : [];

describe('lists: each entry, and exactly where it stands', () => {
  test.each([
    // [what is written, entries, where each stands (left out: the same text)]
    ['lines', 'a://1\nb://2', ['a://1', 'b://2']],
    ['lines', 'a://1\r\nb://2', ['a://1', 'b://2']],
    ['lines', 'a://1\n\n  b://2\t\n', ['a://1', 'b://2']],
    ['lines', 'a://1&#13;\nb://2&#13;\nc://3', ['a://1', 'b://2', 'c://3']],
    ['lines', 'a://1&#10;b://2', ['a://1', 'b://2']],
    ['lines', 'a://1&#xA;b://2&#x0d;c://3', ['a://1', 'b://2', 'c://3']],
    ['lines', 'a://1&#010;b://2', ['a://1', 'b://2'], ['a://1&#010;b://2', 'a://1&#010;b://2']],
    ['lines', 'a://1?b=1&amp;c\nb://2', ['a://1?b=1&c', 'b://2'], ['a://1?b=1&amp;c', 'b://2']],
    [
      'lines',
      'a://1<!-- no -->\nb://2',
      ['a://1', 'b://2'],
      ['a://1<!-- no -->\nb://2', 'a://1<!-- no -->\nb://2'],
    ],
    [
      'lines',
      '<![CDATA[a://1\nb://2&]]>',
      ['a://1', 'b://2&'],
      ['<![CDATA[a://1\nb://2&]]>', '<![CDATA[a://1\nb://2&]]>'],
    ],
    ['lines', 'a://1 b://2', ['a://1 b://2']],
    ['lines', 'a://1,b://2', ['a://1,b://2']],
    ['lines', 'a://1\u00a0', ['a://1\u00a0']],
    ['lines', 'a://\u{1f600}\nb://\u{1f600}2', ['a://\u{1f600}', 'b://\u{1f600}2']],
    ['commas', 'A,B , C', ['A', 'B', 'C']],
    ['commas', 'A&#44;B', ['A', 'B'], ['A&#44;B', 'A&#44;B']],
    ['commas', ',,A,', ['A']],
    ['scopes', 'Api,Web', ['api', 'web'], ['Api', 'Web']],
    ['scopes', 'Basic, Api, Email', ['id', 'api'], ['Basic', 'Api']],
    ['scopes', 'Full Api;Web', ['full', 'api', 'web'], ['Full', 'Api', 'Web']],
    ['scopes', 'Api\n Full', ['api', 'full'], ['Api', 'Full']],
    [
      'scopes',
      'OFFLINE_ACCESS,mcp_api',
      ['refresh_token', 'mcp_api'],
      ['OFFLINE_ACCESS', 'mcp_api'],
    ],
  ] as const)('%s: %j', (how, raw, value, ranges: readonly string[] = value) => {
    const [part, path, name] = (
      {
        lines: ['global', 'callbackUrl', 'callbackUrls'],
        commas: ['policies', 'commaSeparatedProfile', 'permittedProfiles'],
        scopes: ['oauth', 'commaSeparatedOauthScopes', 'scopes'],
      } as const
    )[how];
    const files = appWith(part, path, raw);
    const setting = settingOf(files, name);
    expect(setting).toMatchObject({ state: 'known', value, origin: 'stated' });
    expect(entriesOf(files, setting)).toEqual(ranges);
    expect(slice(files, setting.location)).toBe(raw.replace(/^\s+|(?!\u00a0)\s+$/g, ''));
  });

  test('one element an entry', () => {
    const files = ca(
      '<profileName>One, two</profileName>\n<profileName/>\n<profileName>Three</profileName>',
    );
    const setting = settingOf(files, 'permittedProfiles');
    expect(setting).toMatchObject({ state: 'known', value: ['One, two', 'Three'] });
    expect(entriesOf(files, setting)).toEqual(['One, two', 'Three']);
    expect(slice(files, setting.location)).toBe(
      'One, two</profileName>\n<profileName/>\n<profileName>Three',
    );
  });

  test('several elements where there should be one: all their entries', () => {
    const files = eca({
      global: '<callbackUrl>a://1</callbackUrl>\n<callbackUrl>b://2</callbackUrl>',
    });
    expect(settingOf(files, 'callbackUrls')).toMatchObject({ value: ['a://1', 'b://2'] });
  });

  test.each([
    ['policies', 'commaSeparatedProfile', 'permittedProfiles'],
    ['global', 'callbackUrl', 'callbackUrls'],
    ['oauth', 'commaSeparatedOauthScopes', 'scopes'],
  ] as const)('an empty %s %s is an empty list, stated there', (part, path, name) => {
    for (const raw of ['', '   \n ', '<!-- -->']) {
      const files = appWith(part, path, raw);
      const setting = settingOf(files, name);
      expect(setting).toMatchObject({ state: 'known', value: [], origin: 'stated' });
      expect(slice(files, setting.location)).toBe('');
    }
  });
});

describe('ranges and attributes', () => {
  const range = (a: string, b: string): string =>
    `<description>x</description><end>${b}</end>\n<start>${a}</start>`;

  test.each([
    [
      'app',
      'ipRanges',
      'trustedIpRanges',
      range('10.0.0.1', '10.0.0.9'),
      '10.0.0.1-10.0.0.9',
      '10.0.0.9</end>\n<start>10.0.0.1',
    ],
    ['app', 'ipRanges', 'trustedIpRanges', '<start>1.2.3.4</start>', '1.2.3.4-', '1.2.3.4'],
    [
      'oauth',
      'trustedIpRanges',
      'trustedIpRanges',
      '<endIpAddress>::ff</endIpAddress><startIpAddress>::1</startIpAddress>',
      '::1-::ff',
      '::ff</endIpAddress><startIpAddress>::1',
    ],
    [
      'security',
      'tokenIpRanges',
      'refreshTokenIpAllowlist',
      '<startIpAddress>1.1.1.1</startIpAddress><endIpAddress>1.1.1.2</endIpAddress>',
      '1.1.1.1-1.1.1.2',
      '1.1.1.1</startIpAddress><endIpAddress>1.1.1.2',
    ],
    [
      'app',
      'attributes',
      'customAttributes',
      '<formula>$User.Id</formula><key>id</key>',
      'id=$User.Id',
      '$User.Id</formula><key>id',
    ],
    [
      'oauth',
      'customAttributes',
      'customAttributes',
      '<formula>"a=b"</formula><key>k</key>',
      'k="a=b"',
      '"a=b"</formula><key>k',
    ],
    ['policies', 'customAttributes', 'customAttributes', '<key>k</key>', 'k=', 'k'],
  ] as const)('%s %s of %s', (part, path, name, raw, entry, where) => {
    const files = appWith(part, path, raw);
    const setting = settingOf(files, name);
    expect(setting).toMatchObject({ state: 'known', value: [entry], origin: 'stated' });
    expect(entriesOf(files, setting)).toEqual([where]);
    expect(readAll(files).problems).toEqual([]);
  });

  test('several, and empty ones are none', () => {
    const one = `<ipRanges>${range('1.1.1.1', '1.1.1.2')}</ipRanges>`;
    const files = ca(`${one}\n<ipRanges/>\n${one}`);
    expect(settingOf(files, 'trustedIpRanges')).toMatchObject({
      value: ['1.1.1.1-1.1.1.2', '1.1.1.1-1.1.1.2'],
    });
  });

  test('lists of two part files are one list', () => {
    const files = eca({
      oauth: '<commaSeparatedCustomScopes>a, b</commaSeparatedCustomScopes>',
      policies: '<commaSeparatedCustomScopes>c</commaSeparatedCustomScopes>',
    });
    const setting = settingOf(files, 'customScopes');
    expect(setting).toMatchObject({ state: 'known', value: ['a', 'b', 'c'], origin: 'derived' });
    expect(entriesOf(files, setting)).toEqual(['a', 'b', 'c']);
    expect(setting.state === 'known' && setting.itemLocations?.map(({ file }) => file)).toEqual([
      fileOf('oauth'),
      fileOf('oauth'),
      fileOf('policies'),
    ]);
  });
});

describe('the first of two elements that says something', () => {
  test.each([
    [
      'singleLogoutUrl',
      eca({
        oauth: nested('singleLogoutUrl', 'https://s/'),
        policies: nested('singleLogoutUrl', 'https://p/'),
      }),
      'https://s/',
    ],
    [
      'singleLogoutUrl',
      eca({
        oauth: nested('singleLogoutUrl', ''),
        policies: nested('singleLogoutUrl', 'https://p/'),
      }),
      'https://p/',
    ],
    ['singleLogoutUrl', eca({ policies: nested('singleLogoutUrl', 'https://p/') }), 'https://p/'],
    [
      'singleLogoutUrl',
      ca(
        `${nested('oauthConfig/singleLogoutUrl', 'https://s/')}${nested('oauthPolicy/singleLogoutUrl', '')}`,
      ),
      'https://s/',
    ],
    [
      'startUrl',
      eca({ policies: nested('startUrl', ''), plugins: nested('startUrl', 'https://c/') }),
      'https://c/',
    ],
  ] as const)('%s %#', (name, files, value) => {
    expect(settingOf(files, name)).toMatchObject({ state: 'known', value, origin: 'stated' });
  });
});

describe('the ways of XML to write one value', () => {
  test.each([
    // [file text between the root's tags, setting, value, what its range holds]
    ['<label>A<!-- b -->C</label>', 'label', 'AC', 'A<!-- b -->C'],
    ['<label><!-- b --> A </label>', 'label', 'A', 'A'],
    ['<label><![CDATA[ A&B ]]></label>', 'label', 'A&B', '<![CDATA[ A&B ]]>'],
    ['<label\n>A</label\n>', 'label', 'A', 'A'],
    ['<label\n  >\n    A\n  </label\n  >', 'label', 'A', 'A'],
    ['<label>&#65;&#x42;</label>', 'label', 'AB', '&#65;&#x42;'],
    ['<label/>', 'label', '', ''],
    ['<label></label>', 'label', '', ''],
    ['<label> </label>', 'label', '', ''],
    [
      '<oauthConfig\n><isPkceRequired\n>true</isPkceRequired\n></oauthConfig\n>',
      'pkceRequired',
      true,
      'true',
    ],
    [
      '<oauthConfig><isPkceRequired><!-- why -->false</isPkceRequired></oauthConfig>',
      'pkceRequired',
      false,
      'false',
    ],
    [
      '<oauthConfig><isPkceRequired><![CDATA[true]]></isPkceRequired></oauthConfig>',
      'pkceRequired',
      true,
      '<![CDATA[true]]>',
    ],
    [
      '<oauthConfig><isPkceRequired>t<!-- -->rue</isPkceRequired></oauthConfig>',
      'pkceRequired',
      true,
      't<!-- -->rue',
    ],
    ['<label>same</label>\r\n<label>same</label>', 'label', 'same', 'same'],
  ] as const)('%j', (inner, name, value, written) => {
    const files = ca(inner);
    const setting = settingOf(files, name);
    expect(setting).toMatchObject({ state: 'known', value, origin: 'stated' });
    expect(slice(files, setting.location)).toBe(written);
    expect(readAll(files).problems).toEqual([]);
  });

  test('a byte order mark moves nothing', () => {
    const without = ca('<label>A</label>');
    const withMark = { [fileOf('app')]: `\ufeff${without[fileOf('app')] ?? ''}` };
    expect(settingOf(withMark, 'label')).toEqual(settingOf(without, 'label'));
    const oneLine = { [fileOf('app')]: '\ufeff<ConnectedApp><label>A</label></ConnectedApp>' };
    expect(settingOf(oneLine, 'label').location).toMatchObject({ startLine: 1, startColumn: 22 });
  });

  test('lines that end with CRLF count like others', () => {
    const files = Object.fromEntries(
      Object.entries(ca('<label>A</label>\n<description>two\nlines</description>')).map(
        ([file, text]) => [file, text.replaceAll('\n', '\r\n')],
      ),
    );
    expect(settingOf(files, 'label').location).toMatchObject({ startLine: 3, startColumn: 8 });
    expect(settingOf(files, 'description')).toMatchObject({ value: 'two\nlines' });
    expect(slice(files, settingOf(files, 'description').location)).toBe('two\r\nlines');
  });

  test.each([
    ['<label xsi:nil="true"/>', 'label', ''],
    ['<oauthConfig xsi:nil="true"/>', 'oauthEnabled', false],
    ['<samlConfig xsi:nil="1"/>', 'samlEnabled', false],
    ['<profileName xsi:nil="true"/>', 'permittedProfiles', []],
  ] as const)('nil is absent: %s', (inner, name, value) => {
    const text = xml('ConnectedApp', inner).replace('<ConnectedApp ', `<ConnectedApp ${xsi} `);
    const setting = settingOf({ [fileOf('app')]: text }, name);
    expect(setting).toMatchObject({ state: 'known', value });
    expect(setting.state === 'known' && setting.origin).not.toBe('stated');
  });

  test('a nil flag is unknown', () => {
    const text = xml('ConnectedApp', '<oauthConfig><isPkceRequired xsi:nil="true"/></oauthConfig>');
    const files = { [fileOf('app')]: text.replace('<ConnectedApp ', `<ConnectedApp ${xsi} `) };
    expect(settingOf(files, 'pkceRequired')).toMatchObject({
      state: 'unknown',
      reason: 'the file has no <isPkceRequired>; API versions before 59 do not have it',
    });
  });
});

describe('an element that occurs twice', () => {
  const twice = (name: string, a: string, b: string): string =>
    `<${name}>${a}</${name}>\n<${name}>${b}</${name}>`;

  test.each([
    ['app', twice('label', 'A', 'B'), 'label'],
    ['global', twice('isPkceRequired', 'true', 'false'), 'pkceRequired'],
    ['global', twice('isConsumerSecretOptional', 'true', 'false'), 'webServerFlowSecretRequired'],
    ['policies', twice('ipRelaxationPolicyType', 'Enforce', 'Bypass'), 'ipRelaxation'],
    ['policies', twice('sessionTimeoutInMinutes', '15', '30'), 'sessionTimeoutMinutes'],
    [
      'app',
      `${nested('oauthConfig/isPkceRequired', 'true')}${nested('oauthConfig/isPkceRequired', 'false')}`,
      'pkceRequired',
    ],
    [
      'global',
      '<isClientCredentialEnabled>true</isClientCredentialEnabled><isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled>',
      'clientCredentialsFlowSetting',
    ],
    [
      'policies',
      `${nested('refreshTokenPolicyType', 'SpecificLifetime')}${nested('refreshTokenValidityUnit', 'Days')}${twice('refreshTokenValidityPeriod', '30', '365')}`,
      'refreshTokenDays',
    ],
  ] as const)('with two values is unknown, and a problem: %s %s', (part, inner, name) => {
    const files = part === 'app' ? ca(inner) : eca({ header: '', [part]: inner });
    expect(settingOf(files, name).state).toBe('unknown');
    const { problems } = readAll(files);
    expect(problems).toMatchObject([{ kind: 'duplicate-element', level: 'warning' }]);
    expect(['B', 'false', 'Bypass', '30', '365']).toContain(slice(files, problems[0]?.location));
  });

  test.each([
    ['an empty one first', twice('consumerSecret', '', 'hunter2')],
    ['an empty one last', twice('consumerSecret', 'hunter2', '')],
    ['a placeholder first', twice('consumerSecret', '${SECRET}', 'hunter2')],
  ])('a secret is found beside %s', (_, inner) => {
    const files = eca({ global: inner });
    const setting = settingOf(files, 'consumerSecretInSource');
    expect(setting).toMatchObject({ state: 'known', value: true });
    expect(slice(files, setting.location)).toBe('hunter2');
    expect(setting).not.toHaveProperty('placeholder');
  });
});

describe('a flag, a number or a choice that nobody knows', () => {
  test.each([
    ['global', 'isPkceRequired', 'pkceRequired', 'yes'],
    ['global', 'isPkceRequired', 'pkceRequired', 'tru e'],
    ['global', 'isConsumerSecretOptional', 'webServerFlowSecretRequired', 'nope'],
    ['policies', 'ipRelaxationPolicyType', 'ipRelaxation', 'Relax'],
    ['policies', 'ipRelaxationPolicyType', 'ipRelaxation', 'Enforce:Bypass'],
    ['policies', 'permittedUsersPolicyType', 'permittedUsers', 'AdminApproved'],
    ['policies', 'refreshTokenPolicyType', 'refreshTokenPolicy', 'Forever'],
    ['app', 'oauthPolicy/refreshTokenPolicy', 'refreshTokenPolicy', 'specific_day:1:DAYS'],
    ['app', 'oauthPolicy/refreshTokenPolicy', 'refreshTokenPolicy', 'infinite:1:DAYS'],
    ['policies', 'sessionTimeoutInMinutes', 'sessionTimeoutMinutes', '15 min'],
    ['policies', 'sessionTimeoutInMinutes', 'sessionTimeoutMinutes', '1e3'],
    ['policies', 'sessionTimeoutInMinutes', 'sessionTimeoutMinutes', '99999999999999999999'],
    ['header', 'distributionState', 'distributionState', 'constructor'],
    ['header', 'distributionState', 'distributionState', '__proto__'],
  ] as const)('%s %s: %s = %s', (part, path, name, raw) => {
    const files = appWith(part, path, raw);
    const setting = settingOf(files, name);
    expect(setting).toMatchObject({
      state: 'unknown',
      reason: `the value \`${raw}\` is not known`,
    });
    expect(slice(files, setting.location)).toBe(raw);
    const { problems } = readAll(files);
    expect(problems).toMatchObject([{ kind: 'unknown-value', level: 'warning' }]);
    expect(slice(files, problems[0]?.location)).toBe(raw);
  });

  test.each(['Global', 'GLOBAL'])('the withdrawn distribution state %s is told', (raw) => {
    const files = appWith('header', 'distributionState', raw);
    expect(settingOf(files, 'distributionState')).toMatchObject({ value: 'global' });
    const { problems } = readAll(files);
    expect(problems).toMatchObject([{ kind: 'unknown-value', level: 'warning' }]);
    expect(problems[0]?.message).toContain(
      `\`${raw}\` is a withdrawn value of "Distribution State": it was for internal use, and of API 57 only; expected Local, Packaged, Managed, AutoInstalled`,
    );
    expect(slice(files, problems[0]?.location)).toBe(raw);
  });

  test.each(['isPkceRequired', 'isConsumerSecretOptional', 'isTokenExchangeEnabled'])(
    'an empty <%s> is unknown, quietly',
    (path) => {
      const files = appWith('global', path, '');
      const name =
        (
          {
            isPkceRequired: 'pkceRequired',
            isConsumerSecretOptional: 'webServerFlowSecretRequired',
          } as Record<string, SettingName>
        )[path] ?? 'tokenExchangeFlowSetting';
      expect(settingOf(files, name)).toMatchObject({
        state: 'unknown',
        reason: 'the element is empty',
      });
      expect(readAll(files).problems).toEqual([]);
    },
  );

  test('a long value is cut in the message', () => {
    const { problems } = readAll(appWith('global', 'isPkceRequired', 'y'.repeat(5000)));
    expect(problems[0]?.message.length).toBeLessThan(200);
    const scopes = readAll(appWith('oauth', 'commaSeparatedOauthScopes', 'y'.repeat(5000)));
    expect(scopes.problems[0]?.message.length).toBeLessThan(200);
  });
});

describe('placeholders are values, and marked', () => {
  test.each<readonly [PartName | 'app', string, SettingName, string, SettingValue]>([
    ['header', 'contactEmail', 'contactEmail', '{{EMAIL}}', '{{EMAIL}}'],
    ['header', 'contactEmail', 'contactEmail', 'xxxxx@example.com', 'xxxxx@example.com'],
    ['header', 'label', 'label', 'App ${STAGE}', 'App ${STAGE}'],
    [
      'global',
      'callbackUrl',
      'callbackUrls',
      'https://a.example/\nhttps://${HOST}/cb',
      ['https://a.example/', 'https://${HOST}/cb'],
    ],
    ['oauth', 'commaSeparatedOauthScopes', 'scopes', 'Full, {{MORE}}', ['full', '{{MORE}}']],
    ['policies', 'clientCredentialsFlowUser', 'clientCredentialsUser', 'XXXX', 'XXXX'],
    ['global', 'consumerKey', 'consumerKeyInSource', '{{KEY}}', false],
    ['global', 'consumerSecret', 'consumerSecretInSource', '${SECRET}', false],
    ['app', 'oauthConfig/consumerKey', 'consumerKeyInSource', 'XXXXXXXX', false],
    ['push', 'applePushConfig/password', 'pushSecretInSource', '{{ PASSWORD }}', false],
    ['header', 'orgScopedExternalApp', 'orgIdInSource', '${ORG_ID}:A', false],
    // A certificate will be there after the deployment, and with it the flow.
    ['global', 'certificate', 'jwtBearerFlow', '{{CERTIFICATE}}', true],
    ['app', 'oauthConfig/certificate', 'jwtBearerFlow', '${CERTIFICATE}', true],
  ])('%s %s: %s = %j', (part, path, name, raw, value) => {
    const files = appWith(part, path, raw);
    expect(settingOf(files, name)).toMatchObject({ state: 'known', value, placeholder: true });
    expect(readAll(files).problems).toEqual([]);
  });

  test.each([
    ['global', 'isPkceRequired', 'pkceRequired'],
    ['global', 'isConsumerSecretOptional', 'webServerFlowSecretRequired'],
    ['policies', 'ipRelaxationPolicyType', 'ipRelaxation'],
    ['policies', 'sessionTimeoutInMinutes', 'sessionTimeoutMinutes'],
  ] as const)(
    'where only some values are possible, one of them will be: %s %s',
    (part, path, name) => {
      const files = appWith(part, path, '{{X}}');
      expect(settingOf(files, name)).toMatchObject({
        state: 'unknown',
        reason: '`{{X}}` is a placeholder',
      });
      expect(readAll(files).problems).toEqual([]);
    },
  );

  test.each(['{{SCOPES}}', 'Api, {{MORE}}'])('nobody knows which scopes %s lacks', (raw) => {
    const files = appWith('oauth', 'commaSeparatedOauthScopes', raw);
    const setting = settingOf(files, 'scopes');
    expect(setting).toMatchObject({ state: 'unknown' });
    expect(slice(files, setting.location)).toBe(raw.replace('Api, ', ''));
  });

  test('the mark stays when lists are joined and hosts derived', () => {
    const files = eca({
      global: nested('callbackUrl', 'https://{{HOST}}/cb'),
      oauth: nested('commaSeparatedCustomScopes', 'a'),
      policies: nested('commaSeparatedCustomScopes', '{{B}}'),
    });
    expect(settingOf(files, 'customScopes')).toMatchObject({
      value: ['a', '{{B}}'],
      placeholder: true,
    });
    expect(settingOf(files, 'callbackHosts')).toMatchObject({ placeholder: true });
  });
});

describe('names of older API versions', () => {
  test.each([
    ['oauth', '<commaSeperatedOauthScopes>Api</commaSeperatedOauthScopes>', 'scopes', ['api']],
    [
      'global',
      '<isClientCredentialEnabled>true</isClientCredentialEnabled>',
      'clientCredentialsFlowSetting',
      true,
    ],
    ['global', nested('idTokenConfig/idTokenValidity', '9'), 'idTokenValidityMinutes', 9],
    [
      'global',
      nested('idTokenConfig/idTokenIncludeCustomPerms', 'true'),
      'idTokenCustomPermissions',
      true,
    ],
  ] as const)('%s: %s', (part, inner, name, value) => {
    const files = eca({ [part]: inner });
    expect(settingOf(files, name)).toMatchObject({ state: 'known', value, origin: 'stated' });
    expect(readAll(files).problems).toEqual([]);
  });

  test.each([
    ['global', '<singleLogoutUrl>https://x/</singleLogoutUrl>'],
    ['policies', '<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>'],
    ['saml', '<startUrl>https://x/</startUrl>'],
  ] as const)('a removed element is no surprise: %s %s', (part, inner) => {
    expect(readAll(eca({ [part]: inner })).problems).toEqual([]);
  });

  test('canvas settings had another name in API 65', () => {
    const text = xml(
      'ExtlClntAppCanvasStngs',
      '<externalClientApplication>A</externalClientApplication><canvasUrl>https://c/</canvasUrl>',
    );
    const files = { [parts.canvas[1]]: text };
    expect(settingOf(files, 'canvasUrl')).toMatchObject({ value: 'https://c/' });
    expect(readAll(files).problems).toEqual([]);
  });
});

describe('an element that is not known', () => {
  test.each([
    [
      'app',
      '<canvas><canvasUrl>http://x/</canvasUrl></canvas>',
      '<canvasUrl> is not known at this place of ConnectedApp; ConnectedApp (canvasConfig/canvasUrl) has one of that name',
    ],
    [
      'app',
      '<isPkceRequired>true</isPkceRequired>',
      '<isPkceRequired> is not known at this place of ConnectedApp; ConnectedApp (oauthConfig/isPkceRequired) has one of that name',
    ],
    [
      'oauth',
      '<isPkceRequired>true</isPkceRequired>',
      '<isPkceRequired> is not known at this place of ExtlClntAppOauthSettings; ExtlClntAppGlobalOauthSettings has one of that name',
    ],
    [
      'policies',
      '<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>',
      '<commaSeparatedOauthScopes> is not known at this place of ExtlClntAppOauthConfigurablePolicies; ExtlClntAppOauthSettings has one of that name',
    ],
    [
      'global',
      '<isAdminApproved>true</isAdminApproved>',
      '<isAdminApproved> is not known at this place of ExtlClntAppGlobalOauthSettings; ConnectedApp (oauthConfig/isAdminApproved) has one of that name',
    ],
    [
      'header',
      '<shoeSize>46</shoeSize>',
      '<shoeSize> is not known at this place of ExternalClientApplication',
    ],
    [
      'app',
      nested('oauthConfig/shoeSize', '46'),
      '<shoeSize> is not known at this place of ConnectedApp',
    ],
    ['app', '<label>A<b>x</b></label>', '<b> is not known at this place of ConnectedApp'],
    ['app', '<label><b>x</b></label>', '<b> is not known at this place of ConnectedApp'],
    [
      'app',
      '<Label>A</Label>',
      '<Label> is not known at this place of ConnectedApp; <label> may be meant',
    ],
    [
      'policies',
      '<permittedUsers>AdminApprovedPreAuthorized</permittedUsers>',
      '<permittedUsers> is not known at this place of ExtlClntAppOauthConfigurablePolicies; <permittedUsersPolicyType> may be meant',
    ],
    [
      'policies',
      '<permissionSets>A</permissionSets>',
      '<permissionSets> is not known at this place of ExtlClntAppOauthConfigurablePolicies; <commaSeparatedPermissionSet> may be meant',
    ],
    [
      'header',
      '<name>A</name>',
      '<name> is not known at this place of ExternalClientApplication; <label> may be meant',
    ],
    [
      'app',
      nested('oauthConfig/callbackURL', 'https://a.test'),
      '<callbackURL> is not known at this place of ConnectedApp; <callbackUrl> may be meant',
    ],
    [
      'app',
      nested('oauthConfig/scope', 'Api'),
      '<scope> is not known at this place of ConnectedApp; <scopes> may be meant',
    ],
    [
      'header',
      '<oauthConfig><callbackUrl>https://a.test</callbackUrl></oauthConfig>',
      '<oauthConfig> is not known at this place of ExternalClientApplication; ConnectedApp has one of that name; ' +
        'an External Client App has files for it: `.ecaGlblOauth-meta.xml`, `.ecaOauth-meta.xml` and `.ecaOauthPlcy-meta.xml`',
    ],
    [
      'oauth',
      '<canvasConfig/>',
      '<canvasConfig> is not known at this place of ExtlClntAppOauthSettings; ConnectedApp has one of that name; ' +
        'an External Client App has a file for it: `.ecaCanvas-meta.xml`',
    ],
    [
      'plugins',
      '<toString/>',
      '<toString> is not known at this place of ExtlClntAppConfigurablePolicies',
    ],
  ] as const)('%s: %s', (part, inner, message) => {
    const { problems } = readAll(part === 'app' ? ca(inner) : eca({ [part]: inner }));
    const level = message.includes(';') ? 'warning' : 'note';
    expect(problems).toMatchObject([{ kind: 'unknown-element', level, message }]);
  });

  test('an element of every type is none', () => {
    expect(readAll(eca({ header: '<fullName>A</fullName>' })).problems).toEqual([]);
  });

  test('a consumer secret in a made-up container is found', () => {
    const secret = '<consumerSecret>1A2B3C4D5E6F7A8B9C0D</consumerSecret>';
    const files = eca({ header: `<oauthConfig>${secret}</oauthConfig>` });
    expect(settingOf(files, 'consumerSecretInSource')).toMatchObject({ value: true });
  });

  test('is located at its start tag', () => {
    const files = ca('<shoeSize\n a="1">46</shoeSize>');
    expect(slice(files, readAll(files).problems[0]?.location)).toBe('<shoeSize\n a="1">');
  });

  test('thousands of elements without a setting take no time', () => {
    const many = '<assignedTo><connectedApp>A</connectedApp></assignedTo>'.repeat(40_000);
    const started = cpuTime();
    readAll({ 'oauthcustomscopes/s.oauthcustomscope-meta.xml': xml('OauthCustomScope', many) });
    expect(cpuTime() - started).toBeLessThan(10_000);
  });
});
