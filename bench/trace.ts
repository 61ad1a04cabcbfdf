import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Line } from './print.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a run over one Connected App to SARIF loads and calls, of our own code: counts of a program that is not minified. */
export function trace(folder: string, source: string): readonly Line[] {
  const built = join(folder, 'readable');
  mkdirSync(built);
  start([join(root, 'scripts/build.mjs'), '--readable', built]);
  const counts = join(folder, 'counts');
  const preload = join(root, 'bench/programs/count-calls.mjs');
  const bin = join(built, 'cli/bin.js');
  start(['--import', preload, bin, source, '-f', 'sarif'], { BENCH_COUNTS: counts });
  const found = JSON.parse(readFileSync(counts, 'utf8')) as Record<string, number>;
  return [
    ['modules loaded', found['loaded']],
    ['modules with a function that is called', found['modules'], 90],
    ['named functions that are called', found['functions'], 320],
  ].map(([what, value, goal]) => ({
    what: `one Connected App, sarif: ${what}`,
    against: 'a count, of src and reporters',
    value: Number(value),
    ...(goal !== undefined && { goal: Number(goal) }),
  }));
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const done = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // 1: there are findings, as there should be.
  if (done.status !== 0 && done.status !== 1)
    throw new Error(`${args.join(' ')}: ${String(done.stderr)}`);
}
