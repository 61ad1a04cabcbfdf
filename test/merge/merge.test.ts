// Merging what was audited in parts gives what one audit would have given.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reporterNames } from '../../reporters/index.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { demoProject, ecaudit, fixtures, type JsonReport } from '../stories/run.js';

/** A folder with two projects: apps of all kinds, some of one name in both. */
function workspace(): string {
  const cwd = tempFolder({ 'broken/connectedApps/Torn.connectedApp': '<ConnectedApp>' });
  for (const [from, to] of [
    ['planted/faulty', 'one'],
    ['planted/clean', 'two'],
    ['guides/fullcast', 'one/guide'],
  ] as const) {
    cpSync(join(fixtures, from), join(cwd, to), { recursive: true });
  }
  return cwd;
}

async function auditTo(cwd: string, file: string, ...argv: readonly string[]): Promise<void> {
  const { code, stderr } = await ecaudit([...argv, '-q', '-f', `json=${file}`], { cwd });
  expect([0, 1, 3], stderr).toContain(code);
}

function read(cwd: string, file: string): JsonReport {
  return JSON.parse(readFileSync(join(cwd, file), 'utf8'));
}

describe.each([1, 2, 3, 9])('%i shards', (count) => {
  test.each([[['one']], [['one', 'two']]])('of %j are the whole', async (sources) => {
    const cwd = workspace();
    await auditTo(cwd, 'whole.json', ...sources, '--include', 'all', '--controls', 'sbs');
    const parts = Array.from({ length: count }, (_, index) => `part-${index + 1}.json`);
    for (const [index, part] of parts.entries()) {
      const shard = `${index + 1}/${count}`;
      const flags = ['--include', 'all', '--controls', 'sbs', '--shard', shard];
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await auditTo(cwd, part, ...sources, ...flags);
    }
    const { code, stderr } = await ecaudit(
      ['merge', ...parts.toReversed(), '--include', 'all', '-q', '-f', 'json=merged.json'],
      { cwd },
    );
    expect([code, stderr]).toEqual([1, '']);
    expect(read(cwd, 'merged.json')).toEqual(read(cwd, 'whole.json'));
  });
});

test('reports of several sources are what one run over them gives', async () => {
  const cwd = workspace();
  await auditTo(cwd, 'whole.json', 'one', 'two', 'broken');
  for (const source of ['one', 'two', 'broken']) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    await auditTo(cwd, `${source}.json`, source);
  }
  const argv = ['merge', 'one.json', 'two.json', 'broken.json', '-q', '-f', 'json=merged.json'];
  const { code } = await ecaudit(argv, { cwd });
  expect(code).toBe(1);
  const [merged, whole] = [read(cwd, 'merged.json'), read(cwd, 'whole.json')];
  const plain = ({ rulesets: _, problems, ...rest }: JsonReport): object => ({
    ...rest,
    problems: problems.filter(({ kind }) => kind !== 'no-apps'),
  });
  expect(plain(merged)).toEqual(plain(whole));
});

describe('a baseline', () => {
  /** A workspace whose findings of today are known, and of which then some are fixed and an app goes. */
  async function known(): Promise<string> {
    const cwd = workspace();
    const { code } = await ecaudit(['one', 'two', '--write-baseline', 'known.json', '-q'], { cwd });
    expect(code).toBe(0);
    rmSync(join(cwd, 'one/guide'), { recursive: true });
    cpSync(join(fixtures, 'guides/fullcast'), join(cwd, 'two/guide'), { recursive: true });
    return cwd;
  }

  test.each([[['one', 'two']], [['two']]])('of %j, in shards', async (sources) => {
    const cwd = await known();
    const flags = [...sources, '--baseline', 'known.json', '--include', 'all'];
    await auditTo(cwd, 'whole.json', ...flags);
    const parts = ['1/3', '2/3', '3/3'].map((shard) => [shard, `${shard[0]}.json`] as const);
    for (const [shard, part] of parts)
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await auditTo(cwd, part, ...flags, '--shard', shard);
    const argv = ['merge', ...parts.map(([, part]) => part), '--include', 'all', '-q'];
    await ecaudit([...argv, '-f', 'json=merged.json'], { cwd });
    const [merged, whole] = [read(cwd, 'merged.json'), read(cwd, 'whole.json')];
    expect(merged).toEqual(whole);
    expect(whole.summary.baselined).toBeGreaterThan(0);
  });

  test('of another version is not merged with', async () => {
    const cwd = await known();
    await auditTo(cwd, 'a.json', 'one', '--baseline', 'known.json');
    const old = { kind: 'ecaudit baseline', schemaVersion: '1', findings: [] };
    writeFileSync(join(cwd, 'old.json'), JSON.stringify(old));
    await auditTo(cwd, 'b.json', 'two', '--baseline', 'old.json');
    const { code, stdout, stderr } = await ecaudit(['merge', 'a.json', 'b.json'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      'b.json is of a baseline of version 1, and a.json of one of version 2',
    );
  });
});

test.each(reporterNames)('the %s reporter works on it', async (name) => {
  const cwd = workspace();
  await auditTo(cwd, 'a.json', 'one');
  await auditTo(cwd, 'b.json', 'two');
  const { code, stdout, stderr } = await ecaudit(['merge', 'a.json', 'b.json', '-f', name], {
    cwd,
  });
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout.length).toBeGreaterThan(500);
});

