import { conflictingDemands } from '../../rulesets/rules-of-results.js';
import { type Fate, severityRank, type Severity } from '../../report/severity.js';
import type { EvaluatedApp } from '../evaluate-apps.js';
import { isExcused, severityOf, type Evaluation } from '../results.js';

/** A finding of the reference run that this run does not have, or has milder. */
export interface Loss {
  readonly fate: Fate;
  /** What the reference run says. */
  readonly before: Evaluation;
  /** What this run says of the same rule and app, if anything. */
  readonly now?: Evaluation;
}

/** Which findings of an app the run lost. `strict`: what cannot be decided counts as well. */
export function lossesOfApp(
  before: EvaluatedApp,
  now: EvaluatedApp | undefined,
  { strict, ignoreExcuses }: { readonly strict: boolean; readonly ignoreExcuses: boolean },
): readonly Loss[] {
  const checks = new Map(now?.checks.map((check) => [checkNameOf(check), check]));
  return before.checks.flatMap((check): readonly Loss[] => {
    const { verdict } = check.evaluation;
    if (verdict !== 'fail' && !(strict && verdict === 'open')) return [];
    const found = checks.get(checkNameOf(check));
    const bare = (one: Evaluation): Evaluation => (ignoreExcuses ? withoutDemand(one) : one);
    const fate = fateOf(bare(check), found && bare(found));
    return fate ? [{ fate, before: check, ...(found && { now: found }) }] : [];
  });
}

/** Conflicts between guides share one rule, and differ in the guides that their title names. */
function checkNameOf({ rule }: Evaluation): string {
  return rule.id === conflictingDemands.id ? `${rule.id} ${rule.title ?? ''}` : rule.id;
}

function withoutDemand({ demand: _, ...check }: Evaluation): Evaluation {
  return check;
}

function fateOf(before: Evaluation, now: Evaluation | undefined): Fate | undefined {
  if (!now) return 'gone';
  return before.evaluation.verdict === 'open' ? fateOfOpen(now) : fateOfFailed(before, now);
}

/** What a parameter decides is decided, not lost. */
function fateOfOpen({ evaluation }: Evaluation): Fate | undefined {
  return 'switchedOff' in evaluation && evaluation.switchedOff ? 'not applicable' : undefined;
}

function fateOfFailed(before: Evaluation, now: Evaluation): Fate | undefined {
  const { verdict } = now.evaluation;
  if (verdict === 'pass') return 'passed';
  if (verdict === 'notApplicable') return 'not applicable';
  if (verdict === 'open') return 'undecided';
  if (isExcused(now) && !isExcused(before)) return 'excused';
  return isLessSevere(severityOf(now), severityOf(before)) ? 'less severe' : undefined;
}

function isLessSevere(now: Severity, before: Severity): boolean {
  return severityRank(now) > severityRank(before);
}
