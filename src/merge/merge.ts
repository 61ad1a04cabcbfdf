import { findingNotes } from '../audit/left-out.js';
import { resultsInOrder, newTally, summaryOfTally, inTellingOrder } from '../audit/tally.js';
import type { Framework } from '../report/controls.js';
import { keyedOf, sameKeyProblems } from '../evidence/shared.js';
import { compareText } from '../model/location.js';
import { problem, type Problem, type ProblemKind } from '../report/problem.js';
import type { LeftOut, Report, ReportApp, ReportOptions } from '../report/report.js';
import type { Ruleset } from '../model/ruleset.js';
import { verdicts, type Result } from '../report/verdict.js';
import { mergeBaselines } from './baselines.js';
import { mergeControls, mergeRulesets, unmatchedVendors } from './rulesets.js';
import { addedProblems, unsettledProblems } from './problems.js';
import type { Quotes } from './sharing.js';
import type { ReportFile } from './read.js';
import { commonValue, mergePartial, mergeRevision, mergeSources } from './shards.js';
import { UserError } from '../model/user-error.js';

interface MergeRequest {
  readonly files: readonly ReportFile[];
  /** What they quote of files. */
  readonly quotes: Quotes;
  /** Those whose texts the report can have: the shipped ones, and the user's own. */
  readonly rulesets: readonly Ruleset[];
  readonly frameworks: readonly Framework[];
  readonly options: ReportOptions;
  /** A flag says what fails the run. */
  readonly failOnGiven?: boolean;
  readonly version: string;
}

/**
 * One report out of many, as if one run had audited all their sources, counted by the same code. Throws UserError for
 * reports that do not go together; what makes the whole incomplete is a problem.
 */
export function mergeReports({
  files,
  quotes,
  options,
  version,
  failOnGiven = false,
  ...known
}: MergeRequest): Report {
  const { sources, problems: ofShards, incomplete: missing } = mergeSources(files);
  const merged = mergeApps(files);
  const results = resultsInOrder(merged.results);
  const found = [
    // The shards of one audit all read the same files.
    ...addedProblems([...files.flatMap(problemsOf), ...unsettledProblems(files, missing)]),
    ...ofShards,
    ...unmatchedVendors(files),
    ...otherVersions(files, version),
    ...sameKeys(merged.apps, sources),
  ];
  const sound = !found.some(({ level }) => level === 'error');
  const { baseline, problems: ofBaselines } = mergeBaselines(files, sound);
  const problems = inTellingOrder([...found, ...ofBaselines]);
  const tally = { ...newTally(), apps: [...merged.apps], counts: summedCounts(merged.apps) };
  const summary = summaryOfTally(tally, results, problems, options.strict);
  const incomplete = summary.incomplete || files.some(({ report }) => report.summary.incomplete);
  const config = commonValue(files, (report) => report.config);
  const configFrom = commonValue(files, (report) => report.configFrom);
  const level = commonValue(files, (report) => report.level?.lowest);
  const off = files.flatMap(({ report }) => report.level?.off ?? []);
  const controls = mergeControls(files, known.frameworks);
  return {
    tool: { name: 'ecaudit', version },
    generatedAt: latest(files),
    ...(config !== undefined && { config }),
    ...(configFrom !== undefined && { configFrom }),
    sources,
    ...mergePartial(files, missing),
    ...leftOutOf(files, missing, findingNotes(results, options, failOnGiven)),
    rulesets: mergeRulesets(files, known.rulesets, latest(files).slice(0, 10)),
    ...(level && { level: { lowest: level, off: Math.max(0, ...off) } }),
    summary: { ...summary, incomplete },
    ...(baseline && { baseline }),
    ...(controls.length > 0 && { controls }),
    apps: merged.apps,
    results,
    problems,
    options,
    ...quotes,
    ...mergeRevision(files),
  };
}

/** What is told of the baseline of the whole. */
const ofBaseline: readonly ProblemKind[] = [
  'baseline-findings-gone',
  'baseline-severity-rose',
  'baseline-source-unknown',
];

