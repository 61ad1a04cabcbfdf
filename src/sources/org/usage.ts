import type { Setting } from '../../model/settings.js';
import type { Usage } from '../../model/usage.js';
import { both, follow, known, settingOf, type Asked } from './asked.js';
import { valuesOf } from './directory.js';
import { daysSince, type Facts, type Person } from './facts.js';
import { grantsOf } from './grants.js';
import { holdersOf } from './holders.js';
import type { Power } from './queries.js';
import { text } from './shape.js';
import type { Token } from './tokens.js';
import type { Logins, Use } from './use.js';

/** Powers with which a user administers the org. */
const administration: readonly Power[] = [
  'ModifyAllData',
  'ManageUsers',
  'CustomizeApplication',
  'AuthorApex',
];

/** Everything that only the org knows of one app. */
export function usageOf(use: Use, facts: Facts, runAsUser: string): Usage {
  return {
    seenIn: known(use.entry.seenIn),
    installed: installed(use, facts),
    ...ageOf(use, facts),
    ...tokenSettings(use, facts),
    ...holderSettings(use, facts),
    ...loginSettings(use),
    ...grantsOf(use, facts),
    ...runAsSettings(runAsUser, facts),
    ...provisioningOf(use, facts),
  };
}

/** An app that only tokens name is not installed, provided that we saw all that are. */
function installed({ entry }: Use, { listed, inventory }: Facts): Setting<boolean> {
  if (entry.seenIn !== 'tokens') return known(true);
  const all = both(
    listed,
    both(inventory.connectedApplications, inventory.externalClientApplications),
  );
  return settingOf(follow(all, () => false));
}

function ageOf({ entry }: Use, { now }: Facts): Usage {
  const days = daysSince(entry.created, now);
  const reason = 'the org does not say when the app was created';
  return { appAgeDays: days === undefined ? { state: 'unknown', reason } : known(days) };
}

function tokenSettings({ tokens, logins }: Use, { now }: Facts): Usage {
  const count = (what: (all: readonly Token[]) => number): Setting<number> =>
    settingOf(follow(tokens, what));
  const oldest = (days: readonly (number | undefined)[]): number =>
    Math.max(0, ...days.map((one) => one ?? 0));
  const unused = (all: readonly Token[]): readonly Token[] =>
    all.filter(({ lastUsed }) => lastUsed === '');
  return {
    tokenCount: count((all) => all.length),
    tokenUserCount: count((all) => new Set(all.map(({ userId }) => userId)).size),
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
    ...lastUse(tokens, logins, now),
  };
}

/** One use is proof; that there was none takes both the tokens and the logins. */
function lastUse(
  tokens: Asked<readonly Token[]>,
  logins: Asked<readonly Logins[]>,
  now: Date,
): Usage {
  const seen = [
    ...(tokens.ok ? tokens.value.map(({ lastUsed }) => lastUsed) : []),
    ...(logins.ok ? logins.value.map(({ last }) => last) : []),
  ].flatMap((moment) => daysSince(moment, now) ?? []);
  const all = both(tokens, logins);
  if (seen.length > 0) {
    return { used: known(true), daysSinceLastUse: settingOf(follow(all, () => Math.min(...seen))) };
  }
  const never = follow(all, () => false);
  const reason = never.ok ? 'the app was never used' : never.reason;
  return { used: settingOf(never), daysSinceLastUse: { state: 'unknown', reason } };
}

/** What the users are who hold tokens. */
function holderSettings({ tokens }: Use, { people, inventory }: Facts): Usage {
  const held = holdersOf(tokens, people);
  const count = (fits: (person: Person) => boolean): Setting<number> =>
    settingOf(follow(held, (holders) => holders.filter(fits).length));
  return {
    tokensOfInactiveUsers: settingOf(
      follow(
        both(inventory.frozen, held),
        ([, holders]) => holders.filter(({ active }) => active !== true).length,
      ),
    ),
    tokensOfAdministrators: count(({ powers }) =>
      administration.some((power) => powers.has(power)),
    ),
    tokenUserPowers: settingOf(follow(held, (holders) => powersOfAll(holders))),
    tokenUsersNotApiOnly: settingOf(
      follow(
        held,
        (holders) => new Set(holders.filter(({ powers }) => !powers.has('ApiUserOnly'))).size,
      ),
    ),
  };
}

function powersOfAll(people: readonly Person[]): readonly string[] {
  const all = new Set(people.flatMap(({ powers }) => [...powers]));
  all.delete('ApiUserOnly');
  return [...all].toSorted();
}

function loginSettings({ logins }: Use): Usage {
  const times = (flow: string): Setting<number> =>
    settingOf(
      follow(logins, (all) =>
        all.filter((one) => one.flow === flow).reduce((sum, { count }) => sum + count, 0),
      ),
    );
  const flows = follow(logins, (all) =>
    [...new Set(all.map(({ flow }) => flow).filter(Boolean))].toSorted(),
  );
  return {
    loginFlows: settingOf(flows),
    usernamePasswordLogins: times('OauthUsernamePassword'),
    userAgentLogins: times('OauthUserAgent'),
  };
}

function runAsSettings(username: string, { people, inventory }: Facts): Usage {
  const person = follow(people, (all) =>
    all.find((one) => one.username.toLowerCase() === username.toLowerCase()),
  );
  const setting = <T extends boolean | readonly string[]>(
    what: (found: Person) => T,
  ): Setting<T> => {
    if (username === '') return { state: 'unknown', reason: 'no run-as user is known' };
    if (!person.ok) return { state: 'unknown', reason: person.reason };
    if (!person.value) return { state: 'unknown', reason: `the org shows no user ${username}` };
    return known(what(person.value));
  };
  return {
    runAsUserActive:
      inventory.frozen.ok || (person.ok && person.value?.active === false)
        ? setting(({ active }) => active === true)
        : { state: 'unknown', reason: inventory.frozen.reason },
    runAsUserApiOnly: setting(({ powers }) => powers.has('ApiUserOnly')),
    runAsUserPowers: setting((found) => powersOfAll([found])),
  };
}

function provisioningOf({ entry }: Use, { inventory }: Facts): Usage {
  if (entry.kind !== 'connectedApp' || (entry.id === '' && entry.seenIn !== 'tokens')) return {};
  const enabled = valuesOf(inventory.provisioning).some(
    (row) => text(row['ConnectedAppId']).slice(0, 15) === entry.id && row['Enabled'] === true,
  );
  return { userProvisioning: settingOf(follow(inventory.provisioning, () => enabled)) };
}
