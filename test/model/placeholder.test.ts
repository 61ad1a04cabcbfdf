import { expect, test } from 'vitest';
import { isPlaceholder } from '../../src/model/placeholder.js';
import { cpuTime } from '../cpu-time.js';

test.each([
  ['{{CONSUMER_KEY}}', true],
  ['${CONSUMER_KEY}', true],
  ['${{ secrets.KEY }}', true],
  ['{{{KEY}}}', true],
  ['https://{{HOST}}/cb', true],
  ['https://${HOST}/cb', true],
  ['a ${A:-${B}} b', true],
  ['XXXX', true],
  ['https://XXXXX.my.salesforce.com/', true],
  ['xxxxx@example.com', true],
  ['XXXXXX@example.com', true],
  ['', false],
  ['{CONSUMER_KEY}', false],
  ['$CONSUMER_KEY', false],
  ['{{', false],
  ['}}{{', false],
  ['XXX', false],
  ['AXXXXB', false],
  ['3MVG9xxxxxxxxxxxx1234', false],
  ['exxxxtra', false],
  ['a xxxx b', false],
  ['$User.Username', false],
  ['$CustomPermission.{x}', false],
])('%s: %s', (text, expected) => {
  expect(isPlaceholder(text)).toBe(expected);
});

test.each(['{{', '${', '{{a', '${a', 'X ', '{{ }', 'xxxx '])(
  'millions of %j take no time',
  (piece) => {
    const started = cpuTime();
    isPlaceholder(piece.repeat(1_000_000));
    expect(cpuTime() - started).toBeLessThan(3_000);
  },
);
