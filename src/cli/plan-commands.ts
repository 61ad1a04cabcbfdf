import { Command } from 'commander';
import { deadlineReporters } from '../../reporters/deadlines/index.js';
import { inventoryFormats } from '../../reporters/inventory/formats.js';
import { diffReporters } from '../../reporters/diff/index.js';
import { deadlinesExamples, diffExamples, inventoryExamples } from './help-texts.js';
import type { Io } from './io.js';
import { optionOf } from './option.js';
import {
  diffOptions,
  failWithinOption,
  formatOption,
  inventoryOptions,
  readingOptions,
  type OptionDefinition,
} from './options.js';
import type { RawFlags } from './raw-flags.js';

const sourceArgumentText =
  'folders, metadata files, zips, snapshots, org:ALIAS, or reports that -f json wrote; without one, the same as for audit';

function withSharedOptions(command: Command, ...options: readonly OptionDefinition[]): Command {
  for (const definition of options) command.addOption(optionOf(definition));
  return command;
}

/** `deadlines`: what stops working on which day. */
export function deadlinesCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('deadlines')
    .description('say what stops working on which day, for which app, and whether it is in use')
    .argument('[SOURCE...]', sourceArgumentText);
  withSharedOptions(
    command,
    formatOption(Object.keys(deadlineReporters)),
    failWithinOption,
    ...readingOptions,
  );
  command.addHelpText('after', () => deadlinesExamples);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { tellDeadlines } = await import('./commands/deadlines.js');
    done(await tellDeadlines(sources, flags, io));
  });
}

/** `inventory`: every app, one row each. */
export function inventoryCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('inventory')
    .description('list every app, one row each: what it is, who uses it, how it stands')
    .argument('[SOURCE...]', sourceArgumentText);
  withSharedOptions(command, formatOption(inventoryFormats), ...inventoryOptions, ...readingOptions);
  command.addHelpText('after', () => inventoryExamples);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { inventory } = await import('./commands/inventory.js');
    done(await inventory(sources, flags, io));
  });
}

/** `diff`: what came, went and changed. */
export function diffCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('diff')
    .description(
      'compare two sources: apps, settings and findings that came, went, got worse or better',
    )
    .argument(
      '[BEFORE]',
      'a folder, metadata file, zip, snapshot, org:ALIAS, or report that -f json wrote',
    )
    .argument('[AFTER]', 'the same; --org ALIAS may stand for it');
  withSharedOptions(
    command,
    formatOption(Object.keys(diffReporters)),
    ...Object.values(diffOptions),
    ...readingOptions,
  );
  command.addHelpText('after', () => diffExamples);
  return command.action(
    async (before: string | undefined, after: string | undefined, flags: RawFlags) => {
      const { diff } = await import('./commands/diff.js');
      done(
        await diff(
          [before, after].flatMap((one) => one ?? []),
          flags,
          io,
        ),
      );
    },
  );
}
