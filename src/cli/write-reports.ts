import { reporterEntry } from '../../reporters/index.js';
import { digestOf, type Digest } from '../report/digest/index.js';
import type { Report, Style } from '../report/report.js';
import type { AuditFlags } from './audit-flags.js';
import type { Io } from './io.js';
import { styleOf } from './style.js';
import { writeTexts } from './write-texts.js';
import { appendFileSync } from 'node:fs';
import { unwritten } from '../model/user-error.js';

/** The flags that say which reports to write, and how. */
type ReportFlags = Pick<
  AuditFlags,
  'formats' | 'color' | 'quiet' | 'verbose' | 'groupBy' | 'details'
>;

/** Writes the reports that the flags ask for, all or none. Throws UnwrittenError. */
export async function writeReports(report: Report, flags: ReportFlags, io: Io): Promise<void> {
  const digest = digestOf(report);
  const style = styleIn(io, flags);
  const styles = { stdout: style, file: { ...style, color: flags.color === 'always', file: true } };
  const outputs = flags.formats.map((destination) => ({
    ...destination,
    text: async (to: 'file' | 'stdout') =>
      (await reporterEntry(destination.reporter).load())(digest, styles[to]),
  }));
  await writeTexts(outputs, flags, io);
  if (flags.formats.some(({ reporter }) => reporter === 'github'))
    await addJobSummary(digest, io.env);
}

function styleIn(io: Io, { color, verbose, groupBy, details }: ReportFlags): Style {
  return { ...styleOf(io, color, verbose), details, ...(groupBy && { groupBy }) };
}

/**
 * Adds the markdown report to the summary of the job where GitHub Actions says which file that is:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 * Throws UnwrittenError.
 */
async function addJobSummary(
  digest: Digest,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const { comment } = await import('../../reporters/markdown.js');
  try {
    appendFileSync(file, comment(digest));
  } catch (cause) {
    throw unwritten('the job summary (GITHUB_STEP_SUMMARY)', cause);
  }
}
