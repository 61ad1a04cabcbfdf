// A secret of the run in every form in which texts of others may hold it, and what looks like anybody's.
import { describe, expect, test } from 'vitest';
import { secretsOf, newSecrets } from '../../src/model/secrets.js';
import { cpuTime } from '../cpu-time.js';
import { looksSecret, redactMessage } from '../../src/model/redact.js';

const rest = 'AQEAQ.h7/Jk+Zq2&<x>"y\'CanaryCanary_0123456789-Tail';
const token = `00D5g00000ABCdE!${rest}`;
const known = newSecrets();
known.add(token);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const escaped = rest
  .replaceAll('&', '&amp;')
  .replaceAll('<', '&lt;')
  .replaceAll('>', '&gt;')
  .replaceAll('"', '&quot;')
  .replaceAll("'", '&#39;');

const forms: Readonly<Record<string, string>> = {
  'as it is': token,
  'without the id of its org': rest,
  'URL-encoded': encodeURIComponent(token),
  'URL-encoded in lower case': encodeURIComponent(token).replace(/%../g, (one) =>
    one.toLowerCase(),
  ),
  'URL-encoded twice': encodeURIComponent(encodeURIComponent(token)),
  'in base64': base64(rest),
  'in base64, behind one character': base64(`a${rest}`),
  'in base64, behind two characters': base64(`ab${rest}`),
  'in base64 for URLs': Buffer.from(rest).toString('base64url'),
  'in hexadecimal': Buffer.from(token).toString('hex'),
  'in JSON': JSON.stringify(token),
  'in JSON in JSON': JSON.stringify(JSON.stringify(token)),
  'in XML': escaped,
  'cut short': token.slice(0, 40),
  'its end': token.slice(-14),
  'wrapped by lines': token.replace(/(.{12})/g, '$1\n'),
  'wrapped as quoted-printable': token.replace(/(.{12})/g, '$1=\r\n'),
  'wrapped in JSON': JSON.stringify(token.replace(/(.{20})/g, '$1\n')),
};

describe('a secret of the run is hidden', () => {
  test.each(Object.entries(forms))('%s', (_, form) => {
    const left = known.hide(`Header Authorization: ${form} was not understood`);
    expect(left).toContain('[redacted]');
    expect(left).toMatch(/^Header Authorization: .* was not understood$/s);
    for (let at = 0; at + 12 <= form.length; at += 1) {
      const part = form.slice(at, at + 12);
      if (!/^(?:00D5g|%2|["\\])|!/.test(part) && !'00D5g00000ABCdE!'.includes(part.slice(0, 6)))
        expect(left).not.toContain(part);
    }
  });

  test('wherever it stands, and how often', () => {
    expect(known.hide(`${rest}, ${rest}`)).toBe('[redacted], [redacted]');
  });

  test('the id of the org is none', () => {
    expect(known.hide('the org 00D5g00000ABCdE says no')).toBe('the org 00D5g00000ABCdE says no');
  });

  test('a private key is told by any of its lines', () => {
    const key = newSecrets();
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';
    key.add(`-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`);
    expect(key.hide(`near ${body.slice(10, 40)}`)).toBe('near [redacted]');
  });

  test.each([
    ['hush', 'said hush, then', 'said [redacted], then'],
    ['hush', 'hushed', 'hushed'],
    ['hush-hush', 'x=hush-hush;', 'x=[redacted];'],
    ['hunter2hunter', 'cut to hunter2h', 'cut to [redacted]'],
    ['abc', 'abc', 'abc'],
  ])('a short one (%s) in "%s"', (secret, text, left) => {
    const short = newSecrets();
    short.add(secret);
    expect(short.hide(text)).toBe(left);
  });
});

test('the environment of a run holds secrets', () => {
  const { hide } = secretsOf({
    SF_ACCESS_TOKEN: 'CanaryOfTheAccessToken',
    SF_CLIENT_SECRET: 'CanaryOfTheClientSecret',
    SFDX_AUTH_URL: 'force://PlatformCLI:CanarySecretPart:CanaryRefreshPart@acme.my.salesforce.com',
    HTTPS_PROXY: 'http://me:Canary%40Password@proxy.example:8080',
    SF_JWT_KEY_FILE: 'keys/server.pem',
    SF_USERNAME: 'admin@acme.example',
  });
  const text = `CanaryOfTheAccessToken CanaryOfTheClientSecret CanarySecretPart CanaryRefreshPart Canary@Password Canary%40Password ${base64('me:Canary@Password')}`;
  expect(hide(text)).not.toMatch(/Canary|bWU6/);
  expect(hide('keys/server.pem admin@acme.example')).toBe('keys/server.pem admin@acme.example');
});

describe('what looks like a secret of anybody is hidden', () => {
  test.each([
    ['session 00D000000000001AAA!AQEAQ.other ended', 'session [redacted] ended'],
    ['session 00D000000000001%21AQEAQ.other ended', 'session [redacted] ended'],
    ['Authorization: Bearer abc123.def was', 'Authorization: Bearer [redacted] was'],
    ['Basic dXNlcjpwYXNz!', 'Basic [redacted]'],
    ['refresh_token=5Aep861abc&x=1', 'refresh_token=[redacted]&x=1'],
    ['5Aep861TSESvWeug_xvFHRBTTbf_YrTWgE', '[redacted]'],
    ['{"refresh_token":"abc","x":1}', '{"refresh_token":"[redacted]","x":1}'],
    ['{\\"client_secret\\":\\"abc\\"}', '{\\"client_secret\\":\\"[redacted]\\"}'],
    ['<sessionId>abc</sessionId>', '<sessionId>[redacted]</sessionId>'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln', '[redacted]'],
    ['https://me:pw@proxy.example:80/', 'https://[redacted]@proxy.example:80/'],
    ['force://id:secret:token@acme.my.salesforce.com', 'force://[redacted]'],
    ['a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b', 'a [redacted] b'],
    ['a -----BEGIN PRIVATE KEY-----\nMIIcut', 'a [redacted]'],
  ])('%s', (text, left) => {
    expect(redactMessage(text)).toBe(left);
    expect(looksSecret(text)).toBe(true);
  });

  test.each([
    'invalid_grant: expired access/refresh token',
    'the org does not accept the access token in SF_ACCESS_TOKEN: it is wrong or has expired',
    'Bearer tokens are not accepted',
    'SFDX_AUTH_URL is not of the form force://CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN@INSTANCE',
    'HTTP_PROXY takes it as http://USER:PASSWORD@HOST:PORT',
    'https://acme.my.salesforce.com/services/oauth2/token',
    'INSUFFICIENT_ACCESS: insufficient access rights on cross-reference id: 00D000000000001AAA',
    'user admin@acme.example',
  ])('%s is left as it is', (text) => {
    expect(redactMessage(text)).toBe(text);
  });

  test('a long text takes no time', () => {
    const started = cpuTime();
    for (const one of ['a_', 'token=', '//a@', 'Bearer ', '"token":"', '<token>', 'eyJ.'])
      known.redact(one.repeat(100_000));
    expect(cpuTime() - started).toBeLessThan(10_000);
  });
});
