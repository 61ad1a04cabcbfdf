import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reporterEntry } from '../../reporters/index.js';
import type { Report, Reporter } from '../model/report.js';
import { UserError } from '../model/user-error.js';
import type { AuditFlags } from './audit-flags.js';
import type { Destination } from './destinations.js';
import type { Io } from './io.js';
import { addJobSummary } from './job-summary.js';
import { styleOf } from './style.js';

/** The flags that say which reports to write, and how. */
export type ReportFlags = Pick<AuditFlags, 'formats' | 'color' | 'quiet' | 'verbose'>;

/** Files first: when one cannot be written, stdout stays empty. */
export async function writeReports(report: Report, flags: ReportFlags, io: Io): Promise<void> {
  const ordered = flags.formats.toSorted(
    (a, b) => Number(a.file === undefined) - Number(b.file === undefined),
  );
  for (const destination of ordered) await writeReport(report, destination, flags, io);
  if (flags.formats.some(({ reporter }) => reporter === 'github'))
    await addJobSummary(report, io.env);
}

async function writeReport(
  report: Report,
  { reporter, file }: Destination,
  flags: ReportFlags,
  io: Io,
): Promise<void> {
  const render = await reporterEntry(reporter).load();
  const style = styleOf(io, flags.color, flags.verbose);
  if (file === undefined) {
    for (const chunk of chunks(render(report, style))) io.stdout.write(chunk);
    return;
  }
  const colorless = { ...style, color: flags.color === 'always' };
  writeFile(resolve(io.cwd, file), render(report, colorless));
  if (!flags.quiet) io.stderr.write(`ecaudit: ${reporter} report written to ${file}\n`);
}

const chunkLength = 1 << 16;

/** Parts put together to chunks that are worth writing. */
function* chunks(text: ReturnType<Reporter>): Generator<string> {
  if (typeof text === 'string') {
    yield text;
    return;
  }
  let chunk = '';
  for (const part of text) {
    chunk += part;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function writeFile(path: string, text: ReturnType<Reporter>): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'w');
    try {
      for (const chunk of chunks(text)) writeFileSync(file, chunk);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    // Reports are made while they are written: what has no code of the system is a bug in that.
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new UserError(`the report cannot be written: ${cause.message}`, undefined, { cause });
  }
}
