import { Command, CommanderError } from 'commander';
import { version } from './version.js';
import { exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { audit } from './commands/audit.js';
import { settings } from './commands/settings.js';
import type { SuppressFlags } from './commands/suppress.js';
import { rulesCommand } from './commands/rules.js';
import { optionOf } from './option.js';
import { auditOptions, listFormat, mergeOptions, type ListFormat } from './options.js';
import { doctorCommand, pullCommand } from './org-commands.js';

/** Reads the command line and runs what it names. Throws UserError for flags that make no sense. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.clean.code;
  const program = programOf(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end this way too; what went wrong is on stderr already.
    return error.exitCode === 0 ? exitCodes.clean.code : exitCodes.usage.code;
  }
}

function programOf(io: Io, done: (exitCode: number) => void): Command {
  const program = new Command('ecaudit')
    .description(
      'Audits Salesforce External Client Apps and Connected Apps against security practice and vendor setup guides.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(ecaudit --help lists commands and flags)')
    .enablePositionalOptions()
    .addHelpText('after', () => closing);
  program.addCommand(auditCommand(io, done), { isDefault: true });
  program.addCommand(mergeCommand(io, done));
  program.addCommand(pullCommand(io, done));
  program.addCommand(doctorCommand(io, done));
  program.addCommand(settingsCommand(io, done));
  program.addCommand(vendorsCommand(io, done));
  program.addCommand(rulesCommand(io, done));
  program.addCommand(initCommand(io, done));
  program.addCommand(suppressCommand(io, done));
  redirect(program, io);
  return program;
}

/** Help goes to stdout and errors to stderr of `io`; nothing ends the process. */
function redirect(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    outputError: (text, write) => write(text.replace(/^error:/, 'ecaudit:')),
    getOutHelpWidth: () => io.stdout.columns ?? 100,
    getErrHelpWidth: () => io.stderr.columns ?? 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  for (const inner of command.commands) redirect(inner, io);
}

function auditCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('audit')
    .description('check apps and write reports (the default command)')
    .argument(
      '[SOURCE...]',
      'folders, metadata files or zips of a retrieve; without one, the package directories of the nearest sfdx-project.json, else the current folder',
    );
  for (const definition of Object.values(auditOptions)) command.addOption(optionOf(definition));
  command.addHelpText('after', () => auditExamples);
  return command.action(async (sources: string[], flags: Readonly<Record<string, unknown>>) => {
    done(await audit(sources, flags, io));
  });
}

function mergeCommand(io: Io, done: (exitCode: number) => void): Command {
  const command = new Command('merge')
    .description('make one report of many: of the shards of an audit, or of several sources')
    .argument('<REPORT...>', 'files that `audit -f json=FILE` wrote');
  for (const definition of mergeOptions) command.addOption(optionOf(definition));
  command.addHelpText('after', () => mergeExamples);
  return command.action(async (files: string[], flags: Readonly<Record<string, unknown>>) => {
    const { merge } = await import('./commands/merge.js');
    done(await merge(files, flags, io));
  });
}

function settingsCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('settings')
    .description('print the settings catalogue: name, type, Setup label, where it lives')
    .argument('[NAME...]', 'names or globs, such as pkceRequired or refreshToken*')
    .addOption(optionOf(listFormat))
    .action((names: string[], { format }: { readonly format: ListFormat }) => {
      done(settings(names, format, io));
    });
}

function vendorsCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('vendors')
    .description(
      'list the vendors whose setup guides are known: for which kind of app, how old, what weakens security',
    )
    .argument('[NAME...]', 'words of vendors, products or ids; globs such as vendors/nango*')
    .addOption(optionOf(listFormat))
    .action(async (names: string[], { format }: { readonly format: ListFormat }) => {
      const { listVendors } = await import('./commands/vendors.js');
      done(await listVendors(names, format, io));
    });
}

function initCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('init')
    .description('write a commented ecaudit.config.yaml for this folder, from what is in it')
    .argument('[SOURCE...]', 'what to look at; the same as for audit')
    .option('--force', 'write it anew where there is one already')
    .action(async (sources: string[], { force }: { readonly force?: true }) => {
      const { init } = await import('./commands/init.js');
      done(await init(sources, force === true, io));
    });
}

function suppressCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('suppress')
    .description('write a suppression of a finding to the configuration file')
    .argument('<FINGERPRINT>', 'of the finding, or the beginning of it; ecaudit -v shows it')
    .argument('[SOURCE...]', 'where the finding is; the same as for audit')
    .option('--reason <TEXT>', 'why it is accepted')
    .option('--owner <NAME>', 'who answers for it')
    .option('--expires <DATE>', 'the last day that it counts, such as 2027-03-31')
    .option('--config <FILE>', 'the configuration file; the same as for audit')
    .action(async (fingerprint: string, sources: string[], flags: SuppressFlags) => {
      const { suppress } = await import('./commands/suppress.js');
      done(await suppress(fingerprint, sources, flags, io));
    });
}

const codes = Object.values(exitCodes).map(({ code, means }) => `  ${code}  ${means}`);

const closing = `
Exit codes:
${codes.join('\n')}

Try:
  ecaudit force-app                                  a table of findings
  ecaudit force-app -f sarif=out.sarif -f json=out.json
  ecaudit retrieve.zip --fail-on medium
  ecaudit init                                       a commented configuration file
`;

const auditExamples = `
Examples:
  ecaudit force-app                          a table of findings
  ecaudit force-app -f table -f sarif=out.sarif
                                             and a report for code scanning
  ecaudit retrieve.zip --app 'Order_*'       some apps of a retrieved zip
  ecaudit force-app -r vendors/fullcast --param environment=production
                                             only what Fullcast's guide demands
  ecaudit force-app -f json --include all    every verdict, also those that pass

Configuration:
  ecaudit.config.yaml (or .yml, .json), in the current folder or in one above it, sets rulesets, vendors, failOn,
  apps and overrides; flags beat it. \`ecaudit init\` writes one, docs/configuration.md explains each key, and
  -v says which one counts.
`;

const mergeExamples = `
Examples:
  ecaudit merge part-*.json                  a table of all findings
  ecaudit merge part-*.json -f json=all.json -f sarif=all.sarif

Each part is written with \`ecaudit audit ... --shard I/N -f json=part-I.json\`, or with other SOURCEs. A shard that is
not there makes the whole incomplete (exit code 3). docs/fleets.md has recipes.
`;
