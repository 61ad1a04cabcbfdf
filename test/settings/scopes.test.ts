import { expect, test } from 'vitest';
import { scopesSince, scopeTokens } from '../../src/settings/scopes.js';

const known: ReadonlySet<string> = new Set(Object.values(scopeTokens));

test('scopes are offered from a version on', () => {
  expect(scopesSince(47)).not.toContain('lightning');
  expect(scopesSince(51)).toContain('lightning');
  expect(scopesSince(65)).not.toContain('mcp_api');
  expect(scopesSince(66)).toContain('mcp_api');
});

test('all of them have a token', () => {
  expect(scopesSince(100).filter((scope) => !known.has(scope))).toEqual([]);
});
