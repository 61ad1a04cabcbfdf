// The plug-in of the Salesforce CLI: what is typed becomes what ecaudit is started with, and how it ends becomes an envelope.
// `npm run conformance` runs it in the CLI itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import {
  logInVariables,
  orgComplaint,
  programArguments,
  typedArguments,
} from '../../plugins/sf/src/arguments.js';
import { hasFormats, offered, type CommandEntry } from '../../plugins/sf/src/commands-table.js';
import { envelopeOf } from '../../plugins/sf/src/envelope.js';
import { pluginCommands } from '../../scripts/plugin/commands.js';
import { auditOptions } from '../../src/cli/options.js';
import { ecaudit, fixtures, root } from '../stories/run.js';

const table = pluginCommands();
const commandCalled = (wanted: string): CommandEntry => {
  const found = table.find(({ name }) => name === wanted);
  if (!found) throw new Error(`no command ${wanted}`);
  return found;
};
const audit = commandCalled('audit');

describe('the table of commands', () => {
  test('has every command that is offered, with the flags of ecaudit', () => {
    expect(table.map(({ name }) => name)).toEqual([...offered]);
    const longs = Object.values(auditOptions).map(({ flags }) => /--([a-z-]+)/.exec(flags)?.[1]);
    expect(audit.flags.map(({ name }) => name)).toEqual(longs);
  });

  test.each(table.map((entry) => [entry.name, entry] as const))(
    '%s: no flag of ecaudit takes the place of one of the CLI',
    (_, { flags, about }) => {
      const taken = flags.filter(
        ({ name, char }) => char === 'o' || char === 'h' || ['json', 'target-org'].includes(name),
      );
      expect(taken).toEqual([]);
      expect(about.length).toBeGreaterThan(20);
    },
  );

  test('says which flags take a value, which may, and which can be repeated', () => {
    const flag = (wanted: string) => audit.flags.find(({ name }) => name === wanted);
    expect(flag('format')).toMatchObject({ char: 'f', value: 'required', repeatable: true });
    expect(flag('write-baseline')).toMatchObject({ value: 'optional', repeatable: false });
    expect(flag('no-config')).toMatchObject({ value: 'none' });
    expect(flag('fail-on')?.choices).toContain('never');
  });

  test('tells commands with JSON from those without', () => {
    const without = table.filter((entry) => !hasFormats(entry)).map(({ name }) => name);
    expect(without).toEqual(['pull', 'migrate files']);
  });
});

describe('what is typed', () => {
  const started = (name: string, argv: readonly string[], org?: string, json = false) => {
    const entry = commandCalled(name);
    return programArguments(entry, typedArguments(argv, entry), {
      ...(org === undefined ? {} : { org }),
      json,
    });
  };

  test.each<[string, readonly string[], string | undefined]>([
    ['-o with a space', ['-o', 'emea', 'force-app'], 'emea'],
    ['-o without a space', ['-oemea', 'force-app'], 'emea'],
    ['-o with an equals sign', ['-o=emea', 'force-app'], 'emea'],
    ['--target-org', ['--target-org', 'emea', 'force-app'], 'emea'],
    ['--target-org=', ['force-app', '--target-org=emea'], 'emea'],
    ['twice: the last one counts', ['-o', 'apac', '--target-org', 'emea', 'force-app'], 'emea'],
    ['no org', ['force-app'], undefined],
  ])('%s', (_, argv, org) => {
    const typed = typedArguments(argv, audit);
    expect([typed.targetOrg, typed.rest]).toEqual([org, ['force-app']]);
  });

  test.each<[string, readonly string[]]>([
    ['the value of a flag', ['--param', '-o', 'force-app']],
    ['the value of a short flag', ['-f', '--json', 'force-app']],
    ['what stands behind --', ['-q', '--', '-o', 'emea', '--json', '--target-org=x']],
    ['flags of ecaudit, known or not', ['--fail-on=high', '-vq', '--no-such', 'a', '-']],
    ['an optional value', ['--write-baseline', 'b.json', 'force-app']],
    ['an optional value that is not there', ['--write-baseline', '-q', 'force-app']],
  ])('%s is left to ecaudit as it is', (_, argv) => {
    const typed = typedArguments(argv, audit);
    expect([typed.rest, typed.targetOrg]).toEqual([argv, undefined]);
  });

  test('an optional value is not taken from a flag of the CLI', () => {
    expect(typedArguments(['--write-baseline', '-o', 'emea'], audit)).toMatchObject({
      targetOrg: 'emea',
      rest: ['--write-baseline'],
    });
  });

  test.each<[string, readonly string[], string | undefined, readonly string[]]>([
    ['audit', ['force-app', '--json'], undefined, ['audit', '--format', 'json', 'force-app']],
    [
      'audit',
      ['--json', '-f', 'sarif=a.sarif'],
      'emea',
      ['audit', '--org', 'emea', '--format', 'json', '-f', 'sarif=a.sarif'],
    ],
    ['fix', ['--json', '-f', 'json', '--', '-x'], undefined, ['fix', '-f', 'json', '--', '-x']],
    ['pull', ['--json', '--out', 'o'], 'emea', ['pull', '--org', 'emea', '--out', 'o']],
    ['migrate plan', ['--json'], 'emea', ['migrate', 'plan', '--org', 'emea', '--format', 'json']],
  ])('%s with --json: %j', (name, argv, org, wanted) => {
    expect(started(name, argv, org, true)).toEqual(wanted);
  });

  test('without --json no format is added', () => {
    expect(started('diff', ['a', 'b'], 'emea')).toEqual(['diff', '--org', 'emea', 'a', 'b']);
  });

  test('one log-in by variables only', () => {
    expect(orgComplaint(typedArguments(['-o', 'emea', '--org', 'env'], audit))).toContain(
      '--org env',
    );
    expect(orgComplaint(typedArguments(['-o', 'emea', '--org', 'apac'], audit))).toBeUndefined();
    expect(orgComplaint(typedArguments(['-o', ''], audit))).toContain('names no org');
    expect(orgComplaint(typedArguments(['-o'], audit))).toContain('names no org');
  });

  test('a token goes by a variable whose value ecaudit never shows', async () => {
    const token = '00D000000000001!AQEAQtokentokentokentoken';
    const env = logInVariables({ name: 'emea', instanceUrl: 'not an address', accessToken: token });
    const { code, stderr } = await ecaudit(['--org', 'emea'], { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('SF_INSTANCE_URL')]);
    expect(stderr).not.toContain(token);
  });
});

