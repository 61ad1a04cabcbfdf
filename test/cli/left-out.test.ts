// What the flags of the caller leave out is told, and makes nothing milder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reporterNames } from '../../reporters/index.js';
import type { LeftOut } from '../../src/report/report.js';
import { commitAll, gitEnv } from '../git.js';
import { demoProject, ecaudit } from '../stories/run.js';

interface Told {
  readonly leftOut?: readonly LeftOut[];
}

const leftOutIn = (json: string): readonly string[] =>
  ((JSON.parse(json) as Told).leftOut ?? []).map(({ message }) => message);

const rows: readonly (readonly [readonly string[], RegExp])[] = [
  [['--app', 'Fullcast'], /^left out by --app Fullcast: \d of \d apps$/],
  [['--app', 'Fullcast', '--app', 'Order_*'], /--app Fullcast or Order_\*: /],
  [['-r', 'flows'], /^left out by --ruleset flows: every other ruleset$/],
  [['--shard', '1/3'], /^left out by --shard 1\/3: \d of \d apps$/],
  [['--rule', 'flows/*'], /^left out by --rule flows\/\*: every other rule$/],
  [['--level', 'required'], /^left out by --level required: \d+ rules of lower levels$/],
  [['--min-severity', 'high'], /^left out by --min-severity high: \d+ findings not listed$/],
  [['--fail-on', 'critical'], /^left out by --fail-on critical: \d+ findings of high and above/],
  [['--fail-on', 'never'], /^left out by --fail-on never: /],
];

test.each(rows)('%j', async (flags, message) => {
  const cwd = demoProject();
  const { code, stdout } = await ecaudit([...flags, '--fail-on-milder', '-f', 'json'], { cwd });
  expect(leftOutIn(stdout)).toEqual([expect.stringMatching(message)]);
  const sarif = await ecaudit([...flags, '-f', 'sarif'], { cwd });
  expect(code).toBe(sarif.code);
  expect(sarif.stdout).toContain(leftOutIn(stdout)[0]);
});

const forPeople = ['table', 'markdown', 'comment', 'html'];

/** Formats for people say some of it in their header, in other words. */
const inHeader = /left out by --|findings not listed \(--min-severity high|rules off by level/;

test.each(rows)('%j is told in every format', async (flags) => {
  const cwd = demoProject();
  const formats = reporterNames.flatMap((name) => ['-f', `${name}=out.${name}`]);
  await ecaudit([...flags, ...formats, '-q'], { cwd });
  const text = (name: string): string => readFileSync(join(cwd, `out.${name}`), 'utf8');
  const [message = 'none'] = leftOutIn(text('json'));
  for (const name of reporterNames) {
    const all = text(name).replaceAll(/[\\`]/g, '').replaceAll(/\s+/g, ' ');
    if (forPeople.includes(name)) expect(all, name).toMatch(inHeader);
    else expect(all, name).toContain(message);
  }
});

test('apps that did not change are left out by a flag, too', async () => {
  const cwd = demoProject();
  commitAll(cwd);
  const flags = ['--changed-since', 'HEAD', '-f', 'json'];
  const { stdout } = await ecaudit(flags, { cwd, env: gitEnv });
  expect(leftOutIn(stdout)).toEqual([
    expect.stringMatching(/^left out by --changed-since HEAD: \d of \d apps$/),
  ]);
});

test('nothing is told where nothing is left out', async () => {
  const flags = ['--app', '*', '--min-severity', 'info', '--fail-on', 'low', '--shard', '1/1'];
  const { stdout } = await ecaudit([...flags, '-f', 'json'], { cwd: demoProject() });
  expect(JSON.parse(stdout)).not.toHaveProperty('leftOut');
});

test('a merge of all shards leaves out what its own flags do', async () => {
  const cwd = demoProject();
  for (const shard of ['1/2', '2/2'])
    await ecaudit(['--shard', shard, '-f', `json=${shard.charAt(0)}.json`, '-q'], { cwd });
  const merged = async (...flags: readonly string[]) =>
    leftOutIn(
      (await ecaudit(['merge', '1.json', '2.json', '-f', 'json', ...flags], { cwd })).stdout,
    );
  expect(await merged()).toEqual([]);
  expect(await merged('--fail-on', 'never')).toEqual([
    expect.stringMatching(/^left out by --fail-on never/),
  ]);
  const part = await ecaudit(['merge', '1.json', '-f', 'json'], { cwd });
  expect(leftOutIn(part.stdout)).toEqual([expect.stringMatching(/--shard 1\/2/)]);
});
