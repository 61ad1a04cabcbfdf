// The plan of an incident, as Markdown.
import type { Inventory, InventoryApp } from '../../src/report/inventory.js';
import { code, markdownProse, tableRow } from '../markdown/markup.js';

/** The files that block the apps. */
export interface Blocking {
  readonly blocks: readonly string[];
  /** What stands in them for a key that nobody gave. */
  readonly placeholder?: string;
}

/** What an incident needs, in order: block, revoke, check. */
export function containMarkdown(inventory: Inventory, { blocks, placeholder }: Blocking): string {
  const { apps, sources, generatedAt, tool } = inventory;
  const unread = sources.filter(({ unread: why }) => why !== undefined);
  const errors = inventory.problems.filter(({ level }) => level === 'error');
  const lines = [
    '# Contain an app',
    '',
    `Written ${generatedAt.slice(0, 10)} by ecaudit ${tool.version}. Nothing of this was executed: nothing in an org has changed.`,
    '',
    ...(inventory.incomplete
      ? unreadSourceLines(
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
    ...blocks.map((path) => `- ${code(path)}`),
    ...(placeholder === undefined
      ? []
      : [
          '',
          `The files hold ${code(placeholder)} where the consumer key belongs: put it there, or run again with ${code('--consumer-key KEY')}.`,
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

function unreadSourceLines(
  unread: readonly string[],
  errors: readonly string[],
): readonly string[] {
  return [
    `**Incomplete**: ${unread.length > 0 ? `not read: ${unread.map(code).join(', ')}.` : 'not everything could be read.'} The app may be there, too.`,
    '',
    ...errors.map((message) => `- ${markdownProse(message)}`),
    '',
  ];
}

function rowOf(app: InventoryApp): string {
  const cells = [
    markdownProse(app.org ?? app.source),
    markdownProse(app.label),
    markdownProse(app.apiName),
    app.kind,
    app.tokens ?? 'not known',
    app.users ?? 'not known',
    app.lastUse ?? 'not known',
    app.blocked === null ? 'not known' : app.blocked ? 'yes' : 'no',
  ];
  return tableRow(cells);
}

function stopText({ org, source, label, flows, users, scopes }: InventoryApp): string {
  const by = flows && flows.length > 0 ? flows.join(', ') : 'flows not known';
  const reach =
    scopes && scopes.length > 0 ? `; scopes ${scopes.map(markdownProse).join(', ')}` : '';
  const who = users === null ? 'users not known' : `${users} users`;
  return `- ${markdownProse(org ?? source)}: everything that connects through ${markdownProse(label)} (${by}; ${who}${reach})`;
}
