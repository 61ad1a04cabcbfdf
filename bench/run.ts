// Speed as ratios in one run: each figure beside what it is measured against. `npm run bench -- --json` for programs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeApps, writeOneApp } from './apps.js';

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

interface Figure {
  readonly what: string;
  readonly value: number;
  /** The most that the value may be; absent where it is only told. */
  readonly goal?: number;
  readonly detail: string;
}

const bench = dirname(fileURLToPath(import.meta.url));
const bin = join(bench, '../dist/cli/bin.js');
const program = (name: string): string => join(bench, 'programs', `${name}.mjs`);
const folder = mkdtempSync(join(tmpdir(), 'ecaudit-bench-'));
const peak = join(folder, 'peak');

/** Runs a program of Node's and takes its wall time and the most memory it held. */
function run(file: string, args: readonly string[]): Run {
  const observer = pathToFileURL(program('peak-memory')).href;
  const start = performance.now();
  const done = spawnSync(process.execPath, ['--import', observer, file, ...args], {
    cwd: folder,
    env: { ...process.env, BENCH_PEAK: peak },
    stdio: 'ignore',
  });
  const seconds = (performance.now() - start) / 1000;
  if (done.error) throw done.error;
  return { seconds, megabytes: Number(readFileSync(peak, 'utf8')) / 1024 / 1024 };
}

/** The run with the median time, of so many. */
function median(times: number, file: string, args: readonly string[]): Run {
  const runs = Array.from({ length: times }, () => run(file, args));
  const sorted = runs.toSorted((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor(times / 2)];
  if (!middle) throw new Error('nothing was run');
  return middle;
}

function ratio(what: string, a: Run, b: Run, goal?: number): Figure {
  const value = a.seconds / b.seconds;
  const detail = `${a.seconds.toFixed(3)} s against ${b.seconds.toFixed(3)} s`;
  return goal === undefined ? { what, value, detail } : { what, value, goal, detail };
}

function starts(): readonly Figure[] {
  const empty = median(9, program('empty'), []);
  const kinds = ['externalClientApp', 'connectedApp'] as const;
  const single = kinds.map((kind) => {
    writeOneApp(join(folder, kind), kind);
    const audited = median(9, bin, [kind, '-f', 'json=one.json', '-q']);
    return ratio(`one ${kind}, against an empty program`, audited, empty, 2);
  });
  const version = median(9, bin, ['--version']);
  return [ratio('--version, against an empty program', version, empty, 1.3), ...single];
}

function scale(): readonly Figure[] {
  writeApps(join(folder, 'small'), 1250);
  writeApps(join(folder, 'large'), 5000);
  const audit = (name: string): Run => median(3, bin, [name, '-f', `json=${name}.json`, '-q']);
  const [small, large] = [audit('small'), audit('large')];
  const parse = (how: string): Run => median(3, program('parse'), [how, join(folder, 'large')]);
  return [
    ratio('5,000 apps, against parsing with positions', large, parse('positions'), 1.5),
    ratio('5,000 apps, against parsing with the defaults', large, parse('defaults')),
    ratio('5,000 apps, against parsing with saxes', large, parse('saxes')),
    ratio('5,000 apps, against 1,250 apps', large, small, 4.6),
    {
      what: 'most memory for 5,000 apps, in MB',
      value: large.megabytes,
      goal: 350,
      detail: `${small.megabytes.toFixed(0)} MB for 1,250 apps`,
    },
  ];
}

function line({ what, value, goal, detail }: Figure): string {
  const verdict = goal === undefined ? '' : value <= goal ? `met (${goal})` : `MISSED (${goal})`;
  return `${what.padEnd(48)} ${value.toFixed(2).padStart(8)}  ${verdict.padEnd(14)} ${detail}`;
}

try {
  const figures = [...starts(), ...scale()];
  const json = process.argv.includes('--json');
  console.log(json ? JSON.stringify(figures, null, 2) : figures.map(line).join('\n'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
