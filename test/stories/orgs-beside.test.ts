// An org beside other sources: named as a SOURCE, and one that cannot be read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from './cli-of-orgs.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';
import { copyFixture, ecaudit, type Surroundings } from './run.js';

stopOrgsAfterEach();

const loader =
  '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>Loader</label></ConnectedApp>';

/** A project in `p`, an org that answers, and one that nothing is known of but its address. */
async function place(): Promise<Surroundings & { readonly cwd: string }> {
  const cwd = tempFolder();
  copyFixture('small-inputs/template-in-a-host', `${cwd}/p`);
  const org = await orgWith({ files: { 'Loader.connectedApp': loader } });
  const gone = await orgWith();
  const env = { PATH: salesforceCli({ prod: org, gone }) };
  await gone.stop();
  return { cwd, env };
}

const usual = ['--no-config', '--retries', '0', '-q'];

test.each(['audit', 'inventory', 'deadlines', 'migrate plan'])(
  '%s takes org:ALIAS where a SOURCE may stand',
  async (command) => {
    const at = await place();
    const run = async (...sources: string[]) =>
      ecaudit([...command.split(' '), ...sources, ...usual, '-f', 'json'], at);
    const named = await run('p', 'org:prod');
    const flagged = await run('p', '--org', 'prod');
    expect(named).toEqual(flagged);
    expect(named.stdout).toContain('"org/prod"');
  },
);

test('fix and migrate files take org:ALIAS, too', async () => {
  const at = await place();
  const fix = await ecaudit(['fix', 'p', 'org:prod', ...usual], at);
  expect([fix.code, fix.stderr]).not.toEqual([2, expect.anything()]);
  const files = ['migrate', 'files', 'org:prod', '--app', 'Loader', '--out', 'out', ...usual];
  expect((await ecaudit(files, at)).code).toBe(0);
});

const formats = {
  audit: 'table json sarif junit github gitlab rdjson markdown comment html csv ocsf',
  inventory: 'table json csv markdown html',
  deadlines: 'table json markdown ics',
  'migrate plan': 'table json markdown',
} as const;
const runs = Object.entries(formats).flatMap(([command, names]) =>
  names.split(' ').map((format) => [command as keyof typeof formats, format] as const),
);

type Texts = Readonly<Record<string, readonly (readonly [number, string])[]>>;

/** What a command writes in each of its formats, with either org: one run for all of them. */
async function textsOf(command: keyof typeof formats): Promise<Texts> {
  const at = await place();
  const names = formats[command].split(' ');
  const written = await Promise.all(
    missing.map(async (org) => {
      const to = names.flatMap((name) => ['-f', `${name}=${org}.${name}`]);
      const argv = [...command.split(' '), 'p', '--org', org, ...usual, ...to];
      const { code } = await ecaudit(argv, at);
      return names.map(
        (name) => [code, readFileSync(join(at.cwd, `${org}.${name}`), 'utf8')] as const,
      );
    }),
  );
  return Object.fromEntries(
    names.map((name, nth) => [name, written.flatMap((texts) => texts.slice(nth, nth + 1))]),
  );
}

const missing = ['refused', 'gone'];
const known = new Map<string, Promise<Texts>>();

test.each(runs)(
  '%s -f %s: an org that is not read is named, the others are read',
  async (command, format) => {
    const texts = known.get(command) ?? textsOf(command);
    known.set(command, texts);
    const told = ((await texts)[format] ?? []).map(([code, text], at) => [
      code,
      new RegExp(`(?:\\b|\\\\n)${missing[at] ?? '?'}\\b`).test(text.replaceAll('\r\n ', '')),
    ]);
    expect(told).toEqual([
      [3, true],
      [3, true],
    ]);
  },
);

test('alone, or compared with, an org that refuses the log-in is a wrong request', async () => {
  const at = await place();
  for (const argv of [
    ['audit', '--org', 'refused'],
    ['audit', 'org:refused'],
    ['inventory', 'org:refused'],
    ['diff', 'p', 'org:refused'],
  ]) {
    const { code, stdout } = await ecaudit([...argv, ...usual], at);
    expect([argv, code, stdout]).toEqual([argv, 2, '']);
  }
});

test('a saved report is another source, too', async () => {
  const at = await place();
  await ecaudit(['audit', 'p', ...usual, '-f', 'json=p.json', '--include', 'all'], at);
  const { code, stdout } = await ecaudit(['inventory', 'p.json', '--org', 'refused', ...usual], at);
  expect(code).toBe(3);
  expect(stdout).toMatch(/Not read: refused: /);
});

test('a list of users has one row of an org that is not read', async () => {
  const at = await place();
  const argv = ['inventory', 'p', '--org', 'gone', ...usual, '-f', 'csv'];
  const { stdout } = await ecaudit(argv, at);
  expect(stdout.split('\n').filter((line) => line.includes('not read'))).toEqual([
    expect.stringMatching(/^gone,not read,/),
  ]);
});

test('compared are settings of apps, not what else a source holds', async () => {
  const at = await place();
  copyFixture('small-inputs/template-in-a-host', `${at.cwd}/q`);
  const org = await ecaudit(['pull', '--org', 'prod', '--out', 'snap', '-q'], at);
  expect(org.code).toBe(0);
  const folder = tempFolder({ 'Loader.connectedApp': loader });
  const argv = ['inventory', folder, 'snap', '--compare', ...usual, '-f', 'json'];
  const { stdout } = await ecaudit(argv, at);
  const { compare } = JSON.parse(stdout) as {
    readonly compare: readonly { readonly settings: readonly { readonly setting: string }[] }[];
  };
  expect(compare.map(({ settings }) => settings.map(({ setting }) => setting))).toEqual([[]]);
});

test.each([
  ['an org that is not reached', ['p', 'org:gone']],
  ['a folder, from an org that is not reached', ['org:gone', 'p']],
])('no app is told to be gone or new in a diff with %s', async (_, sides) => {
  const { code, stdout } = await ecaudit(['diff', ...sides, ...usual, '-f', 'json'], await place());
  const { apps, incomplete, summary } = JSON.parse(stdout) as {
    readonly apps: readonly object[];
    readonly incomplete: boolean;
    readonly summary: { readonly findings: Readonly<Record<string, number>> };
  };
  expect([code, incomplete, apps]).toEqual([3, true, []]);
  expect(Object.values(summary.findings)).toEqual([0, 0, 0, 0]);
});
