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
    ['label', 'hasWords', ['Acme Sync', '${name}']],
    ['label', 'hasWords', 'Acme'],
    ['certificateExpires', 'withinDays', 0],
    ['certificateExpires', 'equal', '${day}'],
    ['certificateExpires', 'in', ['2027-01-31']],
    ['label', 'equal', { fact: 'permittedUsers' }],
    ['label', 'equal', { fact: 'certificateExpires' }],
    ['startUrl', 'hostIn', ['localhost:8080', '*.example.com']],
    ['permittedProfiles', 'containsOnly', { fact: 'grantedProfiles' }],
    ['certificateExpires', 'withinDays', { fact: 'refreshTokenDays' }],
    ['label', 'someValue:equal', { fact: 'trustedIpRanges' }],
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

  test.each([
    ['=', 'equal'],
    ['==', 'equal'],
    ['is', 'equal'],
    ['!=', 'notEqual'],
    ['<', 'lessThan'],
    ['<=', 'lessThanInclusive'],
    ['>', 'greaterThan'],
    ['>=', 'greaterThanInclusive'],
    ['includes', 'contains'],
    ['has', 'contains'],
    ['regex', 'matches'],
    ['glob', 'like'],
  ])('%s is taken for %s', (written, meant) => {
    expect(check('label', written, 'a')).toBe(
      `unknown operator "${written}": did you mean "${meant}"?`,
    );
  });

  test.each<readonly [string, string, ConditionValue, string]>([
    ['label', 'lessThan', 5, '"lessThan" does not fit a text: it is for numbers, dates'],
    [
      'refreshTokenDays',
      'like',
      'a',
      '"like" does not fit a number: it is for texts, choices, dates',
    ],
    ['certificateExpires', 'hasWords', 'a', '"hasWords" does not fit a date: it is for texts'],
    ['permittedUsers', 'hasWords', 'a', '"hasWords" does not fit a choice: it is for texts'],
    [
      'trustedIpRanges',
      'lessThan',
      5,
      '"lessThan" does not fit a list of address ranges: it is for numbers, dates',
    ],
    [
      'trustedIpRanges',
      'someFact:lessThan',
      5,
      '"lessThan" does not fit a range of addresses: it is for numbers, dates',
    ],
    ['label', 'widerThan', 5, '"widerThan" does not fit a text: it is for ranges of addresses'],
    ['pkceRequired', 'equal', { fact: 'label' }, '"equal" needs true or false'],
    ['label', 'equal', true, '"equal" needs a text'],
    ['permittedUsers', 'equal', true, '"equal" needs a text'],
    ['certificateExpires', 'equal', 5, '"equal" needs a text'],
    [
      'certificateExpires',
      'in',
      ['tomorrow'],
      '"in" needs a date such as 2027-01-31, not "tomorrow"',
    ],
    ['certificateExpires', 'withinDays', '5', '"withinDays" needs a number, 0 or more'],
    [
      'certificateExpires',
      'withinDays',
      { fact: 'label' },
      '"withinDays" needs a number, 0 or more',
    ],
    ['permittedUsers', 'equal', { fact: 'apiName' }, ''],
    [
      'label',
      'hasWords',
      'Acme*',
      '"hasWords" needs words such as Acme Sync, without patterns, not "Acme*"',
    ],
    ['label', 'hasWords', true, '"hasWords" needs a text or a list of texts'],
    [
      'permittedUsers',
      'equal',
      'x',
      '"equal" needs one of self-authorize, admin-approved, not "x"',
    ],
    ['scopes', 'contains', { fact: 'pkceRequired' }, '"contains" needs a text'],
    [
      'permittedUsers',
      'in',
      ['admin-approved', 'nobody'],
      '"in" needs one of self-authorize, admin-approved, not "nobody"',
    ],
    [
      'trustedIpRanges',
      'equal',
      'x',
      '"equal" does not fit a list of address ranges: it is for flags, texts, numbers, dates, choices',
    ],
    ['refreshTokenDays', 'equal', true, '"equal" needs a number'],
    ['pkceRequired', 'equal', 1, '"equal" needs true or false'],
    ['scopes', 'containsAny', { fact: 'trustedIpRanges' }, ''],
    [
      'scopes',
      'everyfact:not:frob:equal',
      'api',
      'unknown decorator "everyfact": did you mean "everyFact"?',
    ],
  ])('%s %s %j, word for word', (fact, operator, value, diagnostic) => {
    expect(check(fact, operator, value) ?? '').toBe(diagnostic);
  });

  test('a fact that has only some values is held to those of another', () => {
    const typeOf = () => ({ type: 'enum', values: ['a', 'b'] }) as const;
    expect(checkOperator('string', undefined, 'in', { fact: 'x' }, typeOf)).toBe(
      '"in" needs a list of texts',
    );
    expect(checkOperator('string', undefined, 'equal', { fact: 'x' }, typeOf)).toBeUndefined();
  });

  test('entries of a list with possible values', () => {
    const diagnostic = checkOperator('list', ['read', 'write'], 'containsAny', ['reed']);
    expect(diagnostic).toContain('did you mean "read"?');
    expect(checkOperator('list', ['read', 'write'], 'everyFact:equal', 'reed')).toBe(
      '"equal" needs one of read, write, not "reed": did you mean "read"?',
    );
    expect(checkOperator('list', ['read', 'write'], 'someFact:hasWords', 'reed')).toBe(
      '"hasWords" does not fit a choice: it is for texts',
    );
  });

  test('references to parameters', () => {
    const value = { fact: 'param.hosts' };
    const typeOf = () => ({ type: 'list' }) as const;
    expect(checkOperator('list', undefined, 'containsAny', value, typeOf)).toBeUndefined();
    expect(checkOperator('list', undefined, 'contains', value, typeOf)).toContain('needs a text');
  });
});
