import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { severities, type Severity } from '../../src/report/severity.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, changed, ecaudit, treeOf, type Tree } from '../stories/run.js';

const clean = treeOf('planted', 'clean');

/** Flags that make no sense: what stderr says about them. */
const refused: readonly (readonly [readonly string[], string])[] = [
  [['--fromat', 'json'], 'Did you mean --format?'],
  [['--strcit'], 'Did you mean --strict?'],
  [['--orgs-file', 'gone.txt'], 'gone.txt cannot be read'],
  [['--concurrency', '0'], '--concurrency 0 is not a whole number from 1 to 64'],
  [['--org', '../prod'], '--org ../prod is not an alias or username'],
  [['--org', 'env'], '--org env: no log-in is complete in the environment'],
  [['--org', 'env', '--timeout', 'soon'], '--timeout soon is not a whole number from 1 to 3600'],
  [['--org', 'env', '--retries', '-1'], '--retries -1 is not a whole number from 0 to 10'],
  [['-f', 'jsno'], 'did you mean "json"?'],
  [['-f', 'xml'], 'formats: '],
  [['-f', 'json='], 'names no file'],
  [['-f', ''], 'empty'],
  [['-f', 'json', '-f', 'sarif'], 'only one report can go to stdout, not json and sarif'],
  [['-f', 'json=a', '-f', 'csv=./a'], './a would be written twice'],
  [['-f', 'json=a', '--write-baseline', 'a'], 'a would be written twice'],
  [[''], 'a SOURCE is empty'],
  [['-f', 'table', '-f', 'table'], 'only one report can go to stdout'],
  [['-r', 'flow'], 'did you mean "flows"?'],
  [['-r', 'vendors/fulcast'], 'did you mean "vendors/fullcast"?'],
  [['-r', 'nothing.yaml'], 'nothing.yaml'],
  [['--include', 'fial'], 'did you mean "fail"?'],
  [['--include', 'fail,'], 'no verdict ""'],
  [['--param', 'environment'], 'NAME=VALUE'],
  [['--param', '=production'], 'NAME=VALUE'],
  [['--param', 'enviroment=production'], 'no ruleset has a parameter "enviroment"'],
  [
    ['-r', 'vendors/fullcast', '--param', 'environment=test'],
    'expected production or pre-production',
  ],
  [['--param', 'flows.environment=production'], 'flows.environment'],
  [
    ['-r', 'flows', '--param', 'environment=production'],
    'no ruleset has a parameter "environment"',
  ],
  [['--fail-on', 'urgent'], 'critical, high, medium, low, info, never'],
  [['--min-severity', 'never'], 'critical, high, medium, low, info'],
  [['--color', 'yes'], 'auto, always, never'],
  [['--shard', '3'], 'I/N'],
  [['--shard', '0/3'], 'I/N'],
  [['--shard', '4/3'], 'I/N'],
  [['--shard', '1/0'], 'I/N'],
  [['--shard', 'a/b'], 'I/N'],
  [['--app', ''], 'empty'],
  [['--app'], 'argument missing'],
];

test.each(refused)('%j is exit code 2, with the reason on stderr', async (flags, reason) => {
  const run = await ecaudit(['planted/clean', ...flags]);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(/^ecaudit: /);
  expect(run.stderr).toContain(reason);
  expect(run.stderr).not.toMatch(/\n +at /);
});

test.each([
  [['planted/faulty', '--fromat']],
  [['planted/faulty', 'nowhere', '-f', 'json=out.json']],
  [['planted/faulty', '-r', 'nothing', '-f', 'json=out.json']],
])('%j audits nothing and writes nothing', async (argv) => {
  const cwd = tempFolder();
  expect((await ecaudit(argv, { cwd })).code).toBe(2);
  expect(existsSync(join(cwd, 'out.json'))).toBe(false);
});

