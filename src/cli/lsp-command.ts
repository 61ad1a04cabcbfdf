import { Command, Option } from 'commander';
import type { Io } from './io.js';

/** `lsp`: for editors. */
export function lspCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('lsp')
    .description('a language server on stdin and stdout, for editors')
    .option('--stdio', 'accepted, since editors say it; there is no other way')
    .addOption(new Option('--clientProcessId <PID>').hideHelp())
    .action(async () => {
      const { lsp } = await import('./commands/lsp.js');
      done(await lsp(io));
    });
}
