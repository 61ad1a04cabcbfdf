// What files say of matters that only several elements, several files or the calendar decide.
import { describe, expect, test } from 'vitest';
import { ca, eca, readAll, settingOf, theApp, xml, type Files } from './parts.js';
import { ed25519, rsa2048 } from './certificates.js';

const policies = '<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>';

describe('what the SAML policies approve may use the entire app', () => {
  const files = eca({
    policies: `${policies}<commaSeparatedProfile>Integration User</commaSeparatedProfile>`,
    saml: `<commaSeparatedPermissionSet>Portal_Access</commaSeparatedPermissionSet>
      <commaSeparatedProfile>Standard User</commaSeparatedProfile>
      <customAttributes><formula>$User.Country</formula><key>country</key></customAttributes>`,
    oauth: '',
  });

  test('profiles, permission sets and custom attributes of both files count', () => {
    expect(settingOf(files, 'permittedProfiles')).toMatchObject({
      value: ['Integration User', 'Standard User'],
    });
    expect(settingOf(files, 'permittedPermissionSets')).toMatchObject({ value: ['Portal_Access'] });
    expect(settingOf(files, 'customAttributes')).toMatchObject({
      value: ['country=$User.Country'],
    });
  });

  test('an app without SAML policies is known all the same, one without OAuth policies is not', () => {
    expect(settingOf(eca({ policies }), 'permittedProfiles')).toMatchObject({
      state: 'known',
      value: [],
    });
    const saml = eca({ saml: '<commaSeparatedProfile>Standard User</commaSeparatedProfile>' });
    expect(settingOf(saml, 'permittedProfiles')).toMatchObject({ state: 'unknown' });
  });
});

describe('callbacks', () => {
  const inFile = (...urls: readonly string[]): Files =>
    ca(`<oauthConfig><callbackUrl>${urls.join('\n')}</callbackUrl></oauthConfig>`);

  test.each([
    'htttps://app.acme.test/cb',
    'htps://app.acme.test/cb',
    'hhtps://app.acme.test/cb',
    'htpp://app.acme.test/cb',
    'ttps://app.acme.test/cb',
    'https//app.acme.test/cb',
    'https:/app.acme.test/cb',
    'HTTPSS://app.acme.test/cb',
  ])('%s is no URL, and no private scheme', (url) => {
    const files = inFile('https://app.acme.test/cb', url);
    expect(settingOf(files, 'malformedCallbackUrls')).toMatchObject({ value: [url] });
    expect(settingOf(files, 'shortSchemeCallbackUrls')).toMatchObject({ value: [] });
  });

  test.each(['myapp://oauth', 'sfdc://oauth/jwt/success', 'mobilesdk://success'])(
    '%s has a private scheme that is no domain name',
    (url) => {
      const files = inFile(url);
      expect(settingOf(files, 'malformedCallbackUrls')).toMatchObject({ value: [] });
      expect(settingOf(files, 'shortSchemeCallbackUrls')).toMatchObject({ value: [url] });
    },
  );

  test('ftp and ws lead over the network without HTTPS; reversed domain names do not', () => {
    const files = inFile('ftp://a.test/cb', 'ws://a.test/', 'com.acme.app:/cb');
    expect(settingOf(files, 'plainHttpCallbackUrls')).toMatchObject({
      value: ['ftp://a.test/cb', 'ws://a.test/'],
    });
    expect(settingOf(files, 'shortSchemeCallbackUrls')).toMatchObject({ value: [] });
  });
});

describe('orgScopedExternalApp and oauthLink', () => {
  const org = '00D5g00000ABCDE';
  const header = (text: string): string =>
    text === '' ? '' : `<orgScopedExternalApp>${text}</orgScopedExternalApp>`;
  const link = (text: string): string => (text === '' ? '' : `<oauthLink>${text}</oauthLink>`);

  test.each([
    [`${org}:A`, true],
    [`${org}EAK:a`, true],
    ['', true],
    [`${org}:Other`, false],
    ['YOUR_ORG_ID:A', false],
    ['A', false],
    [org, false],
    ['0015g00000ABCDE:A', false],
  ])('header %s: %s', (text, value) => {
    expect(settingOf(eca({ header: header(text) }), 'orgScopedNameValid')).toMatchObject({
      state: 'known',
      value,
    });
  });

  test.each([
    [`${org}:8885g00000ABCDE`, true],
    ['', true],
    ['00D5g00000OTHER:8885g00000ABCDE', false],
    [`${org}:0H45g00000ABCDE`, false],
    [org, false],
  ])('link %s beside a header of the org: %s', (text, value) => {
    const files = eca({ header: header(`${org}:A`), oauth: link(text) });
    expect(settingOf(files, 'oauthLinkValid')).toMatchObject({ state: 'known', value });
    expect(settingOf(files, 'oauthLinkStated')).toMatchObject({ value: text !== '' });
  });

  test('what a template stands for is not known yet', () => {
    const files = eca({ header: header('${ORG_ID}:A'), oauth: link('{{ORG}}:{{CONSUMER}}') });
    expect(settingOf(files, 'orgScopedNameValid')).toMatchObject({ state: 'unknown' });
    expect(settingOf(files, 'oauthLinkValid')).toMatchObject({ state: 'unknown' });
  });

  test('without the part nobody knows', () => {
    expect(settingOf(eca({ header: '' }), 'oauthLinkValid')).toMatchObject({ state: 'unknown' });
    expect(settingOf(eca({ oauth: '' }), 'orgScopedNameValid')).toMatchObject({ state: 'unknown' });
  });
});

