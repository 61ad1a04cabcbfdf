import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { usesPatterns } from '../../src/conditions/evaluate.js';
import { conditionsOf } from '../../src/conditions/tree.js';
import { plainPattern } from '../../src/conditions/patterns.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

test.each([
  ['^http://localhost:[0-9]{2,5}/OauthRedirect$', true],
  ['^(chrome|moz)-extension://[A-Za-z0-9-]+/data-export[.]html$', true],
  [String.raw`^app\.acme[.]io$`, true],
  ['^[a-z]*$', true],
  [String.raw`^/([^/\\].*)?$`, true],
  ['^a[.]b([^c].*)?$', true],
  ['app', false],
  ['^a.c$', false],
  ['^[a-z]+[0-9]+$', false],
  ['^(a+)+$', false],
  ['^[^a]+$', false],
  ['^([^a].*)?b$', false],
  ['^([^a].*)*$', false],
  ['^([^a].+)?$', false],
  ['^([^c-a].*)?$', false],
  [String.raw`^([^\w].*)?$`, false],
  ['^[a-z]+([^a].*)?$', false],
  ['^[z-a]+$', false],
  ['^[a-z]{5,2}$', false],
  ['^(?i)a$', false],
  [String.raw`^\d+$`, false],
  ['^caf\u{e9}$', false],
  ['^a$\n', false],
  [`^${'a'.repeat(200)}$`, false],
])('%s: plain is %j', (pattern, isPlain) => {
  expect(plainPattern(pattern).regExp !== undefined).toBe(isPlain);
});

test('a plain pattern matches what RE2 matches', () => {
  const part = fc.constantFrom('a', 'Z9', 'http://', '-', '[.]', String.raw`\.`, '(ab|b c)', ':_');
  const repetition = fc.constantFrom('', '[a-z]+', '[0-9A-Z_.-]*', '[a-b]{2}', '[a-z ]{2,5}');
  const pattern = fc
    .tuple(fc.array(part, { maxLength: 4 }), repetition, fc.array(part, { maxLength: 2 }))
    .map(([before, once, after]) => `^${before.join('')}${once}${after.join('')}$`);
  const tried = fc.array(
    fc.constantFrom('a', 'b', 'Z9', 'http://', '-', '.', 'ab', 'b c', ':_', '\n', '\u{1f600}'),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pattern, tried, (written, pieces) => {
      const { regExp } = plainPattern(written);
      fc.pre(regExp !== undefined);
      const text = pieces.join('');
      expect(regExp?.test(text)).toBe(RE2JS.compile(written).test(text));
      const own = written
        .replaceAll(/\[\.\]|\\\./g, '.')
        .replace('(ab|b c)', 'b c')
        .replaceAll(/[$^]/g, '');
      expect(regExp?.test(own)).toBe(RE2JS.compile(written).test(own));
    }),
  );
});

test('a plain pattern with any rest matches what RE2 matches', () => {
  const pattern = fc
    .tuple(fc.constantFrom('', '/', 'a:', '[.]'), fc.constantFrom(String.raw`/\\`, 'a', 'a-', '._'))
    .map(([before, not]) => `^${before}([^${not}].*)?$`);
  const pieces = ['a', 'b', '/', '\\', 'a:', '.', '-', '\n', '\r', '\u2028', '\u{1f600}', '\ud800'];
  const tried = fc.array(fc.constantFrom(...pieces), { maxLength: 5 });
  fc.assert(
    fc.property(pattern, tried, (written, parts) => {
      const { regExp } = plainPattern(written);
      const text = parts.join('');
      expect(regExp?.test(text)).toBe(RE2JS.compile(written).test(text));
    }),
  );
});

test('with swap the pattern is the fact', () => {
  const leaf = { fact: 'label', operator: 'swap:matches', value: '^a$' };
  expect(usesPatterns(leaf)).toBe(true);
  expect(usesPatterns({ ...leaf, operator: 'matches' })).toBe(false);
});

// It would be loaded at every start, for apps that no guide is about.
test('neither the standard rules nor what recognises a shipped guide need RE2', () => {
  const matches = shippedRulesets.flatMap(({ match }) => match ?? []);
  const standard = shippedRulesets.filter(({ kind }) => kind === 'standard');
  const conditions = standard.flatMap(({ rules }) => rules.flatMap(conditionsOf));
  expect(matches.length).toBeGreaterThan(100);
  expect(conditions.length).toBeGreaterThan(100);
  expect([...matches, ...conditions].filter(usesPatterns)).toEqual([]);
});
