import { beforeAll, expect, test, vi } from 'vitest';
import { loadPatterns, matchesPattern, maxTextLength } from '../../src/conditions/patterns.js';
import { cpuTime } from '../cpu-time.js';

beforeAll(loadPatterns);

test.each(['(a+)+$', '(a|a)*$', '(.*a){20}$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
  '%s cannot hang',
  (pattern) => {
    const start = cpuTime();
    matchesPattern(`${'a'.repeat(maxTextLength - 1)}!`, pattern);
    expect(cpuTime() - start).toBeLessThan(1_000);
  },
);

test('a text that is too long throws', () => {
  expect(() => matchesPattern('a'.repeat(maxTextLength + 1), 'b')).toThrow('too long');
});

test('a pattern before loading throws', async () => {
  vi.resetModules();
  const fresh = await import('../../src/conditions/patterns.js');
  expect(() => fresh.matchesPattern('a', 'b')).toThrow('before loadPatterns()');
});
