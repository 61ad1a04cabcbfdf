// What suppressions mark, and what is said of those that ended, end soon or are about nothing. The day is 2026-11-22.
import { describe, expect, test } from 'vitest';
import { markSuppressed } from '../../src/audit/apply-exceptions.js';
import type { SuppressionEntry } from '../../src/config/config.js';
import { ruleOf } from '../conditions/facts.js';
import { appNamed, failure, lineOf } from './results.js';

const condition = { all: [] };
const rules = [
  ruleOf({ id: 'flows/pkce', aliases: ['flows/old-pkce'], require: condition }),
  ruleOf({ id: 'flows/device', require: condition }),
  ruleOf({ id: 'flows/never', require: condition }),
];
const known = [...rules, ruleOf({ id: 'hygiene/contact', require: condition })];
const org = { id: '00D000000000001AAA', alias: 'prod' };
const apps = [appNamed('Atlas'), appNamed('Billing'), appNamed('Orders', { org })];
const results = [
  failure('flows/pkce', 'Atlas'),
  failure('flows/pkce', 'Billing', { verdict: 'open' }),
  failure('flows/pkce', 'Orders', { verdict: 'pass' }),
  failure('flows/device', 'Orders', { verdict: 'notApplicable' }),
  failure('flows/device', 'Atlas'),
];
const evaluated = { apps, rules, known, today: '2026-11-22', whole: true };

type Given = Omit<SuppressionEntry, 'location'>;

function entries(...parts: readonly Given[]): SuppressionEntry[] {
  return parts.map((one, at) => ({ ...one, location: lineOf(at + 1) }));
}

/** `rule app line`, for each result that is marked. */
function marked(...parts: readonly Given[]): readonly string[] {
  return markSuppressed(results, entries(...parts), evaluated).results.flatMap(
    ({ rule, app, suppressed: by }) => (by ? [`${rule} ${app} ${by.location?.startLine}`] : []),
  );
}

describe('marked is', () => {
  test.each<readonly [string, readonly Given[], readonly string[]]>([
    ['nothing without an entry', [], []],
    [
      'what fails or is open, of every app',
      [{ rule: 'flows/pkce' }],
      ['flows/pkce connectedApp:Atlas 1', 'flows/pkce connectedApp:Billing 1'],
    ],
    [
      'by the name that the rule had',
      [{ rule: 'flows/old-pkce', app: 'Atlas' }],
      ['flows/pkce connectedApp:Atlas 1'],
    ],
    [
      'by globs',
      [{ rule: 'flows/*', app: 'connectedApp:A*' }],
      ['flows/pkce connectedApp:Atlas 1', 'flows/device connectedApp:Atlas 1'],
    ],
    [
      'by the first entry that fits',
      [{ rule: 'flows/device' }, { rule: 'flows/*', app: 'Atlas' }, { rule: '*' }],
      [
        'flows/pkce connectedApp:Atlas 2',
        'flows/pkce connectedApp:Billing 3',
        'flows/device connectedApp:Atlas 1',
      ],
    ],
    [
      'what the first entry that still counts is about',
      [{ rule: '*', expires: '2026-11-21' }, { rule: 'flows/device' }],
      ['flows/device connectedApp:Atlas 2'],
    ],
    [
      'until its last day',
      [{ rule: 'flows/device', expires: '2026-11-22' }],
      ['flows/device connectedApp:Atlas 1'],
    ],
    ['nothing of another org', [{ rule: '*', app: 'Atlas', org: 'prod' }], []],
    [
      'of each entry its own apps, though two have one rule and one app',
      [
        { rule: '*', app: 'Atlas', org: 'prod' },
        { rule: '*', app: 'Atlas' },
      ],
      ['flows/pkce connectedApp:Atlas 2', 'flows/device connectedApp:Atlas 2'],
    ],
  ])('%s', (_, given, expected) => {
    expect(marked(...given)).toEqual(expected);
  });

  test('nothing, and nothing is said, where there are no entries', () => {
    expect(markSuppressed(results, [], evaluated)).toEqual({ results, problems: [] });
  });

  test('with what the entry says, and the others stay as they are', () => {
    const [entry] = entries({
      rule: 'flows/device',
      reason: 'agreed',
      owner: 'platform',
      expires: '2027-03-31',
    });
    const found = markSuppressed(results, entry ? [entry] : [], evaluated).results;
    expect(found.at(-1)?.suppressed).toEqual({
      reason: 'agreed',
      owner: 'platform',
      expires: '2027-03-31',
      location: lineOf(1),
    });
    expect(found.slice(0, -1)).toEqual(results.slice(0, -1));
    const plain = markSuppressed(results, entries({ rule: 'flows/device' }), evaluated);
    expect(plain.results.at(-1)?.suppressed).toStrictEqual({ location: lineOf(1) });
  });
});

