import { beforeAll, expect, test, vi } from 'vitest';
import {
  patternSize,
  captured,
  countGroups,
  loadPatterns,
  matchesPattern,
  maxPatternLength,
  maxTextLength,
  patternDiagnostic,
} from '../../src/conditions/patterns.js';
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

test('a text that is just short enough is searched', () => {
  expect(matchesPattern(`${'a'.repeat(maxTextLength - 1)}b`, 'b$')).toBe(true);
  expect(captured(`${'a'.repeat(maxTextLength - 1)}b`, '(b)')).toBe('b');
  expect(captured('a'.repeat(maxTextLength + 1), '(a)')).toBeUndefined();
  expect(() => matchesPattern('a'.repeat(maxTextLength + 1), 'b')).toThrow(
    new RangeError('a text of 10001 characters is too long for "matches"'),
  );
});

test.each([
  ['https://eu.acme.example/x', '^https://([^.]+)[.]', 'eu'],
  ['ab', 'a(x)?b', undefined],
  ['ab', '(c)', undefined],
  ['ab', '(a)(b)', 'a'],
])('of %j the group of %j is %j', (text, pattern, expected) => {
  expect(captured(text, pattern)).toBe(expected);
});

test.each([
  ['a', 0],
  ['(a)(?:b)(c)', 2],
])('%j has %i groups', (pattern, count) => {
  expect(countGroups(pattern)).toBe(count);
});

test.each<readonly [string, string | undefined]>([
  ['^a+$', undefined],
  ['a'.repeat(maxPatternLength), undefined],
  ['a'.repeat(maxPatternLength + 1), 'a pattern of 1000 characters at most'],
  ['a{2000}', 'a regular expression in RE2 syntax (error parsing regexp: invalid repeat count'],
  ['a{1000}a{1000}', undefined],
  [
    'a{1000}a{1000}b',
    'a smaller pattern; with its repetitions written out it has 2001 parts, and 2000 are the limit',
  ],
  [
    '\\pL{101}',
    'a smaller pattern; with its repetitions written out it has 2020 parts, and 2000 are the limit',
  ],
  [`a${')'.repeat(30)}`, 'a regular expression in RE2 syntax (error parsing regexp: unexpected )'],
  ['(', 'a regular expression in RE2 syntax (error parsing regexp: missing closing )'],
])('%.20s: %j', (pattern, expected) => {
  const said = patternDiagnostic(pattern);
  if (expected === undefined) expect(said).toBeUndefined();
  else expect(said?.slice(0, expected.length)).toBe(expected);
});

test.each<readonly [string, number]>([
  ['', 0],
  ['abc', 3],
  ['a.c', 6],
  ['a+b*c?|d', 4],
  ['(ab)', 3],
  ['((a)b)', 4],
  ['(?:ab)', 3],
  ['(?i)ab', 7],
  ['(?-i)ab', 7],
  ['(?P<name>a)', 2],
  ['(?<name>a)', 2],
  ['a{5}', 5],
  ['a{2,7}', 7],
  ['a{2,}', 2],
  ['a{0}', 1],
  ['(ab){5}', 15],
  ['(a{3}){4}', 16],
  ['ab{3}', 4],
  ['a{3}{2}', 6],
  ['\\.{3}', 3],
  ['\\x{41}{3}', 3],
  ['\\pL', 20],
  ['\\p{Greek}', 20],
  ['\\PN{2}', 40],
  ['[ab]', 2.4],
  ['[^]a]', 2.5],
  ['[a{3}]{2}', 5.2],
  ['[\\pL]', 22.5],
  ['[[:alpha:]]', 23.1],
  ['[\\]]', 2.4],
  ['\\Q(a{9})\\E', 6],
  ['\\Q.*', 2],
  ['\\Qa\\Eb{3}', 4],
  [')', 0],
  ['a)b', 2],
  ['(a', 2],
  ['(a(b', 4],
  ['(.)(?i)', 14],
])('the size of %j is %d', (pattern, size) => {
  expect(patternSize(pattern)).toBeCloseTo(size, 6);
});

test('a pattern before loading throws', async () => {
  vi.resetModules();
  const fresh = await import('../../src/conditions/patterns.js');
  expect(() => fresh.matchesPattern('a', 'b')).toThrow('before loadPatterns()');
});
