// The table of every app.
import type { InventoryApp } from '../../src/report/inventory.js';
import { severities, severityRank, type Severity } from '../../src/report/severity.js';
import {
  deadlineText,
  kindText,
  migrationTexts,
  orgOrSource,
  publisherTexts,
  cellText,
  yesNo,
} from '../inventory/cells.js';
import { localLink, type Child, type Element } from './dom.js';
import { badge, filterData, sortable, type SortableColumn } from './parts.js';

/** A row an app and source; `linkOf` gives the id of the place that tells more of an app. */
export function inventoryTable(
  apps: readonly InventoryApp[],
  linkOf?: (id: string) => string,
): Element {
  const several = new Set(apps.map(({ source }) => source)).size > 1;
  const columns: readonly SortableColumn<InventoryApp>[] = [
    ...(several ? [{ head: 'Org', cell: orgOrSource }] : []),
    { head: 'App', cell: (app): Child => appNameCell(app, linkOf) },
    { head: 'API name', cell: ({ apiName }) => apiName },
    { head: 'Kind', cell: kindText },
    { head: 'Findings', cell: findingsCell, value: findingsValue },
    { head: 'Migration', cell: ({ migration }) => (migration ? migrationTexts[migration] : '') },
    { head: 'Next date', cell: ({ nextDeadline }) => deadlineText(nextDeadline) },
    { head: 'Publisher', cell: ({ publisher }) => (publisher ? publisherTexts[publisher] : '') },
    { head: 'Owner', cell: ({ owner }) => cellText(owner) },
    { head: 'Created', cell: ({ created }) => cellText(created) },
    { head: 'Changed', cell: ({ changed }) => cellText(changed) },
    { head: 'Installed', cell: ({ installed }) => yesNo(installed) },
    { head: 'Blocked', cell: ({ blocked }) => yesNo(blocked) },
    { head: 'Permitted users', cell: ({ permittedUsers }) => cellText(permittedUsers) },
    { head: 'Scopes', cell: ({ scopes }) => (scopes ?? []).join(', ') },
    { head: 'Flows', cell: ({ flows }) => (flows ?? []).join(', ') },
    { head: 'Users', cell: ({ users }) => cellText(users), number: true },
    { head: 'Tokens', cell: ({ tokens }) => cellText(tokens), number: true },
    { head: 'Last use', cell: ({ lastUse }) => cellText(lastUse) },
    { head: 'Guides', cell: ({ vendors }) => vendors.join(', ') },
  ];
  return sortable({
    caption: 'Apps',
    columns: columns.filter(({ cell }) => apps.some((app) => cell(app) !== '')),
    rows: apps,
    attributes: filterData,
  });
}

function appNameCell({ id, label, apiName }: InventoryApp, linkOf?: (id: string) => string): Child {
  const name = label || apiName;
  return linkOf ? localLink(linkOf(id), name) : name;
}

function findingsCell({ findings }: InventoryApp): Child {
  if (!findings) return '';
  const found = severities.filter((one) => findings[one] > 0);
  if (found.length === 0) return 'none';
  return found.flatMap((one) => [badge(one, `${findings[one]} ${one}`), ' ']);
}

/** The worst first: more critical findings, then more high ones, and so on. */
function findingsValue({ findings }: InventoryApp): number {
  const weight = (one: Severity): number => 1000 ** (severities.length - 1 - severityRank(one));
  return severities.reduce(
    (sum, one) => sum + Math.min(findings?.[one] ?? 0, 999) * weight(one),
    0,
  );
}
