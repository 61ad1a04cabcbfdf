import { rulesOfResults } from '../rulesets/rules-of-results.js';
import type { App, Source } from '../model/app.js';
import type { BaselineUse } from '../report/baseline.js';
import type { Problem } from '../report/problem.js';
import type { ReportApp } from '../report/report.js';
import type { Ruleset } from '../model/ruleset.js';
import type { Result } from '../report/verdict.js';
import { applyBaseline } from './baseline.js';
import { markEchoes } from './echoes.js';
import { isAboutAllApps, isOneOfSeveral, type AuditRequest } from './request.js';
import { markSuppressed } from './suppress.js';

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

export interface ExceptionsApplied {
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
