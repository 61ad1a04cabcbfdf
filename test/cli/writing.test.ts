// What a run leaves behind when a file cannot be written: exit code 5, the old files, no baseline, nothing unfinished.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { demoProject, ecaudit, root } from '../stories/run.js';

const old = 'what was there before\n';

/** A project with files of earlier runs. */
function project(): string {
  return demoProject({ 'first.json': old, 'last.csv': old });
}

function program(command: string, cwd: string) {
  const bin = join(root, 'dist/cli/bin.js');
  const script = command.replaceAll('ecaudit', `'${process.execPath}' '${bin}'`);
  return spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
}

function leftovers(cwd: string): readonly string[] {
  return readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('.unfinished'),
  );
}

interface Way {
  readonly name: string;
  readonly target: string;
  readonly prepare?: (cwd: string) => void;
  readonly unless?: boolean;
}

const isRoot = process.getuid?.() === 0;

const ways: readonly Way[] = [
  {
    name: 'the target is a folder',
    target: 'taken',
    prepare: (cwd) => mkdirSync(join(cwd, 'taken')),
  },
  { name: 'the folder above is a file', target: 'first.json/out.csv' },
  { name: 'the disk is full', target: '/dev/full', unless: !existsSync('/dev/full') },
  {
    name: 'a link leads to a full disk',
    target: 'link.csv',
    prepare: (cwd) => symlinkSync('/dev/full', join(cwd, 'link.csv')),
    unless: !existsSync('/dev/full'),
  },
  {
    name: 'a link leads round in a circle',
    target: 'loop.csv',
    prepare: (cwd) => symlinkSync('loop.csv', join(cwd, 'loop.csv')),
  },
  {
    name: 'the folder is read-only',
    target: 'closed/out.csv',
    prepare: (cwd) => {
      mkdirSync(join(cwd, 'closed'));
      chmodSync(join(cwd, 'closed'), 0o555);
    },
    unless: isRoot,
  },
];

describe.each(ways)('when $name', ({ target, prepare, unless = false }) => {
  test.skipIf(unless)('a report of findings is exit code 5 and nothing is written', async () => {
    const cwd = project();
    prepare?.(cwd);
    const reports = ['-f', 'json=new.json', '-f', `csv=${target}`, '-f', 'table'];
    const run = await ecaudit([...reports, '--write-baseline', 'baseline.json'], { cwd });
    expect([run.code, existsSync(join(cwd, 'baseline.json'))]).toEqual([5, false]);
    expect(run.stderr).toMatch(/^ecaudit: the report .* cannot be written: /m);
    expect(run.stderr).not.toContain('bug');
    expect(leftovers(cwd)).toEqual([]);
    if (target !== '/dev/full' && target !== 'link.csv') {
      expect([run.stdout, existsSync(join(cwd, 'new.json'))]).toEqual(['', false]);
    }
  });

  test.skipIf(unless)('a baseline is exit code 5 or 2, and the old one stays', async () => {
    const cwd = project();
    prepare?.(cwd);
    const run = await ecaudit(['-q', '--fail-on', 'never', '--write-baseline', target], { cwd });
    expect([2, 5]).toContain(run.code);
    expect(leftovers(cwd)).toEqual([]);
  });
});

test('a report that is cut short leaves the old one', () => {
  const cwd = project();
  // 20 blocks are less than either report takes.
  const flags = '-q -f csv=last.csv -f json=first.json --write-baseline b.json';
  const run = program(`trap '' XFSZ; ulimit -f 20; ecaudit ${flags}`, cwd);
  expect([run.status, run.stderr]).toEqual([
    5,
    expect.stringContaining('cannot be written: EFBIG'),
  ]);
  expect(readFileSync(join(cwd, 'first.json'), 'utf8')).toBe(old);
  expect(readFileSync(join(cwd, 'last.csv'), 'utf8')).toBe(old);
  expect([existsSync(join(cwd, 'b.json')), leftovers(cwd)]).toEqual([false, []]);
});

