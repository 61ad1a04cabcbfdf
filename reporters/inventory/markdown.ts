// The inventory for a wiki or a ticket.
import type { Holder, Inventory, InventoryApp } from '../../src/report/inventory.js';
import { severityCounts } from '../../src/report/text/words.js';
import { markdownProse, tableRow } from '../markdown/markup.js';
import {
  deadlineText,
  kindText,
  migrationTexts,
  orgOrSource,
  publisherTexts,
  cellText,
  yesNo,
  comparedLines,
} from './cells.js';
import {
  unreadLines,
  cameAndWent,
  inventorySourceText,
  inventorySummary,
  inventoryTitle,
} from './summary.js';

export function inventoryMarkdown(inventory: Inventory): string {
  const { apps, sources, withUsers } = inventory;
  const lines = [
    `## ${markdownProse(inventoryTitle(inventory))}`,
    '',
    ...sources.map((one) => `- ${markdownProse(inventorySourceText(one))}`),
    '',
    ...[...inventorySummary(inventory), ...cameAndWent(inventory)].map(markdownProse),
    ...unreadLines(inventory).map((line) => `- Not read: ${markdownProse(line)}`),
    '',
    ...(apps.length > 0 ? appTable(apps) : []),
    ...(withUsers ? holderTable(apps) : []),
    ...comparedLines(inventory).map((line) =>
      line.startsWith('- ') ? `- ${markdownProse(line.slice(2))}` : `\n${markdownProse(line)}\n`,
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

type RowCells = readonly (string | number)[];

function rows(head: RowCells, body: readonly RowCells[]): readonly string[] {
  return [
    tableRow(head),
    tableRow(head.map(() => '---')),
    ...body.map((cells) => tableRow(cells.map((cell) => markdownProse(String(cell))))),
    '',
  ];
}

function appTable(apps: readonly InventoryApp[]): readonly string[] {
  const head = [
    'App',
    'API name',
    'Kind',
    'Org or source',
    'Publisher',
    'Installed',
    'Users',
    'Tokens',
    'Last use',
    'Findings',
    'Migration',
    'Next date',
  ];
  return rows(
    head,
    apps.map((app) => [
      app.label || app.apiName,
      app.apiName,
      kindText(app),
      orgOrSource(app),
      app.publisher ? publisherTexts[app.publisher] : '',
      yesNo(app.installed),
      cellText(app.users),
      cellText(app.tokens),
      cellText(app.lastUse),
      app.findings ? severityCounts(app.findings) || 'none' : '',
      app.migration ? migrationTexts[app.migration] : '',
      deadlineText(app.nextDeadline),
    ]),
  );
}

function holderTable(apps: readonly InventoryApp[]): readonly string[] {
  const cells = (app: InventoryApp, holder: Holder): RowCells => [
    orgOrSource(app),
    holder.user,
    cellText(holder.name),
    app.label || app.apiName,
    holder.tokens,
    cellText(holder.created),
    cellText(holder.lastUse),
    cellText(holder.access),
  ];
  return rows(
    ['Org', 'User', 'Name', 'App', 'Tokens', 'Created', 'Last used', 'Access'],
    apps.flatMap((app) => (app.holders ?? []).map((holder) => cells(app, holder))),
  );
}
