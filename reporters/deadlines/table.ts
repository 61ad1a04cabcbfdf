import { deadlineUse, type DeadlineDigest, type Digest } from '../../src/report/digest/index.js';
import type { Style } from '../../src/report/report.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { wrap } from '../../src/report/text/wrap.js';
import { counted } from '../../src/report/text/words.js';
import { listItem, tablePage, paragraph, type Page } from '../table/page.js';
import { notReadLines } from './not-read.js';

/** How many apps of a deadline are told without -v. */
const mostDeadlineApps = 12;

/** What changes on which day, for people at a terminal. */
export function deadlinesTable(digest: Digest, style: Style): string {
  const page = tablePage(digest, style);
  const { deadlines, allDeadlines, report } = digest;
  const quiet = allDeadlines.filter((one) => !deadlines.includes(one));
  const sections = [
    paragraph(page, deadlinesHeadline(digest), 0, 'bold'),
    ...deadlines.map((one) => deadlineLines(page, one)),
    quiet.length > 0
      ? wrap(quietDeadlines(page, quiet), page.width).map((line) => page.paint(line, 'dim'))
      : [],
    notReadLines(digest).flatMap((line) => paragraph(page, line, 0, 'yellow')),
    report.apps.length > 0 ? [] : paragraph(page, 'There is no app to look at.'),
  ];
  const texts = sections.filter(({ length }) => length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function deadlinesHeadline({ deadlines, report }: Digest): string {
  const day = report.generatedAt.slice(0, 10);
  const of = `${counted(report.apps.length, 'app')} of ${counted(report.sources.length, 'source')}`;
  return deadlines.length === 0
    ? `${day}: no date of the platform is known to concern ${of}.`
    : `${day}: ${counted(deadlines.length, 'date')} of the platform for ${of}`;
}

function deadlineLines(page: Page, one: DeadlineDigest): readonly string[] {
  const { deadline, apps, days, action } = one;
  const look = days < 90 && one.uses.inUse > 0 ? (['red', 'bold'] as const) : (['bold'] as const);
  const shown = page.verbose ? apps : apps.slice(0, mostDeadlineApps);
  const rest = apps.length - shown.length;
  return [
    ...paragraph(page, `${one.when} (${inDays(days)})  ${one.sentence}`, 0, ...look),
    ...paragraph(page, `${deadlineUse(one)}.`, 2),
    ...sameTexts(shown, one).flatMap((text) => listItem(page, text, 2)),
    ...(rest > 0 ? listItem(page, `and ${counted(rest, 'more app')}; -v shows all`, 2, 'dim') : []),
    ...deadline.clients.flatMap((client) => listItem(page, clientText(client), 2)),
    ...(action === '' ? [] : paragraph(page, `Do: ${action}`, 2)),
    ...paragraph(page, `Source: ${deadline.source.title}`, 2, 'dim'),
  ];
}

function inDays(days: number): string {
  if (days === 0) return 'today';
  return days > 0 ? `in ${counted(days, 'day')}` : `${counted(-days, 'day')} ago`;
}

const uses = { true: 'in use', false: 'not in use', null: 'use not known' } as const;

type Concerned = DeadlineDigest['deadline'];

/** Apps of which the same is said stand together. */
function sameTexts(apps: Concerned['apps'], one: DeadlineDigest): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const app of apps) {
    const what = whatText(app, one);
    groups.set(what, [...(groups.get(what) ?? []), nameText(app)]);
  }
  return [...groups].map(([what, names]) => `${names.join(', ')}: ${what}`);
}

function nameText({ id, label }: Concerned['apps'][number]): string {
  const named = label === null || id.endsWith(label) ? '' : ` "${plainText(label)}"`;
  return plainText(id) + named;
}

/** Where nobody knows of any app whether it is used, one line for all has said so. */
function whatText(
  { inUse, because }: Concerned['apps'][number],
  { apps, uses: { unknown } }: DeadlineDigest,
): string {
  const use = unknown === apps.length ? '' : `${uses[`${inUse}`]}; `;
  return use + plainText(because);
}

function clientText({ name, source, users }: Concerned['clients'][number]): string {
  return `${plainText(source)}: ${plainText(name)}, used by ${counted(users, 'user')}`;
}

function quietDeadlines({ verbose }: Page, quiet: readonly DeadlineDigest[]): string {
  const known = 'Nothing here is known to be concerned by';
  if (!verbose)
    return `${known} ${counted(quiet.length, 'other date')} of the platform (-v lists them).`;
  return `${known}: ${quiet.map(({ sentence }) => sentence).join('; ')}.`;
}
