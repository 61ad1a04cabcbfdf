// What every report for people begins with: when, by which version, of what, by which configuration, without what.
import { orgNamesOf, type OrgIdentity } from '../../model/org.js';
import type { SourceKind } from '../../model/app.js';
import type { LeftOut, Partly, Report, ReportSource } from '../report.js';
import { clip, plainText } from '../text/plain-text.js';
import { counted } from '../text/words.js';
import type { Problem, ProblemKind } from '../problem.js';
import { withPlace } from './problems.js';

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

// On what terms an audit ran. A pull request can bring a configuration that makes its own audit green: whoever reads that
// it found nothing has to see what was switched off, made milder or left out.

export interface Terms {
  /** What evaluated, what made it milder, what fails the run; each a sentence without its full stop. */
  readonly all: readonly string[];
  /** `146 rules of 14 rulesets`. */
  readonly rules: string;
  /** `findings of high and above fail the run`. */
  readonly fail: string;
  /** How many files .forceignore leaves out; empty where it leaves out none. */
  readonly ignored: readonly string[];
  /** Whether the configuration or `.forceignore` take anything away. */
  readonly milder: boolean;
  /** The causes of what made the audit milder, with the line of each. */
  readonly causes: readonly string[];
}

/** The notes that say what the configuration does to rules. */
const changeKinds: ReadonlySet<ProblemKind> = new Set(['rule-switched-off', 'rule-changed']);

/** Whether a note says what the configuration does to a rule: people are told, be it a note or not. */
export function isChange({ kind }: Pick<Problem, 'kind'>): boolean {
  return changeKinds.has(kind);
}

/** What made this audit find less: one for each cause. */
export function isMilderProblem({ kind }: Pick<Problem, 'kind'>): boolean {
  return kind === 'milder';
}

/** More than these are counted. */
const mostTold = 20;
const longestTerm = 400;

export function termsOf(report: Report): Terms {
  const [rules, fail, ignored] = [rulesText(report), failText(report), ignoredTexts(report)];
  const by = `judged by ${rules}; ${configText(report)}`;
  const changed = problemsInWords(report.problems.filter(isChange), 'more override', ' of rules');
  const causes = report.problems.filter(isMilderProblem);
  return {
    all: [by, ...changed, ...ignored, fail],
    rules,
    fail,
    ignored,
    milder: isMilderRun(report),
    causes: problemsInWords(causes, 'more cause', ' that made it milder'),
  };
}

function isMilderRun({ options, problems, sources }: Report): boolean {
  if (options.failOn === 'never' || ignoredFiles(sources) > 0) return true;
  return problems.some((one) => isChange(one) || isMilderProblem(one));
}

function rulesText({ rulesets }: Report): string {
  const rules = rulesets.reduce((sum, ruleset) => sum + ruleset.rules.length, 0);
  return `${counted(rules, 'rule')} of ${counted(rulesets.length, 'ruleset')}`;
}

function configText({ config, configFrom }: Report): string {
  const by = config === undefined ? 'no configuration' : `configuration ${config}`;
  return configFrom === undefined ? by : `${by} at ${configFrom}`;
}

/** Problems with the line of each; of many the first ones, and how many more there are. */
function problemsInWords(
  problems: readonly Problem[],
  noun: string,
  end: string,
): readonly string[] {
  const texts = problems.slice(0, mostTold).map((one) => clip(withPlace(one), longestTerm));
  const more = problems.length - texts.length;
  return more > 0 ? [...texts, counted(more, noun) + end] : texts;
}

function ignoredTexts({ sources }: Report): readonly string[] {
  const ignored = ignoredFiles(sources);
  return ignored === 0 ? [] : [`${counted(ignored, 'file')} left out by .forceignore`];
}

function ignoredFiles(sources: Report['sources']): number {
  return sources.reduce((sum, source) => sum + source.ignored, 0);
}

function failText({ options }: Report): string {
  const milder = options.failOnMilder ? ', and so does what makes the audit milder' : '';
  return `${thresholdText(options)}${milder}`;
}

function thresholdText({ failOn }: Report['options']): string {
  if (failOn === 'never') return 'no finding fails the run (never)';
  return failOn === 'critical'
    ? 'findings of critical fail the run'
    : `findings of ${failOn} and above fail the run`;
}
