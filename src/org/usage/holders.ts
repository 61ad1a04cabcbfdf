import {
  bothAnswers,
  type Answer,
  mapAnswer,
  settingOfAnswer,
  valueAt,
  asAnswerText,
  type Fields,
} from '../client/answer.js';
import type { Person, Facts } from './inventory.js';
import type { TokenInOrg } from './tokens.js';
import type { Usage } from '../../model/usage.js';
import { related } from '../collect/directory.js';
import type { OrgUse } from './use.js';
import { groupBy } from '../../model/lists.js';
import { compareText } from '../../model/location.js';
import type { Holder } from '../../model/app.js';

/** The user of each token, in the order of the tokens. */
export function holdersOf(
  tokens: Answer<readonly TokenInOrg[]>,
  people: Answer<readonly Person[]>,
): Answer<readonly Person[]> {
  const asked = bothAnswers(tokens, people);
  if (tokens.ok && tokens.value.length === 0) return { ok: true, value: [] };
  if (!asked.ok) return asked;
  const [all, everybody] = asked.value;
  const byId = new Map(everybody.map((person) => [person.id, person]));
  const holders = all.flatMap(({ userId }) => byId.get(userId) ?? []);
  const lost = all.length - holders.length;
  return lost === 0
    ? { ok: true, value: holders }
    : {
        ok: false,
        reason: `the org does not show the users of ${lost} of its ${all.length} tokens`,
      };
}

/** Who may use an app: the profiles and permission sets that give it, and how many users that are. */
export function grantsOf(use: OrgUse, facts: Facts): Usage {
  const grants = grantsTo(use, facts);
  const names = (ofProfile: boolean, path: string): Answer<readonly string[]> =>
    mapAnswer(grants, (rows) => {
      const fitting = rows.filter(
        (row) => (valueAt(row, 'Parent.IsOwnedByProfile') === true) === ofProfile,
      );
      return [...new Set(fitting.map((row) => related(row, path)))].toSorted();
    });
  return {
    grantedProfiles: settingOfAnswer(names(true, 'Parent.Profile.Name')),
    grantedPermissionSets: settingOfAnswer(names(false, 'Parent.Name')),
    grantedUserPercent: settingOfAnswer(percentOf(grants, facts)),
    tokensOfUnassignedUsers: settingOfAnswer(unassigned(use, grants, facts)),
  };
}

/** The rows that give the app to profiles and permission sets. */
function grantsTo({ entry }: OrgUse, { inventory }: Facts): Answer<readonly Fields[]> {
  if (entry.id === '' && entry.seenIn !== 'tokens') {
    return {
      ok: false,
      reason: 'the org does not give the id of the app, by which access is granted',
    };
  }
  const ids = new Set([entry.id, ...(entry.providerIds ?? [])].filter(Boolean));
  const found = mapAnswer(inventory.access, (rows) =>
    rows.filter((row) => ids.has(asAnswerText(row['SetupEntityId']).slice(0, 15))),
  );
  // The app menu alone tells the service provider of an app with SAML, by which access may be granted as well.
  const isWhole = inventory.menuItems.ok || entry.kind === 'externalClientApp';
  return found.ok && found.value.length === 0 && !isWhole ? inventory.menuItems : found;
}

function percentOf(grants: Answer<readonly Fields[]>, { inventory }: Facts): Answer<number> {
  const asked = bothAnswers(grants, inventory.assigned);
  return mapAnswer(asked, ([rows, { users, all }]) => {
    const widest = Math.max(
      0,
      ...rows.map((row) => users.get(asAnswerText(row['ParentId']).slice(0, 15)) ?? 0),
    );
    return all === 0 ? 0 : Math.round((widest * 100) / all);
  });
}

function unassigned(use: OrgUse, grants: Answer<readonly Fields[]>, facts: Facts): Answer<number> {
  return mapAnswer(bothAnswers(grants, holdersOf(use.tokens, facts.people)), ([rows, holders]) => {
    const giving = new Set(rows.map((row) => asAnswerText(row['ParentId']).slice(0, 15)));
    return holders.filter(({ permissionSets }) => !permissionSets.some((set) => giving.has(set)))
      .length;
  });
}

/**
 * Who holds tokens of an app, and who may use it by a profile or permission set, by username; undefined where tokens or users
 * are not visible. Where every user may authorize the app, those who have not are not named.
 */
export function tokenHolders(use: OrgUse, facts: Facts): readonly Holder[] | undefined {
  const { tokens } = use;
  if (!tokens.ok || (tokens.value.length > 0 && !facts.people.ok)) return undefined;
  const access = accessTo(use, facts);
  const people = new Map((facts.people.ok ? facts.people.value : []).map((one) => [one.id, one]));
  const held = groupBy(tokens.value, ({ userId }) => userId);
  const permitted = (facts.permitted?.ok ? facts.permitted.value : []).filter(
    ({ id, permissionSets }) => !held.has(id) && permissionSets.some((set) => access.has(set)),
  );
  return [
    ...[...held].map(([id, own]) => buildHolder(id, own, people.get(id), access)),
    ...permitted.map((person) => buildHolder(person.id, [], person, access)),
  ].toSorted((a, b) => compareText(a.user, b.user));
}

function buildHolder(
  id: string,
  held: readonly TokenInOrg[],
  person: Person | undefined,
  access: ReadonlyMap<string, string>,
): Holder {
  const days = (of: (token: TokenInOrg) => string): readonly string[] =>
    held
      .map(of)
      .filter((moment) => moment !== '')
      .map((moment) => moment.slice(0, 10))
      .toSorted();
  const given = (person?.permissionSets ?? []).flatMap((set) => access.get(set) ?? []);
  return {
    user: person?.username || id,
    name: person?.name || null,
    tokens: held.length,
    created: days(({ created }) => created)[0] ?? null,
    lastUse: days(({ lastUsed }) => lastUsed).at(-1) ?? null,
    access: given.length > 0 ? given.toSorted().join('; ') : null,
  };
}

/** What gives the app, by the id of its permission set: `profile Sales`, `permission set Klue`. */
function accessTo(use: OrgUse, facts: Facts): ReadonlyMap<string, string> {
  const grants = grantsTo(use, facts);
  const rows = grants.ok ? grants.value : [];
  return new Map(
    rows.map((row) => [
      asAnswerText(row['ParentId']).slice(0, 15),
      valueAt(row, 'Parent.IsOwnedByProfile') === true
        ? `profile ${related(row, 'Parent.Profile.Name')}`
        : `permission set ${related(row, 'Parent.Label') || related(row, 'Parent.Name')}`,
    ]),
  );
}
