import { describe, expect, test } from 'vitest';
import { beginsAsPlaceholder, isFilled, isPlaceholder } from '../../src/settings/placeholder.js';
import { templateStyles } from '../../src/settings/template-styles.js';
import { cpuTime } from '../cpu-time.js';

const examples = templateStyles.flatMap(({ name, examples: all }) =>
  all.map((text) => [name, text] as const),
);

describe('each style of the table', () => {
  test.each(examples)('%s: %s is a template', (_, text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  test.each(examples.filter(([, text]) => !text.includes('://') || text.startsWith('op:')))(
    '%s: %s is no secret',
    (_, text) => {
      expect(isFilled(text)).toBe(false);
    },
  );

  test.each(examples)('%s: %s is none any more with a secret in it', (_, text) => {
    expect(isFilled(`${text}4f9c2a7be1d04f6688a1`)).toBe(true);
    expect(isFilled(`4f9c2a7be1d04f6688a1${text}`)).toBe(true);
    expect(isFilled(`hunter2x${text}`)).toBe(true);
  });
});

test.each([
  ['{{CONSUMER_KEY}}', true],
  ['${CONSUMER_KEY}', true],
  ['${{ secrets.KEY }}', true],
  ['{{{KEY}}}', true],
  ['https://{{HOST}}/cb', true],
  ['https://${HOST}/cb', true],
  ['https://{HEROKU}.herokuapp.com/cb', true],
  ['https://%HOST%/cb', true],
  ['https://@HOST@/cb', true],
  ['https://__HOST__/cb', true],
  ['https://<host>/cb', true],
  ['https://[HOST]/cb', true],
  ['https://$HOST/cb', true],
  ['https://#{HOST}#/cb', true],
  ['https://$(HOST)/cb', true],
  ['https://YOUR_DOMAIN.my.salesforce.com/', true],
  ['a ${A:-${B}} b', true],
  ['XXXX', true],
  ['https://XXXXX.my.salesforce.com/', true],
  ['xxxxx@example.com', true],
  ['XXXXXX@example.com', true],
  ['{CONSUMER_KEY}', true],
  ['$CONSUMER_KEY', true],
  ['%PKCE%', true],
  ['@PKCE@', true],
  ['__PKCE__', true],
  ['#{PKCE}#', true],
  ['', false],
  ['{{', false],
  ['}}{{', false],
  ['XXX', false],
  ['AXXXXB', false],
  ['3MVG9xxxxxxxxxxxx1234', false],
  ['exxxxtra', false],
  ['a xxxx b', false],
  ['$User.Username', false],
  ['role=$User.Username', false],
  ['$CustomPermission.{x}', false],
  // What a URL, a name or a sentence may hold.
  ['https://app.example.com/cb', false],
  ['https://app.example.com/%C3%A9%20%E2%82%AC', false],
  ['https://app.example.com/cb?$filter=a', false],
  ['https://user@host@other.example/cb', false],
  ['https://app.example.com@HOST@evil.example/cb', false],
  ['http://[::1]:8080/cb', false],
  ['http://[fe80::1]/cb', false],
  ['com.example.app:/cb', false],
  ['ns__Order_Sync__c', false],
  ['/lightning/n/sf_devops__DevOps_Center', false],
  ['Order sync [beta] (new) {x} 100 % of <all> @ work', false],
  ['Address_Sync', false],
  ['Settings', false],
  ['Atmosphere', false],
  ['Yourway', false],
  ['The order sync', false],
  ['admin@example.com', false],
  ['10.0.0.1', false],
  ['true', false],
])('isPlaceholder %s: %s', (text, expected) => {
  expect(isPlaceholder(text)).toBe(expected);
});

test.each([
  ['', false],
  // Templates, and words around them.
  ['{{PREFIX}}-{{SUFFIX}}', false],
  ['{{PREFIX}}{{SUFFIX}}', false],
  ['dev-${SECRET}', false],
  ['${SECRET}_prod', false],
  ['XXXX-REPLACE-XXXX', false],
  ['${SECRET:-}', false],
  ['${SECRET:-changeme}', false],
  ['${SECRET:?not set}', false],
  ['{{ secret | default(other_secret) }}', false],
  ['your consumer secret', false],
  ['REPLACE ME', false],
  ['<insert your secret here>', false],
  ['YOUR_SECRET_2', false],
  ['__REPLACE_ME__', false],
  ['%%%CONSUMER_SECRET%%%', false],
  // Secrets, and secrets with a template in them or around them.
  ['hunter2hunter2', true],
  ['secret', true],
  ['abc{{', true],
  ['{{abc', true],
  ['${', true],
  ['${X}realsecret', true],
  ['${X}hunter2', true],
  ['hunter2${X}', true],
  ['abcdefgh{{X}}', true],
  ['{{X}}-hunter2hunter2', true],
  ['${SECRET:-hunter2hunter2}', true],
  ['${SECRET-9F86D081884C7D659A2F}', true],
  ["{{ secret | default('hunter2hunter2') }}", true],
  ['<%= ENV["X"] || "hunter2hunter2" %>', true],
  ['{{9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08}}', true],
  ['<9F86D081884C7D659A2FEAA0C55AD015>', true],
  ['%9F86D081884C7D659A2FEAA0C55AD015%', true],
  ['9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08', true],
  ['1234567890123456789', true],
  ['{{1234567890123456789}}', true],
  ['your1a2b3c4d5e6f7g8h9i0j', true],
  ['TODO9F86D081884C7D659A2F', true],
  ['YOUR_9F86D081884C7D659A2F', true],
  ['a...b.c-d', true],
])('isFilled %s: %s', (text, expected) => {
  expect(isFilled(text)).toBe(expected);
});

test.each([
  ['{{CALLBACK}}', true],
  ['${SCHEME}://host/cb', true],
  ['%CALLBACK%', true],
  ['YOUR_CALLBACK_URL', true],
  ['TODO', true],
  ['https://{{HOST}}/cb', false],
  ['https://app.example.com/{id}', false],
  ['com.example.app:/cb', false],
])('beginsAsPlaceholder %s: %s', (text, expected) => {
  expect(beginsAsPlaceholder(text)).toBe(expected);
});

test.each(
  [
    '{{',
    '${',
    '{{a',
    '${a',
    'X ',
    '{{ }',
    'xxxx ',
    '%a',
    '@a',
    '__a',
    '__',
    '<a',
    '[a',
    '$A',
    '#{a',
    '$(a',
  ].concat([
    'your_',
    'YOUR',
    'a_',
    'ab',
    'Ab',
    '*.',
    '((a',
    'a-here',
    '/@a@',
    '{a',
    'vault:a ',
    'XXXX',
  ]),
)('millions of %j take no time', (piece) => {
  const started = cpuTime();
  isPlaceholder(piece.repeat(1_000_000));
  isFilled(piece.repeat(100_000));
  expect(cpuTime() - started).toBeLessThan(3_000);
});

/** As long as a text may be that is held against the styles of whole values. */
test.each([
  'a',
  'A',
  'aB',
  'aB3',
  'a-',
  'a_B.',
  'your',
  'YOUR_',
  'MIIDdTCCAl2gAwIBAgILBAAAAA+/',
  'x@',
])('2,000 characters of %j take no time, whatever stands behind them', (piece) => {
  const started = cpuTime();
  for (const end of ['', '!', '=', '_here!']) {
    const text = piece.repeat(2_000).slice(0, 2_000 - end.length) + end;
    isPlaceholder(text);
    isFilled(text);
    beginsAsPlaceholder(text);
  }
  expect(cpuTime() - started).toBeLessThan(500);
});

test.each([
  'https://a.example/cb?client_secret=[redacted]',
  'https://[redacted]@a.example/',
  'https://a.example/cb#access_token=[redacted]&x=1',
])('%s is no template: what a snapshot masked is judged as it was', (text) => {
  expect(isPlaceholder(text)).toBe(false);
});
