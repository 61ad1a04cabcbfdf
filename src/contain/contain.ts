import type { Inventory, InventoryApp } from '../report/inventory.js';
import type { OrgIdentity } from '../model/org.js';
import { groupBy } from '../model/lists.js';
import { plainText } from '../model/unsafe-characters.js';

/** A file to write, below the folder of `--out`. */
interface ContainFile {
  readonly path: string;
  readonly text: string;
}

/** What stands in the place of a consumer key that nobody gave. */
export const keyPlaceholder = 'CONSUMER_KEY_OF_THE_APP';

interface ContainRequest {
  readonly inventory: Inventory;
  /** Stands in the metadata file only. */
  readonly consumerKey: string | undefined;
  /** The list of users, as `inventory --with-users` writes it. */
  readonly holders: string;
  /** What to do in which order, as `containMarkdown` lays it out. */
  readonly plan: string;
}

/** The files that block the apps, by their paths. */
export function blockPaths({ apps }: Inventory): readonly string[] {
  return [...new Set(apps.map(fileNameOf))].map(blockPath);
}

/** The files of an incident: what to block and revoke, in which order, and what stops. Nothing is executed. */
export function containFiles({
  inventory,
  consumerKey,
  holders,
  plan,
}: ContainRequest): readonly ContainFile[] {
  const blocks = [...groupBy(inventory.apps, fileNameOf)].map(([name, [app]]) => ({
    path: blockPath(name),
    text: app ? blockText(app, name, consumerKey ?? keyPlaceholder) : '',
  }));
  return [
    { path: 'contain.md', text: plan },
    { path: 'holders.csv', text: holders },
    { path: 'commands.txt', text: commandsText(inventory) },
    ...blocks,
  ];
}

function blockPath(name: string): string {
  return `blacklistedConsumers/${name}.blacklistedConsumer-meta.xml`;
}

/** The API name, or the label of an app that has none, as a file may be called. */
function fileNameOf({ apiName, label }: Pick<InventoryApp, 'apiName' | 'label'>): string {
  return (apiName || label).replace(/[^A-Za-z0-9_]/g, '_');
}

/** Metadata API Developer Guide, BlacklistedConsumer (API 49 and later). */
function blockText({ label }: InventoryApp, name: string, key: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<BlacklistedConsumer xmlns="http://soap.sforce.com/2006/04/metadata">
    <blockedByApiWhitelisting>false</blockedByApiWhitelisting>
    <consumerKey>${xml(key)}</consumerKey>
    <consumerName>${xml(name)}</consumerName>
    <masterLabel>${xml(label || name)}</masterLabel>
</BlacklistedConsumer>
`;
}

function xml(value: string): string {
  return plainText(value).replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** One command a line for each org, user and app; where the users were not read, one for each org and app. */
function commandsText({ apps, sources }: Inventory): string {
  const orgs = new Map(sources.map(({ id, org }) => [id, org]));
  const lines = apps.filter(orgAppFilter(sources)).flatMap((app) => {
    const org = targetOf(app.source, orgs.get(app.source));
    // Who may use it and holds no token has nothing to revoke.
    const users = app.holders?.filter(({ tokens }) => tokens > 0).map(({ user }) => user);
    return users
      ? users.map((user) => revokeCommand(org, app.label, user))
      : [revokeCommand(org, app.label)];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function orgAppFilter(sources: Inventory['sources']): (app: InventoryApp) => boolean {
  const orgs = new Set(
    sources.filter(({ kind }) => kind === 'org' || kind === 'snapshot').map(({ id }) => id),
  );
  return ({ source }) => orgs.has(source);
}

/** What the Salesforce CLI knows the org by: its alias, else who looked. */
function targetOf(source: string, org: OrgIdentity | undefined): string {
  const alias = /^org\/([^/]+)$/.exec(source)?.[1];
  return alias ?? org?.user ?? org?.host ?? source;
}

/**
 * The command that revokes the tokens of an app in an org, of one user or of all: it asks the org for the handles by which
 * tokens are deleted (OauthToken.DeleteToken), and holds none itself. Source: Object Reference, OauthToken.
 */
export function revokeCommand(org: string, label: string, user?: string): string {
  const of = user === undefined ? '' : ` AND User.Username = ${soql(user)}`;
  const query = `SELECT DeleteToken FROM OauthToken WHERE AppName = ${soql(label)}${of}`;
  const ask = `sf data query --target-org ${shell(org)} --query ${shell(query)} --json`;
  const each = `jq -r '.result.records[].DeleteToken'`;
  const host = `$(sf org display --target-org ${shell(org)} --json | jq -r .result.instanceUrl)`;
  return `${ask} | ${each} | while read -r handle; do curl --silent --data-urlencode "token=$handle" "${host}/services/oauth2/revoke"; done`;
}

/** A text of SOQL, whatever an app is called. */
function soql(text: string): string {
  return `'${plainText(text).replace(/[\\']/g, (char) => `\\${char}`)}'`;
}

/** A word of a POSIX shell, whatever is in it. */
function shell(text: string): string {
  const plain = plainText(text);
  return /^[A-Za-z0-9_.@/:-]+$/.test(plain) && !plain.startsWith('-')
    ? plain
    : `'${plain.replaceAll("'", String.raw`'\''`)}'`;
}
