import { describe, expect, test } from 'vitest';
import { credentialForms, mask } from '../../src/model/credential-forms.js';
import { heldCredential, redact } from '../../src/model/redact.js';
import { cpuTime } from '../cpu-time.js';

const secret = 'Canary7f3a91';

describe('credentials that are known by their form', () => {
  test.each(credentialForms.flatMap(({ name, examples }) => examples.map((text) => [name, text])))(
    '%s: %s',
    (_, text = '') => {
      expect(redact(text)).toBe(mask);
      expect(redact(`before ${text} behind`)).toBe(`before ${mask} behind`);
      expect(redact(`https://app.example.com/cb?x=${text}`)).not.toContain(text.slice(-8));
    },
  );
});

/** Where a credential may stand in a text; `*` is the credential. */
const places = [
  'https://user:*@app.example.com/cb',
  'https://*@app.example.com/cb',
  'https://*:x@app.example.com/cb',
  'https://user:a@*@app.example.com/cb',
  'https:\\\\user:*@app.example.com/cb',
  '//user:*@app.example.com/cb',
  'ftp://user:*@app.example.com',
  'com.example.app://user:*@cb',
  'force://PlatformCLI:*:5Aep@acme.my.salesforce.com',
  'https%3A%2F%2Fuser%3A*%40app.example.com',
  'https%253A%252F%252Fuser%253A*%2540app.example.com',
  'https://app.example.com:443:*@evil.example/cb',
  'admin:*@app.example.com',
  ...[
    'client_secret',
    'clientSecret',
    'client-secret',
    'CLIENT_SECRET',
    'consumer_secret',
    'access_token',
  ].flatMap(queries),
  ...[
    'refresh_token',
    'id_token',
    'token',
    'auth_token',
    'password',
    'passwd',
    'pwd',
    'pw',
    'pass',
  ].flatMap(queries),
  ...[
    'secret',
    'api_key',
    'apikey',
    'api-key',
    'x-api-key',
    'sig',
    'signature',
    'X-Amz-Signature',
  ].flatMap(queries),
  ...[
    'X-Amz-Security-Token',
    'sid',
    'session_id',
    'sessionId',
    'oauth_token_secret',
    'client_assertion',
  ].flatMap(queries),
  ...[
    'subscription-key',
    'Ocp-Apim-Subscription-Key',
    'AccountKey',
    'SharedAccessSignature',
    'jwt',
    'hmac',
  ].flatMap(queries),
  ...[
    'private_key',
    'access.key',
    'credentials',
    'authorization',
    'user[password]',
    'client%5Fsecret',
  ].flatMap(queries),
  '%63lient_secret=*',
  'https://h.example/?next=https%3A%2F%2Fapp.example.com%2F%3Faccess_token%3D*%26x%3D1',
  'https://h.example/?next=%252F%253Fclient_secret%253D*%2526x',
  'https://h.example/?a=b&amp;client_secret=*&amp;c=d',
  'https://h.example/;password=*',
  '{"client_secret":"*","a":1}',
  '{"client_secret": "*"}',
  "client_secret: '*'",
  'client_secret: *',
  'the password is in the url: password = *',
  'Authorization: Bearer *',
  'Bearer *',
];

function queries(name: string): readonly string[] {
  return [
    `https://app.example.com/cb?${name}=*`,
    `https://app.example.com/cb?a=1&${name}=*&state=2`,
    `https://app.example.com/cb#${name}=*&state=2`,
    `${name}=*`,
  ];
}

test.each(places)('%s', (place) => {
  const text = place.replace('*', secret);
  const shown = redact(text);
  expect(shown).not.toContain(secret);
  expect(heldCredential(shown)).toBe(true);
  expect(redact(shown), 'what is masked stays as it is').toBe(shown);
});

test.each([
  ['https://user:pw@app.example.com/cb', `https://${mask}@app.example.com/cb`],
  ['https://app.example.com@evil.example/cb', 'https://app.example.com@evil.example/cb'],
  ['https://app.example.com:pw@evil.example/cb', `https://app.example.com:${mask}@evil.example/cb`],
  [
    'https://a.example/cb?client_secret=abc&state=1#x',
    `https://a.example/cb?client_secret=${mask}&state=1#x`,
  ],
  ['https://a.example/cb?a=1#access_token=abc', `https://a.example/cb?a=1#access_token=${mask}`],
])('%s is shown as %s', (text, shown) => {
  expect(redact(text)).toBe(shown);
});

test.each([
  'https://app.example.com/cb',
  'https://app.example.com/cb?state=1&code=abc&response_type=token&token_type=bearer',
  'https://login.microsoftonline.com/7d1d9c1e-5f0a-4b6e-9d0e-4f6a2f1c9b8d/oauth2/v2.0/token',
  'https://app.example.com/token/secret/password',
  'https://app.example.com/oauth2/callback?redirect=https://a.example/b',
  'https://app.example.com/cb?token=true&secret=',
  'https://app.example.com/cb?client_secret={{SECRET}}',
  'https://app.example.com/cb?client_secret=${SECRET}&a=b',
  'https://app.example.com/cb?client_secret=%24%7BSECRET%7D',
  'https://{{USER}}:{{PASSWORD}}@app.example.com/cb',
  'https://app.example.com/cb?client_id=3MVG9lKcPoNINVBIPJjdw1J9LLM82Hn',
  'com.example.app:/oauth',
  'sfdc://oauth/jwt/success',
  'http://localhost:1717/OauthRedirect',
  'admin@example.com',
  'mailto:admin@example.com',
  'JWT Bearer flow for the nightly job',
  'OAuth settings, Bearer tokens and Basic authentication',
  'Password: see the vault',
  'Token: expires in an hour',
  'Meeting at 10:30 @ office',
  'role=$User.Username',
  'https://script.google.com/macros/s/AKfycbxku9zSYEjxnqTkXNRyUQeDN_H4ZOPbc6MbPZN9uY4L3kGHTwPE_/exec',
  'CN=Order Sync, O=Acme, C=DE',
  'the key = value form',
])('%s is shown as it is', (text) => {
  expect(redact(text)).toBe(text);
});

test.each(
  [
    '=',
    '@',
    'a=',
    'a:',
    'https://',
    '://',
    'token=',
    'token=a',
    '%3D',
    '%25',
    '00D',
    'eyJ',
    'eyJa.',
    'Bearer ',
  ].concat([
    '5Aep',
    '0a',
    '-----BEGIN PRIVATE KEY-----',
    'a@',
    'a:b',
    '//a',
    '//',
    'token: ',
    '"token":',
    'a.',
    'xoxb-',
    '[',
    '00D00000000000!',
  ]),
)('a hundred thousand of %j take no time', (piece) => {
  const started = cpuTime();
  redact(`password=${piece.repeat(100_000)}`);
  expect(cpuTime() - started).toBeLessThan(3_000);
});
