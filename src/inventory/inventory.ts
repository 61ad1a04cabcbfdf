import { deadlinesOf } from '../deadlines/deadlines-of.js';
import { groupBy } from '../model/lists.js';
import { compareText } from '../model/location.js';
import type { Inventory, InventoryApp, ComparedApp, ComparedSetting } from '../report/inventory.js';
import type { Report, ReportApp } from '../report/report.js';
import { inventoryRow } from './row.js';
import { appId } from '../model/app.js';
import { evidenceSettings } from '../settings/catalogue/evidence.js';
import { usageSettings } from '../settings/catalogue/usage.js';
import { settingNames, type Setting, type SettingName } from '../settings/settings.js';

/** What a run of `inventory` is asked for besides its sources. */
interface InventoryRequest {
  /** The globs of `--app`. */
  readonly asked: readonly string[];
  readonly quick: boolean;
  readonly compare: boolean;
  /** The users of apps were asked for. */
  readonly withUsers?: boolean;
}

/**
 * The inventory of a report: a row for each app of each source, by API name, then by kind and source, so that one app of
 * many orgs stands together.
 */
export function inventoryOf(report: Report, request: InventoryRequest): Inventory {
  const { tool, generatedAt, sources, problems } = report;
  return {
    tool,
    generatedAt,
    incomplete: isIncomplete(report),
    ...(request.quick && { quick: true }),
    ...(request.withUsers && { withUsers: true }),
    asked: request.asked,
    sources,
    problems,
    apps: rowsOf(report, request).toSorted(compareAppNames),
    ...(report.history && { history: report.history }),
    ...(request.compare && { compare: comparedApps(report.apps) }),
  };
}

/** Undecided checks do not count here: an inventory is of apps, not of checks. */
function isIncomplete({ problems }: Report): boolean {
  return problems.some(({ level }) => level === 'error');
}

function rowsOf(
  report: Report,
  { quick, withUsers = false }: InventoryRequest,
): readonly InventoryApp[] {
  const results = groupBy(report.results, ({ app }) => app);
  const deadlines = deadlinesOf(report);
  const orgs = new Map(report.sources.map((source) => [source.id, source]));
  return report.apps.map((app) =>
    inventoryRow(app, {
      results: results.get(app.id) ?? [],
      deadlines,
      today: report.generatedAt.slice(0, 10),
      source: orgs.get(app.source),
      quick,
      withUsers,
      since: report.history?.appsSince.get(app.id),
    }),
  );
}

function compareAppNames(a: InventoryApp, b: InventoryApp): number {
  return (
    compareText(a.apiName.toLowerCase(), b.apiName.toLowerCase()) ||
    compareText(a.apiName, b.apiName) ||
    compareText(a.kind, b.kind) ||
    compareText(a.source, b.source) ||
    compareText(a.id, b.id)
  );
}

/** Apps of one kind and API name that several sources have, each with the settings that differ; others are left out. */
function comparedApps(apps: readonly ReportApp[]): readonly ComparedApp[] {
  return [...groupBy(apps, ({ kind, apiName }) => appId(kind, apiName)).values()]
    .flatMap((same) => {
      const [first] = same;
      const bySource = new Map(same.map((app) => [app.source, app]));
      if (!first || bySource.size < 2) return [];
      const { kind, apiName } = first;
      return [{ kind, apiName, settings: differing([...bySource.values()]) }];
    })
    .toSorted((a, b) => compareText(appId(a.kind, a.apiName), appId(b.kind, b.apiName)));
}

function differing(apps: readonly ReportApp[]): readonly ComparedSetting[] {
  return settingNames.filter(isOfApp).flatMap((name) => {
    const values = apps.map((app): [string, Setting] => [
      app.source,
      withoutLocation(app.settings[name]),
    ]);
    return differ(values.map(([, setting]) => setting))
      ? [{ setting: name, values: Object.fromEntries(values) }]
      : [];
  });
}

/** What an org says of itself, how much an app is used there, and what else a source holds, is not how the app is set up. */
function isOfApp(name: SettingName): boolean {
  return !(
    name.startsWith('org.') ||
    name.endsWith('InSource') ||
    name === 'definedElsewhereAs' ||
    name === 'missingParts' ||
    Object.hasOwn(evidenceSettings, name) ||
    Object.hasOwn(usageSettings, name)
  );
}

/** Without the place in a file, which always differs. */
function withoutLocation(setting: Setting): Setting {
  if (setting.state === 'unknown') return { state: 'unknown', reason: setting.reason };
  const { state, value, origin } = setting;
  return { state, value, origin };
}

/** Whether two sources know different values. What one does not know is no difference, nor is the order of a list. */
function differ(found: readonly Setting[]): boolean {
  const values = found.flatMap((one) => (one.state === 'known' ? [comparedText(one.value)] : []));
  return new Set(values).size > 1;
}

function comparedText(value: (Setting & { readonly state: 'known' })['value']): string {
  return JSON.stringify(typeof value === 'object' ? value.toSorted(compareText) : value);
}
