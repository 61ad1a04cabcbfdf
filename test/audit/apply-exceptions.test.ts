// The order of exceptions: suppressions, then echoes, then the baseline; and what parts of a run leave to the whole.
import { expect, test } from 'vitest';
import { applyExceptions, type AuditOutcome } from '../../src/audit/apply-exceptions.js';
import type { AuditRequest } from '../../src/audit/request.js';
import type { SuppressionEntry } from '../../src/config/config.js';
import type { Baseline, KnownFinding } from '../../src/report/baseline.js';
import { problem } from '../../src/report/problem.js';
import type { Result } from '../../src/report/verdict.js';
import { rule, ruleset } from '../reporters/report.js';
import { appNamed, failure, lineOf } from './results.js';

const standard = ruleset('r', { rules: [rule('r/a'), rule('r/b')] });
const off = rule('r/off');
const atlas = appNamed('Atlas', { source: 'src', folder: 'src' });
const results = [failure('r/a', 'Atlas'), failure('r/b', 'Atlas', { mayEcho: [['r/a']] })];

interface Given {
  readonly suppressions?: readonly Partial<SuppressionEntry>[];
  readonly request?: Partial<AuditRequest>;
  readonly outcome?: Partial<AuditOutcome>;
  readonly results?: readonly Result[];
}

function applied(given: Given): ReturnType<typeof applyExceptions> {
  const suppressions = given.suppressions?.map((entry): SuppressionEntry => ({
    rule: '*',
    location: lineOf(1),
    ...entry,
  }));
  const request = {
    now: new Date('2026-11-22T23:00:00Z'),
    select: { apps: [] },
    rulesets: [],
    ...(suppressions && { config: { suppressions } }),
    ...given.request,
  } as unknown as AuditRequest;
  return applyExceptions(given.results ?? results, {
    request,
    sources: [{ id: 'src' } as never],
    all: [atlas],
    rulesets: [standard],
    ran: [{ ...standard, rules: [...standard.rules, off] }],
    apps: [atlas],
    found: [],
    ...given.outcome,
  });
}

const kinds = ({ problems }: ReturnType<typeof applyExceptions>): readonly string[] =>
  problems.map(({ kind }) => kind);

const known: KnownFinding = {
  source: 'src',
  app: 'connectedApp:Atlas',
  rule: 'r/a',
  folder: '.',
  verdict: 'fail',
  severity: 'high',
  fingerprint: results[0]?.fingerprint ?? '',
};
const before: Baseline = { version: '2', sources: [{ source: 'src' }], findings: [known] };
const given = (parts: Partial<Baseline> = {}): Pick<AuditRequest, 'baseline'> => ({
  baseline: { file: 'k.json', known: { ...before, ...parts }, adopt: false },
});

test('without any, only what tells what is worked out', () => {
  const found = applied({});
  expect(found.results.map(({ echo }) => echo)).toEqual([undefined, 'r/a']);
  expect(found.results[0]?.message).toContain('Also: Title of r/b (r/b).');
  expect([found.problems, found.unsettled, 'baseline' in found]).toEqual([[], [], false]);
});

test('what is suppressed tells nothing, by the day of the run', () => {
  const last = { rule: 'r/a', expires: '2026-11-22' };
  const found = applied({ suppressions: [last] });
  expect(found.results.map((one) => [Boolean(one.suppressed), one.echo])).toEqual([
    [true, undefined],
    [false, undefined],
  ]);
  expect(kinds(found)).toEqual(['suppression-ends-soon']);
  const ended = applied({ suppressions: [{ ...last, expires: '2026-11-21' }] });
  expect(kinds(ended)).toEqual(['suppression-expired']);
  expect(ended.results[1]?.echo).toBe('r/a');
});

test('the baseline comes last, with what both say', () => {
  const found = applied({
    suppressions: [{ rule: 'r/none' }],
    request: given({ findings: [known, { ...known, rule: 'r/b', fingerprint: 'x' }] }),
    results: results.slice(0, 1),
  });
  expect(found.results.map(({ baselined }) => baselined)).toEqual([true]);
  expect(kinds(found)).toEqual(['config-without-effect', 'baseline-findings-gone']);
  expect(found.baseline?.gone).toHaveLength(1);
});

