import { plainText } from '../report/text/plain-text.js';
import { orgsInShard } from '../audit/shards.js';
import type { Source } from '../model/app.js';
import type { Shard } from '../report/report.js';
import { UserError } from '../model/user-error.js';
import { readOrgs } from '../org/orgs.js';
import type { AuditFlags } from './audit-flags.js';
import type { Io } from './io.js';
import { readOrgsFile } from './orgs-file.js';
import { readOrg, type ReadingDepth } from './orgs.js';
import type { ProgressLine } from './progress.js';
import { untilInterrupted } from './signals.js';

/** The orgs that a run reads. */
export interface Fleet {
  readonly orgs: readonly string[];
  /** Set when whole orgs are dealt to several jobs, and these are the ones of this job. */
  readonly shard?: Shard;
  /** Set where the run reads other sources as well: an org that refuses the log-in then hides none of them. */
  readonly besideOthers?: true;
}

/**
 * The orgs of `--org` and of `--orgs-file`, each once; with `--shard` and several orgs, those of this shard. Throws UserError
 * for flags that do not go together.
 */
export function fleetOf(sources: readonly string[], flags: AuditFlags, cwd: string): Fleet {
  const listed = flags.orgsFile === undefined ? [] : readOrgsFile(flags.orgsFile, cwd);
  const orgs = [...new Set([...flags.orgs, ...listed])];
  const { shard } = flags.select;
  if (orgs.length > 0 && flags.changedSince !== undefined)
    throw new UserError(
      '--changed-since is about files, not about orgs',
      'audit orgs in a run of their own',
    );
  const others = sources.length > 0 || flags.besideReports;
  if (!shard || (orgs.length < 2 && listed.length === 0))
    return { orgs, ...(others && { besideOthers: true }) };
  if (sources.length > 0) {
    throw new UserError(
      '--shard deals whole orgs where there are several, and a SOURCE is none',
      'audit folders in a run of their own',
    );
  }
  return { orgs: orgsInShard(orgs, shard), shard: { ...shard, of: 'orgs' } };
}

/** Flags that say which part the report is of. */
export function withFleet(flags: AuditFlags, { shard }: Fleet): AuditFlags {
  return shard ? { ...flags, select: { ...flags.select, shard } } : flags;
}

interface FleetContext {
  readonly flags: AuditFlags;
  /** What of an org is read; everything but the names of users when absent. */
  readonly depth?: ReadingDepth;
  /** The permissions of users that rules name. */
  readonly permissions: readonly string[];
  readonly now: Date;
  readonly progress: ProgressLine;
  readonly io: Io;
}

/** Reads the orgs of a run. Throws UserError where none of them can be read, unless the run or other jobs read others. */
export async function readFleet(
  { orgs, shard, besideOthers }: Fleet,
  {
    flags: { patience, concurrency, quiet },
    depth = {},
    permissions,
    now,
    progress,
    io,
  }: FleetContext,
): Promise<readonly Source[]> {
  const calls = new Map<string, number>();
  const read = async (org: string, interrupted: AbortSignal): Promise<Source> =>
    readOrg(
      org,
      {
        ...depth,
        permissions,
        patience,
        now,
        interrupted,
        progress: (count) => {
          calls.set(org, count);
          const all = [...calls.values()].reduce((sum, one) => sum + one, 0);
          progress.update('asking', all, all);
        },
      },
      io,
    );
  const othersCount = besideOthers === true && (await canAsk(orgs, io));
  try {
    const sources = await untilInterrupted(io, (interrupted) =>
      readOrgs(orgs, (org) => read(org, interrupted), {
        atOnce: concurrency,
        partOfMore: shard !== undefined || othersCount,
      }),
    );
    if (!quiet) tellAddresses(sources, io);
    return sources;
  } catch (cause) {
    progress.done();
    throw cause;
  }
}

/** An environment without a log-in is a mistake of the caller's, and no org that refuses one. */
async function canAsk(orgs: readonly string[], { env }: Io): Promise<boolean> {
  if (!orgs.includes('env')) return true;
  const { hasLogIn } = await import('../org/auth/environment.js');
  return hasLogIn(env);
}

/** Where an address was put right, a person has to see it: the token goes to another host than the one that was given. */
function tellAddresses(sources: readonly Source[], io: Io): void {
  for (const { id, problems } of sources)
    for (const { kind, message } of problems)
      if (kind === 'org-address-rewritten')
        io.stderr.write(`ecaudit: ${plainText(id)}: ${plainText(message)}\n`);
}
