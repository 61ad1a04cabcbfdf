import { Command, CommanderError } from 'commander';
import { manifestCommand, settingsCommand, vendorsCommand } from './catalogue-commands.js';
import { auditSources } from './commands/audit.js';
import { rulesCommand } from './commands/rules.js';
import { completionCommand } from './completion.js';
import {
  initCommand,
  suppressCommand,
  lspCommand,
  doctorCommand,
  pullCommand,
} from './setup-commands.js';
import { exitCodes } from './exit-codes.js';
import {
  fixCommand,
  containCommand,
  migrateCommand,
  deadlinesCommand,
  diffCommand,
  inventoryCommand,
} from './plan-commands.js';
import { auditExamples, helpClosing, mergeExamples } from './help-texts.js';
import { type Done, type Io, printable } from './io.js';
import { addOptions } from './option.js';
import { auditOptions, mergeOptions } from './options.js';
import { meantNames, nearest } from '../model/words.js';
import { version } from './version.js';
import { UserError } from '../model/user-error.js';

/** Reads the command line and runs what it names. Throws UserError for flags that make no sense. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.clean.code;
  const setExitCode = (code: number): void => {
    exitCode = code;
  };
  const program = programOf(io, setExitCode, argv);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end this way too; what went wrong is on stderr already.
    return error.exitCode === 0 ? exitCodes.clean.code : exitCodes.usage.code;
  }
}

/** In the order in which the help lists them. */
const otherCommands: Readonly<Record<string, (io: Io, done: Done) => Command>> = {
  contain: containCommand,
  deadlines: deadlinesCommand,
  inventory: inventoryCommand,
  diff: diffCommand,
  fix: fixCommand,
  merge: mergeCommand,
  migrate: migrateCommand,
  pull: pullCommand,
  manifest: manifestCommand,
  doctor: doctorCommand,
  lsp: lspCommand,
  settings: settingsCommand,
  vendors: vendorsCommand,
  rules: rulesCommand,
  init: initCommand,
  suppress: suppressCommand,
};

/**
 * The command line of ecaudit; `done` is told the exit code of the command that ran. Made for some arguments, a command that
 * they cannot run has its name only: all flags of all commands take longer to make than a small file to audit.
 */
export function programOf(io: Io, done: Done, argv?: readonly string[]): Command {
  const program = new Command('ecaudit')
    .description(
      'Audits Salesforce External Client Apps and Connected Apps against security practice and vendor setup guides.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(ecaudit --help lists commands and flags)')
    .enablePositionalOptions()
    .addHelpText('after', () => helpClosing);
  program.addCommand(auditCommand(io, done), { isDefault: true });
  for (const [name, make] of Object.entries(otherCommands))
    program.addCommand(mayRun(name, argv) ? make(io, done) : new Command(name));
  program.addCommand(completionCommand(program, io, done));
  redirect(program, io);
  return program;
}

/** A command only runs where its name is written. Help and completion tell of all commands. */
function mayRun(name: string, argv: readonly string[] | undefined): boolean {
  return !argv || argv.includes(name) || argv.some((arg) => tellsOfCommands.test(arg));
}

const tellsOfCommands = /^(?:help|completion|--help|-\w*h)$/;

/** The long flags of a command, with those that every one has. */
function longFlagsOf(command: Command): readonly string[] {
  const own = command.options.flatMap(({ long }) => long ?? []);
  return [...new Set([...own, '--help', '--version'])];
}

/** Of a flag that is none: the one that is meant, among all that there are, by its letters or by a part of its name. */
function withMeantFlag(text: string, flags: readonly string[]): string {
  const [, written] = /^ecaudit: unknown option '(--[^']+)'/.exec(text) ?? [];
  if (written === undefined) return text;
  const near = nearest(written, flags);
  const meant = near === undefined ? meantNames(written.replace(/^-+/, ''), flags) : [near];
  const [first] = text.split('\n');
  const hint = meant.length === 0 ? '' : `\n(Did you mean ${meant.join(' or ')}?)`;
  return `${first}${hint}\n`;
}

/** Help goes to stdout and errors to stderr of `io`; nothing ends the process. */
function redirect(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text.split('\n').map(printable).join('\n')),
    outputError: (text, write) =>
      write(withMeantFlag(text.replace(/^error:/, 'ecaudit:'), longFlagsOf(command))),
    getOutHelpWidth: () => io.stdout.columns ?? 100,
    getErrHelpWidth: () => io.stderr.columns ?? 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  for (const inner of command.commands) redirect(inner, io);
}

function auditCommand(io: Io, done: Done): Command {
  const command = new Command('audit')
    .description('check apps and write reports (the default command)')
    .argument(
      '[SOURCE...]',
      'folders, metadata files or zips of a retrieve; without one, the package directories of the nearest sfdx-project.json, else the current folder',
    );
  addOptions(command, ...Object.values(auditOptions));
  command.addHelpText('after', () => auditExamples);
  return command.action(async (sources: string[], flags: Readonly<Record<string, unknown>>) => {
    const commands = (command.parent?.commands ?? []).map((one) => one.name());
    done(await orMeant(sources, commands, async () => auditSources(sources, flags, io)));
  });
}

function mergeCommand(io: Io, done: Done): Command {
  const command = new Command('merge')
    .description('make one report of many: of the shards of an audit, or of several sources')
    .argument('<REPORT...>', 'files that `audit -f json=FILE` wrote');
  addOptions(command, ...mergeOptions);
  command.addHelpText('after', () => mergeExamples);
  return command.action(async (files: string[], flags: Readonly<Record<string, unknown>>) => {
    const { merge } = await import('./commands/merge.js');
    done(await merge(files, flags, io));
  });
}

/** What a SOURCE that is not there may have been meant to be: a command, or an org by its address; absent where nothing is near. */
export function meantCommand(source: string, commands: readonly string[]): string | undefined {
  if (/^https?:\/\//i.test(source))
    return 'an org is read by its alias: ecaudit --org ALIAS (sf org login web makes one)';
  const command = nearest(source, commands);
  return command === undefined ? undefined : `did you mean the command ecaudit ${command}?`;
}

/** Runs the default command; of a SOURCE that is not there it says what it may have been meant to be. Throws UserError. */
export async function orMeant(
  sources: readonly string[],
  commands: readonly string[],
  run: () => Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (cause) {
    const missing = sources.find((source) => isAbout(cause, source));
    const hint = missing === undefined ? undefined : meantCommand(missing, commands);
    if (!(cause instanceof UserError) || hint === undefined) throw cause;
    throw new UserError(cause.message, hint, { cause });
  }
}

function isAbout(error: unknown, source: string): boolean {
  return error instanceof UserError && error.message === `there is no ${source}`;
}
