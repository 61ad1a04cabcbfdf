// Which of today's findings a baseline has: the same or milder ones, whatever folder their app is in.
import { expect, test } from 'vitest';
import { compare } from '../../src/audit/compare.js';
import type { KnownFinding } from '../../src/model/baseline.js';
import type { Severity } from '../../src/model/severity.js';

/** A finding as `fingerprint verdict severity faults`, all of one rule about one app. */
function finding(text: string): KnownFinding {
  const [fingerprint = '', verdict, severity, ...faults] = text.split(' ');
  return {
    fingerprint,
    rule: 'r/a',
    app: 'connectedApp:A',
    verdict: verdict === 'open' ? 'open' : 'fail',
    severity: severity as Severity,
    ...(faults.length > 0 && { faults }),
  };
}

type Row = readonly [
  what: string,
  before: readonly string[],
  today: readonly string[],
  known: readonly string[],
  left: readonly string[],
];

const rows: readonly Row[] = [
  ['the same', ['1 fail high'], ['1 fail high'], ['1'], []],
  ['nothing before', [], ['1 fail high'], [], []],
  ['nothing today', ['1 fail high'], [], [], ['1']],
  ['milder', ['1 fail high'], ['1 fail low'], ['1'], []],
  ['worse', ['1 fail low'], ['1 fail high'], [], ['1']],
  ['failed, now undecided', ['1 fail high'], ['1 open high'], ['1'], []],
  ['undecided, now failed', ['1 open high'], ['1 fail high'], [], ['1']],
  ['fewer entries at fault', ['1 fail high a b'], ['1 fail high b'], ['1'], []],
  ['another entry at fault', ['1 fail high a'], ['1 fail high a b'], [], ['1']],
  ['entries at fault where there were none', ['1 fail high'], ['1 fail high a'], [], ['1']],
  [
    'two apps of one name',
    ['1 fail high', '2 fail high'],
    ['2 fail high', '1 fail high'],
    ['1', '2'],
    [],
  ],
  ['one of two apps of one name', ['1 fail high', '2 fail high'], ['1 fail high'], ['1'], ['2']],
  ['one more app of that name', ['1 fail high'], ['1 fail high', '2 fail high'], ['1'], []],
  [
    'two that changed places',
    ['1 fail high a', '2 fail high a b'],
    ['1 fail high a b', '2 fail high a'],
    ['1', '2'],
    [],
  ],
  [
    'two that changed places, one of them better now',
    ['1 fail high a b', '2 fail high c'],
    ['1 fail high c', '2 fail high b'],
    ['1', '2'],
    [],
  ],
];

test.each(rows)('%s', (_, before, today, known, left) => {
  const found = compare(today.map(finding), before.map(finding), ({ rule, app }) => rule + app);
  expect([...found.known].toSorted()).toEqual(known);
  expect(found.left.map(({ fingerprint }) => fingerprint)).toEqual(left);
});

test('findings of other rules and apps have nothing to do with each other', () => {
  const one = finding('1 fail high');
  const today = [
    { ...one, rule: 'r/b' },
    { ...one, app: 'connectedApp:B' },
  ];
  const found = compare(today, [one], ({ rule, app }) => `${rule} ${app}`);
  expect([found.known.size, found.left]).toEqual([0, [one]]);
});
