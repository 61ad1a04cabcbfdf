#!/usr/bin/env node
import { homedir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { keepCompiledCode } from './compile-cache.js';
import type { Signal } from './io.js';
import { setV8Flags } from './v8-flags.js';

setV8Flags({ version: process.versions.v8, setFlag: setFlagsFromString });
// Before anything else is loaded: only what is loaded after this comes from the cache.
keepCompiledCode(process, homedir);
const { exitCodes } = await import('./exit-codes.js');
const { main } = await import('./main.js');

// A reader that closes the pipe early (`| head`) is no error. A disk that is full is one: a report is lost.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`ecaudit: stdout cannot be written: ${error.message}\n`);
  process.exit(exitCodes.unwritten.code);
});
// Where messages cannot be written, the exit code still says how it went.
process.stderr.on('error', () => undefined);

process.exitCode = await main(process.argv.slice(2), {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  now: () => new Date(),
  stdio: () => ({ input: process.stdin, output: process.stdout }),
  onInterrupt,
});

/** The second signal ends the program at once. */
function onInterrupt(stop: (signal: Signal) => void): () => void {
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return () => void process.off('SIGINT', stop).off('SIGTERM', stop);
}

function outputOf(stream: NodeJS.WriteStream) {
  return {
    write: (text: string) => void stream.write(text),
    // The event `error` comes before the turn in which this goes on.
    written: () => new Promise<void>((done) => void stream.write('', () => setImmediate(done))),
    isTTY: stream.isTTY,
    ...(stream.columns ? { columns: stream.columns } : {}),
  };
}
