import { groupBy } from '../../model/group-by.js';
import { compareText } from '../../model/location.js';
import type { Holder } from '../../model/holder.js';
import { asAnswerText, valueAt } from '../client/shape.js';
import { related } from '../collect/directory.js';
import type { Facts, Person } from './facts.js';
import { grantsTo } from './grants.js';
import type { TokenInOrg } from './tokens.js';
import type { OrgUse } from './use.js';

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
