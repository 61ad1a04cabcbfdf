import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import { bothAnswers, mapAnswer, knownSetting, settingOfAnswer } from '../client/answer.js';
import { rowsGiven } from '../collect/directory.js';
import { daysSince, type Facts } from './facts.js';
import { grantsOf } from './grants.js';
import { withoutLacking } from '../client/lacking-columns.js';
import { countWithOutcome, isDenied, noOutcome } from './outcomes.js';
import { holderSettings, runAsSettings } from './people-usage.js';
import { asAnswerText } from '../client/shape.js';
import { apiCallSettings } from './api-calls.js';
import { addressesOutside } from './login-places.js';
import { tokenUsage } from './token-usage.js';
import type { Logins, OrgUse } from './use.js';

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
