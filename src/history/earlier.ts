// What one earlier report says, in short: its sources, and for each of them its apps and findings.
import type { SharedReport } from '../merge/report-data.js';
import { appId, isAskedFor } from '../model/app.js';
import { countsBySource } from '../report/digest/counts.js';
import { isActive } from '../report/digest/findings.js';
import { type Report, type ReportApp, type ReportSource, sourcesByApp } from '../report/report.js';
import type { Severity } from '../report/severity.js';

/** What a report found in one source. */
export interface EarlierSource {
  /** By `kind:API_Name`. */
  readonly apps: ReadonlyMap<string, Pick<ReportApp, 'id' | 'kind' | 'apiName' | 'label'>>;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Everything that fails, accepted or not, by fingerprint. */
  readonly fails: ReadonlySet<string>;
  /** What asks for something. */
  readonly active: ReadonlySet<string>;
}

export interface Earlier {
  readonly file: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly version: string;
  readonly level: string | undefined;
  readonly incomplete: boolean;
  /** By `sourceKey`; without what could not be read. */
  readonly found: ReadonlyMap<string, EarlierSource>;
}

/** What a source is known by from report to report: an org by its id, whatever it is called; else as it was named. */
export function sourceIdentity({ id, org }: Pick<ReportSource, 'id' | 'org'>): string {
  return org?.id ? org.id.slice(0, 15) : id;
}

type Counted = Pick<Report, 'sources' | 'apps' | 'results'>;

/** What a report found, source by source; of the apps that `globs` mean where there are any. */
export function foundBySource(
  report: Counted,
  globs: readonly string[],
): ReadonlyMap<string, EarlierSource> {
  const { sources } = report;
  const apps = report.apps.filter(
    (app) => globs.length === 0 || globs.some((glob) => isAskedFor(app, glob)),
  );
  const sourceOf = sourcesByApp(apps);
  const ids = new Set(apps.map(({ id }) => id));
  const results = report.results.filter(({ app, verdict }) => verdict === 'fail' && ids.has(app));
  const counts = countsBySource({ sources, apps, results });
  const found = sources.map(({ id }, at): EarlierSource => {
    const own = results.filter(({ app }) => sourceOf(app) === id);
    return {
      apps: new Map(
        apps
          .filter(({ source }) => source === id)
          .map((app) => [appId(app.kind, app.apiName), app]),
      ),
      bySeverity: counts[at]?.bySeverity ?? { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      fails: new Set(own.map(({ fingerprint }) => fingerprint)),
      active: new Set(own.filter(isActive).map(({ fingerprint }) => fingerprint)),
    };
  });
  return new Map(
    sources.flatMap((source, at) => {
      const one = found[at];
      return source.unread === undefined && one ? [[sourceIdentity(source), one] as const] : [];
    }),
  );
}

export function earlierOf(report: SharedReport, file: string, globs: readonly string[]): Earlier {
  const { generatedAt, tool, level, summary } = report;
  return {
    file,
    generatedAt: new Date(generatedAt).toISOString(),
    version: tool.version,
    level: level?.lowest,
    incomplete: summary.incomplete,
    found: foundBySource(report, globs),
  };
}
