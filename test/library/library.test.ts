// The library, without the package around it: what it takes, what it gives, what it refuses.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, test, vi } from 'vitest';
import schema from '../../schemas/report.schema.json' with { type: 'json' };
import { reporterNames } from '../../reporters/index.js';
import { auditIn } from '../../src/library/audit.js';
import { readConfigFor } from '../../src/library/config.js';
import { formatted } from '../../src/library/format.js';
import type { Here } from '../../src/library/here.js';
import { pullIn } from '../../src/library/pull.js';
import { UserError } from '../../src/model/user-error.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { ecaudit, root } from '../stories/run.js';

const day = { SOURCE_DATE_EPOCH: '1795341600' };
const fixtures: Here = { cwd: join(root, 'fixtures'), env: day };
const demo = { sources: ['projects/demo'] };

afterEach(() => vi.restoreAllMocks());

async function refusal(task: () => Promise<unknown>): Promise<string> {
  try {
    await task();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error instanceof Error ? error.message : '';
  }
  return 'nothing was refused';
}

describe('audit', () => {
  test('gives what -f json writes, and writes nothing itself', async () => {
    const write = vi.spyOn(process.stdout, 'write');
    const complain = vi.spyOn(process.stderr, 'write');
    const listeners = process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const report = await auditIn(fixtures, demo);
    expect([write.mock.calls, complain.mock.calls, process.exitCode]).toEqual([[], [], undefined]);
    expect(process.eventNames().map((name) => [name, process.listenerCount(name)])).toEqual(
      listeners,
    );
    const { stdout } = await ecaudit(['projects/demo', '-f', 'json'], { env: day });
    expect(report).toEqual(JSON.parse(stdout));
  });

  test.each([
    [{ rulesets: ['flows'] }, ['-r', 'flows']],
    [{ apps: ['Order_*'] }, ['--app', 'Order_*']],
    [{ rules: ['tokens/*'] }, ['--rule', 'tokens/*']],
    [{ level: 'optional' }, ['--level', 'optional']],
    [{ config: false }, ['--no-config']],
    [{ failOn: 'low' }, ['--fail-on', 'low']],
    [
      { rulesets: ['vendors/fullcast'], parameters: { environment: 'production' } },
      ['-r', 'vendors/fullcast', '--param', 'environment=production'],
    ],
    [
      { rulesets: ['vendors/fullcast'], parameters: ['environment=production'] },
      ['-r', 'vendors/fullcast', '--param', 'environment=production'],
    ],
  ] as const)('%j is %j', async (options, flags) => {
    const report = await auditIn(fixtures, { ...demo, ...options });
    const { stdout } = await ecaudit(['projects/demo', ...flags, '-f', 'json'], { env: day });
    expect(report).toEqual(JSON.parse(stdout));
  });

  test('vendors says which guides judge', async () => {
    const guides = async (vendors: unknown): Promise<readonly string[]> => {
      const { rulesets } = await auditIn(fixtures, { ...demo, vendors });
      return rulesets.filter(({ kind }) => kind === 'vendor').map(({ id }) => id);
    };
    const all = await guides('auto');
    expect(all).toContain('vendors/fullcast');
    expect(all.length).toBeGreaterThan(1);
    expect(await guides('none')).toEqual([]);
    expect(await guides([])).toEqual([]);
    expect(await guides(['vendors/fullcast'])).toEqual(['vendors/fullcast']);
  });

  test('today is the day that dates are judged by', async () => {
    const report = await auditIn(fixtures, { ...demo, today: '2027-06-01' });
    expect(report.generatedAt).toBe('2027-06-01T00:00:00.000Z');
  });

  test('a baseline is a file of known findings, and false is none', async () => {
    const folder = tempFolder();
    cpSync(join(root, 'fixtures/projects/demo'), folder, { recursive: true });
    const here = { cwd: folder, env: day };
    await ecaudit(['force-app', '--write-baseline', 'known.json'], { cwd: folder, env: day });
    writeFileSync(join(folder, 'ecaudit.config.yaml'), 'baseline: known.json\n');
    const known = await auditIn(here, { sources: ['force-app'] });
    const none = await auditIn(here, { sources: ['force-app'], baseline: false });
    const named = await auditIn(here, {
      sources: ['force-app'],
      config: false,
      baseline: 'known.json',
    });
    expect(known.summary.baselined).toBeGreaterThan(0);
    expect(named.summary.baselined).toBe(known.summary.baselined);
    expect(none.summary.baselined).toBe(0);
  });

  test.each<[unknown, string]>([
    [undefined, 'audit: its argument is nothing, not an object'],
    ['force-app', 'audit: its argument is a string, not an object'],
    [[], 'audit: its argument is a list, not an object'],
    [{}, 'audit: neither sources nor orgs names anything'],
    [null, 'audit: its argument is null, not an object'],
    [[demo], 'audit: its argument is a list, not an object'],
    [{ sources: ['a\0b'] }, 'sources: '],
    [{ sources: ['x'.repeat(5000)] }, 'sources: '],
    [{ sources: Array(3) }, 'sources[0]: nothing where a string that is not empty belongs'],
    [{ ...demo, today: new Date() }, 'today: an object where a string that is not empty belongs'],
    [
      { ...demo, parameters: { __proto__: null, a: ['x', ''] } },
      'parameters.a[1]: an empty string',
    ],
    [{ sources: [] }, 'audit: neither sources nor orgs names anything'],
    [{ sources: [], orgs: [] }, 'audit: neither sources nor orgs names anything'],
    [{ sorces: ['x'] }, 'audit: unknown key "sorces"; did you mean sources?'],
    [{ ...demo, failon: 'high' }, 'audit: unknown key "failon"; did you mean failOn?'],
    [{ sources: 'force-app' }, 'sources: a string is no list of strings'],
    [{ sources: [1] }, 'sources[0]: a number where a string that is not empty belongs'],
    [
      { sources: ['x', ''] },
      'sources[1]: an empty string where a string that is not empty belongs',
    ],
    [{ sources: ['nowhere'] }, 'sources: there is no nowhere'],
    [{ orgs: 'prod' }, 'orgs: a string is no list of strings'],
    [{ orgs: ['../x'] }, 'orgs: "../x" is not an alias or username'],
    [
      { ...demo, rulesets: ['flow'] },
      'rulesets: there is no ruleset "flow"; did you mean "flows"?',
    ],
    [{ ...demo, rulesets: null }, 'rulesets: null is no list of strings'],
    [{ ...demo, vendors: 'all' }, 'vendors: "all" is none of them'],
    [{ ...demo, vendors: ['flows'] }, 'vendors: flows is no ruleset of a vendor'],
    [{ ...demo, config: 'none.yaml' }, 'config: '],
    [{ ...demo, config: true }, 'config: a boolean where a string that is not empty belongs'],
    [{ ...demo, config: {} }, 'config: an object that loadConfig did not give'],
    [{ ...demo, failOn: 'hihg' }, 'failOn: "hihg" is none of them; did you mean "high"?'],
    [{ ...demo, level: 3 }, 'level: a number is none of them'],
    [{ ...demo, apps: 'Order_*' }, 'apps: a string is no list of strings'],
    [{ ...demo, rules: ['flows/nothing'] }, 'rules: the glob flows/nothing: there is no such rule'],
    [{ ...demo, parameters: 'a' }, 'parameters: a string is no object of names and values'],
    [{ ...demo, parameters: { nothing: 'x' } }, 'parameters: no rule'],
    [{ ...demo, parameters: { a: 1 } }, 'parameters.a: a number is no list of strings'],
    [{ ...demo, parameters: ['environment'] }, 'parameters[0]: it is not NAME=VALUE'],
    [{ ...demo, baseline: 'none.json' }, 'baseline: the baseline none.json cannot be read'],
    [{ ...demo, today: '30.11.2026' }, 'today: "30.11.2026" is no day'],
    [{ ...demo, today: '2026-02-30' }, 'today: "2026-02-30" is no day'],
  ])('%j is refused: %s', async (options, message) => {
    const told = await refusal(() => auditIn(fixtures, options));
    expect(told.slice(0, message.length)).toBe(message);
    expect(told).not.toContain('--');
  });
});

