import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesGlob } from '../../src/model/glob.js';
import { cpuTime } from '../cpu-time.js';

test.each([
  ['Order_Sync', 'Order_Sync', true],
  ['Order_Sync', 'Order_Sync2', false],
  ['Order_*', 'Order_Sync', true],
  ['Order_*', 'Order_', true],
  ['*', '', true],
  ['**', 'x', true],
  ['', '', true],
  ['', 'x', false],
  ['?', '', false],
  ['?', 'x', true],
  ['*_Sync', 'Order_Sync', true],
  ['a*b*c', 'aXbXbXc', true],
  ['a*b*c', 'aXbX', false],
  ['order_*', 'Order_Sync', false],
  ['a.c', 'abc', false],
  ['[a]', 'a', false],
  ['connectedApp:*', 'connectedApp:A', true],
])('%s fits %s: %s', (glob, text, expected) => {
  expect(matchesGlob(glob, text)).toBe(expected);
});

test('is what the same pattern is as a regular expression', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
  fc.assert(
    fc.property(glob, text, (pattern, value) => {
      const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
      expect(matchesGlob(pattern, value)).toBe(new RegExp(`^${source}$`).test(value));
    }),
    { numRuns: 2000 },
  );
});

test('many stars take no time', () => {
  const started = cpuTime();
  expect(matchesGlob('*a'.repeat(500), 'a'.repeat(2_000) + 'b')).toBe(false);
  expect(cpuTime() - started).toBeLessThan(1_000);
});
