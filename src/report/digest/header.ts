// What every report for people begins with: when, by which version, of what, by which configuration, without what.
import type { OrgIdentity } from '../../model/org.js';
import type { Problem } from '../problem.js';
import type { Partly, Report } from '../report.js';
import { clip, plainText } from '../text/plain-text.js';
import { counted } from '../text/words.js';

export interface Header {
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly version: string;
  readonly sources: readonly SourceHeader[];
  /** `configuration ecaudit.config.yaml`; `no configuration`. */
  readonly config: string;
  /** The revision that it was read at. */
  readonly configFrom?: string;
  /** What kept this run from being about every app and rule. */
  readonly partial: readonly Partly[];
  /** The sources that could not be read at all, each with the reason. */
  readonly unread: readonly string[];
}

export interface SourceHeader {
  readonly id: string;
  readonly apps: number;
  readonly files: number;
  /** Its name, id, type, instance, API version and the user who looked. */
  readonly org?: OrgIdentity;
}

export function headerOf(report: Report): Header {
  const { config, configFrom, partial = [], sources } = report;
  return {
    generatedAt: report.generatedAt,
    version: report.tool.version,
    sources: sources.map(({ id, apps, files, org }) => ({ id, apps, files, ...(org && { org }) })),
    config: config === undefined ? 'no configuration' : `configuration ${plainText(config)}`,
    ...(configFrom !== undefined && { configFrom }),
    partial,
    unread: sources.flatMap(({ id, unread }) =>
      unread === undefined
        ? []
        : [`${plainText(id)} was not read (${plainText(clip(unread, 200))})`],
    ),
  };
}

/** What is counted but not shown, or shown but does not count; each in a few words. */
export function leftOutOf(report: Report, listedFails: number): readonly string[] {
  const { summary, options, baseline, level } = report;
  const { excused, suppressed, baselined, echo, repeated } = summary;
  const counts = [
    [excused, 'of the findings accepted because a guide demands it'],
    [suppressed, 'suppressed'],
    [baselined, 'known from the baseline'],
    [echo, 'told by other findings'],
    [repeated, 'failed only as others do, because of a setting of the org'],
    [baseline?.gone.length ?? 0, 'of the baseline are gone'],
    [level?.off ?? 0, 'rules are off by their level (--level optional has them)'],
  ] as const;
  const parts = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const hidden = summary.fail - listedFails;
  const why = `--min-severity ${options.minSeverity}, --include ${options.include.join(',')}`;
  const shown = hidden > 0 ? [`${counted(hidden, 'finding')} not listed (${why})`] : [];
  return [...parts, ...shown, ...unchanged(report.problems), ...byFlags(report.leftOut)];
}

function unchanged(problems: readonly Problem[]): readonly string[] {
  return problems
    .filter(({ kind }) => kind === 'unchanged-apps')
    .map(({ message }) => plainText(clip(message, 200)));
}

/** What is not listed is counted already, where other reasons count as well. */
function byFlags(all: Report['leftOut'] = []): readonly string[] {
  return all
    .filter(({ by }) => by !== 'min-severity')
    .map(({ message }) => plainText(clip(message, 200)));
}
