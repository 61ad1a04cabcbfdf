import { permissionsOf } from '../../audit/permissions.js';
import { configuredRulesets } from '../../config/rulesets.js';
import { problemTitles } from '../../report/digest/problems.js';
import { plainText } from '../../report/text/plain-text.js';
import { UserError } from '../../model/user-error.js';
import { problemLevels } from '../../report/problem.js';
import { checkTarget } from '../../org/snapshot/write.js';
import type { OrgRecord } from '../../org/snapshot/record.js';
import { readConfig } from '../config.js';
import { codeWithoutFindings } from '../exit-codes.js';
import { type Io, tell } from '../io.js';
import { patienceOf } from '../patience.js';
import { orgNames } from '../orgs.js';
import { progressOn } from '../progress.js';
import { chooseRulesets } from '../rulesets.js';
import { untilInterrupted } from '../signals.js';
import type { RawFlags } from '../flags.js';

/** Saves what an org holds as a snapshot folder. Answers with the exit code. */
export async function pullSnapshot(flags: RawFlags, io: Io): Promise<number> {
  const [org = ''] = orgNames([String(flags['org'])]);
  const out = String(flags['out']);
  if (out === '') throw new UserError('--out names no folder', `for example --out org/${org}`);
  const patience = patienceOf(flags);
  checkTarget(out, io.cwd);
  const permissions = await permissionsFor(flags, io);
  const quiet = flags['quiet'] === true;
  const progress = progressOn(io, quiet);
  const { saveOrg } = await import('../../org/source.js');
  const { record, files, calls } = await untilInterrupted(io, (interrupted) =>
    saveOrg(
      {
        org,
        env: io.env,
        cwd: io.cwd,
        patience,
        permissions,
        now: io.now(),
        interrupted,
        withUsers: flags['withUsers'] === true,
        withEventLogs: flags['withEventLogs'] === true,
        progress: (made) => progress.update('asking', made, made),
      },
      out,
    ),
  ).finally(progress.done);
  if (!quiet) io.stdout.write(summary(out, record, files, calls));
  const failed = tellProblems(record, io, quiet);
  return codeWithoutFindings(failed);
}

/** What the rules name by which the snapshot will be audited, as far as the flags and the configuration say. Throws UserError. */
async function permissionsFor(flags: RawFlags, io: Io): Promise<readonly string[]> {
  const names = Array.isArray(flags['ruleset']) ? flags['ruleset'].map(String) : [];
  const named = names.length > 0 ? await chooseRulesets(names, io.cwd) : [];
  const file = flags['config'];
  const config = await readConfig(typeof file === 'string' || file === false ? file : undefined, {
    cwd: io.cwd,
    now: io.now(),
    also: named.map(({ ruleset }) => ruleset),
  });
  const configured = config ? configuredRulesets(config) : [];
  return permissionsOf({ rulesets: [...named, ...configured], config });
}

function summary(
  out: string,
  { apps, apiVersion }: OrgRecord,
  files: number,
  calls: number,
): string {
  const place = plainText(out);
  return [
    `Wrote ${place}: ${apps.length} apps, ${files} metadata files (API ${apiVersion}, ${calls} calls).`,
    `Next: ecaudit ${place}`,
    '',
  ].join('\n');
}

/** Says on stderr what the snapshot lacks; whether anything is an error. */
function tellProblems({ problems }: OrgRecord, io: Io, quiet: boolean): boolean {
  for (const { kind, message } of problems) {
    const isError = problemLevels[kind] === 'error';
    if (isError || !quiet) tell(io, `ecaudit: ${problemTitles[kind]}: ${message}`);
  }
  return problems.some(({ kind }) => problemLevels[kind] === 'error');
}
