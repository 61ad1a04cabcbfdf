// What earlier reports say, in words: for every format for people.
import type { HistoricApp, History, TrendPoint } from '../../src/report/history.js';
import { severities } from '../../src/report/severity.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';

/** How a source is called where it stands for an app: its alias, else its id. */
type SourceName = (source: string) => string;

/** Of an audit: findings and apps that came and went; a sentence each. */
export function historySentences(history: History, nameOf: SourceName): readonly string[] {
  const { before, findings, trend } = history;
  if (before === undefined) return [];
  const gone = trend.length > 0 ? `, ${findings.gone} gone` : '';
  return [
    `Since ${before}: ${counted(findings.added, 'new finding')}${gone}.`,
    ...appSentences(history, nameOf),
  ];
}

/** Apps that came and went, by the day of the report that is compared with. */
export function appSentences(
  { added, gone, before, trend }: History,
  nameOf: SourceName,
): readonly string[] {
  if (before === undefined) return [];
  // What is gone is only said of what could be found.
  if (added.length + gone.length === 0)
    return trend.length > 0 ? [`Since ${before}, no app came or went.`] : [];
  return [...sentences('New', added, nameOf), ...sentences('Gone', gone, nameOf)];
}

function sentences(
  what: 'New' | 'Gone',
  apps: readonly HistoricApp[],
  nameOf: SourceName,
): readonly string[] {
  const days = [...new Set(apps.map(({ before }) => before))].toSorted();
  return days.map((day) => {
    const own = apps.filter(({ before }) => before === day);
    const names = own.slice(0, mostHistoricApps).map((app) => historicAppText(app, nameOf));
    const more = own.length > mostHistoricApps ? ` and ${own.length - mostHistoricApps} more` : '';
    return `${what} since ${day}: ${counted(own.length, 'app')}: ${names.join(', ')}${more}.`;
  });
}

/** More apps than these nobody reads in a sentence; inventories have them all. */
const mostHistoricApps = 30;

function historicAppText({ label, apiName, source }: HistoricApp, nameOf: SourceName): string {
  return `${plainText(clip(label || apiName, 80))} (${plainText(clip(nameOf(source), 80))})`;
}

/** The columns of a trend, and its rows. */
export const trendHead = ['Date', 'Apps', ...severities, 'Note'] as const;

export function trendCells({ date, apps, bySeverity, notes }: TrendPoint): readonly string[] {
  return [
    date,
    String(apps),
    ...severities.map((severity) => String(bySeverity[severity])),
    plainText(notes.join('; ')),
  ];
}

/** `since 2026-09-30`, or that a finding is new; nothing where no earlier report has its source. */
export function sinceText(since: string | undefined, today: string): string {
  if (since === undefined) return '';
  return since === today.slice(0, 10) ? 'new' : `since ${since}`;
}