describe('--fail-on', () => {
  /** The clean app with one thing wrong, of each severity. The clean one itself has findings of low and info. */
  const faults: Readonly<Record<Severity, Tree>> = {
    critical: changed(
      clean,
      'connectedApp',
      '<isAdminApproved>',
      '<consumerSecret>EXAMPLE0SECRET</consumerSecret><isAdminApproved>',
    ),
    high: changed(clean, 'connectedApp', '>ENFORCE<', '>BYPASS<'),
    medium: changed(clean, 'connectedApp', '>ENFORCE<', '>BYPASS_2FACTOR<'),
    low: changed(clean, 'connectedApp', '>ENFORCE<', '>ENFORCE_RELAXREFRESH<'),
    info: clean,
  };
  const rows = severities.flatMap((worst) =>
    [...severities, 'never'].map((failOn) => {
      const actual = worst === 'info' ? 'low' : worst;
      const fails =
        failOn !== 'never' && severities.indexOf(actual) <= severities.indexOf(failOn as Severity);
      return [worst, failOn, fails ? 1 : 0] as const;
    }),
  );
  test.each(rows)(
    'with a fault of %s and --fail-on %s: exit code %i',
    async (worst, failOn, code) => {
      const cwd = tempFolder(faults[worst]);
      expect((await ecaudit(['.', '--fail-on', failOn, '-f', 'json'], { cwd })).code).toBe(code);
    },
  );

  test('is high when nobody says', async () => {
    expect((await ecaudit(['.'], { cwd: tempFolder(faults.high) })).code).toBe(1);
    expect((await ecaudit(['.'], { cwd: tempFolder(faults.medium) })).code).toBe(0);
  });

  test.each([
    ['findings beat an incomplete audit', 'high', 1],
    ['an incomplete audit beats a clean one', 'never', 3],
  ])('%s', async (_what, failOn, code) => {
    const cwd = tempFolder({ ...faults.high, 'Bad.eca': '' });
    expect((await ecaudit(['.', '--fail-on', failOn], { cwd })).code).toBe(code);
  });
});

test.each(severities)('--min-severity %s hides milder ones and counts them', async (least) => {
  const all = (await audit(['planted/faulty'])).report;
  const { code, report } = await audit(['planted/faulty', '--min-severity', least]);
  const wanted = severities.slice(0, severities.indexOf(least) + 1);
  expect(report.results).toEqual(all.results.filter(({ severity }) => wanted.includes(severity)));
  expect(report.results.length).toBeGreaterThan(0);
  expect([code, report.summary]).toEqual([1, all.summary]);
});

test.each([
  ['fail', ['fail']],
  ['pass', ['pass']],
  ['OPEN', ['open']],
  ['notapplicable', ['notApplicable']],
  ['fail, open', ['fail', 'open']],
  ['all', ['fail', 'notApplicable', 'open', 'pass']],
])('--include %s lists just those', async (include, expected) => {
  const { report } = await audit(['planted/faulty', '--include', include]);
  const { pass, fail, open, notApplicable, checks } = report.summary;
  const counts = { pass, fail, open, notApplicable };
  const listed = report.results.map(({ verdict }) => verdict).toSorted();
  const wanted = Object.entries(counts).filter(([verdict]) => expected.includes(verdict));
  expect([...new Set(listed)]).toEqual(expected);
  expect(listed).toEqual(
    wanted.flatMap(([verdict, count]) => Array.from({ length: count }, () => verdict)).toSorted(),
  );
  expect(pass + fail + open + notApplicable).toBe(checks);
});

test('--strict makes an open verdict an incomplete audit', async () => {
  const cwd = tempFolder(clean);
  const rules = ['-r', 'migration'];
  expect((await audit(['.', ...rules], { cwd })).report.summary.open).toBeGreaterThan(0);
  expect((await ecaudit(['.', ...rules], { cwd })).code).toBe(0);
  const strict = await audit(['.', ...rules, '--strict'], { cwd });
  expect([strict.code, strict.report.summary.incomplete]).toEqual([3, true]);
  expect((await ecaudit(['.', '-r', 'scopes', '--strict'], { cwd })).code).toBe(0);
});

