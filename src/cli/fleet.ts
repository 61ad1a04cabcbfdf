import { plainText } from '../report/text/plain-text.js';
import { orgsInShard } from '../audit/select.js';
import type { Source } from '../model/app.js';
import type { Shard } from '../report/report.js';
import { UserError } from '../model/user-error.js';
import { readOrgs } from '../org/orgs.js';
import type { AuditFlags } from './audit-flags.js';
import type { Io } from './io.js';
import { readOrg, type ReadingDepth } from './orgs.js';
import type { ProgressLine } from './progress.js';
import { untilInterrupted } from './signals.js';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileText } from '../documents/files.js';

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

/** More is no list of orgs. */
const maxBytes = 1024 * 1024;

/** An alias or a username, as the Salesforce CLI knows it; it is part of paths in the report. */
const orgName = /^[^-./\\\s][^/\\\s]*$/;

/**
 * The orgs that a file names, one a line; what follows a `#` is a comment. Throws UserError for a file that cannot be read
 * or names none, and for every line that is no org or names one a second time.
 */
export function readOrgsFile(file: string, cwd: string): readonly string[] {
  const lines = orgsFileText(file, cwd)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const seen = new Map<string, number>();
  const diagnostics: string[] = [];
  for (const [index, line] of lines.entries()) {
    const org = line.replace(/(^|\s)#.*$/, '').trim();
    if (org === '') continue;
    const at = `${file}:${index + 1}:${line.indexOf(org) + 1}`;
    const first = seen.get(org);
    if (!orgName.test(org))
      diagnostics.push(`${at}: ${org.slice(0, 80)} is not an alias or username`);
    else if (first !== undefined) diagnostics.push(`${at}: ${org} stands in line ${first} already`);
    else seen.set(org, index + 1);
  }
  if (diagnostics.length > 0)
    throw new UserError(diagnostics.slice(0, 50), 'one alias or username a line');
  if (seen.size === 0) throw new UserError(`${file} names no org`, 'one alias or username a line');
  return [...seen.keys()];
}

function orgsFileText(file: string, cwd: string): string {
  try {
    const path = resolve(cwd, file);
    if (statSync(path).size > maxBytes)
      throw new UserError(`${file} is too large for a list of orgs`);
    return fileText(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`the list of orgs ${file} cannot be read`, 'is the path right?', { cause });
  }
}
