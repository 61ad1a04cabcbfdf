import { expect, test } from 'vitest';
import { timesEach, groupBy } from '../../src/model/lists.js';

const length = (text: string): number => text.length;

test.each([
  [[], []],
  [
    ['b', 'aa', 'a', 'b'],
    [
      [1, ['b', 'a', 'b']],
      [2, ['aa']],
    ],
  ],
])('%j by length', (texts, groups) => {
  expect([...groupBy(texts, length)]).toEqual(groups);
});

test('counts stand in the order of the first of each', () => {
  expect([...timesEach(['b', '', 'a', 'b', ''])]).toEqual([
    ['b', 2],
    ['', 2],
    ['a', 1],
  ]);
});
