import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { admin, adminUser, assignments, token, userId } from '../fake-org/people-and-tokens.js';
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

const users = Array.from({ length: 200 }, (_, index) => ({
  id: userId(index + 10),
  username: `u${index}@fake.example`,
}));
const moment = (index: number): string =>
  new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().replace('Z', '+0000');

function tokens(count: number, created = moment, apps = 500): readonly ReturnType<typeof token>[] {
  return Array.from({ length: count }, (_, index) =>
    token(`App ${index % apps}`, users[index % users.length]?.id ?? admin, {
      CreatedDate: created(index),
    }),
  );
}

test('500 apps with 10,000 tokens take at most 40 calls, and all of them are there', async () => {
  const org = await orgWith({
    files: manyApps(500),
    delay: 20,
    tables: {
      OauthToken: tokens(10_000),
      LoginHistory: users.map(({ id }, index) => ({
        Application: `App ${index}`,
        LoginType: 'Remote Access 2.0',
        LoginSubType: 'OauthWebServer',
        ApiType: 'N/A',
        UserId: id,
        LoginTime: moment(index),
      })),
      PermissionSetAssignment: assignments([adminUser, ...users]),
    },
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
    tables: { OauthToken: tokens(10) },
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
  const sameMinute = (index: number): string => moment(Math.floor(index / 1000));
  const org = await orgWith({
    files: manyApps(50),
    tables: {
      OauthToken: tokens(6_000, sameMinute, 50),
      PermissionSetAssignment: assignments([adminUser, ...users]),
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
      OauthToken: tokens(3_000, () => moment(0)),
      PermissionSetAssignment: assignments([adminUser, ...users]),
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
