// What is bad practice and stays: because a vendor's guide demands it, or because the configuration says so, until when.
import { sourceFacts, type ExcusedDemand } from '../../src/report/digest/index.js';
import { plainProse, plainText } from '../../src/report/text/plain-text.js';
import { namedAppsText, counted } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
import { listItem, paragraph, type Page } from './page.js';

export function acceptedLines(page: Page): readonly string[] {
  const { demands, suppressed } = page.digest.accepted;
  return [
    ...acceptedSection(page, "Accepted because the vendor's guide demands it", demands, (demand) =>
      demandLines(page, demand),
    ),
    ...acceptedSection(page, 'Suppressed by the configuration', suppressed, (result) =>
      listItem(page, suppressedText(result), 0, 'dim'),
    ),
  ];
}

function acceptedSection<T>(
  page: Page,
  head: string,
  all: readonly T[],
  lines: (one: T) => readonly string[],
): readonly string[] {
  return all.length === 0 ? [] : [...paragraph(page, head, 0, 'bold'), ...some(page, all, lines)];
}

function some<T>(page: Page, all: readonly T[], lines: (one: T) => readonly string[]): string[] {
  const shown = page.verbose ? all : all.slice(0, page.room.items);
  const rest = all.length - shown.length;
  const more = rest > 0 ? listItem(page, `and ${rest} more (-v lists them)`, 0, 'dim') : [];
  return [...shown.flatMap(lines), ...more];
}

/** What the guide excuses, where, and the rule of the guide; with -v the guide itself, to judge it by. */
function demandLines(page: Page, demand: ExcusedDemand): readonly string[] {
  const { rule, rules, apps, findings, source, alternative } = demand;
  const count = findings > rules.length ? `: ${counted(findings, 'finding')}` : '';
  const where = page.digest.report.summary.apps > 1 ? ` in ${namedAppsText(apps)}` : '';
  const text = `${rules.join(', ')}${where} (${rule})${count}`;
  const facts = source ? [source.title, ...sourceFacts(source)].join(', ') : '';
  return [
    ...listItem(page, plainText(text), 0, 'dim'),
    ...(page.verbose && facts ? paragraph(page, plainProse(facts), 2, 'dim') : []),
    ...((page.verbose || page.room.items > 2) && alternative !== undefined
      ? paragraph(page, `Less permissive alternative: ${plainProse(alternative)}`, 2)
      : []),
  ];
}

/** `flows/pkce-required: the reason (owner integrations team, until 2027-03-31, ecaudit.config.yaml:9) in Order_Sync`. */
function suppressedText({ rule, app, suppressed = {} }: Result): string {
  const { reason = 'no reason given', owner, expires, location } = suppressed;
  const place = location && `${location.file}:${location.startLine}`;
  const facts = [owner && `owner ${owner}`, expires && `until ${expires}`, place].filter(Boolean);
  const end = expires === undefined ? ', without an end' : '';
  return plainProse(`${rule}: ${reason} (${facts.join(', ')}) in ${app}${end}`);
}
