import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import { type Answer, bothAnswers, mapAnswer, knownSetting, settingOfAnswer } from '../client/answer.js';
import { daysSince, type Facts } from './facts.js';
import { timesEach } from '../../model/group-by.js';
import { callsOf } from './api-calls.js';
import { noOutcome } from './outcomes.js';
import { noColumn } from './rows.js';
import type { TokenInOrg } from './tokens.js';
import type { Logins, OrgUse } from './use.js';

/** What the tokens of an app say. */
export function tokenUsage(use: OrgUse, facts: Facts): Usage {
  const { tokens } = use;
  const { now } = facts;
  const count = (what: (all: readonly TokenInOrg[]) => number): Setting<number> =>
    settingOfAnswer(mapAnswer(tokens, what));
  const oldest = (days: readonly (number | undefined)[]): number =>
    Math.max(0, ...days.map((one) => one ?? 0));
  const unused = (all: readonly TokenInOrg[]): readonly TokenInOrg[] =>
    all.filter(({ lastUsed }) => lastUsed === '');
  return {
    tokenCount: count((all) => all.length),
    tokenUserCount: count((all) => new Set(all.map(({ userId }) => userId)).size),
    mostTokensOfOneUser: count((all) =>
      Math.max(0, ...timesEach(all.map(({ userId }) => userId)).values()),
    ),
    tokensNeverUsed: count((all) => unused(all).length),
    neverUsedTokenDays: count((all) =>
      oldest(unused(all).map(({ created }) => daysSince(created, now))),
    ),
    longestTokenIdleDays: count((all) =>
      oldest(
        all.map(({ created, lastUsed }) => daysSince(lastUsed === '' ? created : lastUsed, now)),
      ),
    ),
    oldestTokenDays: count((all) => oldest(all.map(({ created }) => daysSince(created, now)))),
    ...lastUseSettings(use, facts),
  };
}

/**
 * One use is proof; that there was none takes both the tokens and the logins. A failed login is no use; one of which the org
 * does not say how it ended is neither use nor none. `LastUsedDate` of a token counts refused uses, too (Salesforce Help,
 * "Approve a connected app"): the org does not tell them apart.
 */
function lastUseSettings(use: OrgUse, facts: Facts): Usage {
  const { tokens, logins } = use;
  const { now, inventory } = facts;
  const withoutDates = tokens.ok && tokens.value.length > 0 && lacksLastUse(inventory);
  const successes = logins.ok ? logins.value.filter(({ outcome }) => outcome === 'success') : [];
  const calls = callsOf(use, facts);
  const seen = [
    ...(tokens.ok ? tokens.value.map(({ lastUsed }) => lastUsed) : []),
    ...successes.map(({ last }) => last),
    ...(calls.ok ? calls.value.map(({ last }) => last) : []),
  ].flatMap((moment) => daysSince(moment, now) ?? []);
  const why = whyNotAll(bothAnswers(tokens, logins), logins, withoutDates);
  const undated = successes.some(({ last }) => last === '');
  const called = calls.ok && calls.value.length > 0;
  const used = seen.length > 0 || successes.length > 0 || called;
  const latest: Setting<number> =
    why === undefined && seen.length > 0 && !undated
      ? knownSetting(Math.min(...seen))
      : { state: 'unknown', reason: why ?? neverOrWhen(undated) };
  if (used) return { used: knownSetting(true), daysSinceLastUse: latest };
  return {
    used: why === undefined ? withoutTrace(use, facts) : { state: 'unknown', reason: why },
    daysSinceLastUse: latest,
  };
}

const elsewhere =
  'neither a token nor a log-in shows a use, and of External Client Apps only the Connect REST API names all users: ecaudit pull --with-users asks for them';

/**
 * Whether an app is in use of which neither a token nor a log-in is there. Source: Salesforce Help, "External Client App OAuth
 * Usage": of External Client Apps only the Connect REST API tells.
 */
function withoutTrace({ entry }: OrgUse, { oauthUsers }: Facts): Setting<boolean> {
  if (entry.kind === 'connectedApp') return knownSetting(false);
  const hasUsers = oauthUsers?.get(entry.id);
  return hasUsers === undefined ? { state: 'unknown', reason: elsewhere } : knownSetting(hasUsers);
}

function lacksLastUse({ lackingColumns }: Facts['inventory']): boolean {
  return lackingColumns.has('OauthToken.LastUsedDate');
}

function neverOrWhen(undated: boolean): string {
  return undated ? noColumn('LoginHistory.LoginTime') : 'the app was never used';
}

/** Why there may be a use that is not seen. */
function whyNotAll(
  all: Answer<unknown>,
  logins: Answer<readonly Logins[]>,
  withoutDates: boolean,
): string | undefined {
  if (!all.ok) return all.reason;
  if (withoutDates) return noColumn('OauthToken.LastUsedDate');
  const blurred = logins.ok && logins.value.some(({ outcome }) => outcome === 'unknown');
  return blurred ? noOutcome.reason : undefined;
}
