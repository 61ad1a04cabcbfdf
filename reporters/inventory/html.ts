// The inventory as one page.
import type { Inventory, InventoryApp } from '../../src/report/inventory.js';
import { el, type Element } from '../html/dom.js';
import { inventoryTable } from '../html/inventory.js';
import { sourceName } from '../../src/report/digest/index.js';
import { htmlPage } from '../html/page.js';
import { trendSection } from '../html/trend.js';
import { bulletList, htmlSection, sortable, toolbar } from '../html/parts.js';
import { orgOrSource, cellText, comparedHeading, comparedValueText } from './cells.js';
import { unreadLines, inventorySourceText, inventorySummary, inventoryTitle } from './summary.js';

export function inventoryHtml(inventory: Inventory): Iterable<string> {
  return htmlPage(inventoryTitle(inventory), inventorySections(inventory), inventory.apps.length);
}

function* inventorySections(inventory: Inventory): Generator<Element> {
  const { apps, sources, withUsers } = inventory;
  const gaps = unreadLines(inventory);
  yield el('h1', {}, inventoryTitle(inventory));
  yield bulletList(sources.map(inventorySourceText));
  for (const line of inventorySummary(inventory)) yield el('p', {}, line);
  if (gaps.length > 0)
    yield el('div', { class: 'warn' }, el('p', {}, 'Not everything was read:'), bulletList(gaps));
  const names = new Map(sources.map((source) => [source.id, sourceName(source)]));
  yield* trendSection(inventory.history, (id) => names.get(id) ?? id);
  if (apps.length > 0) {
    yield toolbar({
      severities: inventory.quick !== true,
      sources: [...new Set(apps.map(({ source }) => source))],
    });
    yield htmlSection('apps', 'Apps', inventoryTable(apps));
  }
  if (withUsers) yield htmlSection('users', 'Users', holdersTable(apps));
  if (inventory.compare) yield htmlSection('compare', 'Compared', comparedSections(inventory));
}

function holdersTable(apps: readonly InventoryApp[]): Element {
  const rows = apps.flatMap((app) => (app.holders ?? []).map((holder) => ({ app, holder })));
  return sortable({
    caption: 'Users of apps',
    rows,
    columns: [
      { head: 'Org', cell: ({ app }) => orgOrSource(app) },
      { head: 'User', cell: ({ holder }) => holder.user },
      { head: 'Name', cell: ({ holder }) => cellText(holder.name) },
      { head: 'App', cell: ({ app }) => app.label || app.apiName },
      { head: 'API name', cell: ({ app }) => app.apiName },
      { head: 'Tokens', cell: ({ holder }) => holder.tokens, number: true },
      { head: 'Created', cell: ({ holder }) => cellText(holder.created) },
      { head: 'Last used', cell: ({ holder }) => cellText(holder.lastUse) },
      { head: 'Access', cell: ({ holder }) => cellText(holder.access) },
    ],
  });
}

function comparedSections({ compare = [] }: Inventory): readonly Element[] {
  if (compare.length === 0) return [el('p', {}, 'No app is in several sources.')];
  return compare.flatMap((app) => [
    el('h3', {}, comparedHeading(app)),
    ...(app.settings.length === 0 ? [] : [comparedSection(app)]),
  ]);
}

function comparedSection({
  apiName,
  settings,
}: NonNullable<Inventory['compare']>[number]): Element {
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
          return value ? comparedValueText(value) : '';
        },
      })),
    ],
  });
}
