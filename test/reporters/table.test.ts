import type { Report, Style } from '../../src/report/report.js';
import { digestOf } from '../../src/report/digest/index.js';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { table as render } from '../../reporters/table.js';
import { problem } from '../../src/report/problem.js';
import { app, at, evidence, report, result, rule, ruleset } from './report.js';
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
        for (const groupBy of ['app', 'rule', 'org'] as const) {
          const style = { width, verbose, color, groupBy, details: verbose };
          const lines = table(sample, style).split('\n');
          expect(lines.filter((line) => strlen(line) > width)).toEqual([]);
        }
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
  const order = [...text.matchAll(/^External Client App (Bad|Mild|Worst) | (r\/[ab]) is/gm)].map(
    ([, name, id]) => name ?? id,
  );
  expect(order).toEqual(['Worst', 'r/a', 'Bad', 'r/b', 'r/a', 'Mild', 'r/a']);
});

test('a file stands once, then a line for each finding, and under it what to do', () => {
  const file = 'force-app/a.xml';
  const results = [
    result('scopes/full', eca, { message: 'The app asks for all.', location: at(file, 112, 31) }),
    result('r/b', eca, { message: 'PKCE is off.', severity: 'medium', location: at(file, 4, 5) }),
  ];
  const rules = [
    rule('scopes/full', {
      fix: { setup: 'Select api. Other scopes are rare.', files: 'Api in ecaOauth.' },
    }),
    rule('r/b', { fix: { setup: 'Switch PKCE on.' } }),
  ];
  const rulesets = [ruleset('r', { rules })];
  const sample = report({ apps: [app('A')], results, rulesets });
  expect(table(sample, plain)).toContain(
    [
      '  force-app/a.xml',
      '    112:31  high    The app asks for all.  scopes/full',
      '            → Select api.',
      '       4:5  medium  PKCE is off.  r/b',
      '            → Switch PKCE on.',
      '',
    ].join('\n'),
  );
  const details = table(sample, { ...plain, details: true });
  expect(details).toContain('→ Select api. Other scopes are rare. In files: Api in ecaOauth.');
  expect(details).toContain('Fingerprint: fp-scopes/full');
});

test('what a finding tells as well is a line of it, and counted', () => {
  const results = [result('r/a', eca), result('r/b', eca, { echo: 'r/a' })];
  const sample = report({ apps: [app('A')], results, summary: { echo: 1 } });
  const text = table(sample, plain);
  expect(text).toContain('r/a is not met by A  r/a (also: r/b)\n');
  expect(text).not.toContain('r/b is not met');
  expect(text).toContain('1 told by other findings');
});

test('one finding is one finding', () => {
  const text = table(report({ apps: [app('A')], results: [result('r/a', eca)] }), plain);
  expect(text).toContain('1 finding (1 high) in 1 app.');
  expect(text).toContain('1 app, 1 check: 0 passed, 1 failed, 0 undecided, 0 not applicable.');
});

test('the first line says when, by which version and by what', () => {
  const [first] = table(clean, plain).split('\n');
  expect(first).toBe(
    'ecaudit 0.1.0, 2026-11-21 10:00 UTC; 5 rules of 3 rulesets; no configuration; findings of high and',
  );
  expect(table(clean, plain)).toContain('No findings in 1 app.');
});

test('an org says all that is known of it', () => {
  const org = {
    id: '00D000000000001EAA',
    name: 'Acme',
    type: 'Enterprise Edition',
    sandbox: true,
    instance: 'EU47',
    host: 'acme.my.salesforce.com',
    apiVersion: '68.0',
    user: 'auditor@acme.example',
  };
  const source = { kind: 'org', files: 48, ignored: 0 } as const;
  const of = (id: string): Report =>
    report({
      apps: [app('A', { source: 'org/emea', id: `org/emea#${eca}` })],
      results: [result('r/a', `org/emea#${eca}`)],
      sources: [
        { ...source, id: 'org/emea', apps: 39, org },
        ...(id === '' ? [] : [{ ...source, id, apps: 0, files: 0, unread: 'no such host' }]),
      ],
      problems: id === '' ? [] : [problem('org-unreachable', `${id}: no such host`)],
    });
  const facts = [
    'Acme, 00D000000000001EAA, Enterprise Edition, sandbox, EU47, API 68.0, read by auditor@acme.example',
  ];
  expect(table(of(''), { ...plain, width: 200 })).toContain(
    `org emea, ${facts[0]}: 39 apps, 48 files`,
  );
  const two = table(of('org/apac'), { ...plain, width: 200 });
  expect(two).toMatch(/^source critical +high +medium +low +info$/m);
  expect(two).toMatch(new RegExp(`^emea +0 +1 +0 +0 +0\n  ${facts[0]}, 39 apps$`, 'm'));
  expect(two).toMatch(/^apac +- +- +- +- +-\n {2}not read: no such host$/m);
  expect(two).toContain('External Client App emea A');
  expect(two.trimEnd().split('\n').at(-1)).toContain('org/apac was not read (no such host)');
});

