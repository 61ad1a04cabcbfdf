import type { Setting } from '../../model/settings.js';
import type { Usage } from '../../model/usage.js';
import { both, follow, known, settingOf } from './asked.js';
import { valuesOf } from './directory.js';
import { daysSince, type Facts } from './facts.js';
import { grantsOf } from './grants.js';
import { holderSettings, runAsSettings } from './people-usage.js';
import { text } from './shape.js';
import { tokenSettings } from './token-usage.js';
import type { Use } from './use.js';

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

function provisioningOf({ entry }: Use, { inventory }: Facts): Usage {
  if (entry.kind !== 'connectedApp' || (entry.id === '' && entry.seenIn !== 'tokens')) return {};
  const enabled = valuesOf(inventory.provisioning).some(
    (row) => text(row['ConnectedAppId']).slice(0, 15) === entry.id && row['Enabled'] === true,
  );
  return { userProvisioning: settingOf(follow(inventory.provisioning, () => enabled)) };
}
