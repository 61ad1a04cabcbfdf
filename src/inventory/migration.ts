import type { MigrationState, Publisher } from '../report/inventory.js';
import type { ReportApp } from '../report/report.js';
import type { Result } from '../report/verdict.js';
import { countOf } from './values.js';

/** Rules whose finding keeps an app from being migrated, and rules whose finding says what gets lost on the way. */
const blocking: ReadonlySet<string> = new Set([
  'migration/user-provisioning',
  'migration/headless-registration',
]);
const losing: ReadonlySet<string> = new Set([
  'migration/saml-triple-des',
  'migration/apex-handler',
  'migration/canvas-places',
  'migration/mobile-app',
  'migration/mobile-start-url',
]);

/**
 * How a Connected App stands on its way to an External Client App, by the findings of the migration ruleset, whatever
 * accepts them. Null where nothing says whose app it is.
 */
export function migrationOf(
  app: ReportApp,
  publisher: Publisher | null,
  results: readonly Result[],
): MigrationState | null {
  if (publisher === 'other' || publisher === 'salesforce') return 'notYours';
  if (publisher === null) return null;
  const failed = results.filter(({ verdict }) => verdict === 'fail').map(({ rule }) => rule);
  // External Client Apps have no username-password flow: who logs in by it has to change first.
  const byPassword = (countOf(app, 'usernamePasswordLogins') ?? 0) > 0;
  if (byPassword || failed.some((rule) => blocking.has(rule))) return 'blocked';
  return failed.some((rule) => losing.has(rule)) ? 'loses' : 'ready';
}
