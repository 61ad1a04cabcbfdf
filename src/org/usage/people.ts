import { keptOr } from '../../model/once-for.js';
import type { Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import {
  tryCall,
  type Answer,
  valueAt,
  asAnswerText,
  type Fields,
  bothAnswers,
  mapAnswer,
  knownSetting,
  settingOfAnswer,
} from '../client/answer.js';
import type { Person, OrgInventory, Facts } from './inventory.js';
import { orgLimits } from '../client/limits.js';
import { columnOfPermission, soqlList, type Power } from '../client/queries.js';
import { rowsWithout, type Lacking } from './rows.js';
import type { Setting } from '../../settings/settings.js';
import type { Usage } from '../../model/usage.js';
import { holdersOf } from './holders.js';
import type { OrgUse } from './use.js';

/** Whom to look up: by the ids in tokens, and by the usernames of run-as settings. */
interface WantedPeople {
  readonly ids: readonly string[];
  readonly usernames: readonly string[];
  /** By the ids of permission sets, that of a profile included: those who are active. */
  readonly permissionSets?: readonly string[];
  /** Ask for the names of people, too. */
  readonly named?: boolean;
}

const licenseColumn = 'Assignee.Profile.UserLicense.Name';
const assignmentColumns = [
  'AssigneeId',
  'Assignee.Username',
  'Assignee.IsActive',
  'PermissionSetId',
];

/**
 * Looks users up by what is assigned to them. Everybody has at least the permission set of the own profile, so one query
 * tells who is active, who has access and who has powers.
 */
export async function pullPeople(
  api: OrgApi,
  wanted: WantedPeople,
  inventory: OrgInventory,
  lacking: Lacking,
  problems: Problem[],
): Promise<Answer<readonly Person[]>> {
  const { permissionSets, askedPermissions, frozen } = inventory;
  if (!permissionSets.ok) return permissionSets;
  const rows = await tryCall('the users of apps with their rights', problems, async () =>
    (
      await Promise.all(
        conditions(wanted).map(({ where, more }) =>
          assignments(api, where, [...more, ...(wanted.named ? ['Assignee.Name'] : [])], lacking),
        ),
      )
    ).flat(),
  );
  if (!rows.ok) return rows;
  const rights = powersBySet(permissionSets.value, askedPermissions);
  const stopped = frozen.ok
    ? new Set(frozen.value.map((row) => asAnswerText(row['UserId']).slice(0, 15)))
    : undefined;
  return { ok: true, value: peopleOf(rows.value, rights, stopped) };
}

function assignments(
  api: OrgApi,
  where: string,
  more: readonly string[],
  lacking: Lacking,
): Promise<readonly Fields[]> {
  const query = {
    from: 'PermissionSetAssignment',
    columns: [...assignmentColumns, ...more],
    where,
  };
  return rowsWithout(api, query, lacking, ['AssigneeId', 'PermissionSetId']);
}

/**
 * One query for each list of ids or usernames, in the order in which their rows count. The licence matters of run-as users
 * only; they are asked for with the last ids where an address holds both, which is one call less.
 */
function conditions({ ids, usernames, permissionSets = [] }: WantedPeople) {
  const bySet = idChunks(permissionSets).map(
    (some) => `PermissionSetId IN ${soqlList(some)} AND Assignee.IsActive = true`,
  );
  const byId = idChunks(ids).map((some) => `AssigneeId IN ${soqlList(some)}`);
  const byName = idChunks(usernames).map((some) => `Assignee.Username IN ${soqlList(some)}`);
  const [last, name] = [byId.at(-1), byName[0]];
  const isOne = last !== undefined && name !== undefined && byName.length === 1;
  // The username first: an org without that column refuses the query as a whole, as it does one of usernames alone.
  const isShort = isOne && lengthInAddress(`${name} OR ${last}`) <= orgLimits.maxConditionInAddress;
  const both = isShort ? [`${name} OR ${last}`] : undefined;
  return [
    ...[...bySet, ...(both ? byId.slice(0, -1) : byId)].map((where) => ({ where, more: [] })),
    ...(both ?? byName).map((where) => ({ where, more: [licenseColumn] })),
  ];
}

function lengthInAddress(text: string): number {
  return encodeURIComponent(text).length;
}

/** Lists that an address holds each: ids are alike, usernames may be long. */
function idChunks(all: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let room = 0;
  for (const one of all) {
    const length = lengthInAddress(`,${soqlList([one])}`);
    const last = chunks.at(-1);
    if (last && last.length < orgLimits.maxIdsInQuery && length <= room) last.push(one);
    else {
      chunks.push([one]);
      room = orgLimits.maxConditionInAddress;
    }
    room -= length;
  }
  return chunks;
}

/** Which of these permissions each permission set gives, by its id. */
function powersBySet(
  rows: readonly Fields[],
  permissions: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    rows.map((row) => [
      asAnswerText(row['Id']).slice(0, 15),
      permissions.filter((name) => row[columnOfPermission(name)] === true),
    ]),
  );
}

function licenseInRow(row: Fields): string {
  return asAnswerText(valueAt(row, licenseColumn));
}

function peopleOf(
  rows: readonly Fields[],
  rights: ReadonlyMap<string, readonly string[]>,
  stopped: ReadonlySet<string> | undefined,
): readonly Person[] {
  const sets = new Map<string, { row: Fields; readonly sets: Set<string> }>();
  for (const row of rows) {
    const id = asAnswerText(row['AssigneeId']).slice(0, 15);
    const person = keptOr(sets, id, () => ({ row, sets: new Set() }));
    // Who holds tokens and is a run-as user comes twice, once with the licence.
    if (licenseInRow(row) !== '') person.row = row;
    person.sets.add(asAnswerText(row['PermissionSetId']).slice(0, 15));
  }
  return [...sets].map(([id, { row, sets: held }]) => ({
    id,
    username: asAnswerText(valueAt(row, 'Assignee.Username')),
    name: asAnswerText(valueAt(row, 'Assignee.Name')),
    active: valueAt(row, 'Assignee.IsActive') === true ? stopped && !stopped.has(id) : false,
    permissionSets: [...held],
    license: licenseInRow(row),
    powers: new Set([...held].flatMap((set) => rights.get(set) ?? [])),
  }));
}

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
    tokenUserPowers: among(
      settingOfAnswer(mapAnswer(held, powersOfAll)),
      answeredPermissions(inventory),
    ),
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
function answeredPermissions({
  askedPermissions,
  lackingColumns,
}: OrgInventory): readonly string[] {
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
