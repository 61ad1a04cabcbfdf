import { assert, integer, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { indented, textWidth, wrap } from '../../src/report/text/wrap.js';

test.each([
  ['', 0],
  ['abc', 3],
  ['→ é', 3],
  ['e\u0301', 1],
  ['顧客', 4],
  ['🇩🇪', 4],
  ['한글ｆｗ', 8],
])('%j is %i columns wide', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['', 10, ['']],
  ['one two three', 8, ['one two', 'three']],
  ['one  two', 20, ['one  two']],
  ['force-app/main/default/x.xml:1:2', 16, ['force-app/main/', 'default/', 'x.xml:1:2']],
  ['see https://a.example/b?c=d&e=f', 14, ['see https://', 'a.example/', 'b?c=d&e=f']],
  ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ['顧客データ', 5, ['顧客', 'デー', 'タ']],
  ['x 👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 11, ['x', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦']],
])('%j in %i columns is %j', (text, width, expected) => {
  expect(wrap(text, width)).toEqual(expected);
});

test('nothing is lost but spaces, and no line is too wide', () => {
  const words = string({ unit: 'grapheme', maxLength: 60 });
  assert(
    property(words, integer({ min: 12, max: 80 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      // What a reader sees as one character is never cut, however many marks it is made of.
      const graphemes = [...new Intl.Segmenter('en').segment(text)];
      const widest = Math.max(width, ...graphemes.map(({ segment }) => textWidth(segment)));
      expect(lines.filter((line) => textWidth(line) > widest)).toEqual([]);
    }),
  );
});

test('an item of a list has its mark before the first line only', () => {
  expect(indented('one two three', 9, '  ', '- ')).toEqual(['- one two', '  three']);
});
