// The report as data. Its shape is public: schemas/report.schema.json, and the section "Reports" of the contract.
import type { BaselineUse } from '../src/model/baseline.js';
import type { FrameworkCoverage } from '../src/model/controls.js';
import type { Location } from '../src/model/location.js';
import { keptOr, onceForText } from '../src/model/once-for.js';
import type { Problem } from '../src/model/problem.js';
import type {
  NearVendor,
  Report,
  ReportApp,
  ReportSource,
  Shard,
  Summary,
  VendorMatch,
} from '../src/model/report.js';
import type { Ruleset } from '../src/model/ruleset.js';
import { settingNames, type Setting } from '../src/model/settings.js';
import { severities } from '../src/model/severity.js';
import {
  verdicts,
  type Evidence,
  type Excuse,
  type Result,
  type Suppression,
} from '../src/model/verdict.js';
import { listedResults } from './listed.js';
import { jsonText } from './plain-text.js';
import { excusedDemands, type ExcusedDemand } from './settled.js';

const schemaVersion = '1';

/** The report as JSON, keys in a fixed order. What is not there has no key. */
export function json(report: Report): string {
  return Array.from(jsonParts(report)).join('');
}

/** The same, piece by piece: for 5,000 apps it is 200 MB long, and need not stand in memory at once. */
export function* jsonParts(report: Report): Generator<string> {
  const { tool, generatedAt } = report;
  const sections = {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    generatedAt,
    ...(report.config !== undefined && { config: report.config }),
    sources: report.sources.map(sourceData),
    ...(report.shard && { shard: shardData(report.shard) }),
    rulesets: report.rulesets.map(rulesetData),
    summary: summaryData(report.summary),
    ...(report.baseline && { baseline: baselineData(report.baseline) }),
  };
  yield '{\n';
  for (const [key, value] of Object.entries(sections)) {
    yield `  "${key}": ${layOut(value, 2, '  ')},\n`;
  }
  // File names and reasons come again and again.
  const quote = onceForText((text): string => jsonText(text));
  yield* controlParts(report);
  yield* list('excuses', excusedDemands(report), (item) => layOut(demandData(item), 1, '    '));
  yield ',\n';
  yield* list('apps', report.apps, (item) => appText(item, quote));
  yield ',\n';
  yield* list('results', listedResults(report), (item) => resultText(item, quote));
  yield ',\n';
  yield* list('problems', report.problems, (item) => layOut(problemData(item), 1, '    '));
  yield '\n}\n';
}

function* list<T>(key: string, items: readonly T[], text: (item: T) => string): Generator<string> {
  yield `  "${key}": [`;
  let before = '\n';
  for (const item of items) {
    yield `${before}    ${text(item)}`;
    before = ',\n';
  }
  yield items.length > 0 ? '\n  ]' : ']';
}

/**
 * Opens `levels` levels of a value over lines, and writes what is deeper, or holds only plain values, on one line:
 * one thing a line is what people search and compare, at a third of the size.
 */
function layOut(value: unknown, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null || isFlat(value)) {
    return jsonText(value);
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

function shardData({ index, count, of }: Shard): Shard {
  return { index, count, of };
}

function sourceData({ id, kind, apps, files, ignored }: ReportSource): ReportSource {
  return { id, kind, apps, files, ignored };
}

function rulesetData({ id, kind, title, rules }: Ruleset): object {
  return { id, kind, title, rules: rules.length };
}

function summaryData(summary: Summary): object {
  const { suppressed, baselined, excused, repeated, bySeverity, incomplete } = summary;
  return {
    apps: summary.apps,
    checks: summary.checks,
    ...Object.fromEntries(verdicts.map((verdict) => [verdict, summary[verdict]])),
    suppressed,
    baselined,
    excused,
    repeated,
    bySeverity: Object.fromEntries(severities.map((severity) => [severity, bySeverity[severity]])),
    incomplete,
  };
}

function baselineData({ file, findings, gone }: BaselineUse): object {
  const lost = gone.map(({ rule, app, fingerprint }) => ({ rule, app, fingerprint }));
  return { file, findings, gone: lost };
}

/** Only in the report of a run that was asked for controls. */
function* controlParts({ controls }: Report): Generator<string> {
  if (!controls) return;
  yield* list('controls', controls.flatMap(controlsData), (item) => layOut(item, 1, '    '));
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

/** An app with its settings one a line; 5,000 apps have more than half a million of them, so they take no detour. */
function appText(app: ReportApp, quote: Quote): string {
  const head = layOut(appData(app), 2, '    ').slice(0, -'\n    }'.length);
  // What stands at a place of its own is one of many: all settings of a missing file are one object.
  const known = new Map<object, string>();
  const place = (location: Location): string =>
    keptOr(known, location, () => locationText(location, quote));
  const write = (setting: Setting): string => settingText(setting, { quote, place });
  const lines = settingKeys.map(([name, key]) => key + keptOr(known, app.settings[name], write));
  return `${head},\n      "settings": {\n${lines.join(',\n')}\n      }\n    }`;
}

const settingKeys = settingNames.map((name) => [name, `        "${name}": `] as const);

/** How the texts and the places of one app are written. */
interface Write {
  readonly quote: Quote;
  readonly place: (location: Location) => string;
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
    ...(app.nearestVendors && { nearestVendors: app.nearestVendors.map(nearData) }),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, app.counts[verdict]])),
  };
}

