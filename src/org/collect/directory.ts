import { appId, type App, type AppKind } from '../../model/app.js';
import { compareText } from '../../model/location.js';
import type { Listed } from './metadata.js';
import { valueAt, asAnswerText, type Fields, type Answer } from '../client/answer.js';
import type { OrgInventory } from '../usage/inventory.js';
import type { ObjectRows } from '../usage/rows.js';

/** An app as the org knows it, from every place that names it. */
export interface DirectoryEntry {
  readonly kind: AppKind;
  /** The API name with its namespace; where nothing gives it, the label. */
  readonly apiName: string;
  readonly label: string;
  readonly seenIn: 'metadata' | 'rows' | 'tokens';
  /** Its id in the org, 15 characters; empty when nothing gives it. */
  readonly id: string;
  readonly created: string;
  /** When it was last changed; empty where the org does not say. */
  readonly changed: string;
  /** Its row in ConnectedApplication or ExternalClientApplication. */
  readonly row?: Fields;
  /** Whether the org lists it as its own, and so should send its files; undefined where it does not list it. */
  readonly own?: boolean;
  /** Its item in the app menu. */
  readonly item?: Fields;
  /** Ids of its service provider, by which access to an app with SAML is granted, too. */
  readonly providerIds?: readonly string[];
  /** What its files say, where it has any. */
  readonly app?: App;
}

const appKindOfType: Readonly<Record<string, AppKind>> = {
  ConnectedApp: 'connectedApp',
  ExternalClientApplication: 'externalClientApp',
};

/** Every app that the org has, by its metadata, its lists and its rows. Those that are only used come later. */
export function directoryOf(
  apps: readonly App[],
  listed: Answer<readonly Listed[]>,
  inventory: OrgInventory,
): readonly DirectoryEntry[] {
  const entries = new Map<string, DirectoryEntry>();
  for (const app of apps) entries.set(appId(app.kind, app.apiName), entryOfFiles(app));
  for (const one of listed.ok ? listed.value : []) addListed(entries, one);
  for (const row of rowsGiven(inventory.externalClientApplications)) addEca(entries, row);
  const items = menuByApplication(inventory.menuItems);
  for (const row of rowsGiven(inventory.connectedApplications))
    addConnectedApp(entries, row, items);
  const menu = rowsGiven(inventory.menuItems);
  return [...entries.values()]
    .map((entry) => withItems(entry, items, menu))
    .toSorted((a, b) => compareText(appId(a.kind, a.apiName), appId(b.kind, b.apiName)));
}

function withItems(
  entry: DirectoryEntry,
  items: ReadonlyMap<string, Fields>,
  menu: readonly Fields[],
): DirectoryEntry {
  const item = items.get(entry.id);
  const providers = menu.filter(
    (one) =>
      entry.kind === 'connectedApp' &&
      asAnswerText(one['Type']) === 'ServiceProvider' &&
      qualified(asAnswerText(one['NamespacePrefix']), asAnswerText(one['Name'])) === entry.apiName,
  );
  if (item === undefined && providers.length === 0) return entry;
  const providerIds = providers.map((one) => asAnswerText(one['ApplicationId']).slice(0, 15));
  return { ...entry, ...(item && { item }), ...(providerIds.length > 0 && { providerIds }) };
}

export function rowsGiven(rows: ObjectRows): readonly Fields[] {
  return rows.ok ? rows.value : [];
}

function entryOfFiles(app: App): DirectoryEntry {
  const { kind, apiName, label } = app;
  return { kind, apiName, label, seenIn: 'metadata', id: '', created: '', changed: '', app };
}

function addListed(entries: Map<string, DirectoryEntry>, one: Listed): void {
  const { type, fullName, id, createdDate, lastModifiedDate, installed } = one;
  const kind = appKindOfType[type];
  if (kind === undefined) return;
  const key = appId(kind, fullName);
  const found = entries.get(key) ?? rowEntry(kind, fullName, fullName);
  const dates = { created: createdDate, changed: lastModifiedDate };
  entries.set(key, { ...found, id: id.slice(0, 15), ...dates, own: !installed });
}

