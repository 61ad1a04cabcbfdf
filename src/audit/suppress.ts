import { isMeant } from '../model/app.js';
import { problem, type Problem } from '../report/problem.js';
import type { ReportApp } from '../report/report.js';
import { keptOr } from '../model/once-for.js';
import { groupBy } from '../model/group-by.js';
import type { Rule } from '../model/ruleset.js';
import type { Result, Suppression } from '../report/verdict.js';
import type { SuppressionEntry } from '../config/config.js';
import { daysAfter } from '../model/days.js';
import { meansRule } from '../rulesets/overrides.js';

/** A note is made of a suppression that ends within so many days. */
const soonDays = 14;

/** What suppressions are held against. */
export interface SuppressionInput {
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

export interface Suppressed {
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
    return counts ? { ...result, suppressed: suppressionByEntry(counts.entry) } : result;
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

function diagnosticOf(reach: Reach, told: FoundByRule, evaluated: SuppressionInput): readonly Problem[] {
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
