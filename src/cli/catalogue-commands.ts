import { Command } from 'commander';
import { settings } from './commands/settings.js';
import type { Io } from './io.js';
import { optionOf } from './option.js';
import { listFormat, type ListFormat } from './options.js';

/** `settings`: the settings catalogue. */
export function settingsCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('settings')
    .description('print the settings catalogue: name, type, Setup label, where it lives')
    .argument('[NAME...]', 'names or globs, such as pkceRequired or refreshToken*')
    .addOption(optionOf(listFormat))
    .action((names: string[], { format }: { readonly format: ListFormat }) => {
      done(settings(names, format, io));
    });
}

/** `vendors`: whose guides are known. */
export function vendorsCommand(io: Io, done: (exitCode: number) => void): Command {
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
