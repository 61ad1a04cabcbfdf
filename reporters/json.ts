// The report as data. Its shape is public: schemas/report.schema.json, and the section "Reports" of the contract.
import type { Location } from '../src/model/location.js';
import type { Problem } from '../src/model/problem.js';
import type { Report, ReportApp, ReportSource, Summary, VendorMatch } from '../src/model/report.js';
import type { Ruleset } from '../src/model/ruleset.js';
import { settingNames, type Setting, type Settings } from '../src/model/settings.js';
import { severities } from '../src/model/severity.js';
import { verdicts, type Evidence, type Excuse, type Result } from '../src/model/verdict.js';
import { listedResults } from './listed.js';
import { safeJson } from './plain-text.js';

const schemaVersion = '1';

/** The report as JSON, keys in a fixed order. What is not there has no key. */
export function json(report: Report): string {
  const { tool, generatedAt } = report;
  const sections = {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    generatedAt,
    sources: report.sources.map(sourceData),
    rulesets: report.rulesets.map(rulesetData),
    summary: summaryData(report.summary),
  };
  const texts = [
    ...Object.entries(sections).map(([key, value]) => entry(key, safeJson(layOut(value, 2, '  ')))),
    entry('apps', list(report.apps, appText)),
    entry(
      'results',
      list(listedResults(report), (item) => layOut(resultData(item), 2, '    ')),
    ),
    entry(
      'problems',
      list(report.problems, (item) => layOut(problemData(item), 1, '    ')),
    ),
  ];
  return `{\n${texts.join(',\n')}\n}\n`;
}

function entry(key: string, text: string): string {
  return `  "${key}": ${text}`;
}

/** Makes the text of one item after the other, so that the data of 5,000 apps never stands in memory at once. */
function list<T>(items: readonly T[], text: (item: T) => string): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `    ${safeJson(text(item))}`).join(',\n')}\n  ]`;
}

/**
 * Opens `levels` levels of a value over lines, and writes what is deeper, or holds only plain values, on one line:
 * one thing a line is what people search and compare, at a third of the size.
 */
function layOut(value: unknown, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null || isFlat(value)) {
    return JSON.stringify(value);
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + layOut(item, levels - 1, inner));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
    item === undefined ? [] : [`${inner}"${key}": ${layOut(item, levels - 1, inner)}`],
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isFlat(value: object): boolean {
  return Object.values(value).every((item) => typeof item !== 'object');
}

function sourceData({ id, kind, apps, files, ignored }: ReportSource): ReportSource {
  return { id, kind, apps, files, ignored };
}

function rulesetData({ id, kind, title, rules }: Ruleset): object {
  return { id, kind, title, rules: rules.length };
}

function summaryData(summary: Summary): object {
  const { suppressed, baselined, excused, bySeverity, incomplete } = summary;
  return {
    apps: summary.apps,
    checks: summary.checks,
    ...Object.fromEntries(verdicts.map((verdict) => [verdict, summary[verdict]])),
    suppressed,
    baselined,
    excused,
    bySeverity: Object.fromEntries(severities.map((severity) => [severity, bySeverity[severity]])),
    incomplete,
  };
}

/** An app with its settings one a line; 5,000 apps have more than half a million of them, so they take no detour. */
function appText(app: ReportApp): string {
  const head = layOut(appData(app), 2, '    ').slice(0, -'\n    }'.length);
  return `${head},\n      "settings": {\n${settingLines(app.settings)}\n      }\n    }`;
}

function appData(app: ReportApp): object {
  const { id, kind, apiName, label, source, folder, files } = app;
  return {
    id,
    kind,
    apiName,
    label,
    source,
    folder,
    files,
    location: locationData(app.location),
    vendors: app.vendors.map(vendorData),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, app.counts[verdict]])),
  };
}

function vendorData({ ruleset, because, parameters }: VendorMatch): object {
  const names = Object.keys(parameters).toSorted();
  return {
    ruleset,
    because,
    parameters: Object.fromEntries(names.map((name) => [name, parameters[name]])),
  };
}

function settingLines(settings: Settings): string {
  return settingNames
    .map((name) => `        "${name}": ${JSON.stringify(settingData(settings[name]))}`)
    .join(',\n');
}

function settingData(setting: Setting): object {
  const location = locationData(setting.location);
  if (setting.state === 'unknown')
    return { state: setting.state, reason: setting.reason, location };
  const { state, value, origin, placeholder } = setting;
  const itemLocations = setting.itemLocations?.map(locationData);
  return { state, value, origin, location, itemLocations, placeholder };
}

function resultData(result: Result): object {
  const { rule, app, verdict, severity, message, fingerprint, excusedBy } = result;
  return {
    rule,
    app,
    verdict,
    severity,
    message,
    location: locationData(result.location),
    evidence: result.evidence.map(evidenceData),
    fingerprint,
    excusedBy: excusedBy && excuseData(excusedBy),
    originalSeverity: result.originalSeverity,
  };
}

function evidenceData(evidence: Evidence): object {
  const { setting, found, items, missing, expected, operator, value, placeholder } = evidence;
  const location = locationData(evidence.location);
  return { setting, found, items, missing, expected, operator, value, location, placeholder };
}

function excuseData({ ruleset, rule, source }: Excuse): object {
  if (source === undefined) return { ruleset, rule };
  const { title, url, updated, read } = source;
  return { ruleset, rule, source: { title, url, updated, read } };
}

function problemData({ kind, level, message, location }: Problem): object {
  return { kind, level, message, location: locationData(location) };
}

function locationData(location: Location | undefined): Location | undefined {
  if (location === undefined) return undefined;
  const { file, startLine, startColumn, endLine, endColumn } = location;
  return { file, startLine, startColumn, endLine, endColumn };
}
