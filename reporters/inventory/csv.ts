// The inventory for a spreadsheet: a row an app and org, or with users a row a user and app.
import { sourceName } from '../../src/report/digest/index.js';
import type { HistoricApp, History } from '../../src/report/history.js';
import type { Holder, Inventory, InventoryApp } from '../../src/report/inventory.js';
import { severities } from '../../src/report/severity.js';
import { csvRow } from '../csv/cells.js';
import { deadlineText, kindText, orgOrSource, cellText, yesNo } from './cells.js';

const inventoryColumns = [
  'org',
  'kind',
  'api name',
  'label',
  'namespace',
  'publisher',
  'owner',
  'created',
  'changed',
  'installed',
  'blocked',
  'permitted users',
  'scopes',
  'flows',
  'users',
  'tokens',
  'last use',
  'vendor',
  ...severities,
  'migration',
  'next deadline',
] as const;

const holderCsvColumns = [
  'org',
  'user',
  'name',
  'api name',
  'label',
  'tokens',
  'created',
  'last used',
  'access',
] as const;

/** With holders, the work list for revocation. What was not read has a row, too: such a list must not look whole. */
export function* inventoryCsv(inventory: Inventory): Generator<string> {
  const { apps, withUsers, history } = inventory;
  const appColumns = history ? [...inventoryColumns, 'history'] : inventoryColumns;
  yield csvRow(withUsers ? holderCsvColumns : appColumns);
  if (withUsers) yield* holders(apps);
  else for (const app of apps) yield csvRow([...appCells(app), ...historyCells(app, history)]);
  const width = (withUsers ? holderCsvColumns : appColumns).length;
  // What is gone is no app to work on; it has a row as what was not read has one.
  for (const app of withUsers ? [] : (history?.gone ?? []))
    yield csvRow(goneCells(app, inventory, width));
  for (const [place, why] of notRead(inventory)) {
    const cells = withUsers ? [place, notReadText, why] : [place, notReadText, '', why];
    yield csvRow([...cells, ...Array.from({ length: width - cells.length }, () => '')]);
  }
}

const notReadText = 'not read';

/** Sources that could not be read at all, and what else is missing. */
function notRead({ sources, problems }: Inventory): readonly (readonly [string, string])[] {
  const unread = sources.flatMap(({ id, unread: why }): [string, string][] =>
    why === undefined ? [] : [[orgOf(id), why]],
  );
  const told = new Set(unread.map(([org, why]) => `${org}: ${why}`));
  const whole = problems.filter(({ level, message }) => level === 'error' && !told.has(message));
  return [...unread, ...whole.map(({ message }): [string, string] => ['', message])];
}

/** `new since 2026-09-30`, or the day of the first report that has the app. */
function historyCells(listed: InventoryApp, history?: History): readonly string[] {
  if (!history) return [];
  const added = history.added.find(
    ({ source, kind, apiName }) =>
      source === listed.source && kind === listed.kind && apiName === listed.apiName,
  );
  return [
    added ? `new since ${added.before}` : listed.since === undefined ? '' : `since ${listed.since}`,
  ];
}

function goneCells(
  { kind, apiName, label, source, before }: HistoricApp,
  { sources }: Inventory,
  width: number,
): readonly string[] {
  const known = sources.find(({ id }) => id === source);
  const cells = [known ? sourceName(known) : source, kindText({ kind }), apiName, label];
  const blank = Array.from({ length: width - cells.length - 1 }, () => '');
  return [...cells, ...blank, `gone since ${before}`];
}

function orgOf(source: string): string {
  return source.replace(/^org\//, '');
}

function appCells(app: InventoryApp): readonly (string | number)[] {
  return [
    orgOrSource(app),
    kindText(app),
    app.apiName,
    app.label,
    cellText(app.namespace),
    cellText(app.publisher),
    cellText(app.owner),
    cellText(app.created),
    cellText(app.changed),
    yesNo(app.installed),
    yesNo(app.blocked),
    cellText(app.permittedUsers),
    cellOfList(app.scopes),
    cellOfList(app.flows),
    cellText(app.users),
    cellText(app.tokens),
    cellText(app.lastUse),
    cellOfList(app.vendors),
    ...severities.map((severity) => cellText(app.findings?.[severity])),
    cellText(app.migration),
    deadlineText(app.nextDeadline),
  ];
}

function* holders(apps: readonly InventoryApp[]): Generator<string> {
  for (const app of apps)
    for (const holder of app.holders ?? []) yield csvRow(holderCells(app, holder));
}

function holderCells(app: InventoryApp, holder: Holder): readonly (string | number)[] {
  const { user, name, tokens, created, lastUse, access } = holder;
  return [
    orgOrSource(app),
    user,
    cellText(name),
    app.apiName,
    app.label,
    tokens,
    cellText(created),
    cellText(lastUse),
    cellText(access),
  ];
}

function cellOfList(values: readonly string[] | null): string {
  return (values ?? []).join('; ');
}
