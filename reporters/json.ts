// The report as data. Its shape is public: schemas/report.schema.json, and the section "Reports" of the contract.
import { onceForText } from '../src/model/once-for.js';
import type { BaselineUse, GoneFinding, RisenFinding } from '../src/report/baseline.js';
import type { FrameworkCoverage } from '../src/report/controls.js';
import type { Digest, ExcusedDemand, OrgIdentity, Ruleset } from '../src/report/digest/index.js';
import type { Problem } from '../src/report/problem.js';
import type {
  LevelUse,
  Partly,
  Report,
  ReportSource,
  Revision,
  Shard,
  Summary,
} from '../src/report/report.js';
import { severities } from '../src/report/severity.js';
import { jsonText } from '../src/report/text/plain-text.js';
import { verdicts } from '../src/report/verdict.js';
import {
  appJsonText,
  layOut,
  lineHashAt,
  locationData,
  type QuotedTexts,
  excuseData,
  resultText,
} from './json/entries.js';

const reportVersion = '1';

/**
 * The report as JSON, keys in a fixed order, piece by piece: for 5,000 apps it is 200 MB long, and need not stand in memory at
 * once. What is not there has no key.
 */
export function* json(digest: Digest): Generator<string> {
  const { report, accepted, listed } = digest;
  const { tool, generatedAt } = report;
  const sections = {
    schemaVersion: reportVersion,
    tool: { name: tool.name, version: tool.version },
    generatedAt,
    ...(report.config !== undefined && { config: report.config }),
    ...(report.configFrom !== undefined && { configFrom: report.configFrom }),
    sources: report.sources.map(sourceJsonData),
    ...(report.shard && { shard: shardData(report.shard) }),
    ...(report.partial && { partial: report.partial.map(partlyData) }),
    ...(report.unsettled && {
      unsettled: report.unsettled.map((one) => problemJsonData(one, report)),
    }),
    ...(report.leftOut && { leftOut: report.leftOut.map(({ by, message }) => ({ by, message })) }),
    ...(report.revision && { revision: revisionData(report.revision) }),
    rulesets: report.rulesets.map(rulesetData),
    ...(report.level && { level: levelData(report.level) }),
    summary: summaryData(report.summary),
    ...(report.baseline && { baseline: baselineData(report.baseline) }),
  };
  yield '{\n';
  for (const [key, value] of Object.entries(sections)) {
    yield `  "${key}": ${layOut(value, 2, '  ')},\n`;
  }
  // File names and reasons come again and again.
  const quote = onceForText((text): string => jsonText(text));
  yield* controlsJson(report);
  yield* jsonList('excuses', accepted.demands, (item) => layOut(demandData(item), 1, '    '));
  yield ',\n';
  yield* jsonList('apps', report.apps, (item) =>
    appJsonText(item, quote, report.options.withUsers === true),
  );
  yield ',\n';
  yield* jsonList('results', listed, (item) => resultText(item, quote, digest));
  yield ',\n';
  yield* jsonList('problems', report.problems, (item) =>
    layOut(problemJsonData(item, report), 1, '    '),
  );
  yield '\n}\n';
}

function* jsonList<T>(
  key: string,
  items: readonly T[],
  text: (item: T) => string,
): Generator<string> {
  yield `  "${key}": [`;
  let before = '\n';
  for (const item of items) {
    yield `${before}    ${text(item)}`;
    before = ',\n';
  }
  yield items.length > 0 ? '\n  ]' : ']';
}

function shardData({ index, count, of }: Shard): Shard {
  return { index, count, of };
}

function partlyData({ by, values }: Partly): Partly {
  return { by, values };
}

function revisionData({ repositoryUri, revisionId, branch, folder }: Revision): object {
  return { repositoryUri, revisionId, branch, folder };
}

function sourceJsonData({
  id,
  kind,
  apps,
  files,
  ignored,
  unread,
  org,
}: ReportSource): ReportSource {
  const why = unread === undefined ? {} : { unread };
  return { id, kind, apps, files, ignored, ...why, ...(org && { org: orgJsonData(org) }) };
}

function orgJsonData(org: OrgIdentity): OrgIdentity {
  const { id, name, type, sandbox, instance, host, apiVersion, user } = org;
  return { id, name, type, sandbox, instance, host, apiVersion, user };
}

function rulesetData({ id, kind, title, rules }: Ruleset): object {
  return { id, kind, title, rules: rules.length };
}

function levelData({ lowest, off }: LevelUse): LevelUse {
  return { lowest, off };
}

function summaryData(summary: Summary): object {
  const { suppressed, baselined, excused, echo, repeated, bySeverity, incomplete } = summary;
  return {
    apps: summary.apps,
    checks: summary.checks,
    ...Object.fromEntries(verdicts.map((verdict) => [verdict, summary[verdict]])),
    suppressed,
    baselined,
    excused,
    echo,
    repeated,
    bySeverity: Object.fromEntries(severities.map((severity) => [severity, bySeverity[severity]])),
    incomplete,
  };
}

function baselineData(use: BaselineUse): object {
  const { file, version, findings, gone, unsettled, rose, sources } = use;
  return {
    file,
    schemaVersion: version,
    findings,
    gone: gone.map(goneData),
    ...(unsettled.length > 0 && { unsettled: unsettled.map(goneData) }),
    ...(rose.length > 0 && { rose: rose.map(risenData) }),
    ...(sources.unknown.length > 0 && { unknownSources: sources.unknown }),
    ...(sources.absent.length > 0 && { absentSources: sources.absent }),
  };
}

function goneData({ rule, app, source, folder, fingerprint }: GoneFinding): object {
  return { rule, app, source, folder, fingerprint };
}

function risenData({ rule, app, fingerprint, was, severity }: RisenFinding): RisenFinding {
  return { rule, app, fingerprint, was, severity };
}

/** Only in the report of a run that was asked for controls. */
function* controlsJson({ controls }: Report): Generator<string> {
  if (!controls) return;
  yield* jsonList('controls', controls.flatMap(controlsData), (item) => layOut(item, 1, '    '));
  yield ',\n';
}

function controlsData({ framework, controls }: FrameworkCoverage): readonly object[] {
  return controls.map(({ control, title, rules, assessed, reason, ...counts }) => ({
    framework: framework.id,
    control,
    title,
    rules,
    ...Object.fromEntries(verdicts.map((verdict) => [verdict, counts[verdict]])),
    assessed,
    reason,
  }));
}

/** What a vendor's guide demands against a standard rule, with the findings that it excuses: their section of the report. */
function demandData({ findings, rules, apps, ...excuse }: ExcusedDemand): object {
  return { ...excuseData(excuse), findings, rules, apps };
}

function problemJsonData(
  { kind, level, message, location, byCaller, counts }: Problem,
  quotes: QuotedTexts,
): object {
  return {
    kind,
    level,
    message,
    location: locationData(location),
    lineHash: location && lineHashAt(location, quotes),
    ...(byCaller && { byCaller }),
    ...(counts && { counts }),
  };
}
