import type { Setting } from '../../model/settings.js';
import type { Usage } from '../../model/usage.js';
import { type Asked, both, follow, known, settingOf } from './asked.js';
import { daysSince, type Facts } from './facts.js';
import type { Token } from './tokens.js';
import type { Logins, Use } from './use.js';

/** What the tokens of an app say. */
export function tokenSettings({ tokens, logins }: Use, { now }: Facts): Usage {
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
