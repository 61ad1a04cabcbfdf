import { permissionsOf } from '../audit/permissions.js';
import { patienceOf } from '../cli/patience.js';
import { orgSourceId } from '../model/org.js';
import { UserError } from '../model/user-error.js';
import { checkTarget } from '../org/snapshot/write.js';
import { problemLevels } from '../report/problem.js';
import { about, checkedKeys, textInArgument } from './arguments.js';
import { clockIn, type Here } from './here.js';
import { checkAlias } from './orgs.js';
import type { Pulled } from './options.js';

/** Saves what an org holds, as `pull` of the library says it. */
export async function pullIn(here: Here, given: unknown): Promise<Pulled> {
  const raw = checkedKeys('pull', given, ['org', 'out']);
  const org = textInArgument('org', raw['org']);
  if (org === undefined) throw new UserError('pull: org is missing', "for example { org: 'prod' }");
  await about('org', () => checkAlias(org));
  const folder = textInArgument('out', raw['out']) ?? orgSourceId(org);
  await about('out', () => checkTarget(folder, here.cwd));
  const { saveOrg } = await import('../org/source.js');
  const request = {
    org,
    env: here.env,
    cwd: here.cwd,
    patience: patienceOf({}),
    permissions: permissionsOf({ rulesets: [] }),
    now: clockIn(here),
  };
  const { record, files, calls } = await about('org', () => saveOrg(request, folder));
  return {
    folder,
    apps: record.apps.length,
    files,
    calls,
    apiVersion: record.apiVersion,
    problems: record.problems.map(({ kind, message }) => ({
      kind,
      level: problemLevels[kind],
      message,
    })),
  };
}
