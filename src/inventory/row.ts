import { tableFor } from '../model/tables.js';
import { daysAfter } from '../model/deadline.js';
import type { DeadlineReport } from '../deadlines/deadlines-of.js';
import { orgNamesOf } from '../model/org.js';
import type { InventoryApp, NextDeadline, MigrationState, Publisher } from '../report/inventory.js';
import type { ReportApp, ReportSource } from '../report/report.js';
import { severities, type Severity } from '../report/severity.js';
import { statusOf, type Result } from '../report/verdict.js';
import { readinessOf } from '../migrate/readiness.js';
import { isFirstPartyApp, platformAppOf } from '../settings/salesforce-apps.js';
import { namespaceOf } from '../model/app.js';
import { isSettingName, type SettingValue } from '../settings/settings.js';

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
  return tableFor(severities, (severity) => own.filter((one) => one.severity === severity).length);
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

/** How a Connected App stands on its way to an External Client App. Null where nothing says whose app it is. */
function migrationOf(app: ReportApp, publisher: Publisher | null): MigrationState | null {
  return publisher === null ? null : readinessOf(app, publisher).state;
}

/**
 * Whose app it is: Salesforce's, the org's own, or that of another org, as apps of packages and apps that users merely
 * authorized are. Null where the source does not say.
 */
export function publisherOf(app: ReportApp): Publisher | null {
  if (isSalesforces(app)) return 'salesforce';
  const own = flagOf(app, 'ownedHere');
  if (own !== true && isInOrgs(app) && isFirstPartyApp(app.label, namespaceOf(app.apiName)))
    return 'salesforce';
  if (flagOf(app, 'isPackaged') === true) return 'other';
  if (own !== null) return own ? 'own' : 'other';
  // Whoever is not installed came from somewhere else: an org lists all apps that were made in it.
  return textOfSetting(app, 'seenIn') === 'tokens' ? 'other' : null;
}

/** An org has it from elsewhere: what stands in files was made by whoever wrote them. */
function isInOrgs(app: ReportApp): boolean {
  return textOfSetting(app, 'seenIn') !== 'metadata';
}

/** An app that Salesforce makes or publishes. */
function isSalesforces(app: ReportApp): boolean {
  if (textOfSetting(app, 'platformApp')) return true;
  return platformAppOf(app.apiName, listOfSetting(app, 'callbackUrls') ?? []) !== undefined;
}

/** Flows that a switch of the app allows, by the setting that says so. */
const switches = {
  'client-credentials': 'clientCredentialsFlow',
  'jwt-bearer': 'jwtBearerFlow',
  device: 'deviceFlow',
  'token-exchange': 'tokenExchangeFlow',
  'code-credentials': 'authorizationCodeCredentialsFlow',
  'guest-code-credentials': 'guestAuthorizationCodeCredentialsFlow',
} as const;

/**
 * Flows by the log-ins that show them. Source: Object Reference, LoginHistory, LoginSubType. Refreshing a token is the second
 * half of another flow, so it is none here.
 */
const logins: Readonly<Record<string, string>> = {
  OauthWebServer: 'web-server',
  OauthHybridAuthCode: 'web-server',
  OauthUserAgent: 'user-agent',
  OauthUserAgentIdToken: 'user-agent',
  OauthHybridUserAgent: 'user-agent',
  OauthUsernamePassword: 'username-password',
  OauthClientCredentials: 'client-credentials',
  OauthTokenExchange: 'token-exchange',
};

/**
 * The flows that an app allows or that log-ins show: a redirect to a callback address needs no switch, so an app with OAuth
 * and a callback allows the web server flow. Null where nothing of it is known.
 */
function flowsOf(app: ReportApp): readonly string[] | null {
  const oauth = flagOf(app, 'oauthEnabled');
  const seen = listOfSetting(app, 'loginFlows');
  if (oauth === false) return [];
  const callbacks = listOfSetting(app, 'callbackUrls');
  const allowed = Object.entries(switches).filter(([, name]) => flagOf(app, name) === true);
  if (callbacks === null && seen === null && allowed.length === 0) return null;
  const flows = new Set([
    ...(callbacks !== null && callbacks.length > 0 ? ['web-server'] : []),
    ...allowed.map(([flow]) => flow),
    ...(seen ?? []).flatMap((login) => logins[login] ?? []),
  ]);
  return [...flows].toSorted();
}

/** The value of a setting; null where it is not known, and where this version has no such setting. */
function valueOf({ settings }: Pick<ReportApp, 'settings'>, name: string): SettingValue | null {
  const found = isSettingName(name) ? settings[name] : undefined;
  return found?.state === 'known' ? found.value : null;
}

type WithSettings = Pick<ReportApp, 'settings'>;

function textOfSetting(app: WithSettings, name: string): string | null {
  const value = valueOf(app, name);
  return typeof value === 'string' ? value : null;
}

function flagOf(app: WithSettings, name: string): boolean | null {
  const value = valueOf(app, name);
  return typeof value === 'boolean' ? value : null;
}

function numberOfSetting(app: WithSettings, name: string): number | null {
  const value = valueOf(app, name);
  return typeof value === 'number' ? value : null;
}

function listOfSetting(app: WithSettings, name: string): readonly string[] | null {
  const value = valueOf(app, name);
  return typeof value === 'object' ? value : null;
}
