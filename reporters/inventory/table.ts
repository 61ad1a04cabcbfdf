// The inventory for a terminal: a line an app and org, as many columns as there is room for.
import type { Holder, Inventory, InventoryApp } from '../../src/report/inventory.js';
import type { Style } from '../../src/report/report.js';
import { severities } from '../../src/report/severity.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { textWidth, wrap } from '../../src/report/text/wrap.js';
import {
  deadlineText,
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

interface TableColumn<T> {
  readonly head: string;
  readonly cell: (row: T) => string;
  readonly right?: true;
  /** Columns are left out from the largest number on where there is no room; those without one stay. */
  readonly spare?: number;
  /** May be cut to make room. */
  readonly cut?: true;
}

const shortKinds = { externalClientApp: 'ECA', connectedApp: 'CA' } as const;

const appColumns: readonly TableColumn<InventoryApp>[] = [
  { head: 'ORG', cell: orgOrSource, cut: true, spare: 0 },
  { head: 'APP', cell: ({ label, apiName }) => label || apiName, cut: true },
  { head: 'API NAME', cell: ({ apiName }) => apiName, cut: true, spare: 9 },
  { head: 'KIND', cell: ({ kind }) => shortKinds[kind] },
  {
    head: 'PUBLISHER',
    cell: ({ publisher }) => (publisher ? publisherTexts[publisher] : ''),
    spare: 5,
  },
  { head: 'INSTALLED', cell: ({ installed }) => yesNo(installed), spare: 6 },
  { head: 'BLOCKED', cell: ({ blocked }) => yesNo(blocked), spare: 4 },
  { head: 'PERMITTED', cell: ({ permittedUsers }) => cellText(permittedUsers), spare: 8 },
  { head: 'USERS', cell: ({ users }) => cellText(users), right: true, spare: 2 },
  { head: 'TOKENS', cell: ({ tokens }) => cellText(tokens), right: true, spare: 1 },
  { head: 'LAST USE', cell: ({ lastUse }) => cellText(lastUse), spare: 1 },
  { head: 'FINDINGS', cell: findingsText, spare: 3 },
  {
    head: 'MIGRATION',
    cell: ({ migration }) => (migration ? migrationTexts[migration] : ''),
    spare: 7,
  },
  { head: 'NEXT DATE', cell: ({ nextDeadline }) => deadlineText(nextDeadline), spare: 4 },
];

interface HeldApp {
  readonly app: InventoryApp;
  readonly holder: Holder;
}

const holderTableColumns: readonly TableColumn<HeldApp>[] = [
  { head: 'ORG', cell: ({ app }) => orgOrSource(app), cut: true, spare: 0 },
  { head: 'USER', cell: ({ holder }) => holder.user, cut: true },
  { head: 'NAME', cell: ({ holder }) => cellText(holder.name), cut: true, spare: 4 },
  { head: 'APP', cell: ({ app }) => app.label || app.apiName, cut: true },
  { head: 'TOKENS', cell: ({ holder }) => String(holder.tokens), right: true },
  { head: 'CREATED', cell: ({ holder }) => cellText(holder.created), spare: 2 },
  { head: 'LAST USED', cell: ({ holder }) => cellText(holder.lastUse), spare: 1 },
  { head: 'ACCESS', cell: ({ holder }) => cellText(holder.access), cut: true, spare: 3 },
];

/** The worst two severities and the rest: `1 critical, 2 high` takes too much room for a column. */
function findingsText({ findings }: InventoryApp): string {
  if (!findings) return '';
  const letters = severities.filter((one) => findings[one] > 0);
  return letters.map((one) => `${findings[one]}${one.charAt(0).toUpperCase()}`).join(' ') || '-';
}

/** A terminal is no place for identities of more sources than these; -v lists them all. */
const mostIdentities = 5;

/** The inventory as text, never wider than `style.width` (60 columns at least). */
export function inventoryAsTable(inventory: Inventory, style: Style): string {
  const width = Math.max(60, style.width);
  const { sources, apps } = inventory;
  const listed = style.verbose ? sources : sources.slice(0, mostIdentities);
  const more = sources.length - listed.length;
  const rows = inventory.withUsers
    ? grid(heldApps(apps), holderTableColumns, width, sources.length > 1)
    : grid(apps, appColumns, width, sources.length > 1);
  const parts = [
    [
      inventoryTitle(inventory),
      ...listed.flatMap((one) =>
        wrap(inventorySourceText(one), width - 2).map((line) => `  ${line}`),
      ),
      ...(more > 0 ? [`  and ${more} more (-v lists them)`] : []),
    ],
    rows,
    comparedLines(inventory).flatMap((line) => wrap(line, width)),
    [...inventorySummary(inventory), ...cameAndWent(inventory)].flatMap((line) =>
      wrap(line, width),
    ),
    unreadLines(inventory).flatMap((line) => wrap(`Not read: ${line}`, width)),
    legend(inventory).flatMap((line) => wrap(line, width)),
  ];
  const texts = parts.filter(({ length }) => length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function heldApps(apps: readonly InventoryApp[]): readonly HeldApp[] {
  return apps.flatMap((app) => (app.holders ?? []).map((holder) => ({ app, holder })));
}

function legend({ apps, withUsers }: Inventory): readonly string[] {
  if (apps.length === 0 || withUsers) return [];
  return [
    'Findings: C critical, H high, M medium, L low, I info. -f csv and -f json have every column.',
  ];
}

const gap = 2;

/** Columns that say nothing of any row are left out, then those that there is no room for; then texts are cut. */
function grid<T>(
  rows: readonly T[],
  all: readonly TableColumn<T>[],
  width: number,
  several: boolean,
): readonly string[] {
  if (rows.length === 0) return [];
  const filled = all
    .filter(({ head }) => head !== 'ORG' || several)
    .map((column) => ({ column, cells: rows.map((row) => plainText(column.cell(row))) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((one) => ({ ...one, width: Math.max(...[one.column.head, ...one.cells].map(textWidth)) }));
  const fitting = cutToFit(dropToFit(filled, width), width);
  const line = (cell: (one: (typeof fitting)[number]) => string): string =>
    fitting
      .map((one) => paddedCell(cell(one), one.width, one.column.right))
      .join(' '.repeat(gap))
      .trimEnd();
  return [
    line(({ column }) => column.head),
    ...rows.map((_, at) => line(({ cells }) => cells[at] ?? '')),
  ];
}

interface Filled<T> {
  readonly column: TableColumn<T>;
  readonly cells: readonly string[];
  readonly width: number;
}

/** A text that may be cut keeps at least this much, and more as long as there are columns that are less worth. */
const leastCut = 16;
const usualCut = 28;

/** From this number on a column is less worth than a name in full. */
const lessWorth = 5;

function total<T>(columns: readonly Filled<T>[], least = Infinity): number {
  const widths = columns.map(({ column, width }) => (column.cut ? Math.min(width, least) : width));
  return widths.reduce((sum, one) => sum + one, gap * (columns.length - 1));
}

function dropToFit<T>(columns: readonly Filled<T>[], width: number): readonly Filled<T>[] {
  const spare = Math.max(...columns.map(({ column }) => column.spare ?? 0));
  if (total(columns, spare >= lessWorth ? usualCut : leastCut) <= width) return columns;
  if (spare === 0) return columns;
  return dropToFit(
    columns.filter(({ column }) => (column.spare ?? 0) !== spare),
    width,
  );
}

/** The widest text gives way first. */
function cutToFit<T>(columns: readonly Filled<T>[], width: number): readonly Filled<T>[] {
  const over = total(columns) - width;
  const widest = Math.max(0, ...columns.filter(({ column }) => column.cut).map((one) => one.width));
  if (over <= 0 || widest <= leastCut) return columns;
  const at = columns.findIndex((one) => one.column.cut && one.width === widest);
  const cut = columns.map((one, index) => (index === at ? { ...one, width: one.width - 1 } : one));
  return cutToFit(cut, width);
}

function paddedCell(cell: string, width: number, right = false): string {
  const fitted = fitTo(cell, width);
  const blank = ' '.repeat(Math.max(0, width - textWidth(fitted)));
  return right ? blank + fitted : fitted + blank;
}

function fitTo(cell: string, width: number): string {
  if (textWidth(cell) <= width) return cell;
  const [first = ''] = wrap(cell.replaceAll(' ', '\u00a0'), width - 1);
  return `${first.replaceAll('\u00a0', ' ')}…`;
}