describe('stdout', () => {
  test.skipIf(!existsSync('/dev/full'))('that is full: exit code 5, no baseline', () => {
    const cwd = project();
    const run = program('ecaudit --write-baseline b.json > /dev/full', cwd);
    expect([run.status, existsSync(join(cwd, 'b.json'))]).toEqual([5, false]);
  });

  test('whose reader leaves early is no fault', () => {
    const cwd = project();
    const run = program(
      '{ ecaudit -f json --include all -q; echo "code $?" >&2; } | head -c 1',
      cwd,
    );
    expect(run.stderr).toBe('code 1\n');
  });

  test('that is closed is no fault of the run', () => {
    const cwd = project();
    const run = program('ecaudit -q -f json=first.json -f table >&-', cwd);
    expect(run.status).toBe(1);
    expect(JSON.parse(readFileSync(join(cwd, 'first.json'), 'utf8'))).toHaveProperty('results');
  });
});

test('a report replaces what a link leads to, keeps its mode, and the link', async () => {
  const cwd = project();
  chmodSync(join(cwd, 'first.json'), 0o600);
  symlinkSync('first.json', join(cwd, 'link.json'));
  expect((await ecaudit(['-f', 'json=link.json'], { cwd })).code).toBe(1);
  expect(readlinkSync(join(cwd, 'link.json'))).toBe('first.json');
  expect(JSON.parse(readFileSync(join(cwd, 'first.json'), 'utf8'))).toHaveProperty('results');
  expect(statSync(join(cwd, 'first.json')).mode % 0o1000).toBe(0o600);
});

test.skipIf(!existsSync('/dev/null'))('several reports may go to one device', async () => {
  const run = await ecaudit(['-q', '-f', 'json=/dev/null', '-f', 'csv=/dev/null'], {
    cwd: project(),
  });
  expect(run.code).toBe(1);
});

test.each([
  [['-f', 'json=a', '-f', 'csv=sub/../a'], 'sub/../a would be written twice'],
  [['-f', 'json=first.json', '-f', 'csv=link'], 'link would be written twice'],
  [['-f', 'json=new/a', '-f', 'csv=here/new/a'], 'here/new/a would be written twice'],
  [['-f', 'json=here/b.json', '--write-baseline', 'b.json'], 'b.json would be written twice'],
  [['--baseline', 'known.json', '-f', 'json=known.json'], 'known.json is read by this run'],
  [['--config', 'mine.yaml', '-f', 'json=mine.yaml'], 'mine.yaml is read by this run'],
])('%j is exit code 2: a report of its own for each file', async (flags, message) => {
  const cwd = project();
  symlinkSync('first.json', join(cwd, 'link'));
  symlinkSync('.', join(cwd, 'here'));
  writeFileSync(join(cwd, 'mine.yaml'), 'failOn: high\n');
  await ecaudit(['-q', '--write-baseline', 'known.json'], { cwd });
  const before = readFileSync(join(cwd, 'known.json'), 'utf8');
  const run = await ecaudit(flags, { cwd });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain(message);
  expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(before);
});

test('merge does not write over a report that it reads', async () => {
  const cwd = project();
  await ecaudit(['-q', '-f', 'json=one.json'], { cwd });
  const run = await ecaudit(['merge', 'one.json', '-f', 'json=one.json'], { cwd });
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('is read by this run')]);
});

describe.each([
  ['rules new', ['rules', 'new', '--from-app', 'Fullcast', '--out', 'taken', '--force']],
  ['init', ['init', '--force']],
])('%s', (_, argv) => {
  test('is exit code 5 where its file cannot be written', async () => {
    const cwd = project();
    mkdirSync(join(cwd, 'taken'));
    writeFileSync(join(cwd, 'ecaudit.config.yaml'), '');
    const at = join(cwd, 'ecaudit.config.yaml');
    if (argv[0] === 'init') {
      // A link that leads to a folder is no file to write.
      const dir = tempFolder({});
      spawnSync('rm', [at]);
      symlinkSync(dir, at);
    }
    const run = await ecaudit(argv, { cwd });
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('cannot be written')]);
  });
});
