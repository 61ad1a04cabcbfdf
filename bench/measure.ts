import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Program {
  /** What Node is started with. */
  readonly args: readonly string[];
  /** It may end with 1, as an audit does that has findings; of any other program that is a failure. */
  readonly finds?: true;
  /** Measure its memory, too; that takes some milliseconds of its start. */
  readonly memory?: boolean;
}

/** What each round took. */
export interface Rounds {
  /** Of all cores, of the program and what it started: what else the machine does does not count. */
  readonly milliseconds: number[];
  /** From start to end, as a clock has it. */
  readonly wall: number[];
  readonly megabytes: number[];
}

const preload = fileURLToPath(new URL('programs/peak-memory.mjs', import.meta.url));

/** Runs all programs once in each round, one after the other; the first round only warms the disk cache. */
export function measure<N extends string>(
  rounds: number,
  programs: Readonly<Record<N, Program>>,
): Readonly<Record<N, Rounds>> {
  const named = Object.entries<Program>(programs);
  const found = new Map(named.map(([name]) => [name, noRounds()]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, program] of named) {
      const { milliseconds, wall, megabytes } = runOnce(program);
      if (round === 0) continue;
      found.get(name)?.milliseconds.push(milliseconds);
      found.get(name)?.wall.push(wall);
      if (megabytes !== undefined) found.get(name)?.megabytes.push(megabytes);
    }
  }
  // Object.fromEntries forgets which keys it was given.
  return Object.fromEntries(found) as Record<N, Rounds>;
}

function noRounds(): Rounds {
  return { milliseconds: [], wall: [], megabytes: [] };
}

function runOnce({ args, finds, memory = false }: Program): {
  readonly milliseconds: number;
  readonly wall: number;
  readonly megabytes?: number;
} {
  const folder = mkdtempSync(join(tmpdir(), 'ecaudit-peak-'));
  const [peak, times] = [join(folder, 'peak'), join(folder, 'times')];
  const command = [process.execPath, ...(memory ? ['--import', preload] : []), ...args];
  const begin = performance.now();
  const done = spawnSync('sh', ['-c', timed, 'sh', times, ...command], {
    env: { ...process.env, BENCH_PEAK: peak },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wall = performance.now() - begin;
  if (done.status !== 0 && !(finds && done.status === 1))
    throw new Error(`${args.join(' ')}: ${String(done.stderr)}`);
  const milliseconds = processorTime(readFileSync(times, 'utf8'));
  const bytes = memory ? Number(readFileSync(peak, 'utf8')) : undefined;
  rmSync(folder, { recursive: true });
  return { milliseconds, wall, ...(bytes !== undefined && { megabytes: bytes / 1024 / 1024 }) };
}

/** Node does not say what the processes that it starts cost; a shell does. */
const timed = 'times=$1; shift; "$@"; status=$?; times > "$times"; exit $status';

/** The second line is about the processes that the shell started: `0m1.250000s 0m0.130000s`, user and system. */
function processorTime(times: string): number {
  const [, children = ''] = times.split('\n');
  const found = Array.from(children.matchAll(/(\d+)m([\d.]+)s/g));
  return found.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}
