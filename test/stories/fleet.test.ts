// Many orgs: a list of them, in parallel, in shards, and merged.
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from './cli-of-orgs.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit, fixtures, type JsonReport } from './run.js';

stopOrgsAfterEach();

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const list = 'a\nb\nc # the third\nlost\n';
let place: Place;

beforeEach(async () => {
  const orgs = {
    a: await orgWith({ folder: join(fixtures, 'planted/faulty') }),
    b: await orgWith({ folder: join(fixtures, 'planted/clean') }),
    c: await orgWith({ folder: join(fixtures, 'guides/fullcast') }),
  };
  place = { cwd: tempFolder({ 'orgs.txt': list }), env: { PATH: salesforceCli(orgs) } };
});

const usual = ['--no-config', '--include', 'all', '--retries', '0'];

function sourcesOf(report: JsonReport): readonly string[] {
  return report.sources.map(({ id }) => id);
}

function lostProblems({ problems }: JsonReport): readonly string[] {
  return problems.filter(({ kind }) => kind === 'org-not-audited').map(({ message }) => message);
}

test.each(['1', '4'])('a list of orgs, %s at once: one that is lost hides none', async (atOnce) => {
  const flags = ['--orgs-file', 'orgs.txt', '--concurrency', atOnce, '--fail-on', 'never'];
  const { code, report } = await audit([...flags, ...usual], place);
  expect(code).toBe(3);
  expect(sourcesOf(report)).toEqual(['org/a', 'org/b', 'org/c', 'org/lost']);
  expect(new Set(report.apps.map(({ id }) => id.split('#')[0]))).toEqual(
    new Set(['org/a', 'org/b', 'org/c']),
  );
  expect(lostProblems(report)).toEqual([expect.stringMatching(/^lost: .*No authorization found/)]);
  expect(report.summary.incomplete).toBe(true);
});

test('shards deal whole orgs, and merge to what one run gives', async () => {
  const whole = await audit(['--orgs-file', 'orgs.txt', ...usual], place);
  const parts = ['1/3', '2/3', '3/3'].map((shard) => ({ shard, file: `${shard[0]}.json` }));
  const seen: string[] = [];
  for (const { shard, file } of parts) {
    const flags = ['--orgs-file', 'orgs.txt', '--shard', shard, '-q', '-f', `json=${file}`];
    // oxlint-disable-next-line no-await-in-loop -- one job after the other
    const { code } = await ecaudit([...flags, ...usual], place);
    expect([0, 1, 3]).toContain(code);
  }
  const files = parts.map(({ file }) => file);
  const merged = await audit(['merge', ...files, '--include', 'all'], place);
  seen.push(...sourcesOf(merged.report));
  expect(seen.toSorted()).toEqual(sourcesOf(whole.report).toSorted());
  expect(merged.report.apps.map(({ id }) => id)).toEqual(whole.report.apps.map(({ id }) => id));
  expect(merged.report.summary).toEqual(whole.report.summary);
  expect(lostProblems(merged.report)).toEqual(lostProblems(whole.report));
  const without = await audit(['merge', ...files.slice(1)], place);
  expect(without.report.problems).toContainEqual({
    kind: 'missing-shard',
    level: 'error',
    message: 'only 2 of the 3 shards of the orgs are here; not 1/3',
  });
});

test('apps of one name in orgs of different shards have the fingerprints of one run', async () => {
  const folder = join(fixtures, 'planted/faulty');
  const orgs = {
    d: await orgWith({ folder, orgId: '00D00000000000d' }),
    e: await orgWith({ folder, orgId: '00D00000000000e' }),
  };
  const at = { cwd: tempFolder(), env: { PATH: salesforceCli(orgs) } };
  const both = ['--org', 'd', '--org', 'e', ...usual];
  await ecaudit([...both, '--write-baseline', 'known.json', '-q'], at);
  const flags = [...both, '--baseline', 'known.json'];
  const whole = await audit(flags, at);
  for (const index of [1, 2])
    // oxlint-disable-next-line no-await-in-loop -- one job after the other
    await ecaudit([...flags, '--shard', `${index}/2`, '-q', '-f', `json=${index}.json`], at);
  const merged = await audit(['merge', '1.json', '2.json', '--include', 'all'], at);
  const again = await audit(['merge', '2.json', '1.json', '--include', 'all'], at);
  expect(again.report.results).toEqual(merged.report.results);
  expect(merged.report.results).toEqual(whole.report.results);
  expect(merged.report.summary).toEqual(whole.report.summary);
  const owners = new Map(
    whole.report.results.map(({ fingerprint, app }) => [fingerprint, app.split('#')[0]]),
  );
  expect(new Set(owners.values())).toEqual(new Set(['org/d', 'org/e']));
});

test('more shards than orgs: the ones without are clean and empty', async () => {
  const codes: number[] = [];
  for (let index = 1; index <= 6; index += 1) {
    const flags = ['--org', 'b', '--org', 'c', '--shard', `${index}/6`, '--fail-on', 'never'];
    // oxlint-disable-next-line no-await-in-loop -- one job after the other
    const { code, report } = await audit([...flags, ...usual], place);
    codes.push(sourcesOf(report).length === 0 ? code : -1);
  }
  expect(codes.filter((code) => code === -1)).toHaveLength(2);
  expect(codes.filter((code) => code !== -1)).toEqual([0, 0, 0, 0]);
});

describe('refused with exit code 2 and no report', () => {
  test.each([
    ['no org of the list can be read', ['--org', 'x', '--org', 'y'], 'none of the 2 orgs'],
    ['orgs and folders in shards', ['.', '--org', 'a', '--org', 'b', '--shard', '1/2'], 'SOURCE'],
    ['orgs and changes of files', ['--org', 'a', '--changed-since', 'main'], 'about files'],
    ['a list that is not there', ['--orgs-file', 'gone.txt'], 'gone.txt'],
  ])('%s', async (_, argv, expected) => {
    const { code, stdout, stderr } = await ecaudit([...argv, ...usual], place);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
  });
});
