import type { Usage } from '../../model/usage.js';
import { bothAnswers, mapAnswer, settingOfAnswer, type Answer } from '../client/answer.js';
import { related } from '../collect/directory.js';
import type { Facts } from './facts.js';
import { valueAt, asAnswerText, type Fields } from '../client/shape.js';
import { holdersOf } from './holders.js';
import type { OrgUse } from './use.js';

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
export function grantsTo({ entry }: OrgUse, { inventory }: Facts): Answer<readonly Fields[]> {
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
