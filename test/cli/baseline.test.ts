// Stories of baselines: what is known is no news, what is new is, and nothing is taken for an empty baseline.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { audit, demoProject, ecaudit, type Audit } from '../stories/run.js';

const file = 'known.json';
const eca = 'force-app/main/default';

/** A folder whose findings of today are all in the baseline. */
async function adopted(): Promise<string> {
  const cwd = demoProject();
  const { code } = await ecaudit(['--write-baseline', file], { cwd });
  expect(code).toBe(0);
  return cwd;
}

function newFindings({ report }: Audit): readonly string[] {
  return report.results
    .filter(({ verdict, baselined }) => verdict === 'fail' && !baselined)
    .map(({ rule, app }) => `${rule} ${app}`);
}

interface Written {
  readonly findings: readonly { readonly rule: string; readonly app: string }[];
}

function written(cwd: string): Written['findings'] {
  return (JSON.parse(readFileSync(join(cwd, file), 'utf8')) as Written).findings;
}

function edit(cwd: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(cwd, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(cwd, path), text.replace(from, to));
}

function gone({ report }: Audit): readonly string[] {
  const notes = report.problems.filter(({ kind }) => kind === 'baseline-findings-gone');
  return notes.map(({ message }) => message);
}

test('what the baseline has does not fail the run, and is marked in the data', async () => {
  const before = await audit([], { cwd: demoProject() });
  const cwd = await adopted();
  const after = await audit(['--baseline', file], { cwd });
  expect([before.code, after.code]).toEqual([1, 0]);
  expect(after.report.results).toHaveLength(before.report.results.length);
  expect(after.report.results.every(({ baselined }) => baselined === true)).toBe(true);
  const { fail, open, echo, baselined, bySeverity } = after.report.summary;
  expect([fail, baselined]).toEqual([before.report.summary.fail, fail + open - echo]);
  expect(Object.values(bySeverity)).toEqual([0, 0, 0, 0, 0]);
});

test('it is written the same every time, with no line and no time in it', async () => {
  const [one, other] = [await adopted(), await adopted()];
  const text = readFileSync(join(one, file), 'utf8');
  expect(readFileSync(join(other, file), 'utf8')).toBe(text);
  expect(text).not.toMatch(/\.xml|"(start)?[lL]ine"|T\d\d:\d\d/);
});

test('a strict run is complete when all that is open is known', async () => {
  const cwd = await adopted();
  expect((await audit(['--strict'], { cwd })).report.summary.incomplete).toBe(true);
  const strict = await audit(['--strict', '--baseline', file], { cwd });
  expect([strict.code, strict.report.summary.incomplete]).toEqual([0, false]);
});

test('it can be written with findings of any verdict, whatever the report lists', async () => {
  const cwd = demoProject();
  await ecaudit(['--write-baseline', file, '--include', 'pass', '--min-severity', 'critical'], {
    cwd,
  });
  expect(written(cwd)).toEqual(written(await adopted()));
});

test('one new fault is one new finding', async () => {
  const cwd = await adopted();
  const path = `${eca}/connectedApps/Billing_Nightly.connectedApp-meta.xml`;
  edit(cwd, path, '</oauthConfig>', '<scopes>Full</scopes></oauthConfig>');
  const after = await audit(['--baseline', file], { cwd });
  expect(newFindings(after)).toEqual(['scopes/no-full-access connectedApp:Billing_Nightly']);
  const { stdout } = await ecaudit(['--baseline', file], { cwd, columns: 120 });
  expect(stdout).toContain('1 new finding (');
  expect(stdout).toContain('known from the baseline');
});

test('moved files and shifted lines are no news', async () => {
  const cwd = await adopted();
  const path = `${eca}/connectedApps/Warehouse_Connector.connectedApp-meta.xml`;
  const moved = 'force-app/legacy/apps/connectedApps/Warehouse_Connector.connectedApp-meta.xml';
  edit(cwd, path, '<ConnectedApp', '\n\n<!-- moved -->\n<ConnectedApp');
  mkdirSync(dirname(join(cwd, moved)), { recursive: true });
  renameSync(join(cwd, path), join(cwd, moved));
  const after = await audit(['--baseline', file], { cwd });
  expect([after.code, newFindings(after), gone(after)]).toEqual([0, [], []]);
});

test('what is gone is told, and removed on request only', async () => {
  const cwd = await adopted();
  const all = written(cwd);
  rmSync(join(cwd, `${eca}/connectedApps/Warehouse_Connector.connectedApp-meta.xml`));
  const after = await audit(['--baseline', file], { cwd });
  const lost = all.filter(({ app }) => app === 'connectedApp:Warehouse_Connector').length;
  expect(lost).toBeGreaterThan(10);
  expect(gone(after)).toEqual([
    expect.stringContaining(`${lost} of its ${all.length} findings are no longer there`),
  ]);
  expect(written(cwd)).toEqual(all);
  const pruned = await ecaudit(['--baseline', file, '--prune-baseline'], { cwd });
  expect(pruned.stderr).toContain(`${lost} findings removed from the baseline ${file}`);
  expect(written(cwd)).toHaveLength(all.length - lost);
  expect(gone(await audit(['--baseline', file], { cwd }))).toEqual([]);
});

