import { extended } from '../model/extended.js';
import { groupBy } from '../model/lists.js';
import { headingOf, rulesetOf, type Ruleset } from '../model/ruleset.js';
import { severityRank, type Severity } from '../report/severity.js';
import type { Result } from '../report/verdict.js';

/**
 * Marks findings that others tell as well, so that one cause is one finding. What tells them has to ask for something by
 * itself: nothing suppressed or excused does, and no echo. It takes over the higher severity and names what it tells.
 */
export function markEchoes(
  results: readonly Result[],
  rulesets: readonly Ruleset[],
): readonly Result[] {
  if (!results.some(({ mayEcho }) => mayEcho !== undefined)) return results;
  const byApp = groupBy(results, ({ app }) => app);
  const changed = new Map<Result, Result>();
  for (const own of byApp.values()) {
    if (own.some(({ mayEcho }) => mayEcho !== undefined)) markApp(own, rulesets, changed);
  }
  return results.map((one) => changed.get(one) ?? one);
}

function markApp(
  own: readonly Result[],
  rulesets: readonly Ruleset[],
  changed: Map<Result, Result>,
): void {
  const telling = new Map(own.filter(isTelling).map((one) => [one.rule, one]));
  const told = new Set<Result>();
  const tellers = new Map<Result, Result[]>();
  for (const one of own.filter(isTelling)) {
    const by = tellerOf(one, telling, told, tellers);
    if (!by) continue;
    told.add(one);
    tellers.set(by, [...(tellers.get(by) ?? []), one]);
    changed.set(one, extended(one, { echo: by.rule }));
  }
  for (const [teller, echoes] of tellers) changed.set(teller, withEchoes(teller, echoes, rulesets));
}

/** Whether a finding stands for itself, and so can tell another one. */
function isTelling({ verdict, suppressed, excusedBy }: Result): boolean {
  return verdict === 'fail' && !suppressed && !excusedBy;
}

/** One step only: what is told by another tells nothing, and what tells another is told by none. */
function tellerOf(
  one: Result,
  telling: ReadonlyMap<string, Result>,
  told: ReadonlySet<Result>,
  tellers: ReadonlyMap<Result, unknown>,
): Result | undefined {
  if (tellers.has(one)) return undefined;
  for (const rules of one.mayEcho ?? []) {
    const others = rules.map((rule) => telling.get(rule));
    const [first] = others;
    if (first && first !== one && others.every((other) => other && !told.has(other))) return first;
  }
  return undefined;
}

function withEchoes(
  teller: Result,
  echoes: readonly Result[],
  rulesets: readonly Ruleset[],
): Result {
  const severity = [teller, ...echoes].map((one) => one.severity).toSorted(compareSeverity)[0];
  const lines = echoes.map((one) => alsoDemandedText(one, rulesets));
  return {
    ...teller,
    severity: severity ?? teller.severity,
    message: [teller.message, ...lines].join(' '),
  };
}

function compareSeverity(a: Severity, b: Severity): number {
  return severityRank(a) - severityRank(b);
}

/** `Also required by Fullcast (vendors/fullcast/pkce).` */
function alsoDemandedText({ rule: id, level }: Result, rulesets: readonly Ruleset[]): string {
  const ruleset = rulesets.find((one) => one.id === rulesetOf(id));
  if (ruleset?.kind === 'vendor') {
    const how = level === 'required' ? 'required' : 'recommended';
    return `Also ${how} by ${ruleset.title} (${id}).`;
  }
  const rule = ruleset?.rules.find((one) => one.id === id);
  return rule ? `Also: ${headingOf(rule)} (${id}).` : `Also: ${id}.`;
}