test('what is incomplete stays incomplete', async () => {
  const cwd = workspace();
  await auditTo(cwd, 'a.json', 'broken');
  await auditTo(cwd, 'b.json', 'two', '--strict');
  expect(read(cwd, 'a.json').summary.incomplete).toBe(true);
  const { code, stdout } = await ecaudit(
    ['merge', 'a.json', 'b.json', '-f', 'json', '--fail-on', 'never'],
    { cwd },
  );
  expect(code).toBe(3);
  expect(JSON.parse(stdout).summary.incomplete).toBe(true);
});

test('a shard that is not there is told, and makes it incomplete', async () => {
  const cwd = workspace();
  await auditTo(cwd, 'a.json', 'two', '--shard', '1/3');
  await auditTo(cwd, 'c.json', 'two', '--shard', '3/3');
  const { code, stdout } = await ecaudit(
    ['merge', 'a.json', 'c.json', '-f', 'json', '--fail-on', 'never'],
    { cwd },
  );
  expect(code).toBe(3);
  expect(JSON.parse(stdout).problems).toContainEqual({
    kind: 'missing-shard',
    level: 'error',
    message: 'only 2 of the 3 shards of two are here; not 2/3',
  });
});

test('a source that changed between shards is told', async () => {
  const cwd = workspace();
  await auditTo(cwd, 'a.json', 'two', '--shard', '1/2');
  cpSync(join(fixtures, 'guides/fullcast'), join(cwd, 'two/more'), { recursive: true });
  await auditTo(cwd, 'b.json', 'two', '--shard', '2/2');
  const { code, stdout } = await ecaudit(
    ['merge', 'a.json', 'b.json', '-f', 'json', '--fail-on', 'never'],
    { cwd },
  );
  expect(code).toBe(3);
  expect(JSON.parse(stdout).problems.map(({ kind }: { kind: string }) => kind)).toContain(
    'source-changed',
  );
});

test('a vendor whose app is in no shard is told once all are together', async () => {
  const cwd = workspace();
  for (const index of [1, 2]) {
    const shard = ['--shard', `${index}/2`, '-r', 'vendors/fullcast'];
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    await auditTo(cwd, `${index}.json`, 'two', ...shard);
  }
  const { code, stdout } = await ecaudit(['merge', '1.json', '2.json', '-f', 'json'], { cwd });
  expect(code).toBe(3);
  expect(JSON.parse(stdout).problems.map(({ kind }: { kind: string }) => kind)).toEqual([
    'no-vendor-app',
  ]);
});

const own = `id: acme
title: Acme
kind: standard
rules:
  - id: pkce
    title: Acme wants PKCE
    require: { fact: pkceRequired, operator: equal, value: true }
`;

test('texts of own rulesets come from their files', async () => {
  const cwd = workspace();
  writeFileSync(join(cwd, 'acme.yaml'), own);
  await auditTo(cwd, 'a.json', 'one', '-r', 'acme.yaml');
  const without = await ecaudit(['merge', 'a.json'], { cwd });
  expect([without.code, without.stdout]).toEqual([2, '']);
  expect(without.stderr).toContain('a.json was judged by acme');
  const given = await ecaudit(['merge', 'a.json', '-r', 'acme.yaml', '-f', 'sarif'], { cwd });
  expect(given.stdout).toContain('Acme wants PKCE');
});

interface Loose extends Record<string, unknown> {
  readonly summary: Record<string, number>;
  readonly apps: Record<string, unknown>[];
  readonly results: Record<string, unknown>[];
  readonly problems: unknown[];
}

type Edit = (report: Loose) => void;