function problemsOf({ report: { baseline, problems } }: ReportFile): readonly Problem[] {
  return baseline ? problems.filter(({ kind }) => !ofBaseline.includes(kind)) : problems;
}

/** What a part leaves out is not in the whole either. */
const ofParts: ReadonlySet<LeftOut['by']> = new Set([
  'app',
  'changed-since',
  'ruleset',
  'rule',
  'level',
]);

/** What flags left out of all parts, and what those of the merge leave out; other shards are other parts. */
function leftOutOf(
  files: readonly ReportFile[],
  missing: ReadonlySet<ReportFile>,
  own: readonly LeftOut[],
): Pick<Report, 'leftOut'> {
  const told = files.flatMap((file) =>
    (file.report.leftOut ?? []).filter(
      ({ by }) => ofParts.has(by) || (by === 'shard' && missing.has(file)),
    ),
  );
  const all = new Map([...told, ...own].map((one) => [one.message, one]));
  return all.size > 0 ? { leftOut: [...all.values()] } : {};
}

function summedCounts(apps: readonly ReportApp[]): Report['apps'][number]['counts'] {
  const counts = { pass: 0, fail: 0, open: 0, notApplicable: 0 };
  for (const app of apps) for (const verdict of verdicts) counts[verdict] += app.counts[verdict];
  return counts;
}

/** A report is as old as its youngest part. */
function latest(files: readonly ReportFile[]): string {
  const times = files.map(({ report }) => new Date(report.generatedAt).toISOString());
  return times.toSorted(compareText).at(-1) ?? '';
}

/** Reports of runs with one salt can be compared by the digests of consumer keys. */
function sameKeys(apps: readonly ReportApp[], sources: Report['sources']): readonly Problem[] {
  const kinds = new Map(sources.map(({ id, kind }) => [id, kind]));
  const isOrg = (source: string): boolean =>
    kinds.get(source) === 'org' || kinds.get(source) === 'snapshot';
  return sameKeyProblems(keyedOf(apps, isOrg));
}

function otherVersions(files: readonly ReportFile[], version: string): readonly Problem[] {
  const others = files.filter(({ report }) => report.tool.version !== version);
  return [...new Set(others.map(({ report }) => report.tool.version))].map((other) => {
    const which = others.filter(({ report }) => report.tool.version === other);
    const names = which.length === 1 ? which[0]?.file : `${which.length} reports`;
    const message = `${names} was written by ecaudit ${other}; titles and fixes are those of ${version}`;
    return problem('other-version', message);
  });
}

interface MergedApps {
  /** Ordered by id. */
  readonly apps: readonly ReportApp[];
  readonly results: readonly Result[];
}

/**
 * The apps and results of all reports, with the ids that one run over all sources would give them. Throws UserError for
 * an app of one source in two reports.
 */
function mergeApps(files: readonly ReportFile[]): MergedApps {
  const several =
    new Set(files.flatMap(({ report }) => report.sources.map(({ id }) => id))).size > 1;
  const owners = new Map<string, string>();
  const apps: ReportApp[] = [];
  const results: Result[] = [];
  for (const { file, report } of files) {
    const ids = new Map(report.apps.map((app) => [app.id, several ? idAmongMany(app) : app.id]));
    const idOf = (id: string): string => ids.get(id) ?? id;
    for (const app of report.apps) {
      const id = idOf(app.id);
      refuseTwice(id, app, owners, file);
      apps.push({ ...app, id });
    }
    for (const result of report.results) results.push({ ...result, app: idOf(result.app) });
  }
  return { apps: apps.toSorted((a, b) => compareText(a.id, b.id)), results };
}

/** An id with `#` names its source or folder already. */
function idAmongMany({ id, source }: ReportApp): string {
  return id.includes('#') ? id : `${source}#${id}`;
}

function refuseTwice(
  id: string,
  { source }: ReportApp,
  owners: Map<string, string>,
  file: string,
): void {
  const owner = owners.get(id);
  if (owner !== undefined) {
    throw new UserError(
      `${owner} and ${file} both have the app ${id} of ${source}`,
      'merge each report once; audits of different folders need different names for them',
    );
  }
  owners.set(id, file);
}
