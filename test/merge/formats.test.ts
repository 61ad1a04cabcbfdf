// The report of merged shards is the one of the whole run, in every format, and no file is opened for it.
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reporterNames, type ReporterName } from '../../reporters/index.js';
import { commitAll, git, gitEnv } from '../git.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { ecaudit, fixtures } from '../stories/run.js';

stopOrgsAfterEach();

const config = [
  'failOn: critical',
  'overrides:',
  '  - rule: flows/pkce-required',
  '    severity: low',
  '  - rule: tokens/*',
  '    severity: off',
  '  - rule: scopes/*',
  '    app: Faulty*',
  '    severity: info',
  '  - rule: vendors/dust/*',
  '    severity: off',
  '  - rule: flows/*',
  '    app: Nobody',
  '    severity: low',
  'suppressions:',
  '  - rule: urls/*',
  '    reason: planned',
  '  - rule: hygiene/*',
  '    app: "*Clean*"',
  '    reason: ended',
  '    expires: 2026-10-01',
  '  - rule: access/*',
  '    reason: soon over',
  '    expires: 2026-11-25',
  '  - rule: flows/device-flow-off',
  '    app: Nobody',
  '    reason: no such app',
  '  - rule: secrets/*',
  '    app: "*Guide*"',
  '    reason: nothing there',
  '',
].join('\n');

/** Three sources with apps of all kinds, one of them torn, in a repository with a configuration. */
function workspace(): string {
  const cwd = tempFolder({
    'ecaudit.config.yaml': config,
    'two/connectedApps/Torn.connectedApp': '<ConnectedApp>',
    'sfdx-project.json': '{"packageDirectories":[{"path":"one"}]}',
  });
  for (const [from, to] of [
    ['planted/faulty', 'one'],
    ['planted/clean', 'two'],
    ['guides/fullcast', 'one/guide'],
    ['guides/fullcast', 'three'],
  ] as const) {
    cpSync(join(fixtures, from), join(cwd, to), { recursive: true });
  }
  commitAll(cwd);
  git(cwd, 'remote', 'add', 'origin', 'https://user:secret@git.example/acme/apps.git');
  return cwd;
}

