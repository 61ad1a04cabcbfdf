import type { Source } from '../model/app.js';
import { orgSourceId } from '../model/org.js';
import type { Problem } from '../report/problem.js';
import { snapshotSource } from './snapshot/source.js';
import { writeSnapshot } from './snapshot/write.js';
import type { OrgRecord } from './snapshot/record.js';
import { pullOrg } from './collect/pull.js';
import type { PullRequest } from './collect/pull-answers.js';

/** Reads an org as a source. Its findings are at the paths that a snapshot in `org/ALIAS` has. Throws as pullOrg does. */
export async function readOrgSource(request: PullRequest): Promise<Source> {
  const pulled = await pullOrg(request);
  const folder = orgSourceId(request.org);
  const source = snapshotSource(folder, 'org', folder, pulled);
  const { unread, setupChanges } = pulled;
  return {
    ...source,
    ...(unread !== undefined && { unread, problems: source.problems.map(namedBy(request.org)) }),
    ...(setupChanges && { setupChanges }),
  };
}

/** Of one org among many: which one could not be read. */
function namedBy(org: string): (one: Problem) => Problem {
  return (one) => ({ ...one, message: one.message.replace(/^the org: /, () => `${org}: `) });
}

/** What a snapshot came to. */
export interface SavedOrg {
  readonly record: OrgRecord;
  readonly files: number;
  readonly calls: number;
}

/** Saves an org as a snapshot. Throws as pullOrg does, and UnwrittenError when it cannot be written. */
export async function saveOrg(request: PullRequest, folder: string): Promise<SavedOrg> {
  const pulled = await pullOrg(request);
  return {
    record: pulled.record,
    calls: pulled.calls,
    files: writeSnapshot(folder, request.cwd, pulled),
  };
}
