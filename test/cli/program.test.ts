import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit, fixtures, root } from '../stories/run.js';

const bin = join(root, 'dist/cli/bin.js');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('dist is missing: npm run build');
});

function program(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [bin, ...argv], {
    cwd: fixtures,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
    maxBuffer: 1 << 28,
  });
}

describe('the built program', () => {
  test.skipIf(!existsSync('/dev/full')).each([[['planted/faulty']], [['--help']], [['rules']]])(
    '%j to a full disk is exit code 5 and no bug',
    (argv) => {
      const quoted = [process.execPath, bin, ...argv].map((one) => `'${one}'`).join(' ');
      const run = spawnSync('sh', ['-c', `${quoted} > /dev/full`], {
        cwd: fixtures,
        encoding: 'utf8',
      });
      expect(run.status).toBe(5);
      expect(run.stderr).toMatch(/^ecaudit: stdout cannot be written: ENOSPC.*\n$/);
    },
  );

  test
    .skipIf(!existsSync('/dev/zero'))
    .each([
      [['planted/clean', '--config', '/dev/zero']],
      [['planted/clean', '-r', '/dev/zero']],
      [['planted/clean', '--baseline', '/dev/zero']],
      [['planted/clean', '--write-baseline', '/dev/zero']],
      [['planted/clean', '--orgs-file', '/dev/zero']],
      [['merge', '/dev/zero']],
    ])('%j never ends reading a device: exit code 2', (argv) => {
    const run = program(argv);
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/^ecaudit: .*\/dev\/zero/);
  });

  test.each([
    [['--version'], 0],
    [['planted/clean'], 0],
    [['planted/faulty'], 1],
    [['planted/clean', '--fial-on', 'low'], 2],
    [['nowhere'], 2],
    [['planted/clean', '--app', 'nobody'], 0],
  ])('%j ends with exit code %i', (argv, code) => {
    const run = program(argv);
    expect([run.status, run.signal]).toEqual([code, null]);
    expect(code === 2 ? run.stdout : '').toBe('');
  });

  test('prints its version', () => {
    expect(program(['--version']).stdout).toBe(`${manifest.version}\n`);
  });

  test('says what main says', async () => {
    const env = { SOURCE_DATE_EPOCH: '1795255200' };
    const inside = await ecaudit(['planted', 'projects/demo', '-f', 'json', '--include', 'all'], {
      env,
    });
    const outside = program(['planted', 'projects/demo', '-f', 'json', '--include', 'all'], env);
    expect(outside.stdout).toBe(inside.stdout);
    expect(outside.status).toBe(inside.code);
  });

  test.skipIf(process.platform === 'win32').each([
    ['json', 'head -c 100'],
    ['sarif', 'head -1'],
    ['table', 'true'],
  ])('does not mind a reader that leaves early: -f %s | %s', (format, reader) => {
    const command = `{ "$0" "$1" planted --include all -f ${format}; echo "code $?" >&2; } | ${reader}`;
    const run = spawnSync('bash', ['-c', command, process.execPath, bin], {
      cwd: fixtures,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('code 1\n');
  });

  test.skipIf(process.platform === 'win32')('writes all of a long report into a slow pipe', () => {
    const command = `"$0" "$1" planted --include all -f json | { sleep 1; cat; } | tail -c 2`;
    const run = spawnSync('bash', ['-c', command, process.execPath, bin], {
      cwd: fixtures,
      encoding: 'utf8',
    });
    expect(run.stdout).toBe('}\n');
  });

  test('needs nothing around it: no HOME, no PATH, another folder', () => {
    const cwd = tempFolder();
    const run = spawnSync(process.execPath, [bin, join(fixtures, 'planted/clean')], {
      cwd,
      encoding: 'utf8',
      env: {},
    });
    expect([run.status, run.stderr]).toEqual([0, '']);
  });
});

test('a bug is exit code 4, with a stack trace and where to report it', async () => {
  let stderr = '';
  const code = await main(['planted/clean'], {
    stdout: {
      write: () => {
        throw new TypeError('the paper is out');
      },
      isTTY: false,
    },
    stderr: { write: (text) => void (stderr += text), isTTY: false },
    env: {},
    cwd: fixtures,
    now: () => new Date(0),
  });
  expect(code).toBe(4);
  expect(stderr).toContain('TypeError: the paper is out');
  expect(stderr).toMatch(/\n +at /);
  expect(stderr).toMatch(/report/i);
});
