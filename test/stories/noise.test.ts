// One cause is one finding; a guide excuses what it demands, entry by entry; levels decide what runs.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, treeOf, type JsonReport, type Tree } from './run.js';

const metadata = (root: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${body}\n</${root}>\n`;

/** A Connected App with full access, without PKCE, whose tokens never end. */
function weakApp(change: (text: string) => string = (text) => text): Tree {
  const text = metadata(
    'ConnectedApp',
    `    <contactEmail>crm@northwind.test</contactEmail>
    <label>Sync</label>
    <oauthConfig>
        <callbackUrl>https://sync.northwind.test/cb</callbackUrl>
        <isConsumerSecretOptional>false</isConsumerSecretOptional>
        <isPkceRequired>false</isPkceRequired>
        <scopes>Api</scopes>
        <scopes>Full</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>ENFORCE</ipRelaxation>
        <refreshTokenPolicy>infinite</refreshTokenPolicy>
    </oauthPolicy>`,
  );
  return { 'connectedApps/Sync.connectedApp': change(text) };
}

async function reportOf(tree: Tree, argv: readonly string[] = []): Promise<JsonReport> {
  return (await audit(['.', ...argv], { cwd: tempFolder(tree) })).report;
}

const failsOf = ({ results }: JsonReport) => results.filter(({ verdict }) => verdict === 'fail');

const byRule = (report: JsonReport, rule: string) =>
  failsOf(report).find((one) => one.rule === rule);

const total = ({ summary }: JsonReport): number =>
  Object.values(summary.bySeverity).reduce((sum, one) => sum + one, 0);

const suppressing = (rule: string): string =>
  `suppressions:\n  - { rule: ${rule}, reason: known, owner: crm, expires: 2027-01-31 }\nsuppressionPolicy: { requireReason: true }\n`;

describe('an echo', () => {
  const ends = 'scopes/full-access-ends';

  test('is kept, marked, counted as such and in no count by severity', async () => {
    const report = await reportOf(weakApp());
    const echo = byRule(report, ends);
    expect([echo?.verdict, echo?.echo]).toEqual(['fail', 'tokens/refresh-tokens-expire']);
    const marked = failsOf(report).filter((one) => one.echo !== undefined);
    expect(report.summary.echo).toBe(marked.length);
    expect(total(report) + marked.length + report.summary.repeated).toBe(report.summary.fail);
    expect(byRule(report, 'tokens/refresh-tokens-expire')?.message).toContain(`(${ends})`);
  });

  test.each(['tokens/refresh-tokens-expire', 'scopes/no-full-access'])(
    'is a finding of its own where %s is suppressed',
    async (rule) => {
      const tree = { ...weakApp(), 'ecaudit.config.yaml': suppressing(rule) };
      expect(byRule(await reportOf(tree), ends)).not.toHaveProperty('echo');
    },
  );

  test('is a finding of its own where the other is not in the run or off', async () => {
    const off = 'overrides: [{ rule: tokens/refresh-tokens-expire, severity: off }]\n';
    const alone = await reportOf(weakApp(), ['-r', 'scopes']);
    const without = await reportOf({ ...weakApp(), 'ecaudit.config.yaml': off });
    expect(byRule(alone, ends)).not.toHaveProperty('echo');
    expect(byRule(without, ends)).not.toHaveProperty('echo');
  });

  test('stays one of a finding in the baseline', async () => {
    const cwd = tempFolder(weakApp());
    await audit(['.', '--write-baseline', 'known.json'], { cwd });
    const { code, report } = await audit(['.', '--baseline', 'known.json'], { cwd });
    expect(byRule(report, ends)?.echo).toBe('tokens/refresh-tokens-expire');
    expect([code, total(report)]).toEqual([0, 0]);
  });

  test('has no row in csv and is not uploaded', async () => {
    const cwd = tempFolder(weakApp());
    const csv = await audit(['.', '-f', 'csv=a.csv', '-f', 'sarif=a.sarif'], { cwd });
    expect(csv.code).toBe(1);
    const rows = readFileSync(`${cwd}/a.csv`, 'utf8').split('\n');
    expect(rows.filter((row) => row.includes(`,${ends},`))).toEqual([]);
    const sarif = JSON.parse(readFileSync(`${cwd}/a.sarif`, 'utf8')) as {
      readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[];
    };
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).not.toContain(ends);
  });

  test('a demand of a guide that equals a standard one is told once, with both names', async () => {
    const tree = treeOf('guides', 'fullcast');
    const off = Object.fromEntries(
      Object.entries(tree).map(([path, text]) => [
        path,
        text.replace('<isPkceRequired>true', '<isPkceRequired>false'),
      ]),
    );
    const report = await reportOf(off);
    expect(byRule(report, 'vendors/fullcast/pkce')?.echo).toBe('flows/pkce-required');
    const told = byRule(report, 'flows/pkce-required');
    expect(told?.message).toContain('required by Fullcast (vendors/fullcast/pkce)');
    expect(told?.severity).toBe('high');
  });
});

describe('a guide excuses entry by entry', () => {
  const without = (guide: string, from: string): Tree =>
    Object.fromEntries(
      Object.entries(treeOf('guides', guide)).map(([path, text]) => [path, text.replace(from, '')]),
    );

  test.each([
    ['fullcast', ', OpenID', 'openid'],
    ['atlas', 'SFAP, ', 'sfap_api'],
  ])('full in an app for %s that lacks a scope', async (guide, from, scope) => {
    const report = await reportOf(without(guide, from));
    const full = byRule(report, 'scopes/no-full-access');
    expect([full?.severity, full?.excusedBy?.ruleset]).toEqual([
      'info',
      report.apps[0]?.vendors[0]?.ruleset,
    ]);
    const lacking = failsOf(report).filter(({ rule }) => /^vendors\/.*scopes/.test(rule));
    expect(lacking.map(({ message }) => message).join()).toContain(scope);
  });
});

describe('levels', () => {
  const named = [
    ['required', false, false],
    ['recommended', true, false],
    ['optional', true, true],
    ['troubleshooting', true, true],
  ] as const;
  test.each(named)('--level %s', async (level, recommended, optional) => {
    const report = await reportOf(weakApp(), ['--level', level, '--include', 'all']);
    const rules = new Set(report.results.map(({ rule }) => rule));
    expect(rules.has('scopes/no-full-access')).toBe(true);
    expect(rules.has('tokens/session-timeout')).toBe(recommended);
    expect(rules.has('network/trusted-ranges-set')).toBe(optional);
  });

  test('every result says its level and what to do', async () => {
    const report = await reportOf(weakApp());
    expect(failsOf(report).filter(({ level }) => level === undefined)).toEqual([]);
    expect(failsOf(report).filter(({ fix }) => !fix?.setup)).toEqual([]);
  });

  test('a severity of the configuration wants an optional rule', async () => {
    const wanted = 'overrides: [{ rule: network/trusted-ranges-set, severity: low }]\n';
    const report = await reportOf({ ...weakApp(), 'ecaudit.config.yaml': wanted });
    expect(byRule(report, 'network/trusted-ranges-set')?.severity).toBe('low');
  });
});

describe('what is the same for every app of a source', () => {
  test('is told once', async () => {
    const [text = ''] = Object.values(weakApp());
    const tree = { 'connectedApps/A.connectedApp': text, 'connectedApps/B.connectedApp': text };
    const report = await reportOf(tree);
    const legacy = failsOf(report).filter(({ rule }) => rule === 'migration/legacy-connected-app');
    expect(legacy.map(({ about }) => about)).toEqual(['org', 'org']);
    expect(report.summary.repeated).toBeGreaterThan(0);
  });

  test('nothing in a folder could decide it: it does not apply', async () => {
    const report = await reportOf(weakApp(), ['--include', 'all', '--level', 'troubleshooting']);
    const limit = report.results.find(
      ({ rule }) => rule === 'network/refresh-token-allowlist-within-limit',
    );
    expect(limit?.verdict).toBe('notApplicable');
  });
});