test('what a run does not look at, or cannot read, is not called gone', async () => {
  const cwd = await adopted();
  const path = `${eca}/connectedApps/Warehouse_Connector.connectedApp-meta.xml`;
  const some = await audit(['--baseline', file, '--app', 'Fullcast*'], { cwd });
  const tokens = await audit(['--baseline', file, '-r', 'tokens'], { cwd });
  writeFileSync(join(cwd, path), '<ConnectedApp');
  const broken = await audit(['--baseline', file], { cwd });
  expect([gone(some), gone(tokens), gone(broken)]).toEqual([[], [], []]);
  expect(broken.code).toBe(3);
});

test('written again it keeps what the run leaves out', async () => {
  const cwd = await adopted();
  const all = written(cwd);
  const again = ['--baseline', file, '--write-baseline', file, '--app', 'Warehouse*'];
  await ecaudit(again, { cwd });
  expect(written(cwd)).toEqual(all);
  const alone = await ecaudit(['--write-baseline', file, '--app', 'Warehouse*'], { cwd });
  expect(alone).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('would forget the apps'),
  });
});

test('what is suppressed is not written: it comes back when the suppression ends', async () => {
  const rule = 'flows/pkce-required';
  const cwd = demoProject({
    'ecaudit.config.yaml': `suppressions: [{ rule: ${rule}, reason: x }]\n`,
  });
  await ecaudit(['--write-baseline', file], { cwd });
  expect(written(cwd).filter((one) => one.rule === rule)).toEqual([]);
  const without = await audit(['--baseline', file, '--no-config'], { cwd });
  expect(new Set(newFindings(without).map((text) => text.split(' ')[0]))).toEqual(new Set([rule]));
});

const head = '"kind": "ecaudit baseline", "schemaVersion": "2", "sources": []';
const sound = `"source": "s", "fingerprint": "${'a'.repeat(32)}", "rule": "r/a", "app": "connectedApp:A"`;

test.each([
  ['no file', undefined, 'cannot be read'],
  ['an empty file', '', 'is damaged: it is not JSON'],
  ['half of it', `{ ${head}, "findings": [`, 'is damaged: it is not JSON'],
  ['a merge conflict', `{ ${head},\n<<<<<<< ours\n`, 'is damaged: it holds a merge conflict'],
  ['an empty object', '{}', 'is no baseline of ecaudit'],
  ['a list', '[]', 'is no baseline of ecaudit'],
  ['a report', '{ "schemaVersion": "1", "tool": { "name": "ecaudit" } }', 'is no baseline'],
  ['another version', '{ "kind": "ecaudit baseline", "schemaVersion": "9" }', 'of a version'],
  ['no findings', `{ ${head} }`, 'is damaged: it has no list of findings'],
  ['a finding that is text', `{ ${head}, "findings": ["x"] }`, 'finding 1 is not as'],
  ['no sources', `{ ${head.replace('sources', 'x')}, "findings": [] }`, 'list of sources'],
  [
    'a finding of no source',
    `{ ${head}, "findings": [{ ${sound.replace('source', 'x')}, "verdict": "fail", "severity": "low" }] }`,
    'finding 1 is not as',
  ],
  [
    'a finding with more at fault than anybody has',
    `{ ${head}, "findings": [{ ${sound}, "verdict": "fail", "severity": "low", "faults": [${'"a",'.repeat(10_000)}"b"] }] }`,
    'finding 1 is not as',
  ],
  ['a file of 50 MB', ' '.repeat(50_000_001), 'it has more than 50000000 bytes'],
  ['what is nested without end', '['.repeat(1_000_000), 'is damaged'],
  [
    'a finding of an unknown severity',
    `{ ${head}, "findings": [{ ${sound}, "verdict": "fail", "severity": "grave" }] }`,
    'finding 1 is not as',
  ],
  [
    'a finding without a fingerprint',
    `{ ${head}, "findings": [{ "rule": "r/a", "app": "x", "verdict": "fail", "severity": "low" }] }`,
    'finding 1 is not as',
  ],
])('%s is exit code 2, and never an empty baseline', async (_, text, message) => {
  const cwd = demoProject(text === undefined ? {} : { [file]: text });
  const { code, stdout, stderr } = await ecaudit(['--baseline', file], { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('a file that is no baseline is not replaced', async () => {
  const cwd = demoProject({ 'package.json': '{}\n', 'notes.txt': 'mine\n' });
  for (const name of ['package.json', 'notes.txt']) {
    const { code } = await ecaudit(['--write-baseline', name], { cwd });
    expect(code).toBe(2);
  }
  expect(readFileSync(join(cwd, 'notes.txt'), 'utf8')).toBe('mine\n');
});

test.each([
  [['--prune-baseline'], 2, '--prune-baseline needs --baseline FILE'],
  [['--write-baseline', 'no/such/folder/known.json'], 5, 'known.json cannot be written'],
])('%j is exit code %i', async (flags, expected, message) => {
  const { code, stderr } = await ecaudit(flags, { cwd: demoProject() });
  expect([code, stderr]).toEqual([expected, expect.stringContaining(message)]);
});
