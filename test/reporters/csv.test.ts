import { digestOf } from '../../src/report/digest/index.js';
import { describe, expect, test } from 'vitest';
import { csv } from '../../reporters/csv.js';
import { plainText } from '../../src/report/text/plain-text.js';
import type { Report } from '../../src/report/report.js';
import { readCsv } from './csv-reader.js';
import { app, at, report, result, settingsWith } from './report.js';
import { clean, empty, findings, hostile, hostileNames } from './samples.js';
import { settled } from './with-exceptions.js';

const textOf = (sample: Report): string => Array.from(csv(digestOf(sample))).join('');

type Row = Readonly<Record<string, string>>;

function rowsOf(sample: Report): readonly Row[] {
  const [head = [], ...rows] = readCsv(textOf(sample));
  return rows.map((cells) =>
    Object.fromEntries(head.map((name, column) => [name, cells[column] ?? ''])),
  );
}

describe.each(Object.entries({ findings, clean, empty, hostile, settled }))(
  '%s',
  (_name, sample) => {
    test('is a table: each row has as many cells as the head', () => {
      const [head = [], ...rows] = readCsv(textOf(sample));
      expect(rows.filter(({ length }) => length !== head.length)).toEqual([]);
      expect(new Set(head).size).toBe(head.length);
    });

    test('holds nothing that a spreadsheet takes for a formula, whatever separates its cells', () => {
      const cells = readCsv(textOf(sample)).flat();
      const starts = cells.flatMap((cell) => [cell, ...cell.split(';')]);
      expect(starts.filter((text) => /^["'\s]*(?<!')[=+@＝＋－＠-]/.test(text))).toEqual([]);
    });
  },
);

test('what was not audited comes first, then what to do, the worst first, then what is accepted', () => {
  const rows = rowsOf(findings).map(({ status, severity, rule }) => [status, severity, rule]);
  expect(rows).toEqual([
    ['not audited', '', 'malformed-xml'],
    ['to do', 'critical', 'access/admin-approved'],
    ['to do', 'high', 'flows/pkce-required'],
    ['to do', 'medium', 'flows/no-device-flow'],
    ['accepted', 'info', 'flows/pkce-required'],
    ['warning', '', 'duplicate-element'],
    ['warning', '', 'unknown-scope'],
    ['summary', '', ''],
  ]);
});

test('a row says what, why, who and where', () => {
  const [, first] = rowsOf(findings);
  expect(first).toMatchObject({
    org: 'force-app',
    'api name': 'Order_Sync',
    label: 'Order Sync',
    kind: 'External Client App',
    finding: 'Permitted Users is "self-authorize"; "admin-approved" is required',
    fix: 'How to meet access/admin-approved.',
    location: 'force-app/extlClntAppOauthPolicies/Order_Sync_plcy.ecaOauthPlcy-meta.xml:12:31',
    fingerprint: 'fp-access/admin-approved-externalClientApp:Order_Sync',
  });
  expect(rowsOf(findings)[2]?.['controls']).toBe('sbs SBS-OAUTH-002; cwe CWE-287');
  expect(rowsOf(findings)[2]?.['demanded by']).toContain('rfc7636');
});

test('an exception has its owner and its end; else the contact of the app owns it', () => {
  const suppressed = rowsOf(settled).find(({ owner }) => owner === 'integrations team');
  expect(suppressed).toMatchObject({
    owner: 'integrations team',
    due: '2027-03-31',
    status: 'accepted',
    finding: expect.stringContaining('SEC-123'),
  });
  const contact = { state: 'known', value: 'crm@example.com', origin: 'stated' } as const;
  const owned = app('A', { settings: settingsWith({ contactEmail: contact }) });
  const [row] = rowsOf(report({ apps: [owned], results: [result('r/a', owned.id)] }));
  expect(row).toMatchObject({ owner: 'crm@example.com', due: '' });
});

test('the columns are those of the contract, behind a byte order mark in files only', () => {
  const head =
    'status,severity,org,kind,api name,label,rule,finding,fix,owner,due,controls,demanded by,location,fingerprint\r\n';
  expect(textOf(clean).startsWith(head)).toBe(true);
  expect(Array.from(csv(digestOf(clean), { file: true })).join('')).toMatch(/^\u{feff}status,/u);
});

test('undecided checks have rows where somebody asks for them', () => {
  const asked = { ...findings, options: { ...findings.options, includeGiven: true } };
  const statuses = rowsOf(asked).map(({ status }) => status);
  expect(statuses.filter((status) => status === 'undecided')).toHaveLength(3);
});

test('owners and due dates come from the configuration', () => {
  const eca = app('Order_Sync', { owner: 'integrations team' });
  const sample = report({
    apps: [eca],
    results: [result('r/a', eca.id), result('r/b', eca.id, { severity: 'low' })],
    due: { high: 30 },
  });
  const rows = rowsOf(sample).map(({ owner, due }) => [owner, due]);
  expect(rows.slice(0, 2)).toEqual([
    ['integrations team', '2026-12-21'],
    ['integrations team', ''],
  ]);
});

test('the last row counts every check, and never calls an incomplete audit complete', () => {
  expect(rowsOf(clean).at(-1)?.['finding']).toMatch(
    /^audit complete\. no findings\. 1 app, 7 checks/,
  );
  expect(rowsOf(empty).at(-1)?.['finding']).toMatch(/^audit incomplete\. /);
  expect(rowsOf(settled).at(-1)?.['finding']).toContain(
    "1 finding accepted because a vendor's guide demands it. 1 finding suppressed",
  );
});

test.each([
  ['=HYPERLINK("http://evil.example")', `'=HYPERLINK("http://evil.example")`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1', "'＝1"],
  ['  =1', "'  =1"],
  ['"=1', `'"=1`],
  ['a;=1;b; @x', "a;'=1;b;' @x"],
  ['a=1, b-2', 'a=1, b-2'],
  ["it's", "it's"],
])('a label %j is the cell %j', (label, cell) => {
  const one = app('A', { label });
  const [row] = rowsOf(report({ apps: [one], results: [result('r/a', one.id)] }));
  expect(row?.['label']).toBe(cell);
});

test('a cell is never longer than a spreadsheet takes', () => {
  const results = [
    result('r/a', 'externalClientApp:A', { message: 'x'.repeat(50_000), location: at('a') }),
  ];
  const [row] = rowsOf(report({ apps: [app('A')], results }));
  expect(row?.['finding']?.length).toBe(32_000);
});

test.each(hostileNames.map((name, number) => [number, name] as const))(
  'hostile name %i comes back, but for the mark before a formula',
  (number, name) => {
    const row = rowsOf(hostile).find((one) => one['api name'] === `App_${number}`);
    expect(row?.['label']?.replace(/^'(?==)/, '')).toBe(plainText(name));
  },
);

test('with --controls, each control has a row before the last one', () => {
  const control = { control: 'SBS-1', title: 'PKCE', rules: ['flows/pkce-required'] };
  const counts = { pass: 1, fail: 2, open: 3, notApplicable: 4 };
  const none = { pass: 0, fail: 0, open: 0, notApplicable: 0 };
  const sample = report({
    controls: [
      {
        framework: { id: 'sbs', title: 'Benchmark' },
        controls: [
          { ...control, ...counts, assessed: true },
          { ...control, ...none, rules: [], control: 'SBS-2', assessed: false, reason: 'no file' },
        ],
      },
    ],
  });
  const rows = rowsOf(sample).slice(-3);
  expect(rows.map(({ controls, finding }) => [controls, finding]).slice(0, 2)).toEqual([
    ['sbs SBS-1', '1 passed, 2 failed, 3 undecided, 4 not applicable'],
    ['sbs SBS-2', 'not assessed: no file'],
  ]);
  expect(rows.at(-1)?.['finding']).toMatch(/^audit complete/);
});
