import { nameKey, namesWithRest } from '../../model/words.js';
import { keptOr } from '../../model/once-for.js';
import { redact } from '../../model/redact.js';
import { problem, type Problem } from '../../report/problem.js';
import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import { allGroups } from '../client/aggregates.js';
import type { OrgApi } from '../client/api.js';
import {
  mapAnswer,
  knownSetting,
  settingOfAnswer,
  tryCall,
  type Answer,
  CallFault,
  asAnswerText,
  type Fields,
} from '../client/answer.js';
import { eventLogLimits, usageLimits } from '../client/usage-pages.js';
import type { Query } from '../client/queries.js';
import type { ApiCalls, Facts } from './inventory.js';
import { rowsWithout, type Lacking } from './rows.js';
import { type OrgUse, type Uses } from './use.js';

/** Source: Object Reference, ApiTotalUsageEventLog; permission View Event Log Object Data. */
const callsByApp: Query = {
  from: 'ApiTotalUsageEventLog',
  columns: ['ConnectedAppIdentifier', 'COUNT(RequestIdentifier) calls', 'MAX(Timestamp) last'],
  groupBy: ['ConnectedAppIdentifier'],
};

/** The files of the same event, the newest first. Source: Object Reference, EventLogFile; permission View Event Log Files. */
const files: Query = {
  from: 'EventLogFile',
  columns: ['Id', 'LogDate', 'LogFileLength'],
  where: "EventType = 'ApiTotalUsage'",
  orderBy: 'LogDate DESC',
  limit: eventLogLimits.maxFiles,
};

/**
 * Which apps called APIs, by the event log: as an object where the org has it, else by its files, which every org has for a day. Asked
 * for by a flag only: both take a permission of their own, and files a call each. That there is none makes no audit incomplete.
 */
export async function pullApiCalls(
  api: OrgApi,
  lacking: Lacking,
  problems: Problem[],
): Promise<Answer<readonly ApiCalls[]>> {
  const told: Problem[] = [];
  const answer = await tryCall('the API calls of apps', told, async () => {
    try {
      return (await allGroups(api, callsByApp, lacking, ['ConnectedAppIdentifier'])).map(ofGroup);
    } catch (fault) {
      if (!(fault instanceof CallFault) || !['missing', 'refused'].includes(fault.kind))
        throw fault;
      return await callsInFiles(api, lacking);
    }
  });
  problems.push(...told.map(({ message }) => problem('org-api-calls-unknown', message)));
  return answer;
}

function ofGroup(row: Fields): ApiCalls {
  const app = asAnswerText(row['ConnectedAppIdentifier']).slice(0, 15);
  return { app, name: '', calls: Number(row['calls']) || 0, last: asAnswerText(row['last']) };
}

async function callsInFiles(api: OrgApi, lacking: Lacking): Promise<readonly ApiCalls[]> {
  const rows = await rowsWithout(api, files, lacking, ['Id', 'LogDate']);
  if (rows.length === 0)
    throw new CallFault('missing', 'the org has no event log files of API calls');
  const found = new Map<string, ApiCalls>();
  for (const row of rows) {
    if (Number(row['LogFileLength']) > eventLogLimits.maxBytes)
      throw new CallFault('limit', `an event log file is over ${eventLogLimits.maxBytes} bytes`);
    for (const one of await api.eventLogFile(asAnswerText(row['Id']))) {
      const app = (one['CONNECTED_APP_ID'] ?? '').slice(0, 15);
      const name = one['CONNECTED_APP_NAME'] ?? '';
      const last = asAnswerText(row['LogDate']);
      const before = keptOr(found, `${app} ${name}`, () => ({ app, name, calls: 0, last }));
      found.set(`${app} ${name}`, { ...before, calls: before.calls + 1 });
    }
  }
  return [...found.values()];
}

/** The calls of one app. */
export function callsOf({ entry }: OrgUse, { apiCalls }: Facts): Answer<readonly ApiCalls[]> {
  if (!apiCalls) return { ok: false, reason: callsNotAsked };
  return mapAnswer(apiCalls, (all) => all.filter(callsMatcher(entry)));
}

const callsNotAsked = 'API calls are asked for with --with-event-logs only';

function callsMatcher({ id, label, apiName }: OrgUse['entry']): (one: ApiCalls) => boolean {
  const names = [label, apiName].map(nameKey);
  return ({ app, name }) =>
    id !== '' && app !== '' ? app === id : name !== '' && names.includes(nameKey(name));
}

/** What the event log says of an app. */
export function apiCallSettings(use: OrgUse, facts: Facts): Usage {
  const { apiCalls } = facts;
  const read: Setting<boolean> = apiCalls
    ? settingOfAnswer(mapAnswer(apiCalls, () => true))
    : knownSetting(false);
  return {
    apiCallsRead: read,
    apiCalls: settingOfAnswer(
      mapAnswer(callsOf(use, facts), (all) => all.reduce((sum, { calls }) => sum + calls, 0)),
    ),
  };
}

/** Calls of apps of which the org shows neither a definition nor a token nor a log-in. */
export function unplacedCalls({ apps }: Uses, { apiCalls }: Facts): readonly Problem[] {
  if (!apiCalls?.ok) return [];
  const tests = apps.map(({ entry }) => callsMatcher(entry));
  const strange = apiCalls.value.filter(
    (one) => (one.app !== '' || one.name !== '') && !tests.some((is) => is(one)),
  );
  if (strange.length === 0) return [];
  const names = strange.map(
    ({ app, name, calls }) => `${redact(name === '' ? app : name)} (${calls})`,
  );
  const message = `these apps called APIs, and the org shows neither an app of that name nor a token or a log-in: ${namesWithRest(names)}`;
  return [problem('org-api-calls-unplaced', message)];
}

/**
 * Which External Client Apps have OAuth users, by id: of those that neither a token nor a log-in shows in use. The list of apps is
 * paged, and each app takes one call more, so it is only asked where the users of apps are asked for. The list alone proves nothing:
 * it has apps that nobody ever used. Sources: Connect REST API Developer Guide, OAuth Usage; Salesforce Help, "External Client App
 * OAuth Usage".
 */
export async function pullOauthUsers(
  api: OrgApi,
  uses: readonly OrgUse[],
  problems: Problem[],
): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  const unused = uses.filter(isWithoutTrace);
  if (unused.length === 0) return found;
  try {
    const apps = await api.oauthApps();
    const ids = new Set(unused.map(({ entry }) => entry.id));
    for (const app of apps) {
      const identifier = asAnswerText(app['identifier']);
      const id = identifier.slice(0, 15);
      if (!ids.has(id) || found.size >= usageLimits.maxApps) continue;
      found.set(id, await api.hasOauthUsers(identifier));
    }
  } catch (fault) {
    if (!(fault instanceof CallFault) || fault.kind === 'interrupted') throw fault;
    const message = `the OAuth usage of External Client Apps: ${fault.message}`;
    problems.push(problem('org-oauth-usage-unknown', message));
  }
  return found;
}

function isWithoutTrace({ entry, tokens, logins }: OrgUse): boolean {
  if (entry.kind !== 'externalClientApp' || entry.id === '') return false;
  const isUsed =
    (tokens.ok && tokens.value.length > 0) ||
    (logins.ok && logins.value.some(({ outcome }) => outcome === 'success'));
  return !isUsed;
}
