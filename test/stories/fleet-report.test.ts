// Three orgs, one of which cannot be reached: what every report for people says of each of them.
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { readCsv } from '../reporters/csv-reader.js';
import { salesforceCli } from './cli-of-orgs.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';
import { ecaudit, fixtures, reportsIn, type JsonReport, type Run } from './run.js';

stopOrgsAfterEach();

const files = {
  'Evil.connectedApp':
    '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>=cmd|calc</label><oauthConfig><callbackUrl>https://a.northwind.test/cb</callbackUrl><scopes>Full</scopes></oauthConfig></ConnectedApp>',
};

let at: { readonly cwd: string; readonly env: Readonly<Record<string, string>> };

beforeEach(async () => {
  const lost = await orgWith({ orgId: '00D00000000000l' });
  const orgs = {
    prod: await orgWith({ folder: join(fixtures, 'planted/faulty'), orgId: '00D00000000000p' }),
    emea: await orgWith({ files, orgId: '00D00000000000e' }),
    lost,
  };
  const env = { PATH: salesforceCli(orgs, { username: 'auditor@northwind.test' }) };
  await lost.stop();
  at = { cwd: tempFolder({ 'orgs.txt': 'prod\nemea\nlost\n' }), env };
}, 60_000);

const usual = ['--orgs-file', 'orgs.txt', '--no-config', '--retries', '0', '--fail-on', 'never'];

async function reportAs(format: string, ...flags: readonly string[]): Promise<Run> {
  return ecaudit([...usual, ...flags, '-f', format], { ...at, columns: 160 });
}

const inFiles = ['markdown', 'comment', 'html', 'csv', 'json'] as const;
type Format = 'table' | (typeof inFiles)[number];

async function everyReport(): Promise<
  Readonly<Record<Format, string>> & { readonly code: number }
> {
  const { code, texts } = await reportsIn(inFiles, usual, { ...at, columns: 160 });
  const table = await reportAs('table');
  expect(table.code).toBe(code);
  // A file begins with a byte order mark.
  const csv = texts.csv.replace(/^\u{feff}/u, '');
  return { ...texts, csv, table: table.stdout, code };
}

/** Every report of the three orgs, made once: by the first test that reads one. */
let made: ReturnType<typeof everyReport> | undefined;
const reports = (): ReturnType<typeof everyReport> => (made ??= everyReport());

/** What stands in a text, whatever marks code and cells in it. */
function plain(text: string): string {
  return text.replaceAll('`', '').replaceAll('&amp;', '&');
}

const facts = [
  '2026-11-22',
  'Fake & Sons',
  '00D00000000000p',
  '00D00000000000e',
  'Enterprise Edition',
  'production',
  'EU47',
  'API 68.0',
  'auditor@northwind.test',
];

describe.each(['table', 'markdown', 'comment', 'html', 'csv'] as const)('%s', (format) => {
  test('says when, which orgs, all that is known of them, and which one is missing', async () => {
    const { code, [format]: report } = await reports();
    expect(code).toBe(3);
    const text = plain(report);
    for (const fact of facts) expect(text).toContain(fact);
    expect(text).toMatch(/\blost\b[^]{0,200}?not read/);
    expect(text).toMatch(/incomplete/i);
  });
});

test('org and severity stand before the findings, and their sum is the summary', async () => {
  const { summary } = JSON.parse((await reports()).json) as JsonReport;
  const lines = (await reports()).table.split('\n');
  const head = lines.findIndex((line) => line.startsWith('source'));
  const first = lines.findIndex((line) =>
    /^(?:severity|By rule|Connected App|External)/.test(line),
  );
  expect(head).toBeGreaterThan(0);
  expect(head).toBeLessThan(first);
  const counts = ['prod', 'emea'].map((name) => {
    const row = lines.find((line) => line.startsWith(`${name} `)) ?? '';
    return row.trim().split(/ +/).slice(1).map(Number);
  });
  const sums = counts[0]?.map((count, column) => count + (counts[1]?.[column] ?? 0));
  const { critical, high, medium, low, info } = summary.bySeverity;
  expect(sums).toEqual([critical, high, medium, low, info]);
  expect(lines.find((line) => line.startsWith('lost '))).toMatch(/^lost( +-){5}/);
});

test('csv has the alias and the API name in columns of their own, and no cell that computes', async () => {
  const [head = [], ...rows] = readCsv((await reports()).csv);
  const column = (name: string): readonly (string | undefined)[] =>
    rows.map((row) => row[head.indexOf(name)]);
  expect(new Set(column('org'))).toEqual(new Set(['', 'prod', 'emea']));
  expect(column('api name')).toContain('Evil');
  expect(column('label')).toContain("'=cmd|calc");
  expect(rows.flat().filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
  expect(column('status')[0]).toBe('not audited');
  expect(rows.map((row) => row.length)).toEqual(rows.map(() => head.length));
});

test('the org is in the heading of each app, also in --group-by org', async () => {
  const flags = ['--group-by', 'app'];
  expect((await reportAs('table', ...flags)).stdout).toMatch(/^Connected App emea Evil/m);
  expect((await reports()).markdown).toMatch(/<code>emea<\/code> Connected App/);
  expect((await reportAs('table', '--group-by', 'org')).stdout).toMatch(/^emea {2}\d+ high/m);
});
