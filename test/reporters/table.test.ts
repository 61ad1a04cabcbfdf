import type { Report, Style } from '../../src/report/report.js';
import { digestOf } from '../../src/report/digest/index.js';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { table as render } from '../../reporters/table.js';
import { problem } from '../../src/report/problem.js';
import { app, at, evidence, report, result } from './report.js';
import { clean, empty, findings, hostile } from './samples.js';
import { cpuTime } from '../cpu-time.js';

const table = (sample: Report, style: Style): string => render(digestOf(sample), style);

// How wide cli-table3 takes a text to be: an opinion that is not our own.
const { strlen } = createRequire(import.meta.url)('cli-table3/src/utils.js') as {
  strlen: (text: string) => number;
};

const plain = { color: false, width: 100, verbose: false };
const samples = Object.entries({ findings, clean, empty, hostile });
const eca = 'externalClientApp:A';

describe.each(samples)('%s', (name, sample) => {
  test.each([60, 80, 120, 200])('is never wider than %i columns', (width) => {
    for (const verbose of [false, true]) {
      for (const color of [false, true]) {
        const lines = table(sample, { width, verbose, color }).split('\n');
        expect(lines.filter((line) => strlen(line) > width)).toEqual([]);
      }
    }
  });

  test('is the same text with colour as without', () => {
    const text = table(sample, { ...plain, color: true });
    // oxlint-disable-next-line no-control-regex -- the sequences are what is looked for
    expect(text.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(table(sample, plain));
    expect(text).toContain('\u001b[1m');
  });

  test.each([
    [80, false],
    [120, true],
  ])('looks as it did before at %i columns, verbose %j', async (width, verbose) => {
    const file = `__snapshots__/table-${name}-${width}.txt`;
    await expect(table(sample, { color: false, width, verbose })).toMatchFileSnapshot(file);
  });
});

test.each([1, 59, 10_000, 100.7])('a terminal of %d columns does no harm', (width) => {
  const widths = table(findings, { ...plain, width })
    .split('\n')
    .map(strlen);
  expect(Math.max(...widths)).toBeLessThanOrEqual(Math.min(Math.max(60, Math.floor(width)), 200));
});

test('the worst app comes first, and the worst finding of each app', () => {
  const results = [
    result('r/a', 'externalClientApp:Bad', { severity: 'low' }),
    result('r/b', 'externalClientApp:Bad', { severity: 'high' }),
    result('r/a', 'externalClientApp:Mild', { severity: 'medium' }),
    result('r/a', 'externalClientApp:Worst', { severity: 'critical' }),
  ];
  const text = table(report({ apps: [app('Bad'), app('Mild'), app('Worst')], results }), plain);
  const order = [...text.matchAll(/^── (Bad|Mild|Worst) ─| (r\/[ab]) is/gm)].map(
    ([, name, id]) => name ?? id,
  );
  expect(order).toEqual(['Worst', 'r/a', 'Bad', 'r/b', 'r/a', 'Mild', 'r/a']);
});

test('what was found, what is required, and where stand in one place', () => {
  const location = at('force-app/a.xml', 12, 31);
  const change = {
    message: '"OAuth Scopes" holds full, which is not allowed.',
    location,
    evidence: [
      evidence('scopes', {
        found: ['api', 'full'],
        items: ['full'],
        operator: 'containsNone',
        expected: 'containsNone full',
        value: ['full'],
      }),
    ],
  };
  const text = table(report({ apps: [app('A')], results: [result('scopes/full', eca, change)] }), {
    ...plain,
    width: 160,
  });
  expect(text).toMatch(
    /high +"OAuth Scopes" holds full, which is not allowed\.\n +scopes\/full {2}force-app\/a\.xml:12:31\n/,
  );
});

test('one finding is one finding', () => {
  const text = table(report({ apps: [app('A')], results: [result('r/a', eca)] }), plain);
  expect(text).toContain('1 finding (1 high) in 1 app.');
  expect(text).toContain('1 app, 1 check: 0 passed, 1 failed, 0 not decided, 0 not applicable.');
});

test('a clean run says what was checked', () => {
  const text = table(clean, plain);
  expect(text).toContain('No findings in 1 app.');
  expect(text).toContain('7 checks: 5 passed');
  expect(text).toContain('judged by 5 rules of flows, access, vendors/servicemax-atlas');
});

test.each([
  [
    'an unreadable file',
    report({ apps: [app('A')], problems: [problem('malformed-xml', 'bad', at('x.xml', 3, 4))] }),
  ],
  [
    '--strict',
    report({
      apps: [app('A')],
      results: [result('r/a', eca, { verdict: 'open' })],
      options: { strict: true },
      summary: { incomplete: true },
    }),
  ],
])('with %s the table does not look clean', (_name, sample) => {
  const text = table(sample, plain);
  expect(text).toContain('Incomplete: no findings in what could be audited.');
  expect(text).toContain('exit code 3');
});

test('undecided checks are told even where their app has no findings', () => {
  const missing = "the 'OAuth policies' part file is not in this source";
  const results = ['r/a', 'r/b'].map((id) =>
    result(id, eca, { verdict: 'open', evidence: [evidence('permittedUsers', { missing })] }),
  );
  const text = table(report({ apps: [app('A')], results }), plain);
  expect(text).toContain(
    '1 app without findings, 1 of them with checks that could not be decided.',
  );
  expect(text).toContain(`- 2 checks: ${missing}`);
  expect(text).toContain('No findings in 1 app; 2 checks not decided.');
});

test('undecided checks are counted when they are not listed', () => {
  const results = [result('r/a', eca, { verdict: 'open' })];
  const text = table(report({ apps: [app('A')], results, options: { include: ['fail'] } }), plain);
  expect(text).toContain('1 check could not be decided');
});

test('what --min-severity hides is counted', () => {
  const results = [result('r/a', eca, { severity: 'low' }), result('r/b', eca)];
  const text = table(
    report({ apps: [app('A')], results, options: { minSeverity: 'high' } }),
    plain,
  );
  expect(text).not.toContain('r/a');
  expect(text).toContain('1 finding not listed (--min-severity high');
  expect(text).toContain('2 findings (1 high, 1 low)');
});

test('beyond 200 apps only the worst are shown, and the rest is said to be there', () => {
  const names = Array.from({ length: 203 }, (_item, number) => `App_${number}`);
  const results = names.map((name, number) =>
    result('r/a', `externalClientApp:${name}`, { severity: number === 202 ? 'critical' : 'high' }),
  );
  const text = table(report({ apps: names.map((name) => app(name)), results }), plain);
  expect(text.match(/^── App \d+ ─/gm)).toHaveLength(200);
  expect(text.startsWith('── App 202 ─')).toBe(true);
  expect(text).toContain('3 more apps with findings not shown');
});

test('many problems of one kind are cut, and counted', () => {
  const problems = Array.from({ length: 30 }, (_item, number) =>
    problem('empty-file', 'is empty', at(`f${number}.xml`)),
  );
  expect(table(report({ problems }), plain)).toContain('and 10 more (-v lists them)');
  expect(table(report({ problems }), { ...plain, verbose: true })).toContain(
    'f29.xml:1:1 is empty',
  );
});

test('a table for 5,000 apps takes seconds, not minutes', () => {
  const names = Array.from({ length: 5000 }, (_item, number) => `App_${number}`);
  const results = names.flatMap((name) =>
    ['r/a', 'r/b', 'r/c', 'r/d'].map((id) => result(id, `externalClientApp:${name}`)),
  );
  const sample = report({
    apps: names.map((name) =>
      app(name, { counts: { pass: 1, fail: 4, open: 0, notApplicable: 0 } }),
    ),
  });
  const start = cpuTime();
  table({ ...sample, results }, plain);
  expect(cpuTime() - start).toBeLessThan(15_000);
});

test.each([
  [true, [], 'Nothing was audited: no app was found.', true],
  [
    false,
    [problem('unchanged-apps', '3 apps have not changed since main and were not judged')],
    'Nothing to audit: 3 apps have not changed since main and were not judged.',
    false,
  ],
  [false, [], 'Nothing to audit: none of the apps belongs to this run.', false],
])('a report without apps says why: %#', (incomplete, problems, expected, advises) => {
  const none = report({ apps: [], results: [], problems });
  const text = table({ ...none, summary: { ...none.summary, incomplete } }, plain);
  expect(text).toContain(expected);
  expect(text.includes('ecaudit PATH')).toBe(advises);
});
