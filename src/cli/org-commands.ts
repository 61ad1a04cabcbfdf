import { Command } from 'commander';
import type { Io } from './io.js';
import { optionOf } from './option.js';
import { auditOptions, patienceOptions, type OptionDefinition } from './options.js';

const orgArgument = 'an alias or a username of the Salesforce CLI, or env';

const rulesetToCome: OptionDefinition = {
  flags: '-r, --ruleset <ID|FILE>',
  about:
    'a ruleset of your own that will judge the snapshot: the org is asked who has the permissions that it names; may be repeated (those of the configuration file are known)',
  repeatable: true,
};

/** `pull`: an org as a folder. */
export function pullCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('pull')
    .description('save what an org holds as a snapshot folder, for audits without the org')
    .requiredOption('--org <ALIAS>', orgArgument)
    .requiredOption('--out <DIR>', 'the folder to write; an older snapshot there is replaced');
  const { config, noConfig } = auditOptions;
  for (const definition of Object.values({ ...patienceOptions, rulesetToCome, config, noConfig }))
    command.addOption(optionOf(definition));
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
export function doctorCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('doctor')
    .description(
      'say what an audit can see: configuration, and with --org what an org hides and what that costs',
    )
    .option('--org <ALIAS>', orgArgument)
    .option(
      '--bundle <FILE>',
      'write the shapes of calls and answers, without hosts, names and values, to attach to a bug',
    );
  for (const definition of Object.values(patienceOptions)) command.addOption(optionOf(definition));
  return command.action(async (flags: Readonly<Record<string, unknown>>) => {
    const { doctor } = await import('./commands/doctor.js');
    done(await doctor(flags, io));
  });
}
