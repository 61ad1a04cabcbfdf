// Which of today's findings a baseline has: the same or milder ones, of the same app in the same place.
import { expect, test } from 'vitest';
import { compare, type Names } from '../../src/audit/compare.js';
import type { KnownFinding } from '../../src/report/baseline.js';
import type { Severity } from '../../src/report/severity.js';

/** A finding as `fingerprint verdict severity faults`, all of one rule about one app. */
function finding(text: string): KnownFinding {
  const [fingerprint = '', verdict, severity, ...faults] = text.split(' ');
  return {
    fingerprint,
    source: 's',
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
  ['the one of its fingerprint', ['2 fail high', '1 fail high'], ['1 fail high'], ['1'], ['2']],
  [
    'the one of its fingerprint, though better now',
    ['2 fail high a b', '1 fail high a b'],
    ['1 fail high a'],
    ['1'],
    ['2'],
  ],
  ['undecided, and milder', ['1 open high'], ['1 open low'], ['1'], []],
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

const names: Names = {
  keyOf: ({ rule, app }) => `${rule} ${app}`,
  subjectOf: ({ app }) => app,
  homes: new Map(),
};

/** Of which no side knows a folder, as in baselines of version 1. */
test.each(rows)('%s', (_, before, today, known, left) => {
  const found = compare(today.map(finding), before.map(finding), names);
  expect([...found.known.keys()].map(({ fingerprint }) => fingerprint).toSorted()).toEqual(known);
  expect(found.left.map(({ fingerprint }) => fingerprint)).toEqual(left);
});

test('findings of other rules and apps have nothing to do with each other', () => {
  const one = finding('1 fail high');
  const today = [
    { ...one, rule: 'r/b' },
    { ...one, app: 'connectedApp:B' },
  ];
  const found = compare(today, [one], names);
  expect([found.known.size, found.left]).toEqual([0, [one]]);
});

/** A finding as `folder/rule`, of one severity. */
function placed(text: string): KnownFinding {
  const [folder = '', rule = ''] = text.split('/');
  return { ...finding('1 fail high'), rule, folder };
}

type Move = readonly [
  what: string,
  homes: string,
  before: readonly string[],
  today: readonly string[],
  known: readonly string[],
];

const moves: readonly Move[] = [
  ['the same folder', 'a', ['a/r'], ['a/r'], ['a/r']],
  ['another folder', 'b', ['a/r'], ['b/r'], ['b/r']],
  ['fixed here, and a twin with the fault', 'a b', ['a/r'], ['b/r'], []],
  ['a twin beside it', 'a b', ['a/r'], ['a/r', 'b/r'], ['a/r']],
  ['two that moved', 'c d', ['a/r', 'b/r'], ['c/r', 'd/r'], ['c/r', 'd/r']],
  ['one of two moved', 'b c', ['a/r', 'b/r'], ['b/r', 'c/r'], ['b/r', 'c/r']],
  ['one of two moved, the other one got its fault', 'b c', ['a/r', 'b/s'], ['b/r', 'b/s'], ['b/s']],
  ['two that moved to one place', 'c', ['a/r', 'b/r'], ['c/r'], ['c/r']],
];

test.each(moves)('%s', (_, homes, before, today, known) => {
  const at = { ...names, homes: new Map([['connectedApp:A', new Set(homes.split(' '))]]) };
  const found = compare(today.map(placed), before.map(placed), at);
  const seen = [...found.known.keys()].map(({ folder, rule }) => `${folder}/${rule}`);
  expect(seen.toSorted()).toEqual(known);
});

type Dated = readonly [
  before: Severity,
  undated: Severity | undefined,
  today: Severity,
  undatedToday: Severity | undefined,
];

test.each<readonly [what: string, row: Dated, isKnown: boolean]>([
  ['rose by the date', ['low', 'high', 'high', undefined], true],
  ['rose on its way to the date', ['low', 'high', 'medium', 'high'], true],
  ['rose for another reason as well', ['low', 'medium', 'high', undefined], false],
  ['rose for another reason, the date has not come', ['low', 'medium', 'low', 'high'], true],
  ['rose, and nothing is said of a date', ['low', undefined, 'high', undefined], false],
  ['rose, and the baseline knew no date', ['low', undefined, 'medium', 'high'], false],
])('a severity that %s', (_, [before, undated, severity, undatedSeverity], isKnown) => {
  const one = finding('1 fail low');
  const known = { ...one, severity: before, ...(undated && { undatedSeverity: undated }) };
  const now = { ...one, severity, ...(undatedSeverity && { undatedSeverity }) };
  expect(compare([now], [known], names).known.size).toBe(isKnown ? 1 : 0);
});

test('what got worse is not gone', () => {
  const before = [finding('1 fail low')];
  const { left, worse } = compare([finding('1 fail high')], before, names);
  expect([left, [...worse]]).toEqual([before, before]);
});

test('what is left beside a known one is no worse one', () => {
  const before = [finding('1 fail high'), finding('2 fail high')];
  const { left, worse } = compare([finding('1 fail high')], before, names);
  expect([left, [...worse]]).toEqual([before.slice(1), []]);
});

test('many entries of one name take no time', () => {
  const entries = Array.from({ length: 100_000 }, () => finding('1 open low'));
  const today = Array.from({ length: 5000 }, () => finding('2 fail high'));
  const { known, left } = compare(today, entries, names);
  expect([known.size, left.length]).toEqual([0, entries.length]);
});
