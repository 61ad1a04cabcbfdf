import { compareText } from '../model/location.js';
import type { ReportApp } from '../report/report.js';
import { UserError } from '../model/user-error.js';
import type { Result } from '../report/verdict.js';
import type { ReportFile } from './read.js';

export interface MergedApps {
  /** Ordered by id. */
  readonly apps: readonly ReportApp[];
  readonly results: readonly Result[];
}

/**
 * The apps and results of all reports, with the ids that one run over all sources would give them. Throws UserError for
 * an app of one source in two reports.
 */
export function mergeApps(files: readonly ReportFile[]): MergedApps {
  const several =
    new Set(files.flatMap(({ report }) => report.sources.map(({ id }) => id))).size > 1;
  const owners = new Map<string, string>();
  const apps: ReportApp[] = [];
  const results: Result[] = [];
  for (const { file, report } of files) {
    const ids = new Map(report.apps.map((app) => [app.id, several ? idAmongMany(app) : app.id]));
    const idOf = (id: string): string => ids.get(id) ?? id;
    for (const app of report.apps) {
      const id = idOf(app.id);
      refuseTwice(id, app, owners, file);
      apps.push({ ...app, id });
    }
    for (const result of report.results) results.push({ ...result, app: idOf(result.app) });
  }
  return { apps: apps.toSorted((a, b) => compareText(a.id, b.id)), results };
}

/** An id with `#` names its source or folder already. */
function idAmongMany({ id, source }: ReportApp): string {
  return id.includes('#') ? id : `${source}#${id}`;
}

function refuseTwice(
  id: string,
  { source }: ReportApp,
  owners: Map<string, string>,
  file: string,
): void {
  const owner = owners.get(id);
  if (owner !== undefined) {
    throw new UserError(
      `${owner} and ${file} both have the app ${id} of ${source}`,
      'merge each report once; audits of different folders need different names for them',
    );
  }
  owners.set(id, file);
}
