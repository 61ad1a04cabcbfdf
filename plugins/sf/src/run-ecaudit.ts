import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Ended } from './envelope.js';

/** ecaudit as it was built with the plug-in: a program of its own, so that neither changes the other's process. */
const program = fileURLToPath(new URL('ecaudit/cli/bin.js', import.meta.url));

export interface Start {
  readonly argv: readonly string[];
  /** Variables besides those of this process. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether what it writes is wanted; else it writes to this terminal. */
  readonly captured: boolean;
}

/** Runs ecaudit to its end. Throws where it cannot be started. */
export async function runEcaudit({ argv, variables, captured }: Start): Promise<Ended> {
  const output = captured ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [program, ...argv], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', output, output],
  });
  const end = (): void => void child.kill();
  process.once('exit', end);
  try {
    const texts = Promise.all([textOf(child.stdout), textOf(child.stderr)]);
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    const [stdout, stderr] = await texts;
    return {
      code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
      stdout,
      stderr,
    };
  } finally {
    process.off('exit', end);
  }
}

async function textOf(stream: Readable | null): Promise<string> {
  if (stream === null) return '';
  const pieces: string[] = [];
  for await (const piece of stream.setEncoding('utf8')) pieces.push(String(piece));
  return pieces.join('');
}
