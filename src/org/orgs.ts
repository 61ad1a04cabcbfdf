import type { Source } from '../model/app.js';
import { orgSourceId } from '../model/org.js';
import { problem } from '../report/problem.js';
import { UserError } from '../model/user-error.js';

/** Reads one org as a source. Throws UserError where it cannot be logged in to. */
export type ReadOrg = (org: string) => Promise<Source>;

/** How many orgs are read side by side unless a run says otherwise. */
export const orgsAtOnce = 4;

export interface OrgReadOptions {
  /** How many are read side by side. */
  readonly atOnce: number;
  /** The run reads other sources, or other jobs other orgs: that none of these can be read is then no mistake of the request. */
  readonly partOfMore: boolean;
}

/**
 * Reads orgs, some of them side by side, in the order of their names. One that cannot be logged in to is a source without
 * apps, with a problem that says why, and hides none of the others; where none can be, the UserError of all of them is
 * thrown. What else goes wrong ends the whole, once those under way have ended.
 */
export async function readOrgs(
  orgs: readonly string[],
  read: ReadOrg,
  { atOnce, partOfMore }: OrgReadOptions,
): Promise<readonly Source[]> {
  const outcomes = await inParallel(orgs, atOnce, (org) => attempt(org, read));
  const refused = outcomes.flatMap((one) => ('refused' in one ? [one.refused] : []));
  const [first] = refused;
  if (first && !partOfMore && refused.length === orgs.length) throw allRefused(refused, first);
  return outcomes.map((one) => ('refused' in one ? one.source : one));
}

interface RefusedOrg {
  readonly refused: UserError;
  readonly source: Source;
}

async function attempt(org: string, read: ReadOrg): Promise<Source | RefusedOrg> {
  try {
    return await read(org);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const problems = [problem('org-not-audited', `${org}: ${cause.message}`)];
    const source: Source = {
      id: orgSourceId(org),
      kind: 'org',
      apps: [],
      files: 0,
      ignored: 0,
      unread: cause.message,
      problems,
    };
    return { refused: cause, source };
  }
}

function allRefused(refused: readonly UserError[], first: UserError): UserError {
  if (refused.length === 1) return first;
  const messages = [...new Set(refused.map(({ message }) => message))];
  const shown = messages.slice(0, 5);
  const left = messages.length - shown.length;
  const more = left > 0 ? [`and ${left} more`] : [];
  return new UserError(
    [`none of the ${refused.length} orgs could be read`, ...shown, ...more],
    first.hint,
    { cause: first },
  );
}

/** Runs a task for each item, a few at a time; answers come in the order of the items. The first failure stops new ones. */
async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  task: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = [];
  const queue = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        answers[index] = await task(item);
      } catch (cause) {
        failed = true;
        throw cause;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
  return answers;
}
