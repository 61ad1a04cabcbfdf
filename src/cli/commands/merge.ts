import { usualFailOn } from '../../report/severity.js';
import type { Report } from '../../report/report.js';
import type { Ruleset } from '../../model/ruleset.js';
import { overridden } from '../../config/rulesets.js';
import { mergeReports } from '../../merge/merge.js';
import { readReports } from '../../merge/read.js';
import { frameworksOf } from '../../rulesets/controls.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { parseFlags, type AuditFlags } from '../audit-flags.js';
import { readConfig } from '../config.js';
import { checkApart } from '../destinations.js';
import { auditExitCode } from '../exit-codes.js';
import { historian } from '../history.js';
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
  const withHistory = await historian(flags['history'], io);
  const report = await withHistory(await mergedReport(files, parsed, io));
  await untilWritten(io, () => writeReports(report, parsed, io));
  return auditExitCode(report);
}

async function mergedReport(files: readonly string[], flags: AuditFlags, io: Io): Promise<Report> {
  const named = flags.rulesets.length > 0 ? await chooseRulesets(flags.rulesets, io.cwd) : [];
  const own = named.map(({ ruleset }) => ruleset);
  const config = await readConfig(flags.config, { cwd: io.cwd, now: io.now(), also: own });
  const configured = config?.rulesets?.map(({ ruleset }) => ruleset) ?? [];
  const known: readonly Ruleset[] = [...shippedRulesets, ...configured, ...own];
  const read = readReports(files, io.cwd);
  const evaluatedBy = config?.file;
  const isOurs = read.files.every(({ report }) => report.config === evaluatedBy);
  // What the configuration says of rules stands in their texts, too.
  const rulesets = config && isOurs ? known.map((one) => overridden(one, config)) : known;
  return mergeReports({
    ...read,
    rulesets,
    frameworks: await frameworksOf(rulesets),
    options: { ...flags.options, failOn: flags.failOn ?? config?.failOn ?? usualFailOn },
    failOnGiven: flags.failOn !== undefined,
    version,
  });
}
