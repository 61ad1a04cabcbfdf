import { deadlinesOf, type DeadlineReport } from '../deadlines/deadlines-of.js';
import { dateOf } from '../deadlines/words.js';
import { compareText } from '../model/location.js';
import type { InventoryApp, MigrationState } from '../report/inventory.js';
import type { Report, ReportApp } from '../report/report.js';
import { readinessOf } from './readiness.js';

/** A Connected App on its way, in the order of work. */
export interface PlannedApp {
  readonly id: string;
  readonly apiName: string;
  readonly label: string;
  readonly source: string;
  readonly state: MigrationState;
  readonly reasons: readonly string[];
  readonly losses: readonly string[];
  readonly tokens: number | null;
  readonly users: number | null;
  /** YYYY-MM-DD. */
  readonly lastUse: string | null;
  /** The next end that concerns it: a day, or a release. */
  readonly deadline: string | null;
  /** From 1. */
  readonly order: number;
}

export interface MigrationPlan {
  readonly report: Report;
  readonly apps: readonly PlannedApp[];
  readonly summary: Readonly<Record<MigrationState, number>>;
  readonly progress?: MigrationProgress;
}

/** What became of the Connected Apps of an earlier report. */
export interface MigrationProgress {
  /** The day of that report. */
  readonly since: string;
  readonly before: number;
  readonly now: number;
  /** Connected Apps of then of whose name there is an External Client App now. */
  readonly migrated: readonly string[];
  /** Those of then that are simply gone. */
  readonly gone: readonly string[];
}

/**
 * One row for each Connected App, in the order of work: own apps first, those in use before those that may be and those that
 * are not, what ends first before what ends later. `rows` are those of the inventory of the same report.
 */
export function migrationPlan(
  report: Report,
  rows: readonly InventoryApp[],
  earlier?: Pick<Report, 'generatedAt' | 'apps'>,
): MigrationPlan {
  const apps = new Map(report.apps.map((app) => [app.id, app]));
  const ends = deadlinesOf(report).filter(({ change }) => change === 'ends');
  const candidates = rows
    .filter(({ kind }) => kind === 'connectedApp')
    .flatMap((row) => {
      const app = apps.get(row.id);
      return app ? [candidateOf(row, app, ends)] : [];
    })
    .toSorted(byWork);
  const planned = candidates.map(({ planned: one }, at) => ({ ...one, order: at + 1 }));
  const progress = earlier && progressOf(earlier, report);
  return {
    report,
    apps: planned,
    summary: summaryOf(planned),
    ...(progress && { progress }),
  };
}

interface Candidate {
  readonly planned: Omit<PlannedApp, 'order'>;
  /** 0 in use, 1 not known, 2 not in use. */
  readonly use: number;
  /** The day that is counted with. */
  readonly from: string;
}

function candidateOf(
  row: InventoryApp,
  app: ReportApp,
  ends: readonly DeadlineReport[],
): Candidate {
  const { id, apiName, label, source, tokens, users, lastUse } = row;
  const next = ends.find(({ apps }) => apps.some((one) => one.id === id));
  const used = app.settings.used;
  return {
    planned: {
      id,
      apiName,
      label,
      source,
      ...readinessOf(app, row.publisher),
      tokens,
      users,
      lastUse,
      deadline: next ? dateOf(next) : null,
    },
    use: used.state === 'unknown' ? 1 : used.value ? 0 : 2,
    from: next?.from ?? '9',
  };
}

const stateOrder: Readonly<Record<MigrationState, number>> = {
  ready: 0,
  loses: 0,
  blocked: 0,
  notYours: 1,
};

function byWork(a: Candidate, b: Candidate): number {
  return (
    stateOrder[a.planned.state] - stateOrder[b.planned.state] ||
    a.use - b.use ||
    compareText(a.from, b.from) ||
    (b.planned.users ?? 0) - (a.planned.users ?? 0) ||
    (b.planned.tokens ?? 0) - (a.planned.tokens ?? 0) ||
    compareText(a.planned.id, b.planned.id)
  );
}

function summaryOf(apps: readonly PlannedApp[]): MigrationPlan['summary'] {
  const count = (state: MigrationState): number => apps.filter((app) => app.state === state).length;
  return {
    ready: count('ready'),
    blocked: count('blocked'),
    loses: count('loses'),
    notYours: count('notYours'),
  };
}

function progressOf(
  earlier: Pick<Report, 'generatedAt' | 'apps'>,
  { apps }: Report,
): MigrationProgress {
  const old = namesOf(earlier.apps, 'connectedApp');
  const now = namesOf(apps, 'connectedApp');
  const successors = namesOf(apps, 'externalClientApp');
  const left = [...old].toSorted();
  const isMigrated = (name: string): boolean => successors.has(name);
  return {
    since: earlier.generatedAt.slice(0, 10),
    before: old.size,
    now: now.size,
    migrated: left.filter(isMigrated),
    gone: left.filter((name) => !now.has(name) && !isMigrated(name)),
  };
}

/** API names, with the source where several are there. */
function namesOf(apps: readonly ReportApp[], kind: ReportApp['kind']): ReadonlySet<string> {
  const several = new Set(apps.map(({ source }) => source)).size > 1;
  const own = apps.filter((app) => app.kind === kind);
  return new Set(own.map(({ apiName, source }) => (several ? `${source}#${apiName}` : apiName)));
}