test.each([
  ['Clean_CA', ['connectedApp:Clean_CA']],
  ['Clean_?CA', ['externalClientApp:Clean_ECA']],
  ['*', ['connectedApp:Clean_CA', 'externalClientApp:Clean_ECA']],
  ['connectedApp:*', ['connectedApp:Clean_CA']],
  ['externalClientApp:Clean*', ['externalClientApp:Clean_ECA']],
])('--app %s chooses %j', async (glob, expected) => {
  const { report } = await audit(['planted/clean', '--app', glob]);
  expect(report.apps.map(({ id }) => id)).toEqual(expected);
});

test.each([
  ['the label, in any case', '*klue CONN*'],
  ['the namespace', 'KC'],
  ['the host of a callback', '*.klue.example'],
  ['the API name, in any case', 'kc__kc1'],
])('--app finds an app by %s', async (_, glob) => {
  const klue = (Object.values(clean)[0] ?? '')
    .replace(/<label>.*<\/label>/, '<label>Klue Connector</label>')
    .replace(
      /<callbackUrl>.*<\/callbackUrl>/,
      '<callbackUrl>https://app.klue.example/cb</callbackUrl>',
    );
  const other = Object.values(clean)[0] ?? '';
  const cwd = tempFolder({ 'kc__KC1.connectedApp': klue, 'Other.connectedApp': other });
  const { report } = await audit(['.', '--app', glob], { cwd });
  expect(report.apps.map(({ apiName }) => apiName)).toEqual(['kc__KC1']);
});

test('--app may be repeated, and keeps quiet about apps that others name', async () => {
  const { code, report } = await audit([
    'planted/clean',
    '--app',
    'Clean_CA',
    '--app',
    'Clean_ECA',
  ]);
  expect([code, report.apps.length]).toEqual([0, 2]);
});

test.each([1, 2, 3, 7, 11])(
  'the parts of --shard I/%i are disjoint, complete and even',
  async (count) => {
    const app = Object.values(clean)[0] ?? '';
    const names = Array.from(
      { length: 7 },
      (_, index) => [`App${index}.connectedApp`, app] as const,
    );
    const cwd = tempFolder(Object.fromEntries(names));
    const parts: string[][] = [];
    for (let index = 1; index <= count; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      const { code, report } = await audit(['.', '--shard', `${index}/${count}`], { cwd });
      parts.push(report.apps.map(({ id }) => id));
      expect([code, report.problems]).toEqual([0, []]);
    }
    expect(parts.flat().toSorted()).toEqual(
      names.map(([file]) => `connectedApp:${file.slice(0, 4)}`),
    );
    const sizes = parts.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  },
);

const colored = '\u001b[';

