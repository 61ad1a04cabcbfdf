import { keptOr, onceFor } from '../src/model/once-for.js';
import { sourcesByApp, type Report, type ReportApp } from '../src/report/report.js';
import type { Result } from '../src/report/verdict.js';

/** A result as work to do: what is about the org stands once, for all the apps that share it. */
export interface Shared {
  readonly result: Result;
  /** The ids of its apps. */
  readonly apps: readonly string[];
}

const sourcesOf = onceFor((apps: readonly ReportApp[]) => sourcesByApp(apps));

/** The id of the source that an app of a report is of. */
export function sourceOf({ apps }: Pick<Report, 'apps'>, app: string): string {
  return sourcesOf(apps)(app);
}

/**
 * Results with each finding about the org once, where the first one stands: once for each source of the report. Apps whose
 * finding is of another verdict or severity, or settled in another way, share it among themselves.
 */
export function withoutRepeats(
  results: readonly Result[],
  report: Pick<Report, 'apps'>,
): readonly Shared[] {
  const shared = new Map<string, { readonly result: Result; readonly apps: string[] }>();
  for (const result of results) {
    const key =
      result.about === 'org' ? keyOf(result, sourceOf(report, result.app)) : `${shared.size}`;
    keptOr(shared, key, () => ({ result, apps: [] })).apps.push(result.app);
  }
  return [...shared.values()];
}

function keyOf(
  { fingerprint, verdict, severity, suppressed, baselined }: Result,
  source: string,
): string {
  const { reason, owner, expires } = suppressed ?? {};
  return JSON.stringify([
    source,
    fingerprint,
    verdict,
    severity,
    reason,
    owner,
    expires,
    baselined,
  ]);
}
