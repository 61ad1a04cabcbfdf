import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reporterEntry } from '../../reporters/index.js';
import { stageFile, type StagedFile } from '../documents/staged-file.js';
import { digestOf, type Digest, type Reporter } from '../report/digest/index.js';
import type { Report } from '../report/report.js';
import { unwritten } from '../model/unwritten-error.js';
import type { AuditFlags } from './audit-flags.js';
import type { Destination } from './destinations.js';
import type { Io } from './io.js';
import { addJobSummary } from './job-summary.js';
import { printable, tell } from './messages.js';
import { styleOf } from './style.js';

/** The flags that say which reports to write, and how. */
export type ReportFlags = Pick<AuditFlags, 'formats' | 'color' | 'quiet' | 'verbose'>;

/**
 * Files first, all of them beside their places before the first is put in its own: when one cannot be written, the old files
 * stay and stdout stays empty. Throws UnwrittenError.
 */
export async function writeReports(report: Report, flags: ReportFlags, io: Io): Promise<void> {
  const digest = digestOf(report);
  const staged = await stageAll(digest, flags, io);
  for (const { destination, commit } of staged) {
    place(destination, commit);
    if (!flags.quiet)
      tell(io, `ecaudit: ${destination.reporter} report written to ${destination.file}`);
  }
  await writeStdout(digest, flags, io);
  if (flags.formats.some(({ reporter }) => reporter === 'github'))
    await addJobSummary(digest, io.env);
}

interface FileDestination extends Destination {
  readonly file: string;
}

interface Staged extends StagedFile {
  readonly destination: FileDestination;
}

async function stageAll(digest: Digest, flags: ReportFlags, io: Io): Promise<readonly Staged[]> {
  const style = { ...styleOf(io, flags.color, flags.verbose), color: flags.color === 'always' };
  const staged: Staged[] = [];
  for (const destination of flags.formats) {
    if (!hasFile(destination)) continue;
    const render = await reporterEntry(destination.reporter).load();
    try {
      const path = resolve(io.cwd, destination.file);
      mkdirSync(dirname(path), { recursive: true });
      staged.push({ destination, ...stageFile(path, chunks(render(digest, style))) });
    } catch (cause) {
      for (const one of staged) one.discard();
      // Reports are made while they are written: what has no code of the system is a bug in that.
      throw unwritten(`the report ${printable(destination.file)}`, cause);
    }
  }
  return staged;
}

function hasFile(destination: Destination): destination is FileDestination {
  return destination.file !== undefined;
}

function place({ file }: FileDestination, commit: () => void): void {
  try {
    commit();
  } catch (cause) {
    throw unwritten(`the report ${printable(file)}`, cause);
  }
}

async function writeStdout(digest: Digest, flags: ReportFlags, io: Io): Promise<void> {
  for (const { reporter, file } of flags.formats) {
    if (file !== undefined) continue;
    const render = await reporterEntry(reporter).load();
    const style = styleOf(io, flags.color, flags.verbose);
    for (const chunk of chunks(render(digest, style))) io.stdout.write(chunk);
  }
  // What comes after the reports, a baseline, is not written where a report is lost.
  await io.stdout.written?.();
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
