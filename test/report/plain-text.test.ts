import { assert, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import { painter } from '../../src/report/text/ansi.js';
import { clip, jsonText, plainProse, plainText } from '../../src/report/text/plain-text.js';

test.each([
  ['Order Sync', 'Order Sync'],
  ['a\nb\tc\rd', String.raw`a\nb\tc\rd`],
  ['\u001b[31mred', String.raw`\u{1b}[31mred`],
  ['\u009b31m', String.raw`\u{9b}31m`],
  ['\u007f', String.raw`\u{7f}`],
  ['a\u202eb', String.raw`a\u{202e}b`],
  ['a\ud800b', String.raw`a\u{d800}b`],
  ['\u{e0041}', String.raw`\u{e0041}`],
  ['👩‍👩‍👧 顧客 é', '👩‍👩‍👧 顧客 é'],
  ['::error::x', String.raw`:\u{3a}error:\u{3a}x`],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['##[error]x', String.raw`#\u{23}[error]x`],
  ['##vso[task]', String.raw`#\u{23}vso[task]`],
  ['## heading', '## heading'],
])('%j is printed as %j', (text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test('prose becomes one line', () => {
  expect(plainProse(' Set it\n  so.\n\u001b')).toBe(String.raw`Set it so. \u{1b}`);
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['a😀b', 3, 'a…'],
])('clip(%j, %i) is %j', (text, length, expected) => {
  expect(clip(text, length)).toBe(expected);
});

test('JSON with escapes is the same data, whatever it holds', () => {
  assert(
    property(jsonValue(), (value) => {
      expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('JSON holds no character that a terminal obeys', () => {
  expect(jsonText({ a: '\u009b\u202e\u{e0041}##[x' })).toBe(
    String.raw`{"a":"\u009b\u202e\udb40\udc41#\u0023[x"}`,
  );
});

test('a painter without colour paints nothing', () => {
  expect(painter(false)('x', 'red', 'bold')).toBe('x');
  expect(painter(true)('x', 'red', 'bold')).toBe('\u001b[1m\u001b[31mx\u001b[39m\u001b[22m');
});
