// Earlier reports beside today's: the trend, since when findings are known, which apps came and went; owners and due dates.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCsv } from '../reporters/csv-reader.js';
import { salesforceCli } from './cli-of-orgs.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit, type Run } from './run.js';
import { tempFolder } from '../metadata/temp-folder.js';

stopOrgsAfterEach();

function connectedApp(label: string, more = ''): string {
  return `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>${label.toLowerCase()}@northwind.test</contactEmail><label>${label}</label>${more}</ConnectedApp>`;
}

const full =
  '<oauthConfig><callbackUrl>https://a.northwind.test/cb</callbackUrl><scopes>Full</scopes></oauthConfig>';

const march = '1774951200';
const june = '1782813600';
const config = `owners: [{ app: 'Bill*', owner: integrations team }]
due: { critical: 7, high: 30, medium: 90 }
`;

/** The project with its earlier reports, made once. */
const made = mkdtempSync(join(tmpdir(), 'ecaudit-history-'));
let cwd = made;

afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Audits the folder `apps` on a day and keeps the report. */
async function keep(name: string, epoch: string, ...flags: readonly string[]): Promise<void> {
  const env = { SOURCE_DATE_EPOCH: epoch };
  await ecaudit(['apps', ...flags, '--no-config', '-q', '-f', `json=reports/${name}`], {
    cwd,
    env,
  });
}

function write(name: string, text: string): void {
  writeFileSync(join(cwd, 'apps', `${name}.connectedApp`), text);
}

beforeAll(async () => {
  writeFileSync(join(made, 'ecaudit.config.yaml'), config);
  for (const folder of ['apps', 'reports', 'reports/deeper']) mkdirSync(join(made, folder));
  write('Billing', connectedApp('Billing', full));
  write('Old', connectedApp('Old'));
  await keep('a.json', march);
  write('Loader', connectedApp('Loader', full));
  rmSync(join(made, 'apps/Old.connectedApp'));
  await keep('b.json', june);
  write('Warehouse', connectedApp('Warehouse', full));
  rmSync(join(made, 'apps/Loader.connectedApp'));
}, 120_000);

beforeEach(() => {
  cwd = tempFolder();
  cpSync(made, cwd, { recursive: true });
});

async function withHistory(...flags: readonly string[]): Promise<Run> {
  return ecaudit(['apps', '--history', 'reports', '--fail-on', 'never', ...flags], { cwd });
}

