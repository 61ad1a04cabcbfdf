import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { planReporters } from '../../../reporters/migrate/plan.js';
import { inventoryOf } from '../../inventory/inventory.js';
import { readReports } from '../../merge/read.js';
import { planOf } from '../../migrate/plan.js';
import { compareText } from '../../model/location.js';
import { UserError } from '../../model/user-error.js';
import type { Report } from '../../report/report.js';
import { codeWithoutFindings } from '../exit-codes.js';
import type { Io } from '../io.js';
import { tell } from '../messages.js';
import { survey, withoutRules } from '../survey.js';
import { answerFormats, writeAnswer } from '../write-answer.js';

type Raw = Readonly<Record<string, unknown>>;

/** Says how each Connected App stands on its way to an External Client App. Answers with the exit code. */
export async function migratePlan(sources: readonly string[], raw: Raw, io: Io): Promise<number> {
  const formats = answerFormats(planReporters, raw, sources, io);
  const earlier =
    typeof raw['history'] === 'string' ? earliest(raw['history'], raw, io) : undefined;
  const report = await survey(sources, raw, io, { adapt: withoutRules });
  const { apps } = inventoryOf(report, { asked: [], quick: false, compare: false });
  const plan = planOf(report, apps, earlier);
  await writeAnswer(plan, planReporters, formats, { raw, io });
  return codeWithoutFindings(report.summary.incomplete);
}

/** The oldest report of a folder, not of folders in it; what is none is left out with a note. Throws UserError. */
function earliest(
  folder: string,
  raw: Raw,
  io: Io,
): Pick<Report, 'generatedAt' | 'apps'> | undefined {
  const reports = jsonFiles(folder, io.cwd).flatMap((file) => {
    try {
      return readReports([file], io.cwd).files;
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      if (raw['quiet'] !== true) tell(io, `ecaudit: --history: ${cause.message}`);
      return [];
    }
  });
  return reports
    .map(({ report }) => report)
    .filter(({ partial, shard }) => partial === undefined && shard === undefined)
    .toSorted((a, b) => compareText(a.generatedAt, b.generatedAt))[0];
}

function jsonFiles(folder: string, cwd: string): readonly string[] {
  try {
    const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map(({ name }) => join(folder, name))
      .toSorted();
  } catch (cause) {
    throw new UserError(`the folder ${folder} of --history cannot be read`, 'is the path right?', {
      cause,
    });
  }
}
