import type { Report } from '../../report/report.js';
import type { Ruleset } from '../../model/ruleset.js';
import { mergeReports } from '../../merge/merge.js';
import { readReports } from '../../merge/read.js';
import { frameworksOf } from '../../rulesets/controls.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { parseFlags, type AuditFlags } from '../audit-flags.js';
import { readConfig } from '../config.js';
import { checkApart } from '../destinations.js';
import { exitCodeOf } from '../exit-codes.js';
import type { Io } from '../io.js';
import { chooseRulesets } from '../rulesets.js';
import { untilWritten } from '../signals.js';
import { version } from '../version.js';
import { writeReports } from '../write-reports.js';

/** Makes one report of many. Answers with the exit code that one audit of everything would have. */
export async function merge(
  files: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<number> {
  const parsed = parseFlags(flags);
  checkApart(
    parsed.formats.flatMap(({ file }) => file ?? []),
    io.cwd,
    files,
  );
  const report = await withLineHashes(await merged(files, parsed, io), parsed, io);
  await untilWritten(io, () => writeReports(report, parsed, io));
  return exitCodeOf(report);
}

/** GitHub's line hashes, where the files are still at hand. */
async function withLineHashes(
  report: Report,
  { formats }: AuditFlags,
  { cwd }: Io,
): Promise<Report> {
  if (!formats.some(({ reporter }) => reporter === 'sarif')) return report;
  const { lineHashesOf } = await import('../../metadata/line-hashes.js');
  const places = [...report.results, ...report.problems].flatMap(({ location }) => location ?? []);
  const files = places.map(({ file }) => file);
  return { ...report, lineHashes: lineHashesOf(files, cwd) };
}

async function merged(files: readonly string[], flags: AuditFlags, io: Io): Promise<Report> {
  const named = flags.rulesets.length > 0 ? await chooseRulesets(flags.rulesets, io.cwd) : [];
  const own = named.map(({ ruleset }) => ruleset);
  const config = await readConfig(flags.config, { cwd: io.cwd, now: io.now(), also: own });
  const configured = config?.rulesets?.map(({ ruleset }) => ruleset) ?? [];
  const rulesets: readonly Ruleset[] = [...shippedRulesets, ...configured, ...own];
  return mergeReports({
    files: readReports(files, io.cwd),
    rulesets,
    frameworks: await frameworksOf(rulesets),
    options: { ...flags.options, failOn: flags.failOn ?? config?.failOn ?? 'high' },
    version,
  });
}