describe('formatReport', () => {
  test.each(reporterNames)('%s is what the command line writes', async (format) => {
    const report = await auditIn(fixtures, demo);
    const text = await formatted(report, format);
    const folder = tempFolder();
    const file = join(folder, 'report');
    await ecaudit(['projects/demo', '-f', `${format}=${file}`], { env: day });
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('a report that was parsed from a file gives the same table', async () => {
    const report = await auditIn(fixtures, demo);
    const copy = JSON.parse(await formatted(report, 'json'));
    expect(await formatted(copy, 'table')).toBe(await formatted(report, 'table'));
  });

  test('a report that the caller changed is what it says now', async () => {
    const report = await auditIn(fixtures, demo);
    const [first] = report.apps;
    const other = JSON.parse(JSON.stringify(report).replaceAll(first?.label ?? '', 'Renamed App'));
    Object.assign(report, other);
    expect(await formatted(report, 'csv')).toContain('Renamed App');
  });

  test.each<[unknown, unknown, string]>([
    [{}, 'sarif', 'report: it is no report of ecaudit'],
    [undefined, 'sarif', 'report: nothing is no report'],
    ['{}', 'sarif', 'report: a string is no report'],
    [{}, 'serif', 'format: "serif" is none of them; did you mean "sarif"?'],
    [{}, undefined, 'format: nothing was given'],
    [{}, 'toString', 'format: "toString" is none of them'],
  ])('%j as %s is refused', async (report, format, message) => {
    const told = await refusal(() => formatted(report, format));
    expect(told.slice(0, message.length)).toBe(message);
  });
});

describe('loadConfig', () => {
  const config = `vendors: none
failOn: low
apps:
  - { match: 'Order_*', vendor: vendors/fullcast, parameters: { environment: production } }
suppressions:
  - { rule: flows/pkce-required, app: Order_Sync, reason: soon, expires: 2027-01-31 }
`;

  test('gives plain data, and audit takes it', async () => {
    const folder = tempFolder({ 'ecaudit.config.yaml': config });
    cpSync(join(root, 'fixtures/projects/demo/force-app'), join(folder, 'force-app'), {
      recursive: true,
    });
    const here = { cwd: folder, env: day };
    const loaded = await readConfigFor(here, undefined);
    expect(JSON.parse(JSON.stringify(loaded))).toEqual(loaded);
    expect(loaded).toMatchObject({
      file: 'ecaudit.config.yaml',
      vendors: 'none',
      failOn: 'low',
      apps: [{ match: 'Order_*', vendor: 'vendors/fullcast' }],
      suppressions: [{ rule: 'flows/pkce-required', app: 'Order_Sync', expires: '2027-01-31' }],
    });
    const given = await auditIn(here, { sources: ['force-app'], config: loaded });
    expect(given).toEqual(await auditIn(here, { sources: ['force-app'] }));
  });

  test('is undefined where there is none', async () => {
    expect(await readConfigFor({ cwd: tempFolder(), env: {} }, undefined)).toBeUndefined();
  });

  test('tells each mistake with its place', async () => {
    const folder = tempFolder({ 'own.yaml': 'failOn: never-ever\nrulsets: []\n' });
    const told = await refusal(() => readConfigFor({ cwd: folder, env: {} }, 'own.yaml'));
    expect(told).toContain('own.yaml:1:');
    expect(told).toContain('own.yaml:2:');
  });

  test.each([[1], ['']])('%j is no path', async (path) => {
    expect(await refusal(() => readConfigFor(fixtures, path))).toMatch(/^path: /);
  });
});

describe('orgs', () => {
  stopOrgsAfterEach();

  test('pull saves a snapshot, which audit reads like the org', async () => {
    const org = await orgWith({ folder: join(root, 'fixtures/projects/demo') });
    const here = { cwd: tempFolder(), env: { ...envOf(org), ...day } };
    const { folder, apps, files, calls, apiVersion } = await pullIn(here, { org: 'env' });
    expect([folder, apps > 0, files > 0, calls > 0, /^\d+\.0$/.test(apiVersion)]).toEqual([
      'org/env',
      true,
      true,
      true,
      true,
    ]);
    const saved = await auditIn(here, { sources: [folder] });
    const live = await auditIn(here, { orgs: ['env'] });
    const named = await auditIn(here, { sources: ['org:env'] });
    expect(saved.results.length).toBeGreaterThan(10);
    expect(live.results).toEqual(saved.results);
    expect(named.results).toEqual(live.results);
  });

  test('a log-in that is not there names the argument', async () => {
    const here = { cwd: tempFolder(), env: {} };
    const told = await Promise.all([
      refusal(() => auditIn(here, { orgs: ['env'] })),
      refusal(() => auditIn(here, { sources: ['org:env'] })),
      refusal(() => pullIn(here, { org: 'env' })),
    ]);
    expect(told.map((text) => text.split(' ')[0])).toEqual(['orgs:', 'sources:', 'org:']);
    expect(told.join()).not.toContain('--');
  });

  test.each<[unknown, string]>([
    [{}, 'pull: org is missing'],
    [{ org: 'env', where: 'x' }, 'pull: unknown key "where"'],
    [{ org: '../env' }, 'org: "../env" is not an alias or username'],
    [{ org: 'env', out: 'taken' }, 'out: taken exists and is no snapshot'],
  ])('%j is refused: %s', async (options, message) => {
    const here = { cwd: tempFolder({ 'taken/file.txt': '' }), env: {} };
    expect((await refusal(() => pullIn(here, options))).slice(0, message.length)).toBe(message);
  });
});

describe('the types', () => {
  const file = join(root, 'src/library/report.ts');
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
  );

  /** Interfaces of the file: name → key → whether it has to be there. */
  const declared = new Map<string, ReadonlyMap<string, boolean>>();
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node)) return;
    const keys = node.members.filter(ts.isPropertySignature);
    declared.set(
      node.name.text,
      new Map(keys.map((one) => [one.name.getText(source), !one.questionToken])),
    );
  });

  const rows: readonly (readonly [string, object])[] = [
    ['Report', schema],
    ['ReportSource', schema.$defs.source],
    ['OrgIdentity', schema.$defs.org],
    ['Summary', schema.$defs.summary],
    ['ReportBaseline', schema.$defs.baseline],
    ['KnownFinding', schema.$defs.knownFinding],
    ['RisenFinding', schema.$defs.risenFinding],
    ['Control', schema.$defs.control],
    ['ReportApp', schema.$defs.app],
    ['VendorMatch', schema.$defs.vendor],
    ['Result', schema.$defs.result],
    ['Suppression', schema.$defs.suppression],
    ['Evidence', schema.$defs.evidence],
    ['Excuse', schema.$defs.excuse],
    ['Demand', schema.$defs.demand],
    ['Problem', schema.$defs.problem],
    ['Location', schema.$defs.location],
    ['Revision', schema.$defs.revision],
    ['ReportRuleset', schema.$defs.ruleset],
    ['LeftOut', schema.$defs.leftOut],
    ['Partly', schema.$defs.partly],
  ];

  test.each(rows)('%s has the keys of the schema', (name, shape) => {
    const properties = 'properties' in shape ? Object.keys(shape.properties as object) : [];
    const required = 'required' in shape ? (shape.required as readonly string[]) : [];
    expect(properties.length).toBeGreaterThan(0);
    expect(Object.fromEntries(declared.get(name) ?? [])).toEqual(
      Object.fromEntries(properties.map((key) => [key, required.includes(key)])),
    );
  });
});
