import { inventoryFormats } from '../../../reporters/inventory/formats.js';
import { inventoryReporter } from '../../../reporters/inventory/index.js';
import { inventoryOf } from '../../inventory/inventory.js';
import { checkApart, destinationsOf } from '../destinations.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { untilWritten } from '../signals.js';
import { styleOf } from '../style.js';
import { flagsOf, survey } from '../survey.js';
import { texts } from '../texts.js';
import { writeTexts } from '../write-texts.js';

type Raw = Readonly<Record<string, unknown>>;

/** Lists every app of some sources. Answers with the exit code: findings are no reason for 1 here. */
export async function inventory(sources: readonly string[], raw: Raw, io: Io): Promise<number> {
  const formats = destinationsOf(texts(raw['format']), inventoryFormats);
  const flags = flagsOf(raw);
  const files = formats.flatMap(({ file }) => file ?? []);
  checkApart(files, io.cwd, sources);
  const quick = raw['quick'] === true;
  const found = inventoryOf(await survey(sources, raw, io, { depth: { quick } }), {
    asked: flags.select.apps,
    quick,
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
  return found.incomplete ? exitCodes.incomplete.code : exitCodes.clean.code;
}