describe('the run-as user is the contact', () => {
  test.each([
    ['jo.lee@acme.test', 'jo.lee@acme.test', true],
    ['Jo.Lee@acme.test.uat', 'jo.lee@acme.test', true],
    ['jo.lee+crm@acme.test.uat', 'jo.lee@acme.test', true],
    ['jo.lee@acme.test', 'Jo.Lee+apps@acme.test', true],
    ['jo.lee+x@acme.test', 'jo.leex@acme.test', false],
    ['anna-maria.lee@acme.test', 'anna-maria.lee@acme.test', false],
    ['jo.lee@acme.test', 'ann.kim@acme.test', false],
    ['jo.lee@acme.testing', 'jo.lee@acme.test', false],
    ['order.sync@acme.test', 'order.sync@acme.test', false],
    ['salesforce.integration@acme.test', 'salesforce.integration@acme.test', false],
    ['integrations@acme.test', 'integrations@acme.test', false],
    ['', 'jo.lee@acme.test', false],
    ['jo.lee@acme.test', '', false],
  ])('%s beside %s: %s', (user, contact, value) => {
    const files = ca(
      `<contactEmail>${contact}</contactEmail><oauthConfig><oauthClientCredentialUser>${user}</oauthClientCredentialUser></oauthConfig>`,
    );
    expect(settingOf(files, 'runAsUserIsContact')).toMatchObject({ state: 'known', value });
  });
});

describe('the certificate that verifies SAML requests', () => {
  const bare = (pem: string): string => pem.replace(/-----[A-Z ]+-----/g, '');
  const expires = (certificate: string): object =>
    settingOf(
      ca(`<samlConfig><certificate>${certificate}</certificate></samlConfig>`),
      'samlRequestCertificateExpires',
    );

  test('of two in one element the first to end counts', () => {
    expect(expires(rsa2048)).toMatchObject({ value: '2036-11-19' });
    expect(expires(ed25519)).toMatchObject({ value: '2028-11-21' });
    expect(expires(`${rsa2048}\n${ed25519}`)).toMatchObject({ value: '2028-11-21' });
    expect(expires(bare(ed25519) + bare(rsa2048))).toMatchObject({ value: '2028-11-21' });
    expect(expires(bare(rsa2048) + bare(ed25519))).toMatchObject({ value: '2028-11-21' });
  });

  test('its name alone says nothing of dates', () => {
    expect(expires('Slack_Signing')).toMatchObject({ state: 'unknown' });
  });

  test('the SAML policies of an External Client App hold it, too', () => {
    const files = eca({ saml: `<certificate>${rsa2048}</certificate>` });
    expect(settingOf(files, 'samlRequestCertificateExpires')).toMatchObject({
      value: '2036-11-19',
    });
  });
});

describe('user provisioning stands in files of its own', () => {
  const app = ca('<label>A</label>');
  const config = (name: string, inner: string): Files => ({
    [`userProvisioningConfigs/${name}.userProvisioningConfig-meta.xml`]: xml(
      'UserProvisioningConfig',
      inner,
    ),
  });

  test.each([
    ['<connectedApp>A</connectedApp><enabled>true</enabled><flow>x</flow>', true],
    ['<connectedApp>A</connectedApp><enabled>false</enabled>', false],
    ['<connectedApp>A</connectedApp>', false],
  ])('%s', (inner, value) => {
    const { apps, problems } = readAll({ ...app, ...config('P', inner) });
    expect(apps[0]?.settings.userProvisioning).toMatchObject({ state: 'known', value });
    expect(problems).toEqual([]);
  });

  test('one that names another app, and none at all, say nothing', () => {
    const other = config('P', '<connectedApp>B</connectedApp><enabled>true</enabled>');
    expect(theApp({ ...app, ...other }).settings.userProvisioning.state).toBe('unknown');
    expect(theApp(app).settings.userProvisioning).toEqual({
      state: 'unknown',
      reason: 'needs an org',
    });
  });
});

