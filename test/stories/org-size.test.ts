import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { manyTokens, manyUsers, manyUses, minute } from '../fake-org/many-tokens.js';
import { adminUser, assignments } from '../fake-org/people-and-tokens.js';
import { audit, fixtures, root, treeOf, type JsonReport } from './run.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';

stopOrgsAfterEach();
const work = mkdtempSync(join(tmpdir(), 'ecaudit-size-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const tree = treeOf('planted', 'faulty');

/** So many apps, each like the one of the fixtures, in the names that a retrieve gives. */
function manyApps(count: number): Readonly<Record<string, string>> {
  const connected =
    Object.entries(tree).find(([path]) => path.includes('.connectedApp'))?.[1] ?? '';
  const eca = Object.entries(tree).filter(([path]) => path.includes('.eca'));
  const files: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    if (index % 2 === 0)
      files[`App_${index}.connectedApp`] = connected.replace(/<label>[^<]*/, `<label>App ${index}`);
    else {
      for (const [path, text] of eca) {
        const name = (path.split('/').at(-1) ?? '')
          .replaceAll('Faulty_ECA', `App_${index}`)
          .replace('-meta.xml', '');
        files[name] = text
          .replaceAll('Faulty_ECA', `App_${index}`)
          .replace(/<label>[^<]*/, `<label>App ${index}`);
      }
    }
  }
  return files;
}

/** The names that log-ins and tokens have for so many apps. */
const labels = (apps: number): readonly string[] =>
  Array.from({ length: apps }, (_, index) => `App ${index}`);

test('500 apps with 10,000 tokens take at most 40 calls, and all of them are there', async () => {
  const org = await orgWith({
    files: manyApps(500),
    delay: 20,
    tables: manyUses(labels(500), 10_000),
  });
  const peak = await peakMemory(['--org', 'env', '-q', '-f', 'json=big.json'], envOf(org));
  const report = JSON.parse(readFileSync(join(work, 'big.json'), 'utf8')) as JsonReport;
  expect(report.problems.filter(({ level }) => level === 'error')).toEqual([]);
  expect(report.apps).toHaveLength(500);
  const counts = report.apps.map(({ settings }) => settings['tokenCount']);
  expect(counts.every((one) => one?.state === 'known' && one.value === 20)).toBe(true);
  expect(org.seen.length).toBeLessThanOrEqual(40);
  expect(org.most()).toBeGreaterThan(1);
  expect(peak).toBeLessThan(350_000_000);
});

/** The most memory, in bytes, that the built program takes for a run with findings. */
async function peakMemory(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const peak = join(work, 'peak');
  const program = join(root, 'dist/cli/bin.js');
  const watch = ['--import', join(root, 'bench/programs/peak-memory.mjs')];
  const options = { cwd: work, env: { ...env, BENCH_PEAK: peak } };
  const child = spawn(process.execPath, [...watch, program, ...argv], options);
  const [code] = (await once(child, 'exit')) as readonly unknown[];
  expect(code).toBe(1);
  return Number(readFileSync(peak, 'utf8'));
}

test('no call writes, and none asks for a token or a secret', async () => {
  const org = await orgWith({
    folder: join(fixtures, 'planted/faulty'),
    tables: { OauthToken: manyTokens(10, labels(500)) },
  });
  await audit(['--org', 'env', '--no-config'], { env: envOf(org), cwd: work });
  const posts = org.seen.filter(({ method }) => method !== 'GET');
  expect(new Set(posts.map(({ method }) => method))).toEqual(new Set(['POST']));
  expect(new Set(posts.map(({ operation }) => operation))).toEqual(
    new Set(['describeMetadata', 'listMetadata', 'retrieve', 'checkRetrieveStatus']),
  );
  expect(
    org.seen.filter(({ soql }) =>
      /AccessToken|DeleteToken|RequestToken|Secret\b/.test(soql.replaceAll('ViewClientSecret', '')),
    ),
  ).toEqual([]);
});

test('tokens that were issued in one moment are neither lost nor counted twice', async () => {
  const sameMinute = (index: number): string => minute(Math.floor(index / 1000));
  const org = await orgWith({
    files: manyApps(50),
    tables: {
      OauthToken: manyTokens(6_000, labels(50), sameMinute),
      PermissionSetAssignment: assignments([adminUser, ...manyUsers]),
    },
  });
  const { report } = await audit(['--org', 'env', '--no-config', '--fail-on', 'never'], {
    env: envOf(org),
    cwd: work,
  });
  const counts = report.apps.map(({ settings }) => settings['tokenCount']);
  expect(counts).toHaveLength(50);
  expect(counts.every((one) => one?.state === 'known' && one.value === 120)).toBe(true);
  expect(report.problems.map(({ kind }) => kind)).not.toContain('org-tokens-incomplete');
});

test('more tokens of one moment than a query gives are told, and no count is known', async () => {
  const org = await orgWith({
    files: manyApps(2),
    tables: {
      OauthToken: manyTokens(3_000, labels(500), () => minute(0)),
      PermissionSetAssignment: assignments([adminUser, ...manyUsers]),
    },
  });
  const run = await audit(['--org', 'env', '--no-config', '--fail-on', 'never'], {
    env: envOf(org),
    cwd: work,
  });
  expect(run.code).toBe(3);
  const told = run.report.problems.find(({ kind }) => kind === 'org-tokens-incomplete');
  expect(told?.message).toBe('only 2500 of 3000 OAuth tokens could be read');
  expect(run.report.apps[0]?.settings['tokenCount']?.state).toBe('unknown');
});