describe('audit', () => {
  test('says since when a finding is known, who answers for it and until when', async () => {
    const flags = ['apps', '--history', 'reports', '--fail-on', 'never'];
    const { report } = await audit(flags, { cwd });
    const found = report.results.find(({ rule }) => rule === 'scopes/no-full-access');
    expect(found).toMatchObject({
      app: 'connectedApp:Billing',
      since: '2026-03-31',
      due: '2026-04-30',
      owner: 'integrations team',
    });
    const warehouse = report.results.filter(
      ({ app, verdict, about }) =>
        app === 'connectedApp:Warehouse' && verdict === 'fail' && about !== 'org',
    );
    expect(new Set(warehouse.map(({ since }) => since))).toEqual(new Set(['2026-11-22']));
    expect(warehouse.map(({ owner }) => owner)).toContain('warehouse@northwind.test');
  });

  test('without --history the days of due count from today, and nothing is said of since', async () => {
    const { report } = await audit(['apps', '--fail-on', 'never'], { cwd });
    const found = report.results.find(({ rule }) => rule === 'scopes/no-full-access');
    expect(found).toMatchObject({ due: '2026-12-22', owner: 'integrations team' });
    expect(found).not.toHaveProperty('since');
  });

  test('merge keeps owners and due dates', async () => {
    await ecaudit(['apps', '-q', '--fail-on', 'never', '-f', 'json=now.json'], { cwd });
    const { report } = await audit(['merge', 'now.json', '--no-config'], { cwd });
    expect(report.results.find(({ rule }) => rule === 'scopes/no-full-access')).toMatchObject({
      due: '2026-12-22',
      owner: 'integrations team',
    });
    const found = await ecaudit(['inventory', 'now.json', '-f', 'csv'], { cwd });
    const [head = [], ...rows] = readCsv(found.stdout);
    expect(rows.map((row) => [row[2], row[head.indexOf('owner')]])).toEqual([
      ['Billing', 'integrations team'],
      ['Warehouse', 'warehouse@northwind.test'],
    ]);
  });

  test.each(['markdown', 'html', 'table'])('%s tells what came and went', async (format) => {
    const { stdout } = await withHistory('-f', format);
    expect(stdout).toMatch(/New since 2026-06-30: 1 app: Warehouse \(apps\)\./);
    expect(stdout).toMatch(/Gone since 2026-06-30: 1 app: Loader \(apps\)\./);
    expect(stdout).toMatch(/Since 2026-06-30: \d+ new findings?, \d+ gone\./);
    expect(stdout).toContain('integrations team');
    expect(stdout).toMatch(format === 'table' ? /overdue since 2026-04-30/ : /2026-04-30/);
    if (format !== 'table') expect(stdout).toContain('since 2026-03-31');
  });

  test('the trend is in markdown and html, with the numbers of the run last', async () => {
    const { stdout } = await withHistory('-f', 'markdown');
    const rows = stdout.split('\n').filter((line) => line.startsWith('| 2026-'));
    expect(rows.map((row) => row.slice(0, 17))).toEqual([
      '| 2026-03-31 | 2 ',
      '| 2026-06-30 | 2 ',
      '| 2026-11-22 | 2 ',
    ]);
    const { report } = await audit(['apps', '--fail-on', 'never'], { cwd });
    const { critical, high, medium, low, info } = report.summary.bySeverity;
    expect(rows[2]).toContain(`| ${[critical, high, medium, low, info].join(' | ')} |`);
    const page = (await withHistory('-f', 'html')).stdout;
    expect(page).toContain('<path class="high" d="M');
    expect(page).toContain('Findings from 2026-03-31');
  });

  test('what is no whole report of these sources is left out with a note, and so is what lies deeper', async () => {
    await keep('part.json', june, '--app', 'Bill*');
    await keep('deeper/c.json', march);
    writeFileSync(join(cwd, 'reports/foreign.json'), '{"name":"package"}');
    writeFileSync(join(cwd, 'reports/torn.json'), '{"schema');
    writeFileSync(join(cwd, 'reports/notes.txt'), 'no report');
    await ecaudit(['reports', '--no-config', '-q', '-f', 'json=reports/other.json'], { cwd });
    await keep('later.json', '1796083200');
    const { report } = await audit(['apps', '--history', 'reports', '--fail-on', 'never'], { cwd });
    const notes = report.problems.filter(({ kind }) => kind === 'history-left-out');
    expect(notes.map(({ level }) => level)).toEqual(notes.map(() => 'note'));
    expect(notes.map(({ message }) => message.replace('--history: ', ''))).toEqual([
      expect.stringContaining('reports/foreign.json is no report of ecaudit'),
      'reports/part.json is of a part of an audit (--app)',
      expect.stringContaining('reports/torn.json is no report of ecaudit'),
      'reports/other.json is about other sources than this run',
      'reports/later.json is of a later run (2026-12-01)',
    ]);
    const page = (await withHistory('-f', 'html')).stdout;
    expect(page).toContain('reports/part.json is of a part of an audit');
  });

  test('a run about some apps is compared with these, one about some rules has no trend', async () => {
    const some = await withHistory('-f', 'markdown', '--app', 'Bill*');
    expect(some.stdout).toContain('| 2026-03-31 | 1 |');
    expect(some.stdout).toContain('no app came or went');
    const rules = await withHistory('-f', 'markdown', '--rule', 'scopes/*');
    expect(rules.stdout).not.toContain('| 2026-03-31 |');
    expect(rules.stdout).toContain('so it has no trend');
    expect(rules.stdout).toContain('since 2026-03-31');
  });

  test('a folder that is not there is a wrong request, an empty one is none', async () => {
    const gone = await ecaudit(['apps', '--history', 'nowhere'], { cwd });
    expect([gone.code, gone.stdout]).toEqual([2, '']);
    expect(gone.stderr).toContain('nowhere of --history cannot be read');
    mkdirSync(join(cwd, 'empty'));
    const empty = await ecaudit(['apps', '--history', 'empty', '--fail-on', 'never'], { cwd });
    expect(empty.code).toBe(0);
    expect(empty.stdout).toContain('no earlier report of these sources was found');
  });
});