test.each([
  [['--color', 'always'], {}, false, true],
  [['--color', 'never'], { FORCE_COLOR: '1' }, true, false],
  [['--color', 'auto'], {}, true, true],
  [[], {}, true, true],
  [[], {}, false, false],
  [[], { NO_COLOR: '1' }, true, false],
  [[], { NO_COLOR: '' }, true, true],
  [[], { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [[], { FORCE_COLOR: '1' }, false, true],
  [[], { FORCE_COLOR: '0' }, true, false],
  [[], { FORCE_COLOR: 'false' }, true, false],
  [[], { TERM: 'dumb' }, true, false],
  [['--color', 'always'], { NO_COLOR: '1' }, false, true],
])('%j with %j on a terminal (%j) is coloured: %j', async (flags, env, isTTY, expected) => {
  const run = await ecaudit(['planted/faulty', ...flags], { env, isTTY });
  expect(run.stdout.includes(colored)).toBe(expected);
});

test.each(['json', 'sarif'])('%s is never coloured', async (format) => {
  const run = await ecaudit(['planted/faulty', '-f', format, '--color', 'always'], { isTTY: true });
  expect(run.stdout).not.toContain(colored);
});

test.each([60, 80, 120, 200])(
  'a table is no wider than a window of %i columns',
  async (columns) => {
    const { stdout } = await ecaudit(['planted', 'guides'], {
      isTTY: true,
      columns,
      env: { NO_COLOR: '1' },
    });
    const widest = Math.max(...stdout.split('\n').map(({ length }) => length));
    expect(widest).toBeLessThanOrEqual(columns);
  },
);

test('-q says nothing on stderr, -v says more on stdout', async () => {
  const cwd = tempFolder(treeOf('planted', 'faulty'));
  const plain = await ecaudit(['.', '-f', 'table', '-f', 'json=a.json'], { cwd });
  const quiet = await ecaudit(['.', '-q', '-f', 'table', '-f', 'json=a.json'], { cwd });
  const verbose = await ecaudit(['.', '-v'], { cwd });
  expect([plain.stderr !== '', quiet.stderr]).toEqual([true, '']);
  expect(quiet.stdout).toBe(plain.stdout);
  expect(verbose.stdout.length).toBeGreaterThan(plain.stdout.length);
});

describe('a report', () => {
  test('goes to a file in a new folder, and stdout stays for another', async () => {
    const cwd = tempFolder(clean);
    const run = await ecaudit(
      ['.', '-f', 'json=a/b/out.json', '-f', 'sarif=a/out.sarif', '-f', 'table'],
      { cwd },
    );
    expect(run.code).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'a/b/out.json'), 'utf8'))).toHaveProperty(
      'schemaVersion',
      '1',
    );
    expect(JSON.parse(readFileSync(join(cwd, 'a/out.sarif'), 'utf8'))).toHaveProperty(
      'version',
      '2.1.0',
    );
    expect(run.stdout).toContain('2 apps');
    expect(run.stderr).toContain('a/b/out.json');
  });

  test.each(['taken/out.json', '.', 'a\0b'])(
    'to %j cannot be written: exit code 5',
    async (path) => {
      const cwd = tempFolder(clean);
      writeFileSync(join(cwd, 'taken'), '');
      const run = await ecaudit(['.', '-f', `json=${path}`, '-f', 'table'], { cwd });
      expect([run.code, run.stdout]).toEqual([5, '']);
      expect(run.stderr).toContain('cannot be written');
      expect(run.stderr).not.toMatch(/\n +at /);
    },
  );

  test('written into the source is not read by the next run', async () => {
    const cwd = tempFolder(treeOf('planted', 'faulty'));
    const args = ['.', '-f', 'json=reports/out.json', '-f', 'sarif=out.sarif'];
    const reports = [];
    for (let run = 0; run < 2; run += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await ecaudit(args, { cwd });
      reports.push(readFileSync(join(cwd, 'out.sarif'), 'utf8'));
    }
    expect(reports[1]).toBe(reports[0]);
  });

  test.each(['table', 'json', 'sarif'])(
    '%s is the same, byte by byte, under SOURCE_DATE_EPOCH',
    async (format) => {
      const at = { env: { SOURCE_DATE_EPOCH: '1795255200' } };
      const [first, second] = [
        await ecaudit(['planted', 'guides', '-f', format, '--include', 'all'], at),
        await ecaudit(['planted', 'guides', '-f', format, '--include', 'all'], at),
      ];
      expect(second?.stdout).toBe(first?.stdout);
      if (format === 'json')
        expect(first?.stdout).toContain('"generatedAt": "2026-11-21T10:00:00.000Z"');
    },
  );

  test.each(['soon', '-1', '1.5', '9'.repeat(20)])(
    'SOURCE_DATE_EPOCH=%s is exit code 2',
    async (epoch) => {
      const run = await ecaudit(['planted/clean'], { env: { SOURCE_DATE_EPOCH: epoch } });
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('SOURCE_DATE_EPOCH');
    },
  );
});
