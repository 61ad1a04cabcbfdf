import { expect, test } from 'vitest';
import { looksAlike } from '../../src/model/unsafe-characters.js';

test.each([
  ['Data Loader', false],
  ['Интеграция API', false],
  ['Ωmega Ltd', true],
  ['Ω mega', false],
  ['D\u0430ta Loader', true],
  ['Dat\u0430', true],
  ['Sales\u200Bforce CLI', true],
  ['\u202EMCP', true],
  ['\uFEFFName', true],
  ['Übersicht', false],
  ['', false],
])('%j', (name, expected) => {
  expect(looksAlike(name)).toBe(expected);
});
