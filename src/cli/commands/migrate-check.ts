import { checkReporters } from '../../../reporters/migrate/check.js';
import { checkParity } from '../../migrate/check.js';
import { answerHead } from '../../report/report.js';
import { codeWithoutFindings, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { oneApp } from '../one-app.js';
import { answerFormats, writeAnswer } from '../write-answer.js';
import type { RawFlags } from '../flags.js';

/** Compares a Connected App with the External Client App that takes its place. Answers with the exit code. */
export async function migrateCheck(
  old: string,
  now: string,
  raw: RawFlags,
  io: Io,
): Promise<number> {
  const formats = answerFormats(checkReporters, raw, [old, now], io);
  const before = await oneApp(old, 'connectedApp', raw, io);
  const after = await oneApp(now, 'externalClientApp', raw, io, before.app.apiName);
  const check = checkParity(before.app, after.app);
  const [first, second] = [answerHead(before.report), answerHead(after.report)];
  const head = {
    ...second,
    incomplete: first.incomplete || second.incomplete,
    sources: [...first.sources, ...second.sources],
    problems: [...first.problems, ...second.problems],
  };
  await writeAnswer({ head, check }, checkReporters, formats, { raw, io });
  if (!check.parity) return exitCodes.findings.code;
  return codeWithoutFindings(head.incomplete);
}
