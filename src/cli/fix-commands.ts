import { Command } from 'commander';
import { fixExamples } from './help-texts.js';
import type { Io } from './io.js';
import { optionOf } from './option.js';
import { auditOptions, fixOptions, formatOption, readingOptions } from './options.js';
import type { RawFlags } from './raw-flags.js';

/** `fix`: edits of metadata files. */
export function fixCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('fix')
    .description('offer edits of metadata files that fix findings, as a diff; --write makes them')
    .argument('[SOURCE...]', 'folders and metadata files; without one, the same as for audit');
  const definitions = [
    ...Object.values(fixOptions),
    formatOption(['diff', 'json', 'rdjson']),
    auditOptions.ruleset,
    auditOptions.level,
    auditOptions.param,
    ...readingOptions,
  ];
  for (const definition of definitions) command.addOption(optionOf(definition));
  command.addHelpText('after', () => fixExamples);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { fix } = await import('./commands/fix.js');
    done(await fix(sources, flags, io));
  });
}
