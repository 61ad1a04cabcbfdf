import { expect, test } from 'vitest';
import { entriesIn, keysIn, tableFor } from '../../src/model/tables.js';

test('the names of a table and what it has for each come in its order', () => {
  const table = { b: 1, a: 2 };
  expect(keysIn(table)).toEqual(['b', 'a']);
  expect(entriesIn(table)).toEqual([
    ['b', 1],
    ['a', 2],
  ]);
});

test('a table has an entry for each name, in their order', () => {
  const table = tableFor(['b', 'a'], (name) => name.toUpperCase());
  expect(Object.entries(table)).toEqual([
    ['b', 'B'],
    ['a', 'A'],
  ]);
});