function nearData({ ruleset, because }: NearVendor): NearVendor {
  return { ruleset, because };
}

function vendorData({ ruleset, because, parameters }: VendorMatch): object {
  const names = Object.keys(parameters).toSorted();
  return {
    ruleset,
    because,
    parameters: Object.fromEntries(names.map((name) => [name, parameters[name]])),
  };
}

// Written by hand: objects made only for JSON.stringify would take three times as long.
function settingText(setting: Setting, { quote, place }: Write): string {
  // What is not there stands nowhere; where it should stand is in the results.
  if (setting.state === 'unknown') return `{"state":"unknown","reason":${quote(setting.reason)}}`;
  const { value, origin, location, itemLocations: places, placeholder } = setting;
  const written = typeof value === 'boolean' ? String(value) : jsonText(value);
  const at = location ? `,"location":${place(location)}` : '';
  const items = places ? `,"itemLocations":[${places.map(place).join()}]` : '';
  const mark = placeholder ? ',"placeholder":true' : '';
  return `{"state":"known","value":${written},"origin":"${origin}"${at}${items}${mark}}`;
}

function locationText(location: Location, quote: Quote): string {
  const { file, startLine, startColumn, endLine, endColumn } = location;
  return `{"file":${quote(file)},"startLine":${startLine},"startColumn":${startColumn},"endLine":${endLine},"endColumn":${endColumn}}`;
}

type Quote = (text: string) => string;

function resultText(result: Result, quote: Quote): string {
  const { rule, app, verdict, severity, message, fingerprint, excusedBy } = result;
  const evidence = result.evidence.map((one) => `\n        ${jsonText(evidenceData(one))}`);
  const lines = [
    `"rule": ${quote(rule)}`,
    `"app": ${quote(app)}`,
    `"verdict": "${verdict}"`,
    `"severity": "${severity}"`,
    `"message": ${jsonText(message)}`,
    `"location": ${locationText(result.location, quote)}`,
    `"evidence": [${evidence.join()}${evidence.length > 0 ? '\n      ' : ''}]`,
    `"fingerprint": "${fingerprint}"`,
  ];
  if (result.about) lines.push(`"about": "${result.about}"`);
  if (excusedBy) lines.push(`"excusedBy": ${layOut(excuseData(excusedBy), 1, '      ')}`);
  if (result.originalSeverity) lines.push(`"originalSeverity": "${result.originalSeverity}"`);
  if (result.suppressed) lines.push(`"suppressed": ${suppressionText(result.suppressed)}`);
  if (result.baselined) lines.push('"baselined": true');
  return `{\n      ${lines.join(',\n      ')}\n    }`;
}

function evidenceData(evidence: Evidence): object {
  const { setting, found, items, missing, expected, operator, value, placeholder } = evidence;
  const location = locationData(evidence.location);
  return { setting, found, items, missing, expected, operator, value, location, placeholder };
}

function excuseData({ ruleset, rule, source, alternative }: Excuse): object {
  if (source === undefined) return { ruleset, rule, alternative };
  const { title, url, place, updated, read } = source;
  return { ruleset, rule, source: { title, url, place, updated, read }, alternative };
}

function suppressionText({ reason, owner, expires, location }: Suppression): string {
  return layOut({ reason, owner, expires, location: locationData(location) }, 1, '      ');
}

/** What a vendor's guide demands against a standard rule, with the findings that it excuses: their section of the report. */
function demandData({ findings, rules, apps, ...excuse }: ExcusedDemand): object {
  return { ...excuseData(excuse), findings, rules, apps };
}

function problemData({ kind, level, message, location }: Problem): object {
  return { kind, level, message, location: locationData(location) };
}

function locationData(location: Location | undefined): Location | undefined {
  if (location === undefined) return undefined;
  const { file, startLine, startColumn, endLine, endColumn } = location;
  return { file, startLine, startColumn, endLine, endColumn };
}