describe('said is', () => {
  function said(entry: Given, parts: Partial<typeof evaluated> = {}): readonly string[] {
    const { problems } = markSuppressed(results, entries(entry), { ...evaluated, ...parts });
    return problems.map(({ kind, message, location }) => {
      expect(location).toEqual(lineOf(1));
      return `${kind}: ${message}`;
    });
  }

  test.each<readonly [string, Given, readonly string[]]>([
    ['nothing of one that counts', { rule: 'flows/pkce' }, []],
    ['nothing fifteen days before its end', { rule: 'flows/pkce', expires: '2026-12-07' }, []],
    [
      'that it ends in fourteen days',
      { rule: 'flows/pkce', expires: '2026-12-06' },
      ['suppression-ends-soon: the suppression of flows/pkce ends on 2026-12-06'],
    ],
    [
      'that it ended, and what it is about is still there',
      { rule: 'flows/pkce', app: 'Atlas', expires: '2026-11-21' },
      [
        'suppression-expired: the suppression of flows/pkce for Atlas ended on 2026-11-21; what it suppressed counts again',
      ],
    ],
    [
      'that it ended, and nothing is left of it',
      { rule: 'flows/device', app: 'Orders', expires: '2026-11-21' },
      [
        'suppression-expired: the suppression of flows/device for Orders ended on 2026-11-21; nothing is left of it: remove it',
      ],
    ],
    [
      'that there is no such finding',
      { rule: 'flows/device', app: 'Billing' },
      [
        'suppression-unused: the suppression of flows/device for Billing matches nothing: there is no such finding; remove it',
      ],
    ],
    [
      'that nothing is found by the rule',
      { rule: 'flows/never', app: 'Atlas' },
      [
        'suppression-unused: the suppression of flows/never for Atlas matches nothing: there is no such finding; remove it',
      ],
    ],
    [
      'that there is no such app',
      { rule: 'flows/device', app: 'Nobody' },
      [
        'suppression-unused: the suppression of flows/device for Nobody matches nothing: no app is called "Nobody"; remove it',
      ],
    ],
    [
      'that there is no such app in an org',
      { rule: 'flows/device', org: 'uat' },
      [
        'suppression-unused: the suppression of flows/device matches nothing: no app is called "*" in an org "uat"; remove it',
      ],
    ],
    [
      'that there is no such rule',
      { rule: 'flows/none' },
      ['config-without-effect: no rule of this run is called "flows/none"'],
    ],
    ['nothing of a rule that is off in this run', { rule: 'hygiene/contact' }, []],
  ])('%s', (_, entry, expected) => {
    expect(said(entry)).toEqual(expected);
  });

  test('of a part of the apps, nothing but how long they last', () => {
    const part = { whole: false };
    expect(said({ rule: 'flows/device', app: 'Nobody' }, part)).toEqual([]);
    expect(said({ rule: 'flows/none' }, part)).toEqual([]);
    expect(said({ rule: 'flows/none', expires: '2026-11-01' }, part)).toHaveLength(1);
    expect(said({ rule: 'flows/pkce', expires: '2026-11-23' }, part)).toHaveLength(1);
  });
});
