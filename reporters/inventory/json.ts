// The inventory as data. Its shape is public: section 11 of the contract.
import type { History } from '../../src/report/history.js';
import type { Inventory, InventoryApp } from '../../src/report/inventory.js';
import type { Problem } from '../../src/report/problem.js';
import type { ReportSource } from '../../src/report/report.js';
import { jsonText } from '../../src/report/text/plain-text.js';

const inventoryVersion = '1';

/** One app a line, as large inventories are read and compared line by line. */
export function* inventoryJson(inventory: Inventory): Generator<string> {
  const { tool, generatedAt, incomplete, quick, sources, problems, apps } = inventory;
  const head = {
    schemaVersion: inventoryVersion,
    tool,
    generatedAt,
    incomplete,
    ...(quick && { quick }),
    sources: sources.map(inventorySourceData),
    problems: problems.map(inventoryProblemData),
  };
  yield '{\n';
  for (const [key, value] of Object.entries(head)) yield `  "${key}": ${jsonText(value)},\n`;
  yield* inventoryJsonList('apps', apps.map(inventoryAppData));
  if (inventory.compare) {
    yield ',\n';
    yield* inventoryJsonList('compare', inventory.compare);
  }
  if (inventory.history) yield `,\n  "history": ${jsonText(historyData(inventory.history))}`;
  yield '\n}\n';
}

/** What stands beside the apps: what each of them is known since stands with it. */
function historyData({ before, added, gone, trend, leftOut }: History): object {
  return { before: before ?? null, added, gone, trend, leftOut };
}

function* inventoryJsonList(key: string, items: readonly unknown[]): Generator<string> {
  yield `  "${key}": [`;
  let before = '\n';
  for (const item of items) {
    yield `${before}    ${jsonText(item)}`;
    before = ',\n';
  }
  yield items.length > 0 ? '\n  ]' : ']';
}

function inventorySourceData({ id, kind, apps, files, unread, org }: ReportSource): object {
  return { id, kind, apps, files, ...(unread !== undefined && { unread }), ...(org && { org }) };
}

function inventoryProblemData({ kind, level, message, location }: Problem): object {
  return { kind, level, message, ...(location && { location }) };
}

/** The keys of the contract first, in its order. */
function inventoryAppData(app: InventoryApp): InventoryApp {
  const { since, holders, ...rest } = app;
  return { ...rest, ...(since !== undefined && { since }), ...(holders && { holders }) };
}
