import { deadlineReporters } from '../../../reporters/deadlines/index.js';
import { digestOf, type DeadlineDigest, type Digest } from '../../report/digest/index.js';
import { UserError } from '../../model/user-error.js';
import { codeWithoutFindings, exitCodes } from '../exit-codes.js';
import { type Io, tell } from '../io.js';
import { survey, withoutRules } from '../survey.js';
import { answerFormats, writeAnswer } from '../write-answer.js';
import type { RawFlags } from '../flags.js';

/** Says what stops working on which day. Answers with the exit code. */
export async function tellDeadlines(
  sources: readonly string[],
  raw: RawFlags,
  io: Io,
): Promise<number> {
  const formats = answerFormats(deadlineReporters, raw, sources, io);
  const within = daysOf(raw['failWithin']);
  const digest = digestOf(await survey(sources, raw, io, { adapt: withoutRules }));
  await writeAnswer(digest, deadlineReporters, formats, { raw, io });
  if (raw['quiet'] !== true && formats.some(({ reporter }) => reporter === 'ics'))
    tellDayless(digest, io);
  return deadlinesExitCode(digest, within);
}

/** A calendar has days; what is known as a release only is not in it. */
function tellDayless({ deadlines: all }: Digest, io: Io): void {
  const dayless = all.filter(({ deadline }) => deadline.date === undefined);
  if (dayless.length === 0) return;
  const names = dayless.map(({ deadline, when }) => `${deadline.id} (${when})`).join(', ');
  tell(io, `ecaudit: not in the calendar, because only the release is known: ${names}`);
}

function deadlinesExitCode({ deadlines: all, report }: Digest, within: number | undefined): number {
  if (within !== undefined && all.some((one) => endsInUse(one, within)))
    return exitCodes.findings.code;
  return codeWithoutFindings(report.summary.incomplete);
}

/** Whether something ends by then, or has ended, that is known to be in use. */
function endsInUse({ deadline, days, uses }: DeadlineDigest, within: number): boolean {
  return deadline.change === 'ends' && uses.inUse > 0 && days <= within;
}

function daysOf(written: unknown): number | undefined {
  if (typeof written !== 'string') return undefined;
  if (/^\d{1,5}$/.test(written)) return Number(written);
  throw new UserError(`--fail-within ${written} is not a whole number of days from 0 to 99999`);
}
