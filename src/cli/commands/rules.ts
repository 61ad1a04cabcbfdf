import { Command } from 'commander';
import { rulesetKinds } from '../../model/ruleset.js';
import { severities } from '../../report/severity.js';
import type { Done, Io } from '../io.js';
import { addOptions, optionOf } from '../option.js';
import { listFormat, type OptionDefinition } from '../options.js';
import { schemaNames } from '../rules/schema-names.js';

const rulesetOption: OptionDefinition = {
  flags: '-r, --ruleset <ID|FILE>',
  about: 'only rules of this ruleset, shipped or your own; may be repeated',
  repeatable: true,
};

const listOptions: readonly OptionDefinition[] = [
  rulesetOption,
  { flags: '--severity <SEVERITY>', about: 'only rules of this severity', choices: severities },
  {
    flags: '--control <ID>',
    about:
      'only rules that give evidence for this control, or for this framework: SBS-OAUTH-002, sbs',
  },
  { flags: '--kind <KIND>', about: 'only rules of rulesets of this kind', choices: rulesetKinds },
  { flags: '--vendors', about: "only the demands of vendors' guides; the same as --kind vendor" },
  listFormat,
];

const testOptions: readonly OptionDefinition[] = [
  {
    flags: '--rule <ID>',
    about: 'the rule that the fixture folders are about, where their place does not say it',
  },
  {
    flags: '--param <NAME=VALUE>',
    about: 'a parameter of the ruleset, for fixture folders; may be repeated',
    repeatable: true,
  },
];

const newOptions: readonly OptionDefinition[] = [
  { flags: '--out <FILE>', about: 'write to this file instead of to stdout' },
  { flags: '--force', about: 'write the file anew where there is one already' },
];

/** `rules` and its commands. What each does is loaded when it is asked for. */
export function rulesCommand(io: Io, done: Done): Command {
  const command = new Command('rules')
    .description('list, explain and test rules, and print the schemas of files')
    .helpCommand('help [command]', 'print the help of a command');
  command.addCommand(listCommand(io, done), { isDefault: true });
  command.addCommand(showCommand(io, done));
  command.addCommand(testCommand(io, done));
  command.addCommand(newCommand(io, done));
  command.addCommand(schemaCommand(io, done));
  return command;
}

function listCommand(io: Io, done: Done): Command {
  const command = new Command('list')
    .description('list rules by ruleset (the default)')
    .argument('[WORD...]', 'only rules that have one of these words in their id or title');
  addOptions(command, ...listOptions);
  return command.action(async (words: string[], flags: Readonly<Record<string, unknown>>) => {
    const { listRules } = await import('./rules-list.js');
    done(await listRules(flags, io, words));
  });
}

function showCommand(io: Io, done: Done): Command {
  return new Command('show')
    .description('explain rules: what, why, how to fix, condition, settings, controls, examples')
    .argument('<ID...>', 'ids such as flows/pkce-required; globs such as flows/*')
    .addOption(optionOf(rulesetOption))
    .addOption(optionOf(listFormat))
    .action(async (ids: string[], flags: Readonly<Record<string, unknown>>) => {
      const { showRules } = await import('./rules-show.js');
      done(await showRules(ids, flags, io));
    });
}

function testCommand(io: Io, done: Done): Command {
  const command = new Command('test')
    .description(
      "run the examples of rulesets, and folders of fixtures; shipped rulesets' examples when nothing is named",
    )
    .argument(
      '[FILE|DIR...]',
      'ruleset files; folders that hold them; folders with metadata in pass, fail, open, not-applicable',
    );
  addOptions(command, ...testOptions);
  command.addHelpText('after', () => testHelp);
  return command.action(async (paths: string[], flags: Readonly<Record<string, unknown>>) => {
    const { testRules } = await import('./rules-test.js');
    done(await testRules(paths, flags, io));
  });
}

function newCommand(io: Io, done: Done): Command {
  const command = new Command('new')
    .description("write a vendor's ruleset to start from, made from what an app has")
    .argument('[SOURCE...]', 'where the app is; the same as for audit')
    .requiredOption('--from-app <NAME>', 'API name of the app, or kind:API_Name');
  addOptions(command, ...newOptions);
  command.addHelpText('after', () => newHelp);
  return command.action(async (sources: string[], flags: Readonly<Record<string, unknown>>) => {
    const { newRules } = await import('./rules-new.js');
    done(await newRules(sources, flags, io));
  });
}

function schemaCommand(io: Io, done: Done): Command {
  return new Command('schema')
    .description('print a JSON Schema, for editors and other programs')
    .argument('[NAME]', schemaNames.join(' or '), 'ruleset')
    .addHelpText('after', () => schemaHelp)
    .action(async (name: string) => {
      const { printSchema } = await import('./rules-schema.js');
      done(printSchema(name, io));
    });
}

const testHelp = `
Exit codes: 0 every verdict is the expected one, 1 one is not, 2 a ruleset or a folder is not what it should be.

Fixtures of one rule lie beside the ruleset file, or in folders named after the rules:
  policy/acme.yaml
  policy/pass/…, policy/fail/…                       metadata, where acme.yaml has one rule
  policy/idle-limit/pass/…, policy/idle-limit/fail/… where it has several
Every app in such a folder has to get the verdict that the folder is named for.

Try:
  ecaudit rules test
  ecaudit rules test policy/acme.yaml
  ecaudit rules test fixtures/pkce --rule flows/pkce-required
`;

const newHelp = `
The ruleset recognises the app it is made from, and that app passes it. What the vendor's guide does not say is for you
to take out: docs/write-a-vendor-ruleset.md takes ten minutes.

Try:
  ecaudit rules new --from-app Acme_Sync force-app --out acme-sync.yaml
  ecaudit rules test acme-sync.yaml
  ecaudit force-app -r acme-sync.yaml
`;

const schemaHelp = `
For completion in an editor, save the schema and name it in the first line of the file:
  ecaudit rules schema > ruleset.schema.json
  # yaml-language-server: $schema=./ruleset.schema.json
`;
