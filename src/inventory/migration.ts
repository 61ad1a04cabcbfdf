import { readinessOf } from '../migrate/readiness.js';
import type { MigrationState, Publisher } from '../report/inventory.js';
import type { ReportApp } from '../report/report.js';

/** How a Connected App stands on its way to an External Client App. Null where nothing says whose app it is. */
export function migrationOf(app: ReportApp, publisher: Publisher | null): MigrationState | null {
  return publisher === null ? null : readinessOf(app, publisher).state;
}