describe('the envelope', () => {
  test.each([0, 1, 3])('exit code %i is an answer with that status', async (code) => {
    const json = { schemaVersion: 1, apps: [] };
    const stderr = 'ecaudit: a file could not be read\n';
    expect(envelopeOf({ code, stdout: JSON.stringify(json), stderr }, true)).toEqual({
      kind: 'answer',
      status: code,
      result: json,
      warnings: ['a file could not be read'],
    });
  });

  test('its result is what -f json writes', async () => {
    const done = await ecaudit(['audit', '--format', 'json', join(fixtures, 'projects/demo')]);
    const envelope = envelopeOf(done, true);
    expect(envelope).toMatchObject({ kind: 'answer', status: 1, warnings: [] });
    expect(envelope.kind === 'answer' && envelope.result).toEqual(JSON.parse(done.stdout));
  });

  test('a wrong request is an error, its hint an action', async () => {
    const done = await ecaudit(['audit', '--format', 'jsn', 'nowhere']);
    const envelope = envelopeOf(done, true);
    expect(envelope).toMatchObject({
      kind: 'error',
      status: 2,
      name: 'EcauditRequestError',
      message: expect.stringMatching(/^there is no format "jsn"/),
      actions: [expect.stringContaining('formats: ')],
    });
  });

  test.each([
    [4, 'EcauditBugError'],
    [5, 'EcauditUnwrittenError'],
    [130, 'EcauditStoppedError'],
    [143, 'EcauditStoppedError'],
    [9, 'EcauditStoppedError'],
  ])('exit code %i is the error %s, also where a report was written', (code, name) => {
    expect(envelopeOf({ code, stdout: '{}', stderr: '' }, true)).toEqual({
      kind: 'error',
      status: code,
      name,
      message: `ecaudit ended with exit code ${code}`,
      actions: [],
    });
  });

  test.each(['', '{"schemaVersion":', 'Segmentation fault'])('%j is no report: 4', (stdout) => {
    const envelope = envelopeOf({ code: 1, stdout, stderr: '' }, true);
    expect(envelope).toMatchObject({ kind: 'error', status: 4, message: 'ecaudit wrote no JSON' });
  });

  test('a command without formats answers with its text', () => {
    expect(envelopeOf({ code: 0, stdout: 'Wrote org\n', stderr: '' }, false)).toMatchObject({
      status: 0,
      result: { text: 'Wrote org\n' },
    });
  });
});

describe('the package of the plug-in', () => {
  const own = JSON.parse(readFileSync(join(root, 'plugins/sf/package.json'), 'utf8'));
  const lock = readFileSync(join(root, 'plugins/sf/package-lock.json'), 'utf8');

  test('has the version of ecaudit, and takes nothing by its name', () => {
    expect(own.version).toBe(manifest.version);
    expect(Object.keys(own.dependencies)).toEqual([
      '@salesforce/core',
      '@salesforce/sf-plugins-core',
    ]);
    expect(lock).not.toMatch(/"resolved": "http/);
  });

  test('comes with the manifest of its commands, which its build makes', () => {
    expect(own.files).toEqual(['lib', 'oclif.manifest.json', 'README.md']);
    expect(own.scripts.build).toMatch(/build-plugin\.ts && node .*scripts\/plugin\/manifest\.mjs$/);
  });

  test('is not part of the package of ecaudit', () => {
    expect(JSON.stringify(manifest)).not.toContain('workspaces');
    expect(manifest.files.filter((name) => name.includes('plugins'))).toEqual([]);
  });
});