describe('session settings of the org', () => {
  const security = (inner: string): Files => ({
    'settings/Security.settings-meta.xml': xml(
      'SecuritySettings',
      `<networkAccess><ipRanges><start>1.2.3.4</start></ipRanges></networkAccess><sessionSettings>${inner}</sessionSettings>`,
    ),
  });

  test.each([
    ['FifteenMinutes', '15-minutes'],
    ['ThirtyMinutes', '30-minutes'],
    ['SixtyMinutes', '60-minutes'],
    ['TwoHours', '2-hours'],
    ['FourHours', '4-hours'],
    ['EightHours', '8-hours'],
    ['TwelveHours', '12-hours'],
    ['TwentyFourHours', '24-hours'],
  ])('%s is %s', (written, value) => {
    const files = {
      ...ca(''),
      ...security(`<sessionTimeout>${written}</sessionTimeout><lockSessionsToIp>true</lockSessionsToIp>
        <enforceIpRangesEveryRequest>false</enforceIpRangesEveryRequest><forceRelogin>true</forceRelogin>`),
    };
    const { apps, problems } = readAll(files);
    expect(apps[0]?.settings).toMatchObject({
      'org.sessionTimeout': { state: 'known', value },
      'org.sessionsLockedToIp': { value: true },
      'org.ipRangesHoldForEveryRequest': { value: false },
    });
    expect(problems).toEqual([]);
  });
});

describe('apps of two kinds of which one replaces the other', () => {
  const external = (url: string, scopes: string): Files =>
    eca({
      header: '<label>A</label>',
      global: `<callbackUrl>${url}</callbackUrl>`,
      oauth: `<commaSeparatedOauthScopes>${scopes}</commaSeparatedOauthScopes>`,
    });
  const connected = (name: string, url: string): Files => ({
    [`connectedApps/${name}.connectedApp-meta.xml`]: xml(
      'ConnectedApp',
      `<label>${name}</label><oauthConfig><callbackUrl>${url}</callbackUrl><scopes>Api</scopes><scopes>RefreshToken</scopes></oauthConfig>`,
    ),
  });
  const twins = (files: Files): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      readAll(files).apps.map(({ id, settings: { definedElsewhereAs: twin } }) => [
        id,
        twin.state === 'known' ? twin.value : twin.state,
      ]),
    );
  const url = 'https://copilot.acme.test/cb';

  test('the same callbacks and scopes under another name', () => {
    expect(twins({ ...external(url, 'RefreshToken, Api'), ...connected('B_Old', url) })).toEqual({
      'connectedApp:B_Old': 'externalClientApp:A',
      'externalClientApp:A': 'connectedApp:B_Old',
    });
  });

  test.each([
    ['other scopes', { ...external(url, 'Api'), ...connected('B', url) }],
    ['other callbacks', { ...external(`${url}2`, 'Api, RefreshToken'), ...connected('B', url) }],
    [
      'a callback that any app of the CLI has',
      {
        ...external('http://localhost:1717/OauthRedirect', 'Api, RefreshToken'),
        ...connected('B', 'http://localhost:1717/OauthRedirect'),
      },
    ],
    [
      'a template',
      {
        ...external('https://{{HOST}}/cb', 'Api, RefreshToken'),
        ...connected('B', 'https://{{HOST}}/cb'),
      },
    ],
    [
      'two that it may replace',
      { ...external(url, 'Api, RefreshToken'), ...connected('B', url), ...connected('C', url) },
    ],
  ])('not by %s', (_, files) => {
    expect(new Set(Object.values(twins(files)))).toEqual(new Set(['']));
  });
});

test('the allowlist of refresh tokens: a switch in one kind, a list in the other', () => {
  const on = ca('<oauthConfig><isIpBindingEnabled>true</isIpBindingEnabled></oauthConfig>');
  expect(settingOf(on, 'refreshTokenAllowlistEnforced')).toMatchObject({ value: true });
  const range =
    '<tokenIpRanges><startIpAddress>203.0.113.1</startIpAddress><endIpAddress>203.0.113.2</endIpAddress></tokenIpRanges>';
  const list = eca({ oauth: '', security: range });
  expect(settingOf(list, 'refreshTokenAllowlistEnforced')).toMatchObject({ value: true });
  expect(settingOf(list, 'oauthSecuritySettings')).toMatchObject({ value: true });
  expect(settingOf(eca({ oauth: '' }), 'oauthSecuritySettings')).toMatchObject({ value: false });
});
