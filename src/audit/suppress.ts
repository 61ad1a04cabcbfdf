import { isMeant } from '../model/app.js';
import { problem, type Problem } from '../report/problem.js';
import type { ReportApp } from '../report/report.js';
import type { Rule } from '../model/ruleset.js';
import type { Result, Suppression } from '../report/verdict.js';
import type { SuppressionEntry } from '../config/config.js';
import { daysAfter } from '../config/suppression-policy.js';
import { isAbout } from '../rulesets/overrides.js';

/** A note is made of a suppression that ends within so many days. */
const soonDays = 14;

/** What suppressions are held against. */
export interface Judged {
  readonly apps: readonly ReportApp[];
  /** Every rule that ran. */
  readonly rules: readonly Rule[];
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
export function suppress(
  results: readonly Result[],
  entries: readonly SuppressionEntry[],
  judged: Judged,
): Suppressed {
  if (entries.length === 0) return { results, problems: [] };
  const reaches = entries.map((entry) => reachOf(entry, judged));
  const marked = results.map((result) => {
    const fitting = reaches.filter((reach) => isReached(result, reach));
    for (const reach of fitting) reach.matched += 1;
    const counts = fitting.find(({ entry }) => !isExpired(entry, judged.today));
    return counts ? { ...result, suppressed: suppressionOf(counts.entry) } : result;
  });
  return { results: marked, problems: reaches.flatMap((reach) => troubleOf(reach, judged)) };
}

/** What a suppression is about in a run. */
interface Reach {
  readonly entry: SuppressionEntry;
  readonly rules: ReadonlySet<string>;
  readonly apps: ReadonlySet<string>;
  matched: number;
}

function reachOf(entry: SuppressionEntry, { rules, apps }: Judged): Reach {
  const { rule } = entry;
  const about = rules.filter((one) => isAbout(rule, one)).map(({ id }) => id);
  const called = apps.filter((one) => isMeant(one, entry)).map(({ id }) => id);
  return { entry, rules: new Set(about), apps: new Set(called), matched: 0 };
}

function isReached({ rule, app, verdict }: Result, { rules, apps }: Reach): boolean {
  return (verdict === 'fail' || verdict === 'open') && rules.has(rule) && apps.has(app);
}

function isExpired({ expires }: SuppressionEntry, today: string): boolean {
  return expires !== undefined && expires < today;
}

function suppressionOf({ reason, owner, expires, location }: SuppressionEntry): Suppression {
  return {
    ...(reason !== undefined && { reason }),
    ...(owner !== undefined && { owner }),
    ...(expires !== undefined && { expires }),
    location,
  };
}

function troubleOf(reach: Reach, judged: Judged): readonly Problem[] {
  const { entry, matched, rules, apps } = reach;
  const { rule, app = '*', expires, location } = entry;
  const name = `the suppression of ${rule}${entry.app === undefined ? '' : ` for ${app}`}`;
  if (isExpired(entry, judged.today)) {
    const left =
      matched > 0 ? 'what it suppressed counts again' : 'nothing is left of it: remove it';
    return [problem('suppression-expired', `${name} ended on ${expires}; ${left}`, location)];
  }
  if (matched > 0) {
    if (expires === undefined || expires > daysAfter(judged.today, soonDays)) return [];
    return [problem('suppression-ends-soon', `${name} ends on ${expires}`, location)];
  }
  if (!judged.whole) return [];
  if (rules.size === 0)
    return [problem('config-without-effect', `no rule of this run is called "${rule}"`, location)];
  const why = apps.size === 0 ? noApp(entry) : 'there is no such finding';
  return [problem('suppression-unused', `${name} matches nothing: ${why}; remove it`, location)];
}

function noApp({ app = '*', org }: SuppressionEntry): string {
  return `no app is called "${app}"${org === undefined ? '' : ` in an org "${org}"`}`;
}
