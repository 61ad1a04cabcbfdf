import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import { bothAnswers, mapAnswer, knownSetting, settingOfAnswer } from '../client/answer.js';
import type { Facts, Person } from './facts.js';
import { holdersOf } from './holders.js';
import type { OrgInventory } from './inventory.js';
import { columnOfPermission, type Power } from '../client/queries.js';
import type { OrgUse } from './use.js';

/** Powers with which a user administers the org. */
const administrationPowers: readonly Power[] = [
  'ModifyAllData',
  'ManageUsers',
  'CustomizeApplication',
  'AuthorApex',
];

/** What the users are who hold tokens. */
export function holderSettings({ tokens }: OrgUse, { people, inventory }: Facts): Usage {
  const held = holdersOf(tokens, people);
  const count = (fits: (person: Person) => boolean): Setting<number> =>
    settingOfAnswer(mapAnswer(held, (holders) => holders.filter(fits).length));
  return {
    tokensOfInactiveUsers: settingOfAnswer(
      mapAnswer(
        bothAnswers(inventory.frozen, held),
        ([, holders]) => holders.filter(({ active }) => active !== true).length,
      ),
    ),
    tokensOfAdministrators: count(({ powers }) =>
      administrationPowers.some((power) => powers.has(power)),
    ),
    tokenUserPowers: among(settingOfAnswer(mapAnswer(held, powersOfAll)), answeredPermissions(inventory)),
    tokenUsersNotApiOnly: settingOfAnswer(
      mapAnswer(
        held,
        (holders) => new Set(holders.filter(({ powers }) => !powers.has('ApiUserOnly'))).size,
      ),
    ),
  };
}

/** An org is asked for some permissions only: of the others nobody knows whether the users hold them. */
function among(
  setting: Setting<readonly string[]>,
  asked: readonly string[],
): Setting<readonly string[]> {
  return setting.state === 'known' ? { ...setting, among: asked } : setting;
}

/** The permissions of which the org tells who has them; one that it does not have is not among them. */
function answeredPermissions({ askedPermissions, lackingColumns }: OrgInventory): readonly string[] {
  return askedPermissions
    .filter((name) => !lackingColumns.has(`PermissionSet.${columnOfPermission(name)}`))
    .filter((name) => name !== 'ApiUserOnly')
    .toSorted();
}

function powersOfAll(people: readonly Person[]): readonly string[] {
  const all = new Set(people.flatMap(({ powers }) => [...powers]));
  all.delete('ApiUserOnly');
  return [...all].toSorted();
}

/** Every user has a licence: one that the org does not name is hidden. */
function licenseOrHidden(setting: Setting<string>): Setting<string> {
  if (setting.state === 'unknown' || setting.value !== '') return setting;
  return { state: 'unknown', reason: 'the org does not say which licence the run-as user has' };
}

/** What the run-as user is. */
export function runAsSettings(username: string, { people, inventory }: Facts): Usage {
  const person = mapAnswer(people, (all) =>
    all.find((one) => one.username.toLowerCase() === username.toLowerCase()),
  );
  const setting = <T extends string | boolean | readonly string[]>(
    what: (found: Person) => T,
  ): Setting<T> => {
    if (username === '') return { state: 'unknown', reason: 'no run-as user is known' };
    if (!person.ok) return { state: 'unknown', reason: person.reason };
    if (!person.value) return { state: 'unknown', reason: `the org shows no user ${username}` };
    return knownSetting(what(person.value));
  };
  return {
    runAsUserActive:
      inventory.frozen.ok || (person.ok && person.value?.active === false)
        ? setting(({ active }) => active === true)
        : { state: 'unknown', reason: inventory.frozen.reason },
    runAsUserApiOnly: setting(({ powers }) => powers.has('ApiUserOnly')),
    runAsUserLicense: licenseOrHidden(setting(({ license }) => license)),
    runAsUserPowers: among(
      setting((found) => powersOfAll([found])),
      answeredPermissions(inventory),
    ),
  };
}
