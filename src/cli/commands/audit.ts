import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reporterEntry } from '../../../reporters/index.js';
import { audit as runAudit, type AuditRequest } from '../../audit.js';
import type { Report } from '../../model/report.js';
import { UserError } from '../../model/user-error.js';
import { defaultSources } from '../../sources/metadata/source.js';
import { parseFlags, type AuditFlags, type Destination } from '../audit-flags.js';
import { exitCodeOf } from '../exit-codes.js';
import type { Io } from '../io.js';
import { progressOn } from '../progress.js';
import { chooseRulesets } from '../rulesets.js';
import { styleOf } from '../style.js';
import { version } from '../version.js';

/** Checks apps and writes reports. Answers with the exit code. */
export async function audit(
  sources: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<number> {
  const parsed = parseFlags(flags);
  const request = await requestOf(sources, parsed, io);
  const progress = progressOn(io, parsed.quiet);
  const report = await runAudit({ ...request, progress: progress.update });
  progress.done();
  await writeReports(report, parsed, io);
  return exitCodeOf(report);
}

async function requestOf(
  sources: readonly string[],
  flags: AuditFlags,
  io: Io,
): Promise<AuditRequest> {
  return {
    sources: sources.length > 0 ? sources : await defaultSources(io.cwd),
    cwd: io.cwd,
    rulesets: await chooseRulesets(flags.rulesets, io.cwd),
    parameters: flags.parameters,
    select: flags.select,
    options: flags.options,
    ignoreExcuses: flags.ignoreExcuses,
    lineHashes: flags.formats.some(({ reporter }) => reporter === 'sarif'),
    now: clockOf(io),
    version,
  };
}

/** https://reproducible-builds.org/specs/source-date-epoch: seconds since 1970. */
function clockOf(io: Io): Date {
  const epoch = io.env['SOURCE_DATE_EPOCH'];
  if (epoch === undefined || epoch === '') return io.now();
  if (/^\d{1,12}$/.test(epoch)) return new Date(Number(epoch) * 1000);
  throw new UserError(`SOURCE_DATE_EPOCH is "${epoch}", not a number of seconds`);
}

/** Files first: when one cannot be written, stdout stays empty. */
async function writeReports(report: Report, flags: AuditFlags, io: Io): Promise<void> {
  const ordered = flags.formats.toSorted(
    (a, b) => Number(a.file === undefined) - Number(b.file === undefined),
  );
  for (const destination of ordered) await writeReport(report, destination, flags, io);
}

async function writeReport(
  report: Report,
  { reporter, file }: Destination,
  flags: AuditFlags,
  io: Io,
): Promise<void> {
  const render = await reporterEntry(reporter).load();
  const style = styleOf(io, flags.color, flags.verbose);
  if (file === undefined) {
    io.stdout.write(render(report, style));
    return;
  }
  const colorless = { ...style, color: flags.color === 'always' };
  writeFile(resolve(io.cwd, file), render(report, colorless));
  if (!flags.quiet) io.stderr.write(`ecaudit: ${reporter} report written to ${file}\n`);
}

function writeFile(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`the report cannot be written: ${reason}`, undefined, { cause });
  }
}
