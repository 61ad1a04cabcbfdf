import { Command } from 'commander';
import { printSettings } from './commands/settings.js';
import type { Done, Io } from './io.js';
import { addOptions, optionOf } from './option.js';
import {
  auditOptions,
  formatOption,
  listFormat,
  readingOptions,
  type ListFormat,
} from './options.js';

/** `settings`: the settings catalogue. */
export function settingsCommand(io: Io, done: Done): Command {
  return new Command('settings')
    .description('print the settings catalogue: name, type, Setup label, where it lives')
    .argument('[NAME...]', 'names or globs, such as pkceRequired or refreshToken*')
    .addOption(optionOf(listFormat))
    .action((names: string[], { format }: { readonly format: ListFormat }) => {
      done(printSettings(names, format, io));
    });
}

/** `manifest`: a package.xml for a retrieve. */
export function manifestCommand(io: Io, done: Done): Command {
  return new Command('manifest')
    .description(
      'print a package.xml that retrieves all that can be audited: ecaudit manifest > package.xml',
    )
    .option('--api-version <VERSION>', 'leave out the types that this API version does not have')
    .action(async (flags: { readonly apiVersion?: string }) => {
      const { manifest } = await import('./commands/manifest.js');
      done(manifest(flags, io));
    });
}

/** `vendors`: whose guides are known. */
export function vendorsCommand(io: Io, done: Done): Command {
  const command = new Command('vendors')
    .enablePositionalOptions()
    .description(
      'list the vendors whose setup guides are known: for which kind of app, which edition, how old, what weakens security',
    )
    .argument(
      '[NAME...]',
      'words of vendors, products or ids; globs such as vendors/nango*; hosts of callback URLs; scopes',
    )
    .addOption(optionOf(listFormat))
    .action(async (names: string[], { format }: { readonly format: ListFormat }) => {
      const { listVendors } = await import('./commands/vendors.js');
      done(await listVendors(names, format, io));
    });
  command.addCommand(vendorsCheckCommand(io, done));
  command.addCommand(vendorsScaffoldCommand(io, done));
  return command;
}

const checkFormats = ['text', 'markdown', 'json'] as const;

/** `vendors check`: a guide as a checklist. */
function vendorsCheckCommand(io: Io, done: Done): Command {
  const command = new Command('check')
    .description(
      'hold one app against a guide: every demand in the order of the guide, met or unmet; exit code 1 where a required one is unmet',
    )
    .argument('<NAME>', 'the guide: an id such as vendors/fullcast, or fullcast')
    .argument(
      '[SOURCE...]',
      'folders, metadata files, zips or snapshots; without one, the project around the current folder',
    );
  addOptions(command, formatOption(checkFormats), auditOptions.param, ...readingOptions);
  return command.action(
    async (name: string, sources: string[], flags: Readonly<Record<string, unknown>>) => {
      const { checkVendor } = await import('./commands/vendors-check.js');
      done(await checkVendor(name, sources, flags, io));
    },
  );
}

/** `vendors scaffold`: a new app as a guide demands it. */
function vendorsScaffoldCommand(io: Io, done: Done): Command {
  return new Command('scaffold')
    .description(
      'write the files of a new External Client App exactly as a guide demands; what only a person can give is asked for',
    )
    .argument('<NAME>', 'the guide: an id such as vendors/fullcast, or fullcast')
    .requiredOption('--app <API_NAME>', 'the API name of the new app')
    .requiredOption('--out <DIR>', 'the folder to write to; no file in it is replaced')
    .addOption(optionOf(auditOptions.param))
    .action(async (name: string, flags: Readonly<Record<string, unknown>>) => {
      const { writeScaffold } = await import('./commands/vendors-scaffold.js');
      done(await writeScaffold(name, flags, io));
    });
}
