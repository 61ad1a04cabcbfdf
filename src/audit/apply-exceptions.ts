import { extended } from '../model/extended.js';
import { rulesOfResults } from '../rulesets/rules-of-results.js';
import { type App, type Source, isMeant } from '../model/app.js';
import type { BaselineUse } from '../report/baseline.js';
import { type Problem, problem } from '../report/problem.js';
import type { ReportApp } from '../report/report.js';
import type { Ruleset, Rule } from '../model/ruleset.js';
import type { Result, Suppression } from '../report/verdict.js';
import { applyBaseline } from './baseline.js';
import { markEchoes } from './echoes.js';
import { isAboutAllApps, isOneOfSeveral, type AuditRequest } from './request.js';
import { keptOr } from '../model/once-for.js';
import { groupBy } from '../model/lists.js';
import type { SuppressionEntry } from '../config/config.js';
import { daysAfter } from '../model/deadline.js';
import { meansRule } from '../rulesets/overrides.js';

/** What is known of a run once everything is evaluated. */
export interface AuditOutcome {
  readonly request: AuditRequest;
  readonly sources: readonly Source[];
  /** All apps of the sources, evaluated or not. */
  readonly all: readonly App[];
  /** Those that ran. */
  readonly rulesets: readonly Ruleset[];
  /** The same with the rules of every level, and those that no flag means. */
  readonly ran: readonly Ruleset[];
  readonly apps: readonly ReportApp[];
  /** What went wrong so far. */
  readonly found: readonly Problem[];
}

interface ExceptionsApplied {
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
  readonly baseline?: BaselineUse;
  /** What a shard would tell of suppressions if it were the whole. */
  readonly unsettled: readonly Problem[];
}

/** Marks what the config suppresses, what other findings tell as well, and what the baseline has. */
export function applyExceptions(
  results: readonly Result[],
  outcome: AuditOutcome,
): ExceptionsApplied {
  const { request, rulesets, ran, apps, found, sources, all } = outcome;
  const rules = rulesOfResults(rulesets);
  const known = ran.flatMap((ruleset) => ruleset.rules);
  const today = request.now.toISOString().slice(0, 10);
  // What could not be read may be just what an entry is for.
  const sound = apps.length > 0 && !found.some(({ level }) => level === 'error');
  const whole = isAboutAllApps(request);
  const entries = request.config?.suppressions ?? [];
  const suppressed = markSuppressed(results, entries, {
    apps,
    rules,
    known,
    today,
    whole: whole && sound,
  });
  const asWhole =
    sound && isShardOfAll(request)
      ? markSuppressed(results, entries, { apps, rules, known, today, whole: true }).problems
      : [];
  const unsettled = asWhole.filter(({ kind }) => kind !== 'suppression-ends-soon');
  const told = markEchoes(suppressed.results, rulesets);
  if (!request.baseline) return { ...suppressed, unsettled, results: told };
  const everyRule = !request.rulesets.some(({ explicit }) => explicit);
  const several = sources.length > 1 || isOneOfSeveral(request);
  const evaluated = { sources, several, found: all, apps, rules, sound, everyRule };
  const baselined = applyBaseline(told, request.baseline, evaluated);
  const problems = [...suppressed.problems, ...baselined.problems];
  return { results: baselined.results, baseline: baselined.use, problems, unsettled };
}

/** Whether a run is about a part of the apps only because other shards have the others. */
function isShardOfAll({ select: { shard, ...select } }: AuditRequest): boolean {
  return shard?.of === 'apps' && isAboutAllApps({ select });
}

/** A note is made of a suppression that ends within so many days. */
const soonDays = 14;

/** What suppressions are held against. */
interface SuppressionInput {
  readonly apps: readonly ReportApp[];
  /** Every rule that ran. */
  readonly rules: readonly Rule[];
  /** And those that are off by their level or that no flag means: nobody can tell what they would find. */
  readonly known: readonly Rule[];
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Whether the run looked at everything that there is: then what matches nothing has nothing to match. */
  readonly whole: boolean;
}

interface Suppressed {
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
}

