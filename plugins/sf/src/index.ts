// The commands of `sf ecaudit`: thin over the program. It reads all flags by itself; here they are listed for the help.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { SfError } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { logInVariables, orgComplaint, programArguments, typedArguments } from './arguments.js';
import { hasFormats, type CommandEntry, type FlagEntry } from './commands-table.js';
import { envelopeOf, type Envelope } from './envelope.js';
import { defaultOrg, logInOf } from './log-in.js';
import { runEcaudit } from './run-ecaudit.js';

const table = JSON.parse(
  readFileSync(new URL('commands.json', import.meta.url), 'utf8'),
) as readonly CommandEntry[];

/** What the CLI loads: the commands by their ids. */
export const commands = Object.fromEntries(
  table.map((entry) => [`ecaudit:${entry.name.replaceAll(' ', ':')}`, commandOf(entry)]),
);

/** The CLI wants a class for each command. */
function commandOf(entry: CommandEntry) {
  return class extends SfCommand<unknown> {
    static override readonly summary = entry.about;
    static override readonly description =
      'What it reads, says and ends with is what ecaudit does; its documentation holds here, too.';
    static override readonly usage = `<%= command.id %> ${entry.sources} [flags]`.replace(
      '  ',
      ' ',
    );
    static override readonly examples = [
      `<%= config.bin %> <%= command.id %> ${exampleOf(entry)}--target-org my-org`,
    ];
    static override readonly strict = false;
    static override readonly enableJsonFlag = true;
    static override readonly flags = {
      'target-org': Flags.string({ char: 'o', summary: targetOrgSummary(entry) }),
      ...Object.fromEntries(entry.flags.map((flag) => [flag.name, flagOf(flag)])),
    };

    override async run(): Promise<unknown> {
      const json = this.jsonEnabled();
      const typed = typedArguments(this.argv, entry);
      const complaint = orgComplaint(typed);
      if (complaint !== undefined) throw new SfError(complaint, 'EcauditRequestError', [], 2);
      const org = typed.targetOrg ?? (needsOrg(entry, typed.orgs) ? await defaultOrg() : undefined);
      const variables = org === undefined ? {} : logInVariables(await logInOf(org));
      const argv = programArguments(entry, typed, { ...(org === undefined ? {} : { org }), json });
      const ended = await runEcaudit({ argv, variables, captured: json });
      process.exitCode = ended.code;
      return json ? this.answerWith(envelopeOf(ended, hasFormats(entry))) : undefined;
    }

    /** The result of the CLI's envelope; its warnings and its errors are the CLI's own. */
    private answerWith(envelope: Envelope): unknown {
      if (envelope.kind === 'error') {
        const { message, name, status } = envelope;
        throw new SfError(message, name, [...envelope.actions], status);
      }
      for (const warning of envelope.warnings) this.warn(warning);
      return envelope.result;
    }
  };
}

/** `pull` is about one org: without a name the CLI's default one. All others read files, too. */
function needsOrg({ name }: CommandEntry, orgs: readonly string[]): boolean {
  return name === 'pull' && orgs.length === 0;
}

function targetOrgSummary({ name }: CommandEntry): string {
  const what = 'an org that the CLI is logged in to, by alias or username';
  return name === 'pull' ? `${what} (default: the default org of the CLI)` : what;
}

function exampleOf({ name }: CommandEntry): string {
  const more: Readonly<Record<string, string>> = {
    pull: '--out org/my-org ',
    fix: 'force-app ',
    diff: 'force-app ',
    'migrate files': '--app Order_Sync --out migrated ',
    'migrate check': 'Order_Sync Order_Sync ',
  };
  return more[name] ?? '';
}

/** A flag for the help and for completion. Neither is it required here nor does it get its default: both are ecaudit's. */
function flagOf({ char, about, value, valueName, repeatable, choices }: FlagEntry) {
  const common = {
    summary: about,
    ...(char === undefined ? {} : { char: char as 'f' }),
    ...(valueName === undefined ? {} : { helpValue: valueName }),
    ...(choices === undefined ? {} : { options: [...choices] }),
  };
  if (value === 'none')
    return Flags.boolean({ summary: about, ...(char === undefined ? {} : { char: char as 'q' }) });
  return repeatable ? Flags.string({ ...common, multiple: true }) : Flags.string(common);
}
