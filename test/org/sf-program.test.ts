// How the Salesforce CLI is started, on Windows above all: there it is a batch file, which cmd.exe reads anew.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deadlineAfter } from '../../src/org/client/pace.js';
import { runSf, sfStart, type System } from '../../src/org/auth/sf-program.js';
import { tempFolder } from '../metadata/temp-folder.js';

function windowsWith(...files: readonly string[]): System {
  return { name: 'win32', isFile: (path) => files.includes(path) };
}

const batch = 'C:\\Program Files\\sf\\bin\\sf.cmd';
const env = { Path: 'C:\\Windows;"C:\\Program Files\\sf\\bin"', ComSpec: 'C:\\Windows\\cmd.exe' };
const args = ['org', 'display', '--target-org', 'me+x@acme.example', '--json'];

test('elsewhere it is started by its name and a list of arguments', () => {
  const odd = ['--target-org', 'a b;$(c)'];
  const linux: System = { name: 'linux', isFile: () => false };
  expect(sfStart(odd, env, linux)).toEqual({ file: 'sf', args: odd, verbatim: false });
});

describe('on Windows', () => {
  test('cmd.exe runs the batch file that PATH has, by its whole path', () => {
    expect(sfStart(args, env, windowsWith(batch))).toEqual({
      file: 'C:\\Windows\\cmd.exe',
      args: [
        '/d',
        '/s',
        '/c',
        '""C:\\Program Files\\sf\\bin\\sf.cmd" org display --target-org me+x@acme.example --json"',
      ],
      verbatim: true,
    });
  });

  test('a program needs no cmd.exe', () => {
    const program = 'C:\\Windows\\sf.exe';
    const start = sfStart(args, env, windowsWith(batch, program));
    expect(start).toEqual({ file: program, args, verbatim: false });
  });

  test.each([
    'a&calc',
    'a|b',
    'a b',
    'a"b',
    '%PATH%',
    'a^b',
    'a>b',
    '(a)',
    'a!b',
    'a\nb',
    "o'neil@acme.example",
  ])('the alias %j is refused', (alias) => {
    expect(() => sfStart(['--target-org', alias], env, windowsWith(batch))).toThrow(
      'cannot be passed to the Salesforce CLI safely',
    );
  });

  test.each(['.', '', 'bin', '..\\bin', '\\bin', 'C:bin', 'C:\\%USERNAME%'])(
    'the folder %j of PATH is not looked into',
    (folder) => {
      const anywhere: System = { name: 'win32', isFile: () => true };
      expect(() => sfStart(args, { PATH: folder }, anywhere)).toThrow('is not installed');
    },
  );

  test('cmd.exe gets one text that is quoted already', async () => {
    const folder = tempFolder();
    const shell = join(folder, 'cmd');
    const seen = join(folder, 'seen.json');
    const program = `#!${process.execPath}
require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.argv.slice(2)));
console.log('{"status":0}');
`;
    writeFileSync(shell, program);
    chmodSync(shell, 0o755);
    const end = deadlineAfter({ timeout: 1, retries: 0, backoff: 1, deadline: 60_000 });
    const { stdout: out } = await runSf(args, { ...env, ComSpec: shell }, end, windowsWith(batch));
    expect(out).toBe('{"status":0}\n');
    expect(JSON.parse(readFileSync(seen, 'utf8'))).toEqual([
      '/d',
      '/s',
      '/c',
      '""C:\\Program Files\\sf\\bin\\sf.cmd" org display --target-org me+x@acme.example --json"',
    ]);
  });
});

test('it does not outlive the deadline of the pull', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'sf'), `#!${process.execPath}\nsetTimeout(() => {}, 50_000);\n`);
  chmodSync(join(folder, 'sf'), 0o755);
  const end = deadlineAfter({ timeout: 1, retries: 0, backoff: 1, deadline: 1_000 });
  await expect(runSf(args, { PATH: folder }, end)).rejects.toThrow('the deadline of 1 seconds');
});
