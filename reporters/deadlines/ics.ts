// Dates as an iCalendar file, RFC 5545: all-day events, one for each date and source.
import { createHash } from 'node:crypto';
import { daysAfter, type DeadlineDigest, type Digest } from '../../src/report/digest/index.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { notReadLines } from './not-read.js';

/** What is known as a release only has no day, and so no event. */
export function deadlinesIcs({ deadlines, report }: Digest): string {
  const orgs = new Map(report.sources.map(({ id, org }) => [id, org?.id ?? id]));
  const stamp = `${report.generatedAt.replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//ecaudit//ecaudit ${textValue(report.tool.version)}//EN`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...incompleteEventLines(report),
    ...deadlines.flatMap((one) =>
      eachOrgOnce(sourcesConcerned(one), orgs).flatMap(([org, source]) =>
        eventLines(one, { source, org, stamp }),
      ),
    ),
    'END:VCALENDAR',
  ];
  return lines
    .flatMap(foldIcsLine)
    .map((line) => `${line}\r\n`)
    .join('');
}

/** A calendar that is not whole says so where programs show what it is about. */
function incompleteEventLines(report: Digest['report']): readonly string[] {
  const lines = notReadLines({ report });
  return lines.length === 0 ? [] : [`X-WR-CALDESC:${textValue(lines.join('\n'))}`];
}

interface Event {
  readonly source: string;
  /** What tells the org, whatever it is called today: its id where there is one. */
  readonly org: string;
  readonly stamp: string;
}

/** An org under two aliases is one, and has one event of each kind. */
function eachOrgOnce(
  sources: readonly string[],
  orgs: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const named = sources.map((source) => [orgs.get(source) ?? source, source] as const);
  return [...new Map(named.toReversed()).entries()].toReversed();
}

function sourcesConcerned({ deadline: { apps, clients } }: DeadlineDigest): readonly string[] {
  return [...new Set([...apps, ...clients].map(({ source }) => source))];
}

function eventLines(one: DeadlineDigest, { source, org, stamp }: Event): readonly string[] {
  const { id, date, source: page } = one.deadline;
  if (date === undefined) return [];
  const key = createHash('sha256').update(org).digest('hex').slice(0, 16);
  return [
    'BEGIN:VEVENT',
    `UID:${date}-${id}-${key}@ecaudit`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${compact(date)}`,
    `DTEND;VALUE=DATE:${compact(daysAfter(date, 1))}`,
    `SUMMARY:${textValue(`${source}: ${one.sentence}`)}`,
    `DESCRIPTION:${textValue(describe(one, source))}`,
    ...(page.url === undefined ? [] : [`URL:${page.url}`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** How many apps a description names. */
const mostDescribedApps = 50;

function describe({ apps, deadline, action }: DeadlineDigest, source: string): string {
  const own = apps.filter((app) => app.source === source);
  const clients = deadline.clients.filter((client) => client.source === source);
  const rest = own.length - mostDescribedApps;
  return [
    ...own
      .slice(0, mostDescribedApps)
      .map(({ apiName, label, inUse }) => `${label ?? apiName} (${apiName}): ${useInEvent(inUse)}`),
    ...(rest > 0 ? [`and ${counted(rest, 'more app')}`] : []),
    ...clients.map(({ name, users }) => `${name}: ${counted(users, 'user')}`),
    ...(action === '' ? [] : [action]),
  ]
    .map(plainText)
    .join('\n');
}

function useInEvent(inUse: boolean | null): string {
  return inUse === null ? 'use not known' : inUse ? 'in use' : 'not in use';
}

function compact(date: string): string {
  return date.replaceAll('-', '');
}

/** A value of the type TEXT (RFC 5545, 3.3.11). Other control characters than a line feed are not allowed in it. */
function textValue(text: string): string {
  return text
    .split('\n')
    .map((line) => plainText(line).replace(/[\\;,]/g, (char) => `\\${char}`))
    .join(String.raw`\n`);
}

/** Lines of at most 75 bytes without the break, never cut inside a character (RFC 5545, 3.1). */
function foldIcsLine(line: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  let bytes = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (bytes + size > 75) {
      lines.push(current);
      current = ' ';
      bytes = 1;
    }
    current += char;
    bytes += size;
  }
  return [...lines, current];
}
