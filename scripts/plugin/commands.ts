// The commands that the plug-in of the Salesforce CLI offers, read off the command line of ecaudit.
import type { Command, Option } from 'commander';
import { offered, type CommandEntry, type FlagEntry } from '../../plugins/sf/src/commands-table.js';
import { programOf } from '../../src/cli/program.js';

/** The table of the plug-in. Throws where ecaudit has no such command. */
export function pluginCommands(): readonly CommandEntry[] {
  const silent = { write: () => undefined, isTTY: false };
  const io = { stdout: silent, stderr: silent, env: {}, cwd: '', now: () => new Date() };
  const program = programOf(io, () => undefined);
  return offered.map((name) => entryOf(name, found(program, name.split(' '))));
}

function found(command: Command, [word, ...more]: readonly string[]): Command {
  if (word === undefined) return command;
  const inner = command.commands.find((one) => one.name() === word);
  if (!inner) throw new Error(`ecaudit has no command ${word}`);
  return found(inner, more);
}

function entryOf(name: string, command: Command): CommandEntry {
  return {
    name,
    about: command.description(),
    sources: command.registeredArguments
      .map((one) => {
        const text = `${one.name()}${one.variadic ? '...' : ''}`;
        return one.required ? `<${text}>` : `[${text}]`;
      })
      .join(' '),
    flags: command.options.map(flagOf),
  };
}

function flagOf(option: Option): FlagEntry {
  const [, valueName] = /([<[].*)$/.exec(option.flags) ?? [];
  return {
    name: (option.long ?? '').replace(/^--/, ''),
    ...(option.short === undefined ? {} : { char: option.short.slice(1) }),
    about: option.description,
    value: option.required ? 'required' : option.optional ? 'optional' : 'none',
    ...(valueName === undefined ? {} : { valueName }),
    repeatable: option.parseArg !== undefined && option.argChoices === undefined,
    ...(option.argChoices === undefined ? {} : { choices: option.argChoices }),
    ...(typeof option.defaultValue === 'string' ? { default: option.defaultValue } : {}),
  };
}
