import { rulesOfResults } from '../engine/conflicts.js';
import type { Problem } from '../model/problem.js';
import type { ReportApp } from '../model/report.js';
import type { Ruleset } from '../model/ruleset.js';
import type { Result } from '../model/verdict.js';
import { isAboutAllApps, type AuditRequest } from './request.js';
import { suppress } from './suppress.js';

/** What is known of a run once everything is judged. */
export interface Outcome {
  readonly request: AuditRequest;
  /** Those that ran. */
  readonly rulesets: readonly Ruleset[];
  readonly apps: readonly ReportApp[];
  /** What went wrong so far. */
  readonly found: readonly Problem[];
}

export interface Settled {
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
}

/** Marks what the config suppresses. */
export function settle(results: readonly Result[], outcome: Outcome): Settled {
  const { request, rulesets, apps, found } = outcome;
  const judged = {
    apps,
    rules: rulesOfResults(rulesets),
    today: request.now.toISOString().slice(0, 10),
    // What could not be read may be just what an entry is for.
    whole: isAboutAllApps(request) && !found.some(({ level }) => level === 'error'),
  };
  return suppress(results, request.config?.suppressions ?? [], judged);
}
