import { Command } from 'commander';
import { deadlineReporters } from '../../reporters/deadlines/index.js';
import { inventoryFormats } from '../../reporters/inventory/index.js';
import { diffReporters } from '../../reporters/diff/index.js';
import {
  deadlinesExamples,
  diffExamples,
  inventoryExamples,
  containExamples,
  migrateExamples,
  fixExamples,
} from './help-texts.js';
import type { Done, Io } from './io.js';
import { addOptions } from './option.js';
import {
  diffOptions,
  failWithinOption,
  formatOption,
  inventoryOptions,
  readingOptions,
  auditOptions,
  fixOptions,
} from './options.js';
import type { RawFlags } from './flags.js';

const sourceArgumentText =
  'folders, metadata files, zips, snapshots, org:ALIAS, or reports that -f json wrote; without one, the same as for audit';

/** `deadlines`: what stops working on which day. */
export function deadlinesCommand(io: Io, done: Done): Command {
  const command = new Command('deadlines')
    .description('say what stops working on which day, for which app, and whether it is in use')
    .argument('[SOURCE...]', sourceArgumentText);
  addOptions(
    command,
    formatOption(Object.keys(deadlineReporters)),
    failWithinOption,
    ...readingOptions,
  );
  command.addHelpText('after', () => deadlinesExamples);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { tellDeadlines } = await import('./commands/deadlines.js');
    done(await tellDeadlines(sources, flags, io));
  });
}

/** `inventory`: every app, one row each. */
export function inventoryCommand(io: Io, done: Done): Command {
  const command = new Command('inventory')
    .description('list every app, one row each: what it is, who uses it, how it stands')
    .argument('[SOURCE...]', sourceArgumentText);
  addOptions(command, formatOption(inventoryFormats), ...inventoryOptions, ...readingOptions);
  command.addHelpText('after', () => inventoryExamples);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { inventory } = await import('./commands/inventory.js');
    done(await inventory(sources, flags, io));
  });
}

/** `diff`: what came, went and changed. */
export function diffCommand(io: Io, done: Done): Command {
  const command = new Command('diff')
    .description(
      'compare two sources: apps, settings and findings that came, went, got worse or better',
    )
    .argument(
      '[BEFORE]',
      'a folder, metadata file, zip, snapshot, org:ALIAS, or report that -f json wrote',
    )
    .argument('[AFTER]', 'the same; --org ALIAS may stand for it');
  addOptions(
    command,
    formatOption(Object.keys(diffReporters)),
    ...Object.values(diffOptions),
    ...readingOptions,
  );
  command.addHelpText('after', () => diffExamples);
  return command.action(
    async (before: string | undefined, after: string | undefined, flags: RawFlags) => {
      const { diff } = await import('./commands/diff.js');
      done(
        await diff(
          [before, after].flatMap((one) => one ?? []),
          flags,
          io,
        ),
      );
    },
  );
}

const planFormats = formatOption(['table', 'json', 'markdown']);

/** `migrate`: from Connected Apps to External Client Apps. */
export function migrateCommand(io: Io, done: Done): Command {
  const command = new Command('migrate')
    .description('move Connected Apps to External Client Apps: readiness, files, parity')
    .addHelpText('after', () => migrateExamples);
  command.addCommand(planCommand(io, done));
  command.addCommand(filesCommand(io, done));
  command.addCommand(checkCommand(io, done));
  return command;
}

function planCommand(io: Io, done: Done): Command {
  const command = new Command('plan')
    .description('say how each Connected App stands: ready, blocked, loses something, not yours')
    .argument('[SOURCE...]', 'as for audit, or reports that -f json wrote');
  addOptions(
    command,
    planFormats,
    {
      flags: '--history <DIR>',
      about: 'earlier reports of -f json: what was migrated since the oldest of them',
    },
    ...readingOptions,
  );
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { migratePlan } = await import('./commands/migrate-plan.js');
    done(await migratePlan(sources, flags, io));
  });
}

function filesCommand(io: Io, done: Done): Command {
  const command = new Command('files')
    .description(
      'write the External Client App of a Connected App (--app) in source format, and what is left to do',
    )
    .argument('[SOURCE...]', 'as for audit')
    .requiredOption('--out <DIR>', 'the folder to write to; a file that is there is never replaced')
    .option(
      '--new-app',
      'files to deploy as a new app; else what the button of App Manager should give',
    )
    .option('--checklist <FILE>', 'write the checklist to a file instead of stdout');
  addOptions(command, ...readingOptions);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { migrateFiles } = await import('./commands/migrate-files.js');
    done(await migrateFiles(sources, flags, io));
  });
}

function checkCommand(io: Io, done: Done): Command {
  const app = 'a SOURCE, SOURCE#kind:API_Name where it holds several, or a name';
  const command = new Command('check')
    .description(
      'compare a Connected App with the External Client App that takes its place, field by field',
    )
    .argument('<OLD>', `the Connected App: ${app}`)
    .argument('<NEW>', `the External Client App: ${app}; by default that of the same name`);
  addOptions(command, planFormats, ...readingOptions);
  return command.action(async (old: string, now: string, flags: RawFlags) => {
    const { migrateCheck } = await import('./commands/migrate-check.js');
    done(await migrateCheck(old, now, flags, io));
  });
}

/** `contain`: what an incident needs. */
export function containCommand(io: Io, done: Done): Command {
  const command = new Command('contain')
    .description(
      'write what an incident needs: who holds tokens of an app, commands to revoke them, files to block it; nothing is executed',
    )
    .argument('[SOURCE...]', 'snapshots, org:ALIAS, or what else audit reads')
    .requiredOption('--out <DIR>', 'the folder to write to; a file that is there is never replaced')
    .option('--consumer-key <KEY>', 'the consumer key, for the file that blocks the app');
  addOptions(command, ...readingOptions);
  command.addHelpText('after', () => containExamples);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { contain } = await import('./commands/contain.js');
    done(await contain(sources, flags, io));
  });
}

/** `fix`: edits of metadata files. */
export function fixCommand(io: Io, done: Done): Command {
  const command = new Command('fix')
    .description('offer edits of metadata files that fix findings, as a diff; --write makes them')
    .argument('[SOURCE...]', 'folders and metadata files; without one, the same as for audit');
  addOptions(
    command,
    ...Object.values(fixOptions),
    formatOption(['diff', 'json', 'rdjson']),
    auditOptions.ruleset,
    auditOptions.level,
    auditOptions.param,
    ...readingOptions,
  );
  command.addHelpText('after', () => fixExamples);
  return command.action(async (sources: string[], flags: RawFlags) => {
    const { fix } = await import('./commands/fix.js');
    done(await fix(sources, flags, io));
  });
}
