import { Command, Option } from 'commander';
import type { Done, Io } from './io.js';
import { addOptions, optionOf } from './option.js';
import { auditOptions, patienceOptions, type OptionDefinition } from './options.js';
import type { SuppressFlags } from './commands/suppress.js';

const orgArgument = 'an alias or a username of the Salesforce CLI, or env';

const rulesetToCome: OptionDefinition = {
  flags: '-r, --ruleset <ID|FILE>',
  about:
    'a ruleset of your own that will judge the snapshot: the org is asked who has the permissions that it names; may be repeated (those of the configuration file are known)',
  repeatable: true,
};

/** `pull`: an org as a folder. */
export function pullCommand(io: Io, done: Done): Command {
  const command = new Command('pull')
    .description('save what an org holds as a snapshot folder, for audits without the org')
    .requiredOption('--org <ALIAS>', orgArgument)
    .requiredOption('--out <DIR>', 'the folder to write; an older snapshot there is replaced');
  const { config, noConfig } = auditOptions;
  addOptions(command, ...Object.values({ ...patienceOptions, rulesetToCome, config, noConfig }));
  return command
    .option('--with-users', 'name the users who hold tokens of an app')
    .addOption(optionOf(auditOptions.withEventLogs))
    .option('-q, --quiet', 'nothing but errors')
    .action(async (flags: Readonly<Record<string, unknown>>) => {
      const { pullSnapshot } = await import('./commands/pull.js');
      done(await pullSnapshot(flags, io));
    });
}

/** `doctor`: what an audit would see. */
export function doctorCommand(io: Io, done: Done): Command {
  const command = new Command('doctor')
    .description(
      'say what an audit can see: configuration, and with --org what an org hides and what that costs',
    )
    .option('--org <ALIAS>', orgArgument)
    .option(
      '--bundle <FILE>',
      'write the shapes of calls and answers, without hosts, names and values, to attach to a bug',
    );
  addOptions(command, ...Object.values(patienceOptions));
  return command.action(async (flags: Readonly<Record<string, unknown>>) => {
    const { doctor } = await import('./commands/doctor.js');
    done(await doctor(flags, io));
  });
}

/** `init`: a first configuration file. */
export function initCommand(io: Io, done: Done): Command {
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
export function suppressCommand(io: Io, done: Done): Command {
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

/** `lsp`: for editors. */
export function lspCommand(io: Io, done: Done): Command {
  return new Command('lsp')
    .description('a language server on stdin and stdout, for editors')
    .option('--stdio', 'accepted, since editors say it; there is no other way')
    .addOption(new Option('--clientProcessId <PID>').hideHelp())
    .action(async () => {
      const { lsp } = await import('./commands/lsp.js');
      done(await lsp(io));
    });
}
