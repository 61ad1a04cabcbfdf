import type { Source } from '../model/app.js';
import type { SeenCall } from '../org/client/shapes.js';
import { UserError } from '../model/user-error.js';
import type { Io } from './io.js';
import type { PatienceFlags } from './patience.js';

/** How much of an org is read. */
export interface ReadingDepth {
  /** Lists, rows, tokens and log-ins only. */
  readonly quick?: boolean;
  /** Who holds tokens of an app, logged in with it, or may use it. */
  readonly withUsers?: boolean;
  /** Which apps called APIs, by the event log. */
  readonly withEventLogs?: boolean;
  /** Who changed what in Setup. */
  readonly withSetupChanges?: boolean;
}

export interface OrgReading extends ReadingDepth {
  /** The permissions of users that rules name. */
  readonly permissions: readonly string[];
  readonly patience: PatienceFlags;
  readonly now: Date;
  readonly interrupted: AbortSignal;
  /** Told of each call and its answer. */
  readonly seen?: (call: SeenCall) => void;
  /** Told how many calls went out. */
  readonly progress?: (calls: number) => void;
}

/** The orgs that a run names, each once. Throws UserError for a name that is no place either. */
export function orgNames(written: readonly string[]): readonly string[] {
  for (const name of written) {
    if (!/^[^-./\\][^/\\]*$/.test(name))
      throw new UserError(`--org ${name} is not an alias or username`, 'sf org list shows them');
  }
  return [...new Set(written)];
}

/** Reads one org as a source, at the place where `pull --out` would write it. Throws UserError for a refused log-in. */
export async function readOrg(
  org: string,
  { progress, ...reading }: OrgReading,
  io: Io,
): Promise<Source> {
  // jsforce and what it brings take longer to load than most audits take to run.
  const { readOrgSource } = await import('../org/source.js');
  return readOrgSource({
    org,
    env: io.env,
    cwd: io.cwd,
    ...reading,
    ...(progress ? { progress } : {}),
  });
}