test.each<readonly [string, Given, readonly string[]]>([
  [
    'there is nothing for it',
    { suppressions: [{ rule: 'r/a', app: 'Nobody' }] },
    ['suppression-unused'],
  ],
  ['its rule is off', { suppressions: [{ rule: 'r/off' }] }, []],
  [
    'a conflict of guides may come',
    { suppressions: [{ rule: 'vendors/conflicting-demands' }] },
    ['suppression-unused'],
  ],
  [
    'something could not be read',
    { suppressions: [{ rule: 'r/none' }], outcome: { found: [problem('empty-file', 'x')] } },
    [],
  ],
  [
    'something odd was read',
    { suppressions: [{ rule: 'r/none' }], outcome: { found: [problem('unknown-scope', 'x')] } },
    ['config-without-effect'],
  ],
  ['there are no apps', { suppressions: [{ rule: 'r/none' }], outcome: { apps: [] } }, []],
  [
    'the run is about some apps',
    { suppressions: [{ rule: 'r/none' }], request: { select: { apps: ['A*'] } } },
    [],
  ],
])('of a suppression that is about nothing: %s', (_, parts, expected) => {
  const found = applied(parts);
  expect([kinds(found), found.unsettled]).toEqual([expected, []]);
});

test.each<readonly [string, Partial<AuditRequest['select']>, boolean]>([
  ['a shard of the apps', { shard: { index: 1, count: 2, of: 'apps' } as never }, true],
  ['a shard of the orgs', { shard: { index: 1, count: 2, of: 'orgs' } as never }, false],
  [
    'a shard of some apps',
    { shard: { index: 1, count: 2, of: 'apps' } as never, apps: ['A*'] },
    false,
  ],
])('%s leaves it to the whole: %j', (_, select, isLeft) => {
  const suppressions = [{ rule: 'r/none' }, { rule: 'r/a', expires: '2026-11-23' }];
  const found = applied({ suppressions, request: { select: { apps: [], ...select } } });
  expect(kinds(found)).toEqual(['suppression-ends-soon']);
  expect(found.unsettled.map(({ kind }) => kind)).toEqual(isLeft ? ['config-without-effect'] : []);
  const broken = applied({
    suppressions,
    request: { select: { apps: [], ...select } },
    outcome: { found: [problem('empty-file', 'x')] },
  });
  expect(broken.unsettled).toEqual([]);
});

test.each<readonly [string, Given, readonly string[]]>([
  ['all was looked at', {}, ['r/b', 'r/c']],
  ['something could not be read', { outcome: { found: [problem('empty-file', 'x')] } }, []],
  ['there are no apps', { outcome: { apps: [] } }, []],
  [
    'the run is about rules that a flag names',
    { request: { rulesets: [{ ruleset: standard, explicit: true } as never] } },
    ['r/b'],
  ],
  [
    'the run is about usual rules',
    { request: { rulesets: [{ ruleset: standard, explicit: false } as never] } },
    ['r/b', 'r/c'],
  ],
  [
    'its app was left out',
    { outcome: { apps: [appNamed('Other', { source: 'src', folder: 'src' })] } },
    [],
  ],
])('of the baseline, what is gone, where %s', (_, parts, expected) => {
  const findings = ['r/b', 'r/c'].map((id) => ({ ...known, rule: id, fingerprint: id }));
  const found = applied({
    ...parts,
    results: [],
    request: { ...parts.request, ...given({ findings }) },
  });
  expect(found.baseline?.gone.map((one) => one.rule)).toEqual(expected);
});

test.each<readonly [string, Given, number]>([
  ['the one source', {}, 1],
  ['one of two', { outcome: { sources: [{ id: 'src' }, { id: 'two' }] as never } }, 0],
  [
    'one of those of other jobs',
    { request: { select: { apps: [], shard: { of: 'orgs' } as never } } },
    0,
  ],
])('a source that was renamed is the same where it is %s', (_, parts, count) => {
  const renamed = given({
    sources: [{ source: 'old' }],
    findings: [{ ...known, source: 'old' }],
  });
  const found = applied({
    ...parts,
    results: results.slice(0, 1),
    request: { ...parts.request, ...renamed },
  });
  expect(found.results.filter(({ baselined }) => baselined)).toHaveLength(count);
});
