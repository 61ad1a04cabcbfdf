import { usualFailOn } from '../report/severity.js';
import { day } from '../model/deadline.js';
import type { AuditRequest } from '../audit/audit.js';
import { mergeReports } from '../merge/merge.js';
import { isAskedFor } from '../model/app.js';
import { readReports, type ReportFile } from '../merge/read.js';
import type { Report, ReportApp } from '../report/report.js';
import { shippedRulesets } from '../rulesets/shipped.js';
import { parseFlags, type AuditFlags } from './audit-flags.js';
import { clockOf, reportOf } from './commands/audit.js';
import type { Io } from './io.js';
import type { ReadingDepth } from './orgs.js';
import { sourceArguments, type SourceArguments } from './source-arguments.js';
import { version } from './version.js';
import type { RawFlags } from './flags.js';

/** What a survey is made with. */
export interface SurveyOptions {
  /** Changes what is asked of sources that are read now; saved reports say what they say. */
  readonly adapt?: (request: AuditRequest) => AuditRequest;
  /** How much of orgs is read. */
  readonly depth?: ReadingDepth;
}

/** For commands that only look at settings: no rule is evaluated, and nothing is said of a configuration. */
export function withoutRules(request: AuditRequest): AuditRequest {
  const { config: _, baseline: __, ...rest } = request;
  return { ...rest, rulesets: [], unconfigured: [] };
}

/** The flags of a command whose formats are its own. */
export function surveyFlags(raw: RawFlags): AuditFlags {
  const { format: _, ...rest } = raw;
  return parseFlags(rest);
}

/**
 * One report about everything that a command names: folders, zips, snapshots and orgs are read, saved reports are taken as
 * they are. It is of the day of the run. Throws UserError.
 */
export async function survey(
  sources: readonly string[],
  raw: RawFlags,
  io: Io,
  { adapt = (request) => request, depth = {} }: SurveyOptions = {},
): Promise<Report> {
  const given = sourceArguments(sources, io.cwd);
  const flags = surveyFlags(raw);
  const now = clockOf(io);
  const all = { ...flags, orgs: [...new Set([...flags.orgs, ...given.orgs])] };
  if (given.reports.length === 0)
    return reportOf(
      given.paths,
      all,
      io,
      (request) =>
        adapt({ ...request, options: { ...request.options, include: ['fail', 'open'] } }),
      depth,
    );
  const beside = { ...all, besideReports: true };
  const live = isLive(given, all) ? [await reportOf(given.paths, beside, io, adapt, depth)] : [];
  return mergedWithLive(given.reports, live, flags, { now, io });
}

function isLive({ paths, orgs }: SourceArguments, flags: AuditFlags): boolean {
  return paths.length + orgs.length + flags.orgs.length > 0 || flags.orgsFile !== undefined;
}

function mergedWithLive(
  names: readonly string[],
  live: readonly Report[],
  flags: AuditFlags,
  { now, io }: { readonly now: Date; readonly io: Io },
): Report {
  const { files, quotes } = readReports(names, io.cwd);
  const report = mergeReports({
    files: [
      ...files.map((file) => asOfToday(selected(file, flags.select.apps), now)),
      ...live.map(asFile),
    ],
    quotes,
    rulesets: shippedRulesets,
    frameworks: [],
    options: { ...flags.options, failOn: flags.failOn ?? usualFailOn },
    version,
  });
  return { ...report, generatedAt: now.toISOString() };
}

function asFile(report: Report): ReportFile {
  const { baseline: _, controls: __, ...rest } = report;
  const rulesets = report.rulesets.map(({ id, kind, title, rules }) => ({
    id,
    kind,
    title,
    rules: rules.length,
  }));
  return { file: 'what was read now', report: { ...rest, rulesets } };
}

/** What `--app` leaves of a report. */
function selected({ file, report }: ReportFile, globs: readonly string[]): ReportFile {
  if (globs.length === 0) return { file, report };
  const apps = report.apps.filter((app) => globs.some((glob) => isAskedFor(app, glob)));
  const ids = new Set(apps.map(({ id }) => id));
  const results = report.results.filter(({ app }) => ids.has(app));
  return { file, report: { ...report, apps, results } };
}

/** What a report counts in days goes on counting: `last use 3 days ago` was said on the day of the report. */
function asOfToday({ file, report }: ReportFile, now: Date): ReportFile {
  const passed = Math.max(0, Math.floor((now.getTime() - Date.parse(report.generatedAt)) / day));
  const later = ({ settings, ...app }: ReportApp): ReportApp => {
    const { daysSinceLastUse: since } = settings;
    if (since.state === 'unknown') return { ...app, settings };
    return {
      ...app,
      settings: { ...settings, daysSinceLastUse: { ...since, value: since.value + passed } },
    };
  };
  return passed === 0
    ? { file, report }
    : { file, report: { ...report, apps: report.apps.map(later) } };
}
