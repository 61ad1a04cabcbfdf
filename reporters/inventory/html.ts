// The inventory as one page.
import type { Inventory, InventoryApp } from '../../src/report/inventory.js';
import { el, type Element } from '../html/dom.js';
import { inventoryTable } from '../html/inventory.js';
import { sourceName } from '../../src/report/digest/index.js';
import { pageOf } from '../html/page.js';
import { trendSection } from '../html/trend.js';
import { listOf, section, sortable, toolbar } from '../html/parts.js';
import { placeOf, text } from './cells.js';
import { headOf, valueText } from './compared.js';
import { gapLines, sourceText, summaryLines, titleOf } from './summary.js';

export function html(inventory: Inventory): Iterable<string> {
  return pageOf(titleOf(inventory), sections(inventory), inventory.apps.length);
}

function* sections(inventory: Inventory): Generator<Element> {
  const { apps, sources, withUsers } = inventory;
  const gaps = gapLines(inventory);
  yield el('h1', {}, titleOf(inventory));
  yield listOf(sources.map(sourceText));
  for (const line of summaryLines(inventory)) yield el('p', {}, line);
  if (gaps.length > 0)
    yield el('div', { class: 'warn' }, el('p', {}, 'Not everything was read:'), listOf(gaps));
  const names = new Map(sources.map((source) => [source.id, sourceName(source)]));
  yield* trendSection(inventory.history, (id) => names.get(id) ?? id);
  if (apps.length > 0) {
    yield toolbar({
      severities: inventory.quick !== true,
      sources: [...new Set(apps.map(({ source }) => source))],
    });
    yield section('apps', 'Apps', inventoryTable(apps));
  }
  if (withUsers) yield section('users', 'Users', holdersTable(apps));
  if (inventory.compare) yield section('compare', 'Compared', compared(inventory));
}

function holdersTable(apps: readonly InventoryApp[]): Element {
  const rows = apps.flatMap((app) => (app.holders ?? []).map((holder) => ({ app, holder })));
  return sortable({
    caption: 'Users of apps',
    rows,
    columns: [
      { head: 'Org', cell: ({ app }) => placeOf(app) },
      { head: 'User', cell: ({ holder }) => holder.user },
      { head: 'Name', cell: ({ holder }) => text(holder.name) },
      { head: 'App', cell: ({ app }) => app.label || app.apiName },
      { head: 'API name', cell: ({ app }) => app.apiName },
      { head: 'Tokens', cell: ({ holder }) => holder.tokens, number: true },
      { head: 'Created', cell: ({ holder }) => text(holder.created) },
      { head: 'Last used', cell: ({ holder }) => text(holder.lastUse) },
      { head: 'Access', cell: ({ holder }) => text(holder.access) },
    ],
  });
}

function compared({ compare = [] }: Inventory): readonly Element[] {
  if (compare.length === 0) return [el('p', {}, 'No app is in several sources.')];
  return compare.flatMap((app) => [
    el('h3', {}, headOf(app)),
    ...(app.settings.length === 0 ? [] : [differences(app)]),
  ]);
}

function differences({ apiName, settings }: NonNullable<Inventory['compare']>[number]): Element {
  const [first] = settings;
  return sortable({
    caption: `Settings of ${apiName} that differ`,
    rows: settings,
    columns: [
      { head: 'Setting', cell: ({ setting }) => setting },
      ...Object.keys(first?.values ?? {}).map((source) => ({
        head: source,
        cell: ({ values }: (typeof settings)[number]) => {
          const value = values[source];
          return value ? valueText(value) : '';
        },
      })),
    ],
  });
}
