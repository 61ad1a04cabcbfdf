import type { Style } from '../report/report.js';
import { checkApart, destinationsOf, type Destination } from './destinations.js';
import type { Io } from './io.js';
import { untilWritten } from './signals.js';
import { styleOf } from './style.js';
import { surveyFlags } from './survey.js';
import { texts, type RawFlags } from './flags.js';
import { writeTexts } from './write-texts.js';

/** The layouts of a command's answer by the names of formats, the default first. */
export type Layouts<T, Name extends string> = Readonly<
  Record<Name, (answer: T, style: Style) => string>
>;

/**
 * The destinations that `-f` names, checked before anything is read; files that the run reads are none of them. Throws
 * UserError.
 */
export function answerFormats<Name extends string>(
  layouts: Readonly<Record<Name, unknown>>,
  raw: RawFlags,
  read: readonly string[],
  io: Io,
): readonly Destination<Name>[] {
  // Object.keys forgets which names it gives; a table without a layout is no table.
  const names = Object.keys(layouts) as [Name, ...Name[]];
  const formats = destinationsOf(texts(raw['format']), names);
  checkApart(
    formats.flatMap(({ file }) => file ?? []),
    io.cwd,
    read,
  );
  return formats;
}

/** Writes what a command found, in each format that was asked for. Throws UnwrittenError. */
export async function writeAnswer<T, Name extends string>(
  answer: T,
  layouts: Layouts<T, Name>,
  formats: readonly Destination<Name>[],
  { raw, io }: { readonly raw: RawFlags; readonly io: Io },
): Promise<void> {
  const flags = surveyFlags(raw);
  const style = styleOf(io, flags.color, flags.verbose);
  const styles = { stdout: style, file: { ...style, color: flags.color === 'always' } };
  const outputs = formats.map((one) => ({
    ...one,
    text: async (to: 'file' | 'stdout') => layouts[one.reporter](answer, styles[to]),
  }));
  await untilWritten(io, () => writeTexts(outputs, flags, io));
}