interface At {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Every report of a run, written to a folder. */
async function reports(
  argv: readonly string[],
  at: At,
  folder: string,
): Promise<Readonly<Record<ReporterName, string>> & { readonly code: number }> {
  const formats = reporterNames.flatMap((name) => ['-f', `${name}=${folder}/${name}`]);
  const { code, stderr } = await ecaudit([...argv, '-q', ...formats], at);
  expect(stderr).toBe('');
  const texts = reporterNames.map((name) => [
    name,
    readFileSync(join(at.cwd, folder, name), 'utf8'),
  ]);
  // Object.fromEntries forgets which keys it was given.
  return { code, ...(Object.fromEntries(texts) as Record<ReporterName, string>) };
}

const json = (text: string): unknown => JSON.parse(text);

/** The whole run, and the merges of its parts, which find no file of the sources any more. */
async function wholeAndMerged(at: At, argv: readonly string[], given: readonly string[]) {
  const whole = await reports([...argv, ...given], at, 'whole');
  const parts = {
    1: await shardsOf(at, [...argv, ...given], 1),
    3: await shardsOf(at, [...argv, ...given], 3),
  };
  for (const source of argv) renameSync(join(at.cwd, source), join(at.cwd, `${source}.gone`));
  const reporting = given.filter(
    (flag, index) => !ofRun.has(flag) && !ofRun.has(given[index - 1] ?? ''),
  );
  const merge = (files: readonly string[], folder: string) =>
    reports(['merge', ...files, ...reporting], at, folder);
  return { whole, merged: [await merge(parts[1], 'merged'), await merge(parts[3], 'merged-3')] };
}

/** The report files of a run in parts. */
async function shardsOf(
  at: At,
  argv: readonly string[],
  shards: number,
): Promise<readonly string[]> {
  const parts: string[] = [];
  for (let index = 1; index <= shards; index += 1) {
    const file = `part-${index}-of-${shards}.json`;
    const shard = ['--shard', `${index}/${shards}`, '-f', `json=${file}`];
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const { stderr } = await ecaudit([...argv, ...shard, '-q'], at);
    expect(stderr).toBe('');
    parts.push(file);
  }
  return parts;
}

/** Flags that a merge does not have, each with one value. */
const ofRun: ReadonlySet<string> = new Set([
  '--baseline',
  '--controls',
  '--app',
  '--rule',
  '--level',
  '--org',
  '--retries',
]);

type Row = readonly [string, readonly string[], readonly string[]];

const rows: readonly Row[] = [
  ['one source', ['one'], []],
  ['several, one torn', ['one', 'two', 'three'], ['--include', 'all', '--controls', 'sbs']],
  ['with a baseline', ['one', 'two'], ['--baseline', 'known.json']],
  [
    'with a baseline of a milder day and another source',
    ['one', 'three'],
    ['--baseline', 'old.json'],
  ],
  ['of some apps', ['one', 'three'], ['--app', '*a*']],
  ['of some rules', ['one', 'three'], ['--rule', 'flows/*', '--level', 'required']],
  ['a snapshot among folders', ['one', 'org/uat'], ['--include', 'all']],
  ['an org that is not reached', ['one'], ['--org', 'env', '--retries', '0']],
];

/** A log-in to an org where nobody listens. */
const nowhere = {
  SF_ACCESS_TOKEN: `00D000000000001!${'A'.repeat(40)}`,
  SF_INSTANCE_URL: 'http://127.0.0.1:9',
};

/** Saves an org to `org/uat`. */
async function snapshot(cwd: string): Promise<void> {
  const org = await orgWith({ folder: join(fixtures, 'planted/clean') });
  const { code } = await ecaudit(['pull', '--org', 'env', '--out', 'org/uat'], {
    env: envOf(org),
    cwd,
  });
  expect(code).toBe(0);
}

/** Writes the baselines of a workspace: of today, and one that knows milder findings and another source. */
async function writeBaselines(at: At): Promise<void> {
  await ecaudit(['one', '--write-baseline', 'known.json', '-q', '--no-config'], at);
  const text = readFileSync(join(at.cwd, 'known.json'), 'utf8');
  const known = JSON.parse(text) as BaselineFile;
  const findings = known.findings.map((one) => ({
    ...one,
    severity: 'info',
    undatedSeverity: one.severity,
  }));
  const sources = [...known.sources, { source: 'elsewhere' }];
  writeFileSync(join(at.cwd, 'old.json'), JSON.stringify({ ...known, findings, sources }));
}

interface BaselineFile {
  readonly findings: readonly { readonly severity: string }[];
  readonly sources: readonly object[];
}

test.each(rows)('1 and 3 shards: %s', async (_, sources, given) => {
  const at = { cwd: workspace(), env: { ...gitEnv, ...nowhere } };
  if (sources.includes('org/uat')) await snapshot(at.cwd);
  if (given.includes('--baseline')) {
    await writeBaselines(at);
    rmSync(join(at.cwd, 'one/guide'), { recursive: true });
  }
  const { whole, merged: all } = await wholeAndMerged(at, sources, given);
  for (const merged of all) {
    expect(json(merged.json)).toEqual(json(whole.json));
    expect(json(merged.sarif)).toEqual(json(whole.sarif));
    expect(merged).toEqual(whole);
  }
  if (given.includes('old.json')) {
    expect(whole.json).toContain('more severe by the date alone');
    expect(whole.json).toContain('it knows elsewhere, which this run does not read');
  }
  if (given.includes('--baseline')) return;
  expect(whole.sarif).toContain('primaryLocationLineHash');
  expect(whole.sarif).toContain('"snippet"');
  expect(whole.sarif).toContain('https://git.example/acme/apps');
});
