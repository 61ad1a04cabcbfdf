import { daysAfter } from '../model/days.js';
import type { DeadlineReport } from '../deadlines/deadlines-of.js';
import { orgNamesOf } from '../model/org.js';
import type { InventoryApp, NextDeadline } from '../report/inventory.js';
import type { ReportApp, ReportSource } from '../report/report.js';
import { severities, type Severity } from '../report/severity.js';
import { statusOf, type Result } from '../report/verdict.js';
import { flowsOf } from './flows.js';
import { migrationOf } from './migration.js';
import { publisherOf } from './publisher.js';
import { numberOfSetting, flagOf, listOfSetting, textOfSetting } from './values.js';

interface RowContext {
  /** Of the app. */
  readonly results: readonly Result[];
  readonly deadlines: readonly DeadlineReport[];
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly source: ReportSource | undefined;
  readonly quick: boolean;
  /** The users of apps were asked for. */
  readonly withUsers: boolean;
  /** The day of the first earlier report that has it. */
  readonly since?: string | undefined;
}

/** One app as a row. */
export function inventoryRow(app: ReportApp, surroundings: RowContext): InventoryApp {
  const { results, deadlines, today, source } = surroundings;
  // Files are read whole whatever is asked of orgs.
  const quick = surroundings.quick && source?.kind === 'org';
  const publisher = publisherOf(app);
  const migration = quick ? null : migrationOf(app, publisher);
  return {
    id: app.id,
    kind: app.kind,
    apiName: app.apiName,
    label: app.label,
    namespace: textOfSetting(app, 'namespace') || null,
    source: app.source,
    org: source ? (orgNamesOf(source).alias ?? null) : null,
    publisher,
    owner: app.owner ?? (textOfSetting(app, 'contactEmail') || null),
    created: textOfSetting(app, 'createdOn'),
    changed: textOfSetting(app, 'changedOn'),
    installed: flagOf(app, 'installed'),
    blocked: flagOf(app, 'blocked'),
    permittedUsers: textOfSetting(app, 'permittedUsers'),
    scopes: listOfSetting(app, 'scopes'),
    flows: quick ? null : flowsOf(app),
    users: numberOfSetting(app, 'userCount') ?? numberOfSetting(app, 'tokenUserCount'),
    tokens: numberOfSetting(app, 'tokenCount'),
    lastUse: lastUseOf(app, today),
    vendors: app.vendors.map(({ ruleset }) => ruleset),
    findings: quick ? null : findingCounts(results),
    ...(app.kind === 'connectedApp' && { migration }),
    ...(surroundings.since !== undefined && { since: surroundings.since }),
    ...(surroundings.withUsers && app.holders && { holders: app.holders }),
    nextDeadline: quick ? null : nextDeadline(app.id, deadlines, today),
  };
}

function lastUseOf(app: ReportApp, today: string): string | null {
  const on = textOfSetting(app, 'lastUsedOn');
  if (on !== null) return on;
  const days = numberOfSetting(app, 'daysSinceLastUse');
  return days === null ? null : daysAfter(today, -days);
}

/** What asks for something, without what is about the org as a whole: that is no matter of one app. */
function findingCounts(results: readonly Result[]): Readonly<Record<Severity, number>> {
  const own = results.filter(
    (one) =>
      one.verdict === 'fail' &&
      statusOf(one) === 'active' &&
      one.about !== 'org' &&
      !('echo' in one && one.echo !== undefined),
  );
  const counts = severities.map((severity): [Severity, number] => [
    severity,
    own.filter((one) => one.severity === severity).length,
  ]);
  return Object.fromEntries(counts) as Record<Severity, number>;
}

/** The first date that is still to come and concerns the app. */
function nextDeadline(
  id: string,
  deadlines: readonly DeadlineReport[],
  today: string,
): NextDeadline | null {
  const next = deadlines.find(
    (one) => (one.date ?? '9') >= today && one.apps.some((app) => app.id === id),
  );
  if (!next) return null;
  return next.date === undefined
    ? { id: next.id, ...(next.release !== undefined && { release: next.release }) }
    : { id: next.id, date: next.date };
}
