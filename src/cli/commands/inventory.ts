import { inventoryFormats, inventoryReporter } from '../../../reporters/inventory/index.js';
import { inventoryOf } from '../../inventory/inventory.js';
import { UserError } from '../../model/user-error.js';
import { checkApart, destinationsOf } from '../destinations.js';
import { codeWithoutFindings } from '../exit-codes.js';
import { historian } from '../history.js';
import type { Io } from '../io.js';
import { refuseNameless } from '../source-arguments.js';
import { untilWritten } from '../signals.js';
import { styleOf } from '../style.js';
import { surveyFlags, survey } from '../survey.js';
import { texts, type RawFlags } from '../flags.js';
import { writeTexts } from '../write-texts.js';

/** Lists every app of some sources. Answers with the exit code: findings are no reason for 1 here. */
export async function inventory(
  sources: readonly string[],
  raw: RawFlags,
  io: Io,
): Promise<number> {
  const formats = destinationsOf(texts(raw['format']), inventoryFormats);
  const flags = surveyFlags(raw);
  const files = formats.flatMap(({ file }) => file ?? []);
  checkApart(files, io.cwd, sources);
  const quick = raw['quick'] === true;
  const withUsers = raw['withUsers'] === true;
  const withEventLogs = raw['withEventLogs'] === true;
  if (quick && withUsers)
    throw new UserError('--quick names no users', 'leave out --quick to list them');
  const withHistory = await historian(raw['history'], io);
  const report = await withHistory(
    await survey(sources, raw, io, { depth: { quick, withUsers, withEventLogs } }),
  );
  if (withUsers) refuseNameless(report);
  const found = inventoryOf(report, {
    asked: flags.select.apps,
    quick,
    withUsers,
    compare: raw['compare'] === true,
  });
  const style = styleOf(io, flags.color, flags.verbose);
  const outputs = formats.map((one) => ({
    ...one,
    text: async (to: 'file' | 'stdout') => {
      const reporter = await inventoryReporter(one.reporter);
      return reporter(found, to === 'file' ? { ...style, color: flags.color === 'always' } : style);
    },
  }));
  await untilWritten(io, () => writeTexts(outputs, flags, io));
  return codeWithoutFindings(found.incomplete);
}
