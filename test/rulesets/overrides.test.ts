// What overrides make of a rule, for every app and for some.
import { expect, test } from 'vitest';
import type { App } from '../../src/model/app.js';
import type { Override, Rule } from '../../src/model/ruleset.js';
import { overrideDiagnostics, ruleFor, withOverrides } from '../../src/rulesets/overrides.js';

const rule: Rule = {
  id: 'acme/minutes',
  aliases: ['acme/old'],
  severity: 'low',
  level: 'recommended',
  require: { fact: 'sessionTimeoutMinutes', operator: 'lessThan', value: 60 },
  references: [],
  controls: {},
  examples: [{ settings: { sessionTimeoutMinutes: 59 }, verdict: 'pass' }],
};

type Entry = Omit<Override, 'location'>;

/** The line of an override is its place in the list. */
function overridden(entries: readonly Entry[]): Rule {
  const overrides = entries.map((entry, index) => {
    const line = { startLine: index + 1, endLine: index + 1 };
    return { ...entry, location: { file: 'c.yaml', ...line, startColumn: 1, endColumn: 2 } };
  });
  return withOverrides([rule], overrides)[0] ?? rule;
}

function called(apiName: string): App {
  const app: Pick<App, 'id' | 'kind' | 'apiName'> = {
    id: `force-app#connectedApp:${apiName}`,
    kind: 'connectedApp',
    apiName,
  };
  return app as App;
}

/** `severity value`, or where it was switched off. */
function inWords({ severity, require, switchedOff }: Rule): string {
  if (switchedOff) return `off:${switchedOff.startLine}`;
  return `${severity} ${'fact' in require ? String(require.value) : ''}`;
}

const all = 'acme/*';

type Row = readonly [what: string, overrides: readonly Entry[], forMine: string, forOthers: string];

const rows: readonly Row[] = [
  ['none', [], 'low 60', 'low 60'],
  ['another rule', [{ rule: 'flows/*', severity: 'high' }], 'low 60', 'low 60'],
  [
    'a severity, above that of a recommendation',
    [{ rule: all, severity: 'high' }],
    'high 60',
    'high 60',
  ],
  ['by a former id', [{ rule: 'acme/old', severity: 'info' }], 'info 60', 'info 60'],
  ['a value', [{ rule: all, value: 15 }], 'low 15', 'low 15'],
  ['off', [{ rule: all, severity: 'off' }], 'off:1', 'off:1'],
  ['for one app', [{ rule: all, app: 'Mine', severity: 'high' }], 'high 60', 'low 60'],
  ['by kind', [{ rule: all, app: 'connectedApp:M*', value: 15 }], 'low 15', 'low 60'],
  [
    'by the id in the run',
    [{ rule: all, app: '*#connectedApp:Mine', value: 15 }],
    'low 15',
    'low 60',
  ],
  ['off for one app', [{ rule: all, app: 'Mine', severity: 'off' }], 'off:1', 'low 60'],
  [
    'off, but on for one app',
    [
      { rule: all, severity: 'off' },
      { rule: all, app: 'Mine', severity: 'medium' },
    ],
    'medium 60',
    'off:1',
  ],
  [
    'the later one wins over one for fewer apps',
    [
      { rule: all, app: 'Mine', severity: 'high' },
      { rule: all, severity: 'medium' },
    ],
    'medium 60',
    'medium 60',
  ],
  [
    'severity and value do not touch each other',
    [
      { rule: all, app: 'Mine', severity: 'high', value: 5 },
      { rule: all, value: 15 },
    ],
    'high 15',
    'low 15',
  ],
  [
    'the later one of two for the app',
    [
      { rule: all, app: 'M*', severity: 'high', value: 5 },
      { rule: all, app: 'Mine', severity: 'info' },
    ],
    'info 5',
    'low 60',
  ],
  [
    'off and on again',
    [
      { rule: all, severity: 'off' },
      { rule: all, severity: 'medium' },
    ],
    'medium 60',
    'medium 60',
  ],
];

test.each(rows)('%s', (_, overrides, forMine, forOthers) => {
  const changed = overridden(overrides);
  expect(inWords(ruleFor(changed, called('Mine')))).toBe(forMine);
  expect(inWords(ruleFor(changed, called('Other')))).toBe(forOthers);
});

test('apps with the same exceptions share one rule, which judges remember', () => {
  const changed = overridden([{ rule: all, app: 'M*', severity: 'high' }]);
  expect(ruleFor(changed, called('Mine'))).toBe(ruleFor(changed, called('More')));
  expect(ruleFor(changed, called('Other'))).toBe(changed);
});

test('thousands of exceptions are one list for all rules, and one look-up for each app', () => {
  const rules = ['a', 'b'].map((id) => ({ ...rule, id: `acme/${id}` }));
  const location = { file: 'c.yaml', startLine: 1, endLine: 1, startColumn: 1, endColumn: 2 };
  const overrides = Array.from({ length: 3_000 }, (_, at) => {
    return { rule: '*', app: `X${at}`, severity: 'high' as const, location };
  });
  const [first, second] = withOverrides(rules, overrides);
  expect(first?.exceptions).toHaveLength(3_000);
  expect(first?.exceptions).toBe(second?.exceptions);
  expect([first, second].map((one) => one && ruleFor(one, called('X7')).severity)).toEqual([
    'high',
    'high',
  ]);
});

test('the examples of a rule do not outlive its value', () => {
  expect(overridden([{ rule: all, severity: 'high' }]).examples).toEqual(rule.examples);
  expect(overridden([{ rule: all, value: 15 }]).examples).toEqual([]);
});

test.each<readonly [Entry, string | undefined]>([
  [{ rule: all, value: 15 }, undefined],
  [{ rule: all, value: 'soon' }, 'acme/minutes: "lessThan" needs a number'],
  [{ rule: all, value: '${days}' }, 'acme/minutes: its ruleset has no parameter "days"'],
  [
    { rule: 'acme/minuts', severity: 'off' },
    'no rule is called "acme/minuts"; did you mean "acme/minutes"?',
  ],
  [{ rule: 'acmy/*', severity: 'off' }, 'no rule is called "acmy/*"; did you mean "acme/*"?'],
])('%o', (override, diagnostic) => {
  const found = overrideDiagnostics(override, [{ rules: [rule], parameters: {} }]);
  expect(found.map(({ message }) => message)).toEqual(diagnostic === undefined ? [] : [diagnostic]);
});
