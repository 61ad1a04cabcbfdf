// What stands around the rows in the formats for people: when, of what, how much, what was not read.
import { filesHoldNoUsers, isOfFiles, sourceName } from '../../src/report/digest/index.js';
import { appSentences } from '../history/words.js';
import type { Inventory } from '../../src/report/inventory.js';
import type { ReportSource } from '../../src/report/report.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';

/** `Inventory of 2026-11-30 10:00 UTC, ecaudit 0.1.0`. */
export function inventoryTitle({ generatedAt, tool, quick }: Inventory): string {
  const moment = `${generatedAt.slice(0, 10)} ${generatedAt.slice(11, 16)} UTC`;
  const how = quick ? ', quick: lists, rows, tokens and log-ins only' : '';
  return `Inventory of ${moment}, ecaudit ${tool.version}${how}`;
}

/** A source with all that is known of it: `org/emea: 39 apps; Acme, 00D…, Enterprise Edition, EU47, API 68.0, user a@x.test`. */
export function inventorySourceText({ id, apps, org, unread }: ReportSource): string {
  if (unread !== undefined) return `${plainText(id)}: not read (${plainText(unread)})`;
  const facts = org
    ? [
        org.name,
        org.id,
        org.type,
        org.sandbox === null ? null : org.sandbox ? 'sandbox' : 'production',
        org.instance ?? org.host,
        org.apiVersion && `API ${org.apiVersion}`,
        org.user && `user ${org.user}`,
      ]
    : [];
  const known = facts.filter((one) => one !== null && one !== '').map((one) => plainText(`${one}`));
  return `${plainText(id)}: ${[counted(apps, 'app'), ...known].join(', ')}`;
}

/** What there is, or that there is none of what was asked for, in a sentence each. */
export function inventorySummary(inventory: Inventory): readonly string[] {
  const { apps, asked, sources } = inventory;
  const read = sources.filter(({ unread }) => unread === undefined);
  const among = `${counted(read.length, sourceNoun(sources))} read`;
  const named = asked.map((glob) => plainText(glob)).join(' or ');
  if (apps.length === 0 && asked.length > 0) return [`No app like ${named} in the ${among}.`];
  if (apps.length === 0) return ['No app was found.'];
  if (inventory.withUsers && isOfFiles(sources))
    return [`${countText(inventory)}.`, filesHoldNoUsers];
  if (asked.length === 0 || sources.length === 1) return [`${countText(inventory)}.`];
  const having = new Set(apps.map(({ source }) => source));
  const without = read.filter(({ id }) => !having.has(id)).map(({ id }) => plainText(id));
  const found = `${countText(inventory)}: in ${having.size} of the ${among}.`;
  return without.length === 0 ? [found] : [found, `Not in: ${without.join(', ')}.`];
}

function countText({ apps }: Inventory): string {
  const kinds = [
    ['External Client App', apps.filter(({ kind }) => kind === 'externalClientApp').length],
    ['Connected App', apps.filter(({ kind }) => kind === 'connectedApp').length],
  ] as const;
  const parts = kinds.filter(([, count]) => count > 0).map(([noun, count]) => counted(count, noun));
  return parts.join(' and ');
}

function sourceNoun(sources: readonly ReportSource[]): string {
  return sources.every(({ kind }) => kind === 'org') ? 'org' : 'source';
}

/** What was asked for and not read. */
export function unreadLines({ problems }: Inventory): readonly string[] {
  return problems.filter(({ level }) => level === 'error').map(({ message }) => plainText(message));
}

/** By `--history`: which apps came and went, and how many there were. */
export function cameAndWent({ history, sources }: Inventory): readonly string[] {
  if (!history) return [];
  const names = new Map(sources.map((source) => [source.id, sourceName(source)]));
  const { trend, leftOut } = history;
  const counts = trend.map(({ date, apps, notes }) => {
    const but = notes.length > 0 ? ` (${plainText(notes.join('; '))})` : '';
    return `${date} ${counted(apps, 'app')}${but}`;
  });
  return [
    ...(counts.length > 1 ? [`Trend: ${counts.join(', ')}.`] : []),
    ...appSentences(history, (id) => names.get(id) ?? id),
    ...leftOut.map((text) => `--history: ${plainText(text)}.`),
  ];
}
