import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/program.js';
import { settingNames } from '../../src/settings/settings.js';
import { ecaudit } from '../stories/run.js';

describe('help', () => {
  test.each([
    [['--help'], ['audit', 'settings', 'Exit codes', '--help']],
    [['-h'], ['audit', 'settings']],
    [['help'], ['audit', 'settings']],
    [
      ['audit', '--help'],
      ['--fail-on', '--param', 'Examples', 'critical'],
    ],
    [
      ['help', 'audit'],
      ['--fail-on', '--shard'],
    ],
    [['settings', '--help'], ['--format']],
    [['help', 'settings'], ['--format']],
  ])('%j is on stdout, exit code 0', async (argv, words) => {
    const run = await ecaudit(argv);
    expect([run.code, run.stderr]).toEqual([0, '']);
    for (const word of words) expect(run.stdout).toContain(word);
    const widest = Math.max(...run.stdout.split('\n').map(({ length }) => length));
    expect(widest).toBeLessThanOrEqual(120);
  });

  test.each([[['--version']], [['-V']]])('%j is a version', async (argv) => {
    const run = await ecaudit(argv);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('settings', () => {
  test('prints every setting, by name, Setup label and where it lives', async () => {
    const { code, stdout } = await ecaudit(['settings']);
    expect(code).toBe(0);
    for (const name of settingNames)
      expect(stdout).toMatch(new RegExp(`^${name.replace('.', '\\.')} `, 'm'));
    expect(stdout).toContain('isPkceRequired');
    expect(stdout).toContain('Require Proof Key for Code Exchange (PKCE)');
  });

  test('prints JSON', async () => {
    const { code, stdout } = await ecaudit(['settings', '-f', 'json']);
    const entries = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect([code, entries.map(({ name }) => name)]).toEqual([0, settingNames]);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        type: expect.any(String),
        label: expect.any(String),
        about: expect.any(String),
      });
      expect(Object.keys(entry)).toEqual(
        expect.arrayContaining(['connectedApp', 'externalClientApp']),
      );
    }
  });

  test.each([
    [['pkceRequired'], ['pkceRequired']],
    [['refreshTokenD*'], ['refreshTokenDays']],
    [
      ['scopes', 'callback*'],
      ['scopes', 'callbackUrls', 'callbackHosts'],
    ],
    [['org.pkce*'], ['org.pkceRequired']],
  ])('%j are those that fit', async (names, expected) => {
    const { stdout } = await ecaudit(['settings', ...names, '--format', 'json']);
    const entries = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect(entries.map(({ name }) => name)).toEqual(expected);
  });

  test.each([
    [['nothing'], 'nothing'],
    [['-f', 'yaml'], 'table, json'],
    [['--fromat', 'json'], '--format'],
  ])('%j is exit code 2', async (argv, reason) => {
    const run = await ecaudit(['settings', ...argv]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(reason);
  });
});

describe('commands that the arguments cannot run have their names only', () => {
  const silent = { write: () => undefined, isTTY: false };
  const io = { stdout: silent, stderr: silent, env: {}, cwd: '', now: () => new Date() };
  const made = (...argv: (readonly string[])[]) => programOf(io, () => undefined, ...argv).commands;
  const all = made();
  const names = all.map((one) => one.name());

  test('none is missing', () => {
    expect(names.length).toBeGreaterThan(15);
    expect(made([]).map((one) => one.name())).toEqual(names);
    expect(made(['x']).filter(({ options }) => options.length > 0)).toHaveLength(1);
  });

  test.each(all.map((one) => [one.name(), one] as const))(
    '%s is whole where it is named',
    (name, whole) => {
      for (const argv of [[name], ['--', name], ['-Vh'], ['help'], ['x', '--help']]) {
        const found = made(argv).find((one) => one.name() === name);
        expect(found?.helpInformation()).toBe(whole.helpInformation());
      }
    },
  );

  test('-- before a command changes nothing', async () => {
    const run = await ecaudit(['settings', 'refreshTokenDays']);
    expect(run.code).toBe(0);
    expect(await ecaudit(['--', 'settings', 'refreshTokenDays'])).toEqual(run);
  });
});
