import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import { both, follow, settingOf } from '../client/answer.js';
import { related } from '../collect/directory.js';
import type { Inventory } from './inventory.js';
import { withoutLacking } from '../client/lacking-columns.js';
import { countOf, outcomeOf } from './outcomes.js';
import type { Power } from '../client/queries.js';
import { text, type Fields } from '../client/shape.js';

/** What only the org knows of the org as a whole: who gives powers over apps, who still uses SOAP login(). */
export function orgWideSettings(inventory: Inventory): Usage {
  const givenBy = (...powers: readonly Power[]): Setting<readonly string[]> =>
    holders(inventory, powers, () => true);
  const givenApart = (...powers: readonly Power[]): Setting<readonly string[]> =>
    // With Modify All Data one can do all of it anyway, and nobody would read such a list.
    holders(inventory, powers, (row) => row['PermissionsModifyAllData'] !== true);
  const usage: Usage = {
    'org.approveUninstalledAppsGrantedBy': givenApart('CanApproveUninstalledApps'),
    'org.useAnyApiClientGrantedBy': givenBy('UseAnyApiClient'),
    'org.viewClientSecretGrantedBy': givenBy('ViewClientSecret'),
    'org.manageAppsGrantedBy': givenApart('ManageRemoteAccess', 'ExternalClientAppAdmin'),
    'org.soapLoginUsers': soapLogins(inventory, 'success'),
    'org.failedSoapLoginUsers': soapLogins(inventory, 'failure'),
  };
  return withoutLacking(usage, inventory.lackingColumns);
}

function holders(
  { permissionSets, assigned, lackingColumns }: Inventory,
  powers: readonly Power[],
  fits: (row: Fields) => boolean,
): Setting<readonly string[]> {
  const lacking = powers.find((power) => lackingColumns.has(`PermissionSet.Permissions${power}`));
  if (lacking !== undefined)
    return { state: 'unknown', reason: `the org does not have the permission ${lacking}` };
  return settingOf(
    follow(both(permissionSets, assigned), ([sets, { users }]) => {
      const giving = sets.filter(
        (row) =>
          powers.some((power) => row[`Permissions${power}`] === true) &&
          (users.get(text(row['Id']).slice(0, 15)) ?? 0) > 0 &&
          fits(row),
      );
      return [...new Set(giving.map(nameOf))].toSorted();
    }),
  );
}

function nameOf(row: Fields): string {
  return row['IsOwnedByProfile'] === true ? related(row, 'Profile.Name') : text(row['Name']);
}

/**
 * How many users logged in with login(), or tried to. Logins through an app are `Remote Access`, whatever API they are for:
 * what is left is login() itself.
 */
function soapLogins({ apiLogins }: Inventory, outcome: 'success' | 'failure'): Setting<number> {
  const attempts = follow(apiLogins, (rows) =>
    rows.filter(
      (row) =>
        /^SOAP (?:partner|enterprise)$/i.test(text(row['ApiType'])) &&
        !text(row['LoginType']).startsWith('Remote Access'),
    ),
  );
  return countOf(
    follow(attempts, (rows) =>
      rows.map((row) => ({ outcome: outcomeOf(row), count: Number(row['users']) || 0 })),
    ),
    outcome,
  );
}
