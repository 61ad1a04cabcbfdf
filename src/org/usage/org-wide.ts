import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import type { RecordSettings } from '../snapshot/record.js';
import {
  bothAnswers,
  mapAnswer,
  knownSetting,
  settingOfAnswer,
  type Answer,
  asAnswerText,
  type Fields,
} from '../client/answer.js';
import { related } from '../collect/directory.js';
import type { Facts, Person, OrgInventory } from './inventory.js';
import { isSoapLogin, countWithOutcome, outcomeOf } from './logins.js';
import { withoutLacking } from '../client/lacking-columns.js';
import type { Power } from '../client/queries.js';

/** What only the org knows of the org as a whole: who gives powers over apps, who still uses SOAP login(). */
export function orgWideSettings({
  inventory,
  people,
}: Pick<Facts, 'inventory' | 'people'>): RecordSettings {
  const givenBy = (...powers: readonly Power[]): Setting<readonly string[]> =>
    namesOfHolders(inventory, powers, () => true);
  const givenApart = (...powers: readonly Power[]): Setting<readonly string[]> =>
    // With Modify All Data one can do all of it anyway, and nobody would read such a list.
    namesOfHolders(inventory, powers, (row) => row['PermissionsModifyAllData'] !== true);
  const usage: Usage = {
    'org.approveUninstalledAppsGrantedBy': givenApart('CanApproveUninstalledApps'),
    'org.useAnyApiClientGrantedBy': givenBy('UseAnyApiClient'),
    'org.viewClientSecretGrantedBy': givenBy('ViewClientSecret'),
    'org.manageAppsGrantedBy': givenApart('ManageRemoteAccess', 'ExternalClientAppAdmin'),
    'org.useAnyApiAuthUnneeded': unneededAuth(inventory, people),
    'org.soapUsersWithoutApiAuth': soapUsersWithoutAuth(inventory, people),
    'org.soapLoginUsers': soapLogins(inventory, 'success'),
    'org.failedSoapLoginUsers': soapLogins(inventory, 'failure'),
  };
  return { ...noApiAccessControl(inventory), ...withoutLacking(usage, inventory.lackingColumns) };
}

/**
 * Salesforce Support enables API Access Control; without it an org has neither its switches nor Use Any API Client, so that
 * nobody holds it.
 */
function noApiAccessControl({ lackingColumns }: OrgInventory): RecordSettings {
  return lackingColumns.has(powerColumn('UseAnyApiClient'))
    ? { 'org.adminApprovedAppsOnly': knownSetting(false) }
    : {};
}

function powerColumn(power: Power): string {
  return `PermissionSet.Permissions${power}`;
}

function namesOfHolders(
  { permissionSets, assigned, lackingColumns }: OrgInventory,
  powers: readonly Power[],
  fits: (row: Fields) => boolean,
): Setting<readonly string[]> {
  const lacking = powers.find((power) => lackingColumns.has(powerColumn(power)));
  if (lacking === 'UseAnyApiClient') return knownSetting([]);
  if (lacking !== undefined)
    return { state: 'unknown', reason: `the org does not have the permission ${lacking}` };
  return settingOfAnswer(
    mapAnswer(bothAnswers(permissionSets, assigned), ([sets, { users }]) => {
      const giving = sets.filter(
        (row) =>
          powers.some((power) => row[`Permissions${power}`] === true) &&
          (users.get(asAnswerText(row['Id']).slice(0, 15)) ?? 0) > 0 &&
          fits(row),
      );
      return [...new Set(giving.map(nameOfGiver))].toSorted();
    }),
  );
}

function nameOfGiver(row: Fields): string {
  return row['IsOwnedByProfile'] === true
    ? related(row, 'Profile.Name')
    : asAnswerText(row['Name']);
}

/** Of users who log in with login(), those whom the requirement of Use Any API Auth would stop. */
function soapUsersWithoutAuth(inventory: OrgInventory, people: Facts['people']): Setting<number> {
  return settingOfAnswer(
    mapAnswer(soapPeople(inventory, people), (all) => {
      return all.filter(({ powers }) => !powers.has('UseAnyApiAuth')).length;
    }),
  );
}

/** What gives Use Any API Auth to nobody who logs in with login(). */
function unneededAuth(
  inventory: OrgInventory,
  people: Facts['people'],
): Setting<readonly string[]> {
  const users = soapPeople(inventory, people);
  const needed = new Set(
    users.ok ? users.value.flatMap(({ permissionSets }) => permissionSets) : [],
  );
  const unneeded = namesOfHolders(inventory, ['UseAnyApiAuth'], (row) => {
    return !needed.has(asAnswerText(row['Id']).slice(0, 15));
  });
  return users.ok ? unneeded : { state: 'unknown', reason: users.reason };
}

function soapPeople(
  { soapUsers, lackingColumns }: OrgInventory,
  people: Facts['people'],
): Answer<readonly Person[]> {
  if (lackingColumns.has(powerColumn('UseAnyApiAuth')))
    return { ok: false, reason: 'the org does not have the permission UseAnyApiAuth' };
  if (!soapUsers.ok || soapUsers.value.length === 0) return mapAnswer(soapUsers, () => []);
  if (!people.ok) return people;
  const found = people.value.filter(({ id }) => soapUsers.value.includes(id));
  if (found.length === soapUsers.value.length) return { ok: true, value: found };
  return { ok: false, reason: 'the org does not show all users who log in with SOAP login()' };
}

/** How many users logged in with login(), or tried to. */
function soapLogins(
  { apiLogins, soapUsers }: OrgInventory,
  outcome: 'success' | 'failure',
): Setting<number> {
  const attempts = mapAnswer(apiLogins, (rows) => rows.filter(isSoapLogin));
  const counted = countWithOutcome(
    mapAnswer(attempts, (rows) =>
      rows.map((row) => ({ outcome: outcomeOf(row), count: Number(row['users']) || 0 })),
    ),
    outcome,
  );
  // Who uses two kinds of API stands in two rows.
  const exact = outcome === 'success' && soapUsers.ok && counted.state === 'known';
  return exact ? knownSetting(soapUsers.value.length) : counted;
}
