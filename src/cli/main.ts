import { version } from './version.js';
import { secretsOf } from '../model/secrets.js';
import { UserError, UnwrittenError } from '../model/user-error.js';
import { exitCodes } from './exit-codes.js';
import { Interrupted } from './signals.js';
import { type Io, printable, tell } from './io.js';

/**
 * Runs the program. `argv` is without the interpreter and the script; reports go to `io.stdout`, all else to
 * `io.stderr`; the answer is the exit code. Never throws.
 */
export async function main(argv: readonly string[], given: Io): Promise<number> {
  const io = discreet(given);
  try {
    if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) return printVersion(io);
    const { runCommandLine } = await import('./program.js');
    return await runCommandLine(argv, io);
  } catch (error) {
    if (error instanceof UserError) return refuse(error, io);
    if (error instanceof UnwrittenError) return lost(error, io);
    if (error instanceof Interrupted) return stopped(error, io);
    return confess(error, io);
  }
}

/** No credential of the run reaches stderr, whatever quotes it: a log-in, a proxy, or the trace of a bug. */
function discreet(io: Io): Io {
  const { redact } = secretsOf(io.env);
  return { ...io, stderr: { ...io.stderr, write: (text) => io.stderr.write(redact(text)) } };
}

function printVersion(io: Io): number {
  io.stdout.write(`${version}\n`);
  return exitCodes.clean.code;
}

function refuse(error: UserError, io: Io): number {
  for (const [at, line] of error.lines.entries()) tell(io, at === 0 ? `ecaudit: ${line}` : line);
  if (error.hint !== undefined) tell(io, `hint: ${error.hint}`);
  return exitCodes.usage.code;
}

/** Findings or not: who asked for a report and did not get it cannot know. */
function lost({ message }: UnwrittenError, io: Io): number {
  tell(io, `ecaudit: ${message}`);
  return exitCodes.unwritten.code;
}

function stopped({ signal }: Interrupted, io: Io): number {
  io.stderr.write('ecaudit: interrupted; nothing was written\n');
  return (signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated).code;
}

function confess(error: unknown, io: Io): number {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell(io, `ecaudit: this is a bug in ecaudit ${version}, not in your files.`);
  io.stderr.write(`${trace.split('\n').map(printable).join('\n')}\n`);
  io.stderr.write('Please report it with the lines above; SECURITY.md and README.md say where.\n');
  return exitCodes.bug.code;
}
