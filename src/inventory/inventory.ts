import { deadlinesOf } from '../deadlines/deadlines-of.js';
import { groupBy } from '../model/group-by.js';
import { compareText } from '../model/location.js';
import type { Inventory, InventoryApp } from '../report/inventory.js';
import type { Report } from '../report/report.js';
import { comparedApps } from './compare.js';
import { inventoryRow } from './row.js';

/** What a run of `inventory` is asked for besides its sources. */
export interface InventoryRequest {
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
