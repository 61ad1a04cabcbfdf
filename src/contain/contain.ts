import type { Inventory, InventoryApp } from '../report/inventory.js';
import type { OrgIdentity } from '../model/org.js';
import { groupBy } from '../model/group-by.js';
import { plainText } from '../model/plain-text.js';
import { revokeCommand } from './commands.js';

/** A file to write, below the folder of `--out`. */
export interface ContainFile {
  readonly path: string;
  readonly text: string;
}

/** What stands in the place of a consumer key that nobody gave. */
export const keyPlaceholder = 'CONSUMER_KEY_OF_THE_APP';

export interface ContainRequest {
  readonly inventory: Inventory;
  /** Stands in the metadata file only. */
  readonly consumerKey: string | undefined;
  /** The list of users, as `inventory --with-users` writes it. */
  readonly holders: string;
}

/** The files of an incident: what to block and revoke, in which order, and what stops. Nothing is executed. */
export function containFiles({
  inventory,
  consumerKey,
  holders,
}: ContainRequest): readonly ContainFile[] {
  const blocks = [...groupBy(inventory.apps, fileNameOf)].map(([name, [app]]) => ({
    path: blockPath(name),
    text: app ? blockText(app, name, consumerKey ?? keyPlaceholder) : '',
  }));
  return [
    { path: 'contain.md', text: planText(inventory, consumerKey !== undefined) },
    { path: 'holders.csv', text: holders },
    { path: 'commands.txt', text: commandsText(inventory) },
    ...blocks,
  ];
}

function blockPath(name: string): string {
  return `blacklistedConsumers/${name}.blacklistedConsumer-meta.xml`;
}

/** The API name, or the label of an app that has none, as a file may be called. */
export function fileNameOf({ apiName, label }: Pick<InventoryApp, 'apiName' | 'label'>): string {
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
  const lines = apps.filter(isOfOrg(sources)).flatMap((app) => {
    const org = targetOf(app.source, orgs.get(app.source));
    // Who may use it and holds no token has nothing to revoke.
    const users = app.holders?.filter(({ tokens }) => tokens > 0).map(({ user }) => user);
    return users
      ? users.map((user) => revokeCommand(org, app.label, user))
      : [revokeCommand(org, app.label)];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function isOfOrg(sources: Inventory['sources']): (app: InventoryApp) => boolean {
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

function planText(inventory: Inventory, keyGiven: boolean): string {
  const { apps, sources, generatedAt, tool } = inventory;
  const unread = sources.filter(({ unread: why }) => why !== undefined);
  const errors = inventory.problems.filter(({ level }) => level === 'error');
  const names = [...new Set(apps.map(fileNameOf))];
  const lines = [
    '# Contain an app',
    '',
    `Written ${generatedAt.slice(0, 10)} by ecaudit ${tool.version}. Nothing of this was executed: nothing in an org has changed.`,
    '',
    ...(inventory.incomplete
      ? incompleteLines(
          unread.map(({ id }) => id),
          errors.map(({ message }) => message),
        )
      : []),
    '## Where it is',
    '',
    '| org or source | app | API name | kind | tokens | users | last use | blocked |',
    '|---|---|---|---|---|---|---|---|',
    ...apps.map(rowOf),
    '',
    '## What stops',
    '',
    ...apps.map(stopText),
    '',
    '## 1. Block',
    '',
    'Blocking ends all sessions of the app at once and keeps it from new ones. In each org: Setup, Connected Apps OAuth Usage, Block;',
    'or deploy the file below, which needs the consumer key of the app (Setup, App Manager, or the vendor).',
    '',
    ...names.map((name) => `- ${code(blockPath(name))}`),
    ...(keyGiven
      ? []
      : [
          '',
          `The files hold ${code(keyPlaceholder)} where the consumer key belongs: put it there, or run again with ${code('--consumer-key KEY')}.`,
        ]),
    '',
    '## 2. Revoke',
    '',
    `${code('commands.txt')} has one command a line for each org, user and app; look at each before you run it. ${code('holders.csv')} lists who holds tokens, and who else may use it.`,
    ...(apps.some(({ holders }) => holders === undefined)
      ? [
          '',
          'Of some apps the users were not read: the command there is for all tokens of the app in that org.',
        ]
      : []),
    '',
    '## 3. Check',
    '',
    '- Run this again: no token is left, and the app is blocked.',
    '- Look through the login history of the users above for addresses that are not theirs, and through what the app read.',
    '- Rotate what the app may have seen: its consumer secret, and credentials in records that its users can read.',
    '',
  ];
  return lines.join('\n');
}

function incompleteLines(unread: readonly string[], errors: readonly string[]): readonly string[] {
  return [
    `**Incomplete**: ${unread.length > 0 ? `not read: ${unread.map(code).join(', ')}.` : 'not everything could be read.'} The app may be there, too.`,
    '',
    ...errors.map((message) => `- ${text(message)}`),
    '',
  ];
}

function rowOf(app: InventoryApp): string {
  const cells = [
    text(app.org ?? app.source),
    text(app.label),
    text(app.apiName),
    app.kind,
    app.tokens ?? 'not known',
    app.users ?? 'not known',
    app.lastUse ?? 'not known',
    app.blocked === null ? 'not known' : app.blocked ? 'yes' : 'no',
  ];
  return `| ${cells.join(' | ')} |`;
}

function stopText({ org, source, label, flows, users, scopes }: InventoryApp): string {
  const by = flows && flows.length > 0 ? flows.join(', ') : 'flows not known';
  const reach = scopes && scopes.length > 0 ? `; scopes ${scopes.map(text).join(', ')}` : '';
  const who = users === null ? 'users not known' : `${users} users`;
  return `- ${text(org ?? source)}: everything that connects through ${text(label)} (${by}; ${who}${reach})`;
}

/** A text that neither ends a cell nor begins markup. */
function text(value: string): string {
  return plainText(value).replace(/[\\`*_{}[\]<>|#!~&]/g, (char) => `\\${char}`);
}

function code(value: string): string {
  return `\`${plainText(value).replaceAll('`', "'")}\``;
}