function rowEntry(kind: AppKind, apiName: string, label: string): DirectoryEntry {
  return {
    kind,
    apiName,
    label: label === '' ? apiName : label,
    seenIn: 'rows',
    id: '',
    created: '',
    changed: '',
  };
}

/** Lists give the id as well; it tells which app a row is of where the org does not show the columns of its name. */
function addEca(entries: Map<string, DirectoryEntry>, row: Fields): void {
  const id = asAnswerText(row['Id']).slice(0, 15);
  const label = asAnswerText(row['MasterLabel']);
  const name = asAnswerText(row['DeveloperName']);
  const apiName =
    name === '' ? firstText(label, id) : qualified(asAnswerText(row['NamespacePrefix']), name);
  const found =
    entryById(entries, 'externalClientApp', id) ??
    entries.get(appId('externalClientApp', apiName)) ??
    rowEntry('externalClientApp', apiName, '');
  entries.set(appId('externalClientApp', found.apiName), withRow(found, row, label));
}

/** Rows of connected apps hold the label; the API name is in the app menu, or was listed with the id. */
function addConnectedApp(
  entries: Map<string, DirectoryEntry>,
  row: Fields,
  items: ReadonlyMap<string, Fields>,
): void {
  const id = asAnswerText(row['Id']).slice(0, 15);
  const item = items.get(id);
  const label = firstText(asAnswerText(row['Name']), asAnswerText(item?.['Label']), id);
  const known =
    entryById(entries, 'connectedApp', id) ??
    onlyOne(
      [...entries.values()],
      (entry) => entry.kind === 'connectedApp' && entry.id === '' && entry.label === label,
    );
  // Without the column of the namespace a name might be that of another app.
  const named =
    item?.['NamespacePrefix'] === undefined
      ? ''
      : qualified(asAnswerText(item['NamespacePrefix']), asAnswerText(item['Name']));
  const entry = known ?? rowEntry('connectedApp', named === '' ? label : named, label);
  entries.set(appId('connectedApp', entry.apiName), withRow(entry, row, label));
}

function entryById(
  entries: Map<string, DirectoryEntry>,
  kind: AppKind,
  id: string,
): DirectoryEntry | undefined {
  if (id === '') return undefined;
  return [...entries.values()].find((entry) => entry.kind === kind && entry.id === id);
}

function firstText(...texts: readonly string[]): string {
  return texts.find((one) => one !== '') ?? '';
}

function withRow(entry: DirectoryEntry, row: Fields, label: string): DirectoryEntry {
  const named = entry.seenIn === 'rows' && label !== '' ? { label } : {};
  const created = entry.created === '' ? asAnswerText(row['CreatedDate']) : entry.created;
  // A row changes with its policies as well, which its file does not know.
  const changed = [entry.changed, asAnswerText(row['LastModifiedDate'])].toSorted().at(-1) ?? '';
  const id = entry.id === '' ? asAnswerText(row['Id']).slice(0, 15) : entry.id;
  return { ...entry, ...named, id, created, changed, row };
}

function qualified(namespace: string, name: string): string {
  return namespace === '' || name === '' ? name : `${namespace}__${name}`;
}

function menuByApplication(items: ObjectRows): ReadonlyMap<string, Fields> {
  const withId = rowsGiven(items).filter((item) => asAnswerText(item['ApplicationId']) !== '');
  return new Map(withId.map((item) => [asAnswerText(item['ApplicationId']).slice(0, 15), item]));
}

/** The one that fits; undefined when none does, and when several do. */
export function onlyOne<T>(all: readonly T[], fits: (one: T) => boolean): T | undefined {
  const [first, second] = all.filter(fits);
  return second === undefined ? first : undefined;
}

/** The value of a relationship as text. */
export function related(row: Fields, path: string): string {
  return asAnswerText(valueAt(row, path));
}
