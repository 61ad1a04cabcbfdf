import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexLines } from '../../src/metadata/text.js';

test.each([
  ['', 0, '1:1'],
  ['ab', 1, '1:2'],
  ['ab\ncd', 2, '1:3'],
  ['ab\ncd', 3, '2:1'],
  ['ab\r\ncd', 3, '1:4'],
  ['ab\r\ncd', 4, '2:1'],
  ['ab\rcd', 4, '1:5'],
  ['a\n\n\nb', 4, '4:1'],
  ['a\n', 2, '2:1'],
  ['𝄞x', 2, '1:3'],
  ['a\u2028b', 2, '1:3'],
])('%j at %i is %s', (text, offset, expected) => {
  const { startLine, startColumn } = indexLines('x', text).locate(offset, offset);
  expect(`${startLine}:${startColumn}`).toBe(expected);
});

test('a range has two ends, in its file', () => {
  const expected = { file: 'a/b.xml', startLine: 1, startColumn: 2, endLine: 2, endColumn: 3 };
  expect(indexLines('a/b.xml', 'ab\ncde').locate(1, 5)).toEqual(expected);
});

test('in any order of questions, lines and columns are those of a plain count', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '𝄞'), maxLength: 60 });
  fc.assert(
    fc.property(texts, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (text, cuts) => {
      const lines = indexLines('x', text);
      for (const cut of cuts) {
        const offset = Math.floor(cut * text.length);
        const before = text.slice(0, offset).split('\n');
        const { startLine, startColumn } = lines.locate(offset, offset);
        expect([startLine, startColumn]).toEqual([before.length, (before.at(-1)?.length ?? 0) + 1]);
      }
    }),
  );
});
