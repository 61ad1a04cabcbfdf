// What every report for people begins with: when, by which version, of what, by which configuration, without what.
import { orgNamesOf, type OrgIdentity } from '../../model/org.js';
import type { SourceKind } from '../../model/app.js';
import type { LeftOut, Partly, Report, ReportSource } from '../report.js';
import { clip, plainText } from '../text/plain-text.js';
import { counted } from '../text/words.js';

export interface Header {
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** `2026-11-30 10:00 UTC`. */
  readonly when: string;
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
  /** `135 apps`; `2 of 28 apps, changed since main`. */
  readonly scope: string;
}

export interface SourceHeader {
  readonly id: string;
  readonly kind: SourceKind;
  /** The alias of an org; else the source as it was named. */
  readonly name: string;
  readonly apps: number;
  readonly files: number;
  /** Its name, id, type, instance, API version and the user who looked. */
  readonly org?: OrgIdentity;
  /** What is known of the org, each a few words. */
  readonly facts: readonly string[];
  /** Why it could not be read. */
  readonly unread?: string;
}

export function headerOf(report: Report): Header {
  const { config, configFrom, partial = [], sources, generatedAt } = report;
  const headers = sources.map(sourceHeader);
  return {
    generatedAt,
    when: `${generatedAt.slice(0, 10)} ${generatedAt.slice(11, 16)} UTC`,
    version: report.tool.version,
    sources: headers,
    config: config === undefined ? 'no configuration' : `configuration ${plainText(config)}`,
    ...(configFrom !== undefined && { configFrom }),
    partial,
    unread: headers.flatMap(({ id, unread }) =>
      unread === undefined ? [] : [`${plainText(id)} was not read (${unread})`],
    ),
    scope: scopeText(report),
  };
}

function sourceHeader(source: ReportSource): SourceHeader {
  const { id, kind, apps, files, org, unread } = source;
  return {
    id,
    kind,
    name: sourceName(source),
    apps,
    files,
    ...(org && { org }),
    facts: org ? orgFacts(org) : [],
    ...(unread !== undefined && { unread: plainText(clip(unread, 200)) }),
  };
}

/** What people call a source: the alias of an org, else the source as it was named. */
export function sourceName(source: Pick<ReportSource, 'id' | 'kind' | 'org'>): string {
  return plainText(orgNamesOf(source).alias ?? source.id);
}

/** `Acme`, `00D…`, `Enterprise Edition`, `sandbox`, `EU47`, `API 68.0`, `as a@x.test`; without what is not known. */
function orgFacts(org: OrgIdentity): readonly string[] {
  const { name, id, type, sandbox, instance, host, apiVersion, user } = org;
  const facts = [
    name,
    id,
    type,
    sandbox === null ? null : sandbox ? 'sandbox' : 'production',
    instance ?? host,
    apiVersion && `API ${apiVersion}`,
    user && `read by ${user}`,
  ];
  return facts.flatMap((fact) => (fact ? [plainText(clip(fact, 200))] : []));
}

/** How many of the apps that were found this report is about, and what changed since when. */
function scopeText({ summary, sources, partial = [] }: Report): string {
  const found = sources.reduce((sum, { apps }) => sum + apps, 0);
  if (!partial.some(({ by }) => by !== 'ruleset' && by !== 'rule') || found === 0)
    return counted(summary.apps, 'app');
  const changed = partial.find(({ by }) => by === 'changed-since');
  const since = changed ? `, changed since ${plainText(clip(changed.values.join(), 200))}` : '';
  return `${summary.apps} of ${counted(found, 'app')}${since}`;
}

/** What was not looked at or is not shown, each in a few words. */
export function leftOutTexts(report: Report, listedFails: number): readonly string[] {
  const { summary, options, level, leftOut = [] } = report;
  const hidden = summary.fail - listedFails;
  const why = `--min-severity ${options.minSeverity}, --include ${options.include.join(',')}`;
  const shown = hidden > 0 ? [`${counted(hidden, 'finding')} not listed (${why})`] : [];
  const off = level?.off ?? 0;
  const levels =
    off > 0 ? [`${counted(off, 'rule')} off by level (--level optional has them)`] : [];
  return [...shown, ...levels, ...flagTexts(leftOut.filter(({ by }) => !inHeader.has(by)))];
}

/** What the flags of the caller leave out, each flag by its name: for formats that have no header. */
export function leftOutByFlags({ leftOut = [] }: Report): readonly string[] {
  return flagTexts(leftOut);
}

/** What a header says by itself: where other reasons count as well, and in its scope. */
const inHeader: ReadonlySet<LeftOut['by']> = new Set(['min-severity', 'level', 'changed-since']);

function flagTexts(all: readonly LeftOut[]): readonly string[] {
  return all.map(({ message }) => plainText(clip(message, 200)));
}
