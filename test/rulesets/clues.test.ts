import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactLookup } from '../../src/engine/conditions.js';
import type { Condition } from '../../src/model/ruleset.js';
import type { Setting } from '../../src/model/settings.js';
import { screenFor } from '../../src/rulesets/clues.js';
import { decider } from '../../src/rulesets/decide.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

const unknown: Setting = { state: 'unknown', reason: 'not said' };

function factsOf(
  values: Readonly<Record<string, string | boolean | readonly string[]>>,
): FactLookup {
  return (name) => {
    const value = values[name];
    return value === undefined ? unknown : { state: 'known', value, origin: 'stated' };
  };
}

const label = (operator: string, value: string | readonly string[]): Condition => ({
  fact: 'label',
  operator,
  value,
});

describe('a screen', () => {
  test.each<[string, Condition, string, boolean]>([
    ['a text that is there', label('like', '*Fullcast*'), 'my fullcast app', true],
    ['a text that is not', label('like', '*Fullcast*'), 'Billing', false],
    ['the longest piece of a glob', label('like', 'A*Fullcast?B'), 'Fullcast', true],
    ['one of several', label('someValue:like', ['x*', 'Fullcast']), 'Billing x', true],
    ['whatever its case', label('equal', 'a.b (c)'), 'A.B (C)', true],
    ['no pattern', label('equal', 'a.b'), 'axb', false],
    ['a part of all', { all: [label('like', 'z*'), label('in', ['a', 'b'])] }, 'a', false],
    ['nothing, where unknown will do', { ...label('equal', 'x'), ifUnknown: true }, 'y', true],
    ['any of any', { any: [label('like', 'z*'), label('in', ['a', 'b'])] }, 'a', true],
  ])('looks for %s', (_, condition, text, expected) => {
    expect(screenFor([condition])(factsOf({ label: text })).has(condition)).toBe(expected);
  });

  test.each<[string, Condition]>([
    ['an operator of another kind', label('matches', 'x')],
    ['a negation', { not: label('equal', 'x') }],
    ['a negated operator', label('not:like', 'x')],
    ['a glob that everything fits', label('like', '*')],
    ['a part of any that may always be true', { any: [label('like', 'x'), label('like', '*')] }],
    ['another setting', { fact: 'label', operator: 'equal', value: { fact: 'apiName' } }],
    ['a flag', { fact: 'isPackaged', operator: 'equal', value: true }],
  ])('always lets %s through', (_, condition) => {
    expect(screenFor([condition])(factsOf({})).has(condition)).toBe(true);
  });

  test('says of an unknown setting that nothing holds', () => {
    expect(screenFor([label('like', 'x*')])(factsOf({})).size).toBe(0);
  });

  const matches = shippedRulesets.flatMap(({ match }) => match ?? []);
  const screen = screenFor(matches);

  test('is in front of nearly all shipped vendors', () => {
    expect(matches.length).toBeGreaterThan(80);
    expect(screen(factsOf({})).size).toBeLessThan(matches.length * 0.05);
  });

  const words = ['Fullcast', 'n8n', ' ', '_', 'Atlan', 'app.fullcast.io', 'api.nango.dev', 'x', '/']
    .concat(['Data', 'Service', 'Board', 'https://', '.n8n.cloud', 'MuleSoft', 'Tableau'])
    .concat('client_credentials');
  const word = fc.constantFrom(...words);
  const text = fc.array(word, { maxLength: 4 }).map((chosen) => chosen.join(''));

  test('never hides a vendor that is recognised', () => {
    fc.assert(
      fc.property(
        fc.record({
          label: text,
          apiName: text,
          callbackHosts: fc.array(text, { maxLength: 3 }),
          callbackUrls: fc.array(text, { maxLength: 3 }),
          scopes: fc.subarray(['api', 'refresh_token', 'full']),
          kind: fc.constantFrom('connectedApp', 'externalClientApp'),
          clientCredentialsFlowSetting: fc.boolean(),
          isPackaged: fc.boolean(),
        }),
        (values) => {
          const facts = factsOf(values);
          const candidates = screen(facts);
          const recognised = matches.filter((match) => decider(match)(facts) === true);
          expect(recognised.filter((match) => !candidates.has(match))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
