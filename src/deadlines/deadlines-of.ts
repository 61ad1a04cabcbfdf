import { createFactLookup, evaluate, type FactLookup } from '../conditions/evaluate.js';
import { daysAfter, type Deadline } from '../model/deadline.js';
import { decisiveEvidence } from '../conditions/evaluate-rule.js';
import { valueInWords } from '../conditions/words/values.js';
import type { Report, ReportApp } from '../report/report.js';
import type { Condition } from '../model/ruleset.js';
import { labelOf, type Setting, type SettingValue } from '../settings/settings.js';
import { isListed, allDeadlines } from './table.js';

/** What changes on a day, and whom of a report it concerns. */
export interface DeadlineReport extends Pick<
  Deadline,
  'id' | 'date' | 'release' | 'from' | 'what' | 'change' | 'certainty' | 'source'
> {
  readonly apps: readonly ConcernedApp[];
  /** What uses it and is no app. */
  readonly clients: readonly ConcernedClient[];
}

export interface ConcernedApp extends Pick<ReportApp, 'id' | 'apiName' | 'source'> {
  readonly label: string | null;
  /** Null where the source cannot tell: files do not say who uses an app. */
  readonly inUse: boolean | null;
  readonly because: string;
  readonly action: string;
}

export interface ConcernedClient {
  readonly name: string;
  readonly source: string;
  readonly users: number;
  readonly inUse: boolean;
}

/**
 * Every date that is still to come or passed less than a year ago, the next one first, with the apps and clients of the
 * report that it concerns. Whether it concerns an app is decided by the app's settings, whichever rules ran.
 */
export function deadlinesOf(
  report: Pick<Report, 'generatedAt' | 'apps'>,
  table: readonly Deadline[] = allDeadlines,
): readonly DeadlineReport[] {
  const today = report.generatedAt.slice(0, 10);
  return table
    .filter((one) => isListed(one, today))
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1))
    .map((one) => deadlineReport(one, report.apps, today));
}

function deadlineReport(
  deadline: Deadline,
  apps: readonly ReportApp[],
  today: string,
): DeadlineReport {
  const { id, date, release, from, what, change, certainty, source } = deadline;
  return {
    id,
    ...(date !== undefined && { date }),
    ...(release !== undefined && { release }),
    from,
    what,
    change,
    certainty,
    source,
    apps: apps.flatMap((app) => concerned(deadline, app, today) ?? []),
    clients: id === 'soap-login' ? soapClients(apps) : [],
  };
}

function concerned(
  { about, inUse, action }: Deadline,
  app: ReportApp,
  today: string,
): ConcernedApp | undefined {
  const facts = createFactLookup(app.settings, today);
  if (!about || evaluate(about, facts).truth !== true) return undefined;
  const used = inUse ? evaluate(inUse, facts).truth : 'unknown';
  const because = used === true && inUse ? inWords(inUse, facts) : inWords(about, facts);
  const last = lastUse(app, today);
  return {
    id: app.id,
    apiName: app.apiName,
    label: settingTextOrNull(app.settings.label),
    source: app.source,
    inUse: used === 'unknown' ? null : used,
    because: used === true && last !== undefined ? `${because}, last use ${last}` : because,
    action,
  };
}

/** The settings that decided, as Setup calls them; what is empty says nothing, and where nothing does, the kind of app. */
function inWords(condition: Condition, facts: FactLookup): string {
  const decided = decisiveEvidence(condition, facts).flatMap(({ setting, found }) =>
    found === undefined || setting === 'kind' || isEmptySetting(found)
      ? []
      : [`${labelOf(setting)}: ${valueInWords(setting, found)}`],
  );
  if (decided.length > 0) return decided.join(', ');
  const kind = facts('kind');
  const isOld = kind.state === 'known' && kind.value === 'connectedApp';
  return isOld ? 'it is a Connected App' : 'it is an External Client App';
}

function isEmptySetting(value: SettingValue): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function lastUse({ settings }: ReportApp, today: string): string | undefined {
  const days = settings.daysSinceLastUse;
  if (days?.state !== 'known' || typeof days.value !== 'number') return undefined;
  return daysAfter(today, -days.value);
}

/** Every app of an org says the same of the org. */
function soapClients(apps: readonly ReportApp[]): readonly ConcernedClient[] {
  const users = new Map<string, number>();
  for (const { source, settings } of apps) {
    const count = settings['org.soapLoginUsers'];
    if (count?.state === 'known' && count.value > 0) users.set(source, count.value);
  }
  return [...users].map(([source, count]) => ({
    name: 'SOAP login()',
    source,
    users: count,
    inUse: true,
  }));
}

function settingTextOrNull(setting: Setting | undefined): string | null {
  return setting?.state === 'known' && typeof setting.value === 'string' ? setting.value : null;
}
