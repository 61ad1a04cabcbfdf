import { Command } from 'commander';
import { deadlineReporters } from '../../reporters/deadlines/index.js';
import { deadlinesExamples } from './help-texts.js';
import type { Io } from './io.js';
import { optionOf } from './option.js';
import {
  failWithinOption,
  formatOption,
  readingOptions,
  type OptionDefinition,
} from './options.js';

type Raw = Readonly<Record<string, unknown>>;

const sourceText =
  'folders, metadata files, zips, snapshots, org:ALIAS, or reports that -f json wrote; without one, the same as for audit';

function withOptions(command: Command, ...options: readonly OptionDefinition[]): Command {
  for (const definition of options) command.addOption(optionOf(definition));
  return command;
}

/** `deadlines`: what stops working on which day. */
export function deadlinesCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('deadlines')
    .description('say what stops working on which day, for which app, and whether it is in use')
    .argument('[SOURCE...]', sourceText);
  withOptions(
    command,
    formatOption(Object.keys(deadlineReporters)),
    failWithinOption,
    ...readingOptions,
  );
  command.addHelpText('after', () => deadlinesExamples);
  return command.action(async (sources: string[], flags: Raw) => {
    const { deadlines } = await import('./commands/deadlines.js');
    done(await deadlines(sources, flags, io));
  });
}