test('30 orgs are a line each; what is the same of all is told once', () => {
  const orgs = Array.from({ length: 30 }, (_item, number) => ({
    id: `org/emea-${number}`,
    kind: 'org' as const,
    apps: 12,
    files: 40,
    ignored: 0,
    ...(number === 7
      ? { unread: `the log-in was refused: ${'a long answer '.repeat(8)}` }
      : {
          org: {
            id: `00D0000000000${number}`,
            name: `Acme ${number}`,
            type: 'Enterprise Edition',
            sandbox: number % 2 === 0,
            instance: 'EU47',
            host: 'acme.my.salesforce.com',
            apiVersion: '68.0',
            user: 'auditor@acme.example',
          },
        }),
  }));
  const apps = orgs.map(({ id }) => app('A', { source: id, id: `${id}#${eca}` }));
  const results = apps.map(({ id }) => result('r/a', id));
  const lines = table(report({ apps, results, sources: orgs }), plain).split('\n');
  expect(lines).toContain(
    'All orgs: Enterprise Edition, EU47, API 68.0, read by auditor@acme.example',
  );
  const head = lines.findIndex((line) => line.startsWith('source '));
  expect(lines[head + 1]).toMatch(/^emea-0( +\d){5} {2}Acme 0, 00D00000000000, sandbox, 12 apps$/);
  expect(lines.join('\n')).toMatch(/^emea-7( +-){5}\n {2}not read: the log-in was refused/m);
  expect(lines.findIndex((line) => line.startsWith('emea-29 ')) - head).toBeLessThanOrEqual(33);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('what a run leaves out stands in the summary', () => {
  const sample = report({
    apps: [app('A'), app('B')],
    sources: [{ id: 'force-app', kind: 'folder', apps: 28, files: 90, ignored: 0 }],
    partial: [{ by: 'changed-since', values: ['main'] }],
  });
  expect(table(sample, plain)).toContain('No findings in 2 of 28 apps, changed since main.');
});

test('exceptions stand with their ends, and with who answers for them', () => {
  const suppressed = { reason: 'SEC-1', owner: 'integrations', expires: '2027-03-31' };
  const sample = report({
    apps: [app('A')],
    results: [result('r/a', eca, { suppressed })],
    summary: { suppressed: 1 },
  });
  expect(table(sample, plain)).toContain(
    '- r/a: SEC-1 (owner integrations, until 2027-03-31) in externalClientApp:A',
  );
});

test('on few columns a finding is whole: its texts stand under its place', () => {
  const message = 'A refresh token works without the client secret, so whoever has it stays in.';
  const results = [
    result('r/a', eca, { message: `${message} Also: B (r/b).`, location: at('a.xml', 4, 5) }),
    result('r/b', eca, { echo: 'r/a' }),
  ];
  const setup = 'Select "Require secret for Refresh Token Flow" and tell the vendor.';
  const rulesets = [ruleset('r', { rules: [rule('r/a', { fix: { setup } }), rule('r/b')] })];
  const text = table(report({ apps: [app('A')], results, rulesets }), { ...plain, width: 60 });
  expect(text).toContain(
    [
      '  a.xml',
      '    4:5  high',
      '      r/a (also: r/b)',
      '      A refresh token works without the client secret, so',
      '      whoever has it stays in.',
      '      → Select "Require secret for Refresh Token Flow" and',
      '        tell the vendor.',
    ].join('\n'),
  );
});

test('one app has what all apps of its org would share among its own findings', () => {
  const file = app('A').files[0] ?? '';
  const results = [
    result('r/a', eca, { severity: 'low', about: 'org', location: at(file, 2, 1) }),
    result('r/b', eca, { about: 'org', location: at('settings/X.settings', 3, 1) }),
  ];
  const text = table(report({ apps: [app('A')], results }), plain);
  expect(text).toMatch(/^External Client App A {2}1 low$/m);
  expect(text).not.toContain('several apps');
  expect(text).toMatch(/^Settings of the whole org\n {2}settings\/X\.settings/m);
  expect(text).not.toContain('without findings');
});

describe('laid out', () => {
  const many = (count: number): Report => {
    const names = Array.from({ length: count }, (_item, number) => `App_${number}`);
    const rules = ['r/a', 'r/b', 'r/c'].map((id) =>
      rule(id, { finding: `Wrong by ${id}`, fix: { setup: `Do what ${id} says. More.` } }),
    );
    return report({
      apps: names.map((name) => app(name)),
      rulesets: [ruleset('r', { rules })],
      results: names.flatMap((name) => [
        result('r/a', `externalClientApp:${name}`, { message: 'A is wrong.' }),
        result('r/b', `externalClientApp:${name}`, { severity: 'low' }),
        result('r/c', `externalClientApp:${name}`, { severity: 'info' }),
      ]),
    });
  };

  test('by app as long as there are few findings, by rule above 30', () => {
    expect(table(many(10), plain)).toContain('External Client App App_0');
    const byRule = table(many(11), plain);
    expect(byRule).not.toContain('External Client App App_0');
    expect(byRule).toMatch(
      /^severity found {2}rule\nhigh +11 {2}r\/a {3}Wrong by r\/a\n +→ Do what r\/a says\.\n +App_0, App_1/m,
    );
    expect(byRule).toMatch(/^low +11 {2}r\/b {3}Wrong by r\/b$/m);
  });

  test('as --group-by asks', () => {
    expect(table(many(1), { ...plain, groupBy: 'rule' })).toMatch(
      /^high +1 {2}r\/a .*\n.*\n +App_0 App_0_glbl\.ecaGlblOauth-meta\.xml:9:21$/m,
    );
    expect(table(many(11), { ...plain, groupBy: 'app' })).toContain('External Client App App_7');
    expect(table(many(2), { ...plain, groupBy: 'org' })).toMatch(
      /^force-app {2}2 high, 2 low, 2 info\nseverity/m,
    );
  });

  test('with what is only information folded, and in full with --details', () => {
    expect(table(many(1), plain)).toContain('info    r/c is not met by App_0  r/c');
    expect(table(many(4), plain)).toContain('    1 info: r/c (9:21)');
    expect(table(many(4), { ...plain, details: true })).toContain('r/c is not met by App_3  r/c');
  });

  test.each([60, 80, 100, 160])(
    'within 150 lines at %i columns, however much there is',
    (width) => {
      const ids = Array.from({ length: 300 }, (_item, number) => `rules/number-${number}`);
      const results = ids.flatMap((id) => [result(id, eca), result(id, 'externalClientApp:B')]);
      const sample = report({ apps: [app('A'), app('B')], results });
      const lines = table(sample, { ...plain, width }).split('\n');
      expect(lines.length).toBeLessThanOrEqual(151);
      expect(lines.join('\n')).toMatch(/and 2\d\d more rules with \d+ findings, less severe/);
      const all = table(sample, { ...plain, width, details: true });
      for (const id of ids) expect(all).toContain(`${id} is not met by B`);
    },
  );

  test('one app with ten findings is one screen, each with its place and what to do', () => {
    const long =
      'The app lets everybody in the org and everybody outside of it do whatever they like';
    const places = Array.from({ length: 10 }, (_item, number) => number + 1);
    const results = places.map((line) =>
      result(`rules/number-${line}`, eca, {
        message: `${long}, and that is wrong for more than one reason: ${line}.`,
        location: at(`force-app/main/default/part-${line % 5}.xml`, line, 3),
      }),
    );
    const rules = places.map((line) =>
      rule(`rules/number-${line}`, {
        fix: { setup: `Do ${line}: ${long}, which takes more than a line.` },
      }),
    );
    const sample = report({ apps: [app('A')], results, rulesets: [ruleset('rules', { rules })] });
    const text = table(sample, plain);
    expect(text.split('\n').length).toBeLessThanOrEqual(41);
    for (const line of places) {
      expect(text).toMatch(new RegExp(`^ +${line}:3  high .*rules/number-${line}$`, 'm'));
      expect(text).toContain(`→ Do ${line}: `);
    }
  });
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
  expect(text).toContain('Incomplete: no findings in 1 app');
  expect(text).toContain('exit code 3');
});

test('undecided checks are told even where their app has no findings', () => {
  const missing = "the 'OAuth policies' part file is not in this source";
  const results = ['r/a', 'r/b'].map((id) =>
    result(id, eca, { verdict: 'open', evidence: [evidence('permittedUsers', { missing })] }),
  );
  const text = table(report({ apps: [app('A')], results }), plain);
  expect(text).toContain('No findings in 1 app; 2 checks undecided.');
  expect(text).toContain(`- 2 checks: ${missing}`);
});

test('undecided checks are counted when they are not listed', () => {
  const results = [result('r/a', eca, { verdict: 'open' })];
  const text = table(report({ apps: [app('A')], results, options: { include: ['fail'] } }), plain);
  expect(text).toContain('1 check undecided');
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

test('app by app, beyond 200 only the worst are shown, and the rest is said to be there', () => {
  const names = Array.from({ length: 203 }, (_item, number) => `App_${number}`);
  const results = names.map((name, number) =>
    result('r/a', `externalClientApp:${name}`, { severity: number === 202 ? 'critical' : 'high' }),
  );
  const text = table(report({ apps: names.map((name) => app(name)), results }), {
    ...plain,
    groupBy: 'app',
  });
  const shown = text.match(/^External Client App (App_\d+)/gm);
  expect(shown).toHaveLength(200);
  expect(shown?.[0]).toBe('External Client App App_202');
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