/** Marks the results that suppressions are about, and tells of those that ended, end soon or match nothing. */
export function markSuppressed(
  results: readonly Result[],
  entries: readonly SuppressionEntry[],
  evaluated: SuppressionInput,
): Suppressed {
  if (entries.length === 0) return { results, problems: [] };
  const reachOf = newReaches(evaluated);
  const reaches = entries.map(reachOf);
  const valid = reaches.filter(({ entry }) => !isExpired(entry, evaluated.today));
  const told = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'open');
  const counting = countingAmong(valid);
  const marks = new Map(told.map((result) => [result, counting(result)]));
  const marked = results.map((result) => {
    const counts = marks.get(result);
    return counts ? extended(result, { suppressed: suppressionByEntry(counts.entry) }) : result;
  });
  const byRule = groupBy(told, ({ rule }) => rule);
  return {
    results: marked,
    problems: reaches.flatMap((reach) => diagnosticOf(reach, byRule, evaluated)),
  };
}

/** What a suppression is about in a run. */
interface Reach {
  readonly entry: SuppressionEntry;
  readonly rules: ReadonlySet<string>;
  readonly apps: ReadonlySet<string>;
}

/** Each glob is held against the rules, or the apps, once, however many suppressions have it. */
function newReaches({ rules, apps }: SuppressionInput): (entry: SuppressionEntry) => Reach {
  const about = new Map<string, ReadonlySet<string>>();
  const called = new Map<string, ReadonlySet<string>>();
  return (entry) => {
    const { rule, app = '*', org = null } = entry;
    const ofRule = (): ReadonlySet<string> =>
      new Set(rules.filter((one) => meansRule(rule, one)).map(({ id }) => id));
    const ofApps = (): ReadonlySet<string> =>
      new Set(apps.filter((one) => isMeant(one, entry)).map(({ id }) => id));
    return {
      entry,
      rules: keptOr(about, rule, ofRule),
      apps: keptOr(called, JSON.stringify([app, org]), ofApps),
    };
  };
}

/** Finds the first suppression of a result. Those of an app are looked for once. */
function countingAmong(reaches: readonly Reach[]): (result: Result) => Reach | undefined {
  const about = new Map<string, readonly Reach[]>();
  return ({ rule, app }) =>
    keptOr(about, app, () => reaches.filter(({ apps }) => apps.has(app))).find(({ rules }) =>
      rules.has(rule),
    );
}

/** The apps that have a finding or an undecided check, by rule. */
type FoundByRule = ReadonlyMap<string, readonly Result[]>;

/** Whether there is anything that a suppression is about. */
function isMatched({ rules, apps }: Reach, told: FoundByRule): boolean {
  return [...rules].some((rule) => told.get(rule)?.some(({ app }) => apps.has(app)) === true);
}

function isExpired({ expires }: SuppressionEntry, today: string): boolean {
  return expires !== undefined && expires < today;
}

function suppressionByEntry({ reason, owner, expires, location }: SuppressionEntry): Suppression {
  return {
    ...(reason !== undefined && { reason }),
    ...(owner !== undefined && { owner }),
    ...(expires !== undefined && { expires }),
    location,
  };
}

function diagnosticOf(
  reach: Reach,
  told: FoundByRule,
  evaluated: SuppressionInput,
): readonly Problem[] {
  const { entry, rules, apps } = reach;
  const isUsed = isMatched(reach, told);
  const { rule, app, expires, location } = entry;
  const name = `the suppression of ${rule}${app === undefined ? '' : ` for ${app}`}`;
  if (isExpired(entry, evaluated.today)) {
    const left = isUsed ? 'what it suppressed counts again' : 'nothing is left of it: remove it';
    return [problem('suppression-expired', `${name} ended on ${expires}; ${left}`, location)];
  }
  if (isUsed) {
    if (expires === undefined || expires > daysAfter(evaluated.today, soonDays)) return [];
    return [problem('suppression-ends-soon', `${name} ends on ${expires}`, location)];
  }
  if (!evaluated.whole) return [];
  if (rules.size === 0 && evaluated.known.some((one) => meansRule(rule, one))) return [];
  if (rules.size === 0)
    return [problem('config-without-effect', `no rule of this run is called "${rule}"`, location)];
  const why = apps.size === 0 ? noApp(entry) : 'there is no such finding';
  return [problem('suppression-unused', `${name} matches nothing: ${why}; remove it`, location)];
}

function noApp({ app = '*', org }: SuppressionEntry): string {
  return `no app is called "${app}"${org === undefined ? '' : ` in an org "${org}"`}`;
}
