// Baselines of orgs: known by their ids, else by their hosts; never by an alias that means another org today.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FakeOrg } from '../fake-org/fake-org.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from './cli-of-orgs.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit, fixtures, type Audit } from './run.js';

stopOrgsAfterEach();

const usual = ['--no-config', '--fail-on', 'low', '--retries', '0'] as const;
const folder = join(fixtures, 'planted/faulty');

type Orgs = Readonly<Record<string, FakeOrg>>;

function place(orgs: Orgs, cwd = tempFolder()) {
  return { cwd, env: { PATH: salesforceCli(orgs) } };
}

/** Runs over aliases, and over SOURCEs where they have a slash. */
function named(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => (name.includes('/') ? [name] : ['--org', name]));
}

type Place = ReturnType<typeof place>;

async function adopt(at: Place, ...names: readonly string[]): Promise<void> {
  const run = await ecaudit([...named(names), ...usual, '--write-baseline', 'b.json', '-q'], at);
  expect(run).toMatchObject({ code: 0, stderr: '' });
}

const check = (at: Place, ...names: readonly string[]): Promise<Audit> =>
  audit([...named(names), ...usual, '--baseline', 'b.json'], at);

/** The sources with a finding that is new. */
function fresh({ report }: Audit): readonly string[] {
  const sources = new Map(report.apps.map(({ id, source }) => [id, source]));
  const found = report.results.filter(({ verdict, baselined }) => verdict === 'fail' && !baselined);
  return [...new Set(found.map(({ app }) => sources.get(app) ?? app))].toSorted();
}

function kinds({ report }: Audit): readonly string[] {
  return report.problems.map(({ kind }) => kind).filter((kind) => kind.startsWith('baseline'));
}

const first = { folder, orgId: '00D000000000011' };
const second = { folder, orgId: '00D000000000022' };

test('an alias that means another org today is another org', async () => {
  const at = place({ prod: await orgWith(first) });
  await adopt(at, 'prod');
  expect((await check(at, 'prod')).code).toBe(0);
  const run = await check(place({ prod: await orgWith(second) }, at.cwd), 'prod');
  expect([run.code, fresh(run), kinds(run)]).toEqual([
    1,
    ['org/prod'],
    ['baseline-source-unknown'],
  ]);
});

test('an org by another alias is the same org, and so is its snapshot', async () => {
  const org = await orgWith(first);
  const at = place({ prod: org, production: org });
  await adopt(at, 'prod');
  expect((await check(at, 'production')).code).toBe(0);
  await ecaudit(['pull', '--org', 'prod', '--out', 'saved/today'], at);
  const saved = await check(at, 'saved/today');
  expect([saved.code, kinds(saved)]).toEqual([0, []]);
});

test('two orgs are told apart, in any order, and a third one is new', async () => {
  const third = await orgWith({ folder, orgId: '00D000000000033' });
  const at = place({ a: await orgWith(first), b: await orgWith(second), c: third });
  await adopt(at, 'a', 'b');
  expect((await check(at, 'b', 'a')).code).toBe(0);
  expect(fresh(await check(at, 'c', 'b', 'a'))).toEqual(['org/c']);
});

test('two snapshots of one org: each finding is known once', async () => {
  const at = place({ prod: await orgWith(first) });
  await ecaudit(['pull', '--org', 'prod', '--out', 'saved/one'], at);
  await ecaudit(['pull', '--org', 'prod', '--out', 'saved/two'], at);
  await adopt(at, 'saved/one');
  expect((await check(at, 'saved/two')).code).toBe(0);
  expect(fresh(await check(at, 'saved/two', 'saved/one'))).toEqual(['saved/two']);
});

test('a sandbox that was refreshed is known by its host, and that is said', async () => {
  const at = place({ uat: await orgWith(first) });
  await adopt(at, 'uat');
  const file = join(at.cwd, 'b.json');
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('00D000000000011');
  writeFileSync(file, text.replaceAll(/"org":"[0-9a-f]{16}"/g, '"org":"0123456789abcdef"'));
  const run = await check(at, 'uat');
  expect([run.code, kinds(run)]).toEqual([0, ['baseline-org-refreshed']]);
  const flags = ['--baseline', 'b.json', '--write-baseline', 'b.json', '-q'];
  expect((await ecaudit(['--org', 'uat', ...usual, ...flags], at)).code).toBe(0);
  expect(kinds(await check(at, 'uat'))).toEqual([]);
});

test('fingerprints are those of the org, by whatever alias, beside whatever org', async () => {
  const at = place({ a: await orgWith(first), b: await orgWith(second) });
  const prints = ({ report }: Audit) => new Set(report.results.map((one) => one.fingerprint));
  const a = prints(await audit(['--org', 'a', ...usual], at));
  const b = prints(await audit(['--org', 'b', ...usual], at));
  expect([...a].filter((one) => b.has(one))).toEqual([]);
  const both = new Set([...a, ...b]);
  expect(prints(await audit(['--org', 'b', '--org', 'a', ...usual], at))).toEqual(both);
});
