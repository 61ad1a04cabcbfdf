import { Command } from 'commander';
import type { SuppressFlags } from './commands/suppress.js';
import type { Io } from './io.js';

/** `init`: a first configuration file. */
export function initCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('init')
    .description('write a commented ecaudit.config.yaml for this folder, from what is in it')
    .argument('[SOURCE...]', 'what to look at; the same as for audit')
    .option('--force', 'write it anew where there is one already')
    .action(async (sources: string[], { force }: { readonly force?: true }) => {
      const { init } = await import('./commands/init.js');
      done(await init(sources, force === true, io));
    });
}

/** `suppress`: a finding that is accepted. */
export function suppressCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('suppress')
    .description('write a suppression of a finding to the configuration file')
    .argument('<FINGERPRINT>', 'of the finding, or the beginning of it; ecaudit -v shows it')
    .argument('[SOURCE...]', 'where the finding is; the same as for audit')
    .option('--reason <TEXT>', 'why it is accepted')
    .option('--owner <NAME>', 'who answers for it')
    .option('--expires <DATE>', 'the last day that it counts, such as 2027-03-31')
    .option('--config <FILE>', 'the configuration file; the same as for audit')
    .option(
      '--app <GLOB>',
      'of which app, where several sources have the finding (repeatable)',
      (glob: string, before: readonly string[]) => [...before, glob],
      [] as readonly string[],
    )
    .action(async (fingerprint: string, sources: string[], flags: SuppressFlags) => {
      const { suppressFinding } = await import('./commands/suppress.js');
      done(await suppressFinding(fingerprint, sources, flags, io));
    });
}
