import { beforeAll, describe, expect, test } from 'vitest';
import { checkOperator, factTypeOf } from '../../src/conditions/operators.js';
import { loadPatterns } from '../../src/conditions/patterns.js';
import type { ConditionValue } from '../../src/model/ruleset.js';

beforeAll(loadPatterns);

function check(fact: string, operator: string, value: ConditionValue): string | undefined {
  const type = factTypeOf(fact);
  if (!type) throw new Error(`no such fact: ${fact}`);
  return checkOperator(type.type, type.values, operator, value);
}

describe('sound', () => {
  test.each<readonly [string, string, ConditionValue]>([
    ['pkceRequired', 'equal', true],
    ['pkceRequired', 'equal', { fact: 'org.pkceRequired' }],
    ['label', 'in', ['A', 'B']],
    ['label', 'equal', { fact: 'apiName' }],
    ['refreshTokenDays', 'lessThanInclusive', 90],
    ['refreshTokenDays', 'lessThan', { fact: 'daysSinceLastUse' }],
    ['certificateExpires', 'lessThan', '2027-01-31'],
    ['certificateExpires', 'greaterThan', { fact: 'today' }],
    ['certificateExpires', 'withinDays', 30],
    ['certificateExpires', 'not:beforeToday', true],
    ['permittedUsers', 'equal', 'admin-approved'],
    ['permittedUsers', 'in', ['admin-approved', 'self-authorize']],
    ['permittedUsers', 'equal', '${users}'],
    ['scopes', 'containsAll', ['api', '${scope}']],
    ['scopes', 'containsNone', ['full']],
    ['scopes', 'contains', 'api'],
    ['scopes', 'everyFact:in', ['api', 'id']],
    ['scopes', 'swap:in', 'api'],
    ['label', 'someValue:like', ['a*', 'b*']],
    ['callbackUrls', 'everyFact:usesScheme', 'https'],
    ['callbackUrls', 'everyFact:usesScheme', ['https', 'myapp:']],
    ['callbackUrls', 'someFact:hostIn', ['*.example.com', 'localhost']],
    ['callbackUrls', 'not:someFact:matches', '^http:'],
    ['callbackUrls', 'isEmpty', true],
    ['trustedIpRanges', 'isNotEmpty', true],
    ['trustedIpRanges', 'everyFact:not:widerThan', 65536],
    ['description', 'isNotEmpty', true],
    ['permittedProfiles', 'containsOnly', { fact: 'grantedProfiles' }],
  ])('%s %s %j', (fact, operator, value) => {
    expect(check(fact, operator, value)).toBeUndefined();
  });
});

describe('diagnostics', () => {
  test.each<readonly [string, string, ConditionValue, string]>([
    ['scopes', 'containAll', ['api'], 'unknown operator "containAll": did you mean "containsAll"?'],
    ['scopes', 'frobnicate', ['api'], 'unknown operator "frobnicate": there are: equal,'],
    ['scopes', 'everyfact:equal', 'api', 'decorator "everyfact": did you mean "everyFact"?'],
    ['scopes', 'equal', 'api', '"equal" does not fit a list: write "everyFact:equal" or'],
    ['pkceRequired', 'containsAll', ['a'], 'does not fit a flag: it is for lists'],
    ['pkceRequired', 'everyFact:equal', true, '"everyFact" needs a list as its fact'],
    ['label', 'someValue:like', 'a*', '"someValue" needs a list as its value'],
    ['pkceRequired', 'equal', 'true', '"equal" needs true or false'],
    ['label', 'equal', 5, '"equal" needs a text'],
    ['refreshTokenDays', 'lessThan', '90', '"lessThan" needs a number'],
    ['refreshTokenDays', 'lessThan', { fact: 'label' }, '"lessThan" needs a number'],
    ['pkceRequired', 'equal', { fact: 'pkceRequird' }, 'unknown fact "pkceRequird"'],
    ['certificateExpires', 'lessThan', '2027-02-30', 'a date such as 2027-01-31'],
    ['certificateExpires', 'withinDays', -1, 'a number, 0 or more'],
    ['certificateExpires', 'beforeToday', false, '"beforeToday" needs no value, or true'],
    ['permittedUsers', 'equal', 'admin-aproved', 'did you mean "admin-approved"?'],
    ['permittedUsers', 'in', ['nobody'], 'one of self-authorize, admin-approved, not "nobody"'],
    ['permittedUsers', 'in', 'admin-approved', '"in" needs a list of texts'],
    ['scopes', 'containsAll', [], 'a list with at least one entry'],
    ['scopes', 'containsAll', 'api', 'a list of texts'],
    ['scopes', 'contains', ['api'], '"contains" needs a text'],
    ['label', 'matches', '(a', 'a regular expression in RE2 syntax'],
    ['label', 'matches', '(?=a)', 'a regular expression in RE2 syntax'],
    ['label', 'matches', '(a)\\1', 'a regular expression in RE2 syntax'],
    ['label', 'matches', 'a'.repeat(1001), 'of 1000 characters at most'],
    ['label', 'matches', { fact: 'apiName' }, 'written in the ruleset'],
    ['label', 'like', '', 'a pattern'],
    ['startUrl', 'usesScheme', 'https//', 'a URL scheme such as https'],
    ['startUrl', 'usesScheme', 5, 'a text or a list of texts'],
    ['startUrl', 'hostIn', ['https://a.example.com'], 'a host such as *.example.com'],
    ['startUrl', 'hostIn', ['a*.example.com'], 'a host such as *.example.com'],
    ['trustedIpRanges', 'widerThan', 5, 'write "everyFact:widerThan" or'],
    ['refreshTokenDays', 'isEmpty', true, 'it is for lists, lists of address ranges, texts'],
  ])('%s %s %j', (fact, operator, value, diagnostic) => {
    expect(check(fact, operator, value)).toContain(diagnostic);
  });

  test('entries of a list with possible values', () => {
    const diagnostic = checkOperator('list', ['read', 'write'], 'containsAny', ['reed']);
    expect(diagnostic).toContain('did you mean "read"?');
  });

  test('references to parameters', () => {
    const value = { fact: 'param.hosts' };
    const typeOf = () => ({ type: 'list' }) as const;
    expect(checkOperator('list', undefined, 'containsAny', value, typeOf)).toBeUndefined();
    expect(checkOperator('list', undefined, 'contains', value, typeOf)).toContain('needs a text');
  });
});