describe('inventory', () => {
  const inventory = async (...flags: readonly string[]): Promise<string> =>
    (await ecaudit(['inventory', 'apps', '--history', 'reports', ...flags], { cwd })).stdout;

  test('the table says how many apps there were, and which came and went', async () => {
    const table = await inventory();
    expect(table).toContain('Trend: 2026-03-31 2 apps, 2026-06-30 2 apps, 2026-11-22 2 apps.');
    expect(table).toContain('New since 2026-06-30: 1 app: Warehouse (apps).');
    expect(table).toContain('Gone since 2026-06-30: 1 app: Loader (apps).');
  });

  test('csv has a column for it, and a row for what is gone', async () => {
    const [head = [], ...rows] = readCsv(await inventory('-f', 'csv'));
    expect(head.at(-1)).toBe('history');
    expect(rows.map((row) => [row[2], row.at(-1), row.length])).toEqual([
      ['Billing', 'since 2026-03-31', head.length],
      ['Warehouse', 'new since 2026-06-30', head.length],
      ['Loader', 'gone since 2026-06-30', head.length],
    ]);
  });

  test('json and html', async () => {
    const { apps, history } = JSON.parse(await inventory('-f', 'json')) as {
      readonly apps: readonly { readonly apiName: string; readonly since?: string }[];
      readonly history: {
        readonly before: string;
        readonly added: readonly { readonly apiName: string }[];
        readonly trend: readonly { readonly date: string }[];
      };
    };
    expect(apps.map(({ since }) => since)).toEqual(['2026-03-31', '2026-11-22']);
    expect(history).toMatchObject({
      before: '2026-06-30',
      added: [{ apiName: 'Warehouse' }],
      gone: [{ apiName: 'Loader', source: 'apps' }],
    });
    expect(history.trend).toHaveLength(3);
    const page = await inventory('-f', 'html');
    expect(page).toContain('new since 2026-06-30');
    expect(page).toContain('gone since 2026-06-30');
  });
});

test('orgs are known by their ids, and one that was not read has lost nothing', async () => {
  const files = { 'Billing.connectedApp': connectedApp('Billing', full) };
  const b = await orgWith({ files, orgId: '00D00000000000b' });
  const a = await orgWith({ files, orgId: '00D00000000000a' });
  const place = { cwd: tempFolder(), env: { PATH: salesforceCli({ a, b, renamed: a }) } };
  mkdirSync(join(place.cwd, 'reports'));
  const usual = ['--no-config', '--retries', '0', '--fail-on', 'never', '-q'];
  const then = { ...place, env: { ...place.env, SOURCE_DATE_EPOCH: june } };
  await ecaudit(['--org', 'a', '--org', 'b', ...usual, '-f', 'json=reports/x.json'], then);
  const argv = ['--org', 'renamed', '--org', 'lost', '--history', 'reports', ...usual];
  const { report } = await audit(argv, place);
  const found = report.results.find(({ rule }) => rule === 'scopes/no-full-access');
  expect(found).toMatchObject({ app: 'org/renamed#connectedApp:Billing', since: '2026-06-30' });
  const page = await ecaudit([...argv, '-f', 'markdown'], place);
  expect(page.stdout).not.toContain('Gone since');
  expect(page.stdout).toMatch(/\| 2026-06-30 \| 1 \|.*without `org\/lost`/);
});
