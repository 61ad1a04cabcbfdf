import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import {
  bothAnswers,
  mapAnswer,
  knownSetting,
  settingOfAnswer,
  asAnswerText,
  type Answer,
} from '../client/answer.js';
import { rowsGiven } from '../collect/directory.js';
import { daysSince, type Facts } from './inventory.js';
import { grantsOf } from './holders.js';
import { withoutLacking } from '../client/lacking-columns.js';
import { countWithOutcome, isDenied, noOutcome } from './logins.js';
import { holderSettings, runAsSettings } from './people.js';
import { apiCallSettings, callsOf } from './api-calls.js';
import { addressesOutside } from './login-places.js';
import type { Logins, OrgUse } from './use.js';
import { timesEach } from '../../model/lists.js';
import { noColumn } from './rows.js';
import type { TokenInOrg } from './tokens.js';

/** Everything that only the org knows of one app. */
export function usageOf(use: OrgUse, facts: Facts, runAsUser: string): Usage {
  const usage: Usage = {
    seenIn: knownSetting(use.entry.seenIn),
    installed: installed(use, facts),
    ...ageOf(use, facts),
    ...tokenUsage(use, facts),
    ...holderSettings(use, facts),
    ...loginSettings(use),
    loginAddressesOutsideRanges: addressesOutside(use),
    ...apiCallSettings(use, facts),
    ...grantsOf(use, facts),
    ...runAsSettings(runAsUser, facts),
    ...provisioningSetting(use, facts),
  };
  return withoutLacking(usage, facts.inventory.lackingColumns);
}

/** An app that only tokens or logins name is not installed, provided that we saw all that are, and that it was let in. */
function installed(
  { entry, tokens, logins }: OrgUse,
  { listed, inventory }: Facts,
): Setting<boolean> {
  if (entry.seenIn !== 'tokens') return knownSetting(true);
  const letIn =
    (tokens.ok && tokens.value.length > 0) ||
    (logins.ok && logins.value.some(({ outcome }) => outcome === 'success'));
  if (!letIn) return noOutcome;
  const all = bothAnswers(
    listed,
    bothAnswers(inventory.connectedApplications, inventory.externalClientApplications),
  );
  return settingOfAnswer(mapAnswer(all, () => false));
}

function ageOf({ entry }: OrgUse, { now }: Facts): Usage {
  const days = daysSince(entry.created, now);
  const unsaid = (what: string): Setting<never> => ({
    state: 'unknown',
    reason: `the org does not say when the app was ${what}`,
  });
  return {
    appAgeDays: days === undefined ? unsaid('created') : knownSetting(days),
    createdOn: days === undefined ? unsaid('created') : knownSetting(entry.created.slice(0, 10)),
    changedOn:
      daysSince(entry.changed, now) === undefined
        ? unsaid('last changed')
        : knownSetting(entry.changed.slice(0, 10)),
  };
}

/**
 * The login subtypes of the user-agent flow: the plain one, with an ID token, and the hybrid app one, which the org's switch
 * blocks as well. Source: Object Reference, LoginHistory, LoginSubType.
 */
const userAgentFlows = ['OauthUserAgent', 'OauthUserAgentIdToken', 'OauthHybridUserAgent'];

/** What the login history says. Failed attempts are counted apart: they are no use of the app. */
function loginSettings({ logins }: OrgUse): Usage {
  const times = (
    outcome: 'success' | 'failure',
    fits: (one: Logins) => boolean = () => true,
  ): Setting<number> =>
    countWithOutcome(
      mapAnswer(logins, (all) => all.filter(fits)),
      outcome,
    );
  const by =
    (...flows: readonly string[]) =>
    (one: Logins): boolean =>
      flows.includes(one.flow);
  return {
    loginFlows: namesOfLogins(logins, ({ flow }) => flow),
    ...countriesOf(logins),
    usernamePasswordLogins: times('success', by('OauthUsernamePassword')),
    userAgentLogins: times('success', by(...userAgentFlows)),
    failedLogins: times('failure'),
    deniedAttempts: times('failure', (one) => one.outcome !== 'failure' || isDenied(one.status)),
    failedUsernamePasswordLogins: times('failure', by('OauthUsernamePassword')),
    failedUserAgentLogins: times('failure', by(...userAgentFlows)),
  };
}

function countriesOf(logins: OrgUse['logins']): Usage {
  const loginCountries = namesOfLogins(logins, ({ country }) => country);
  const loginCountryCount =
    loginCountries.state === 'known' ? knownSetting(loginCountries.value.length) : loginCountries;
  return { loginCountries, loginCountryCount };
}

/** What the successful log-ins have, each once. */
function namesOfLogins(
  logins: OrgUse['logins'],
  nameOf: (one: Logins) => string,
): Setting<readonly string[]> {
  if (logins.ok && logins.value.some(({ outcome }) => outcome === 'unknown')) return noOutcome;
  return settingOfAnswer(
    mapAnswer(logins, (all) => {
      const successes = all.filter(({ outcome }) => outcome === 'success');
      return [...new Set(successes.map(nameOf).filter(Boolean))].toSorted();
    }),
  );
}

function provisioningSetting({ entry }: OrgUse, { inventory }: Facts): Usage {
  if (entry.kind !== 'connectedApp' || (entry.id === '' && entry.seenIn !== 'tokens')) return {};
  const enabled = rowsGiven(inventory.provisioning).some(
    (row) =>
      asAnswerText(row['ConnectedAppId']).slice(0, 15) === entry.id && row['Enabled'] === true,
  );
  return { userProvisioning: settingOfAnswer(mapAnswer(inventory.provisioning, () => enabled)) };
}

/** What the tokens of an app say. */
function tokenUsage(use: OrgUse, facts: Facts): Usage {
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
