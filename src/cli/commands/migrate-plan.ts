import { planReporters } from '../../../reporters/migrate/plan.js';
import { inventoryOf } from '../../inventory/inventory.js';
import { eachReport, historyFiles } from '../../history/files.js';
import { migrationPlan } from '../../migrate/plan.js';
import type { Report } from '../../report/report.js';
import { codeWithoutFindings } from '../exit-codes.js';
import { type Io, tell } from '../io.js';
import { survey, withoutRules } from '../survey.js';
import { answerFormats, writeAnswer } from '../write-answer.js';
import type { RawFlags } from '../flags.js';

/** Says how each Connected App stands on its way to an External Client App. Answers with the exit code. */
export async function migratePlan(
  sources: readonly string[],
  raw: RawFlags,
  io: Io,
): Promise<number> {
  const formats = answerFormats(planReporters, raw, sources, io);
  const earlier =
    typeof raw['history'] === 'string' ? earliest(raw['history'], raw, io) : undefined;
  const report = await survey(sources, raw, io, { adapt: withoutRules });
  const { apps } = inventoryOf(report, { asked: [], quick: false, compare: false });
  const plan = migrationPlan(report, apps, earlier);
  await writeAnswer(plan, planReporters, formats, { raw, io });
  return codeWithoutFindings(report.summary.incomplete);
}

/** The oldest report of a folder, not of folders in it; what is none is left out with a note. Throws UserError. */
function earliest(
  folder: string,
  raw: RawFlags,
  io: Io,
): Pick<Report, 'generatedAt' | 'apps'> | undefined {
  const files = historyFiles(folder, io.cwd);
  const { taken, leftOut } = eachReport(files, io.cwd, ({ generatedAt, apps }) => ({
    generatedAt,
    apps,
  }));
  if (raw['quiet'] !== true)
    for (const reason of leftOut) tell(io, `ecaudit: --history: ${reason}`);
  return taken[0];
}