describe('refused with exit code 2, nothing on stdout and the name of the file', () => {
  const edits: readonly (readonly [string, Edit, string])[] = [
    ['another schema version', (report) => (report['schemaVersion'] = '2'), 'schemaVersion'],
    ['a key too many', (report) => (report['extra'] = 1), 'unknown key extra'],
    ['a count changed', ({ summary }) => (summary['pass'] = 0), '"pass"'],
    ['an app left out', ({ apps }) => apps.pop(), 'as many'],
    ['findings left out', ({ results }) => results.pop(), 'lists'],
    ['a date that is none', (report) => (report['generatedAt'] = 'soon'), 'date'],
    [
      'a problem nobody knows',
      ({ problems }) => problems.push({ kind: 'constructor', level: 'note', message: '' }),
      'constructor',
    ],
    ['a result of nothing', ({ results: [one] }) => one && (one['app'] = 'nobody'), 'nobody'],
    ['an app of nowhere', ({ apps: [app] }) => app && (app['source'] = 'there'), 'not name'],
  ];
  test.each(edits)('%s', async (_, edit, expected) => {
    const cwd = workspace();
    await auditTo(cwd, 'a.json', 'one');
    const report: Loose = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'));
    edit(report);
    writeFileSync(join(cwd, 'a.json'), JSON.stringify(report));
    const { code, stdout, stderr } = await ecaudit(['merge', 'a.json'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('a.json');
    expect(stderr).toContain(expected);
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, 5000)],
    ['empty', () => ''],
    ['not JSON', () => '<testsuites/>'],
    ['JSON of something else', () => '{"version":"2.1.0","runs":[]}'],
    ['null', () => 'null'],
    ['deep', () => '['.repeat(200_000) + ']'.repeat(200_000)],
  ] as const)('a file that is %s', async (_, change) => {
    const cwd = workspace();
    await auditTo(cwd, 'a.json', 'one');
    writeFileSync(join(cwd, 'a.json'), change(readFileSync(join(cwd, 'a.json'), 'utf8')));
    const { code, stdout, stderr } = await ecaudit(['merge', 'a.json'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('a.json is no report of ecaudit');
  });

  test.each([
    ['a file that is not there', ['merge', 'missing.json'], 'missing.json cannot be read'],
    ['the same report twice', ['merge', 'a.json', 'a.json'], 'both about one'],
    ['a shard twice', ['merge', '1.json', '1.json'], 'both about one'],
    ['a shard and the whole', ['merge', 'a.json', '1.json'], 'both about one'],
    ['shards of two audits', ['merge', '1.json', 'third.json'], 'both about one'],
    ['a shortened report', ['merge', 'short.json'], '--min-severity'],
    ['no report', ['merge'], 'REPORT'],
  ])('%s', async (_, argv, expected) => {
    const cwd = workspace();
    await auditTo(cwd, 'a.json', 'one');
    await auditTo(cwd, '1.json', 'one', '--shard', '1/2');
    await auditTo(cwd, 'third.json', 'one', '--shard', '2/3');
    await auditTo(cwd, 'short.json', 'one', '--min-severity', 'high');
    const { code, stdout, stderr } = await ecaudit(argv, { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
  });
});

describe('entries of the configuration that match nothing', () => {
  const config = `suppressions:
  - { rule: urls/*, reason: planned }
  - { rule: hygiene/*, app: Nobody, reason: no such app }
  - { rule: incidents/*, reason: nothing there }
  - { rule: urls/*, reason: over, expires: 2026-10-01 }
overrides:
  - { rule: vendors/dust/*, severity: off }
`;
  const about = ['config-without-effect', 'suppression-unused', 'suppression-expired'];
  const told = (text: string): readonly string[] =>
    (JSON.parse(text) as { problems: readonly { kind: string; message: string }[] }).problems
      .filter(({ kind }) => about.includes(kind))
      .map(({ kind, message }) => `${kind}: ${message}`)
      .toSorted();

  test.each([1, 3, 8])(
    'are told of %i shards as of the whole, and of a part not',
    async (count) => {
      const cwd = demoProject({ 'ecaudit.config.yaml': config });
      const whole = await ecaudit(['-f', 'json'], { cwd });
      const parts = Array.from({ length: count }, (_, at) => `${at + 1}.json`);
      for (const [at, file] of parts.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- one run after the other
        await ecaudit(['--shard', `${at + 1}/${count}`, '-q', '-f', `json=${file}`], { cwd });
      }
      const merged = await ecaudit(['merge', ...parts, '-f', 'json'], { cwd });
      expect(told(whole.stdout).length).toBeGreaterThanOrEqual(4);
      expect(told(merged.stdout)).toEqual(told(whole.stdout));
      if (count === 1) return;
      const part = await ecaudit(['merge', ...parts.slice(1), '-f', 'json'], { cwd });
      expect(told(part.stdout).join()).not.toMatch(/suppression-unused/);
    },
  );
});
