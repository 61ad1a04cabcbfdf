import { Command } from 'commander';
import { deadlineReporters } from '../../reporters/deadlines/index.js';
import { inventoryFormats } from '../../reporters/inventory/formats.js';
import { deadlinesExamples, inventoryExamples } from './help-texts.js';
import type { Io } from './io.js';
import { optionOf } from './option.js';
import {
  failWithinOption,
  formatOption,
  inventoryOptions,
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

/** `inventory`: every app, one row each. */
export function inventoryCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('inventory')
    .description('list every app, one row each: what it is, who uses it, how it stands')
    .argument('[SOURCE...]', sourceText);
  withOptions(command, formatOption(inventoryFormats), ...inventoryOptions, ...readingOptions);
  command.addHelpText('after', () => inventoryExamples);
  return command.action(async (sources: string[], flags: Raw) => {
    const { inventory } = await import('./commands/inventory.js');
    done(await inventory(sources, flags, io));
  });
}
