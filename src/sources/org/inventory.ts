import type { Problem } from '../../model/problem.js';
import type { OrgApi } from './api.js';
import { ask } from './asked.js';
import { columnsOf, powers, type Query } from './queries.js';
import { lackingProblems, rowsWithout, type Lacking, type Rows } from './rows.js';
import { ownLoginsOnly } from './sight.js';

/** What the org knows besides metadata. Nothing of it depends on another part of it, so all is asked for at once. */
interface Answers {
  readonly connectedApplications: Rows;
  readonly externalClientApplications: Rows;
  readonly menuItems: Rows;
  readonly access: Rows;
  readonly logins: Rows;
  readonly apiLogins: Rows;
  readonly permissionSets: Rows;
  /** How many active users each permission set has; those of profiles count every user once. */
  readonly assigned: Rows;
  readonly frozen: Rows;
  readonly provisioning: Rows;
}

export interface Inventory extends Answers {
  /** What the org's edition does not have, as `Object.Column`. */
  readonly lackingColumns: ReadonlySet<string>;
}

const holdsPower = powers.map((power) => `Permissions${power} = true`);

/** The questions, with what the report calls the answers. */
const questions: Readonly<Record<keyof Answers, readonly [string, Query]>> = {
  connectedApplications: ['the installed connected apps', all('ConnectedApplication')],
  externalClientApplications: [
    'the external client apps with their packages',
    all('ExternalClientApplication'),
  ],
  menuItems: [
    'the app menu',
    {
      ...all('AppMenuItem'),
      where: "Type IN ('ConnectedApplication','ExternalClientApplication')",
    },
  ],
  access: [
    'who has access to apps',
    {
      ...all('SetupEntityAccess'),
      where: "SetupEntityType IN ('ConnectedApplication','ExternalClientApplication')",
    },
  ],
  logins: [
    'the login history',
    {
      from: 'LoginHistory',
      columns: [
        'Application',
        'LoginType',
        'LoginSubType',
        'COUNT(Id) logins',
        'MAX(LoginTime) last',
      ],
      groupBy: ['Application', 'LoginType', 'LoginSubType'],
    },
  ],
  // What kind of API it was can be grouped by, but not filtered (Object Reference, LoginHistory).
  apiLogins: [
    'the logins by kind of API',
    {
      from: 'LoginHistory',
      columns: ['ApiType', 'LoginType', 'COUNT_DISTINCT(UserId) users'],
      groupBy: ['ApiType', 'LoginType'],
    },
  ],
  permissionSets: [
    'the permission sets with powers',
    { ...all('PermissionSet'), where: holdsPower.join(' OR ') },
  ],
  assigned: [
    'how many users have which permission set',
    {
      from: 'PermissionSetAssignment',
      columns: ['PermissionSetId', 'PermissionSet.IsOwnedByProfile', 'COUNT(Id) users'],
      where: 'Assignee.IsActive = true',
      groupBy: ['PermissionSetId', 'PermissionSet.IsOwnedByProfile'],
    },
  ],
  frozen: ['the frozen users', { ...all('UserLogin'), where: 'IsFrozen = true' }],
  provisioning: ['the user provisioning of apps', all('UserProvisioningConfig')],
};

function all(from: string): Query {
  return { from, columns: columnsOf[from] ?? [] };
}

/** Asks for everything at once. What the org refuses is a problem each. */
export async function pullInventory(api: OrgApi, problems: Problem[]): Promise<Inventory> {
  const names = Object.keys(questions) as (keyof Answers)[];
  const lacking: Lacking = new Set();
  const answers = await Promise.all(
    names.map(async (name): Promise<readonly [string, Rows]> => {
      const [what, query] = questions[name];
      return [name, await ask(what, problems, () => rowsWithout(api, query, lacking))];
    }),
  );
  problems.push(...lackingProblems(lacking));
  // One answer for each key of the table above.
  const found = Object.fromEntries(answers) as unknown as Answers;
  const own = await ownLoginsOnly(api, found.apiLogins, problems);
  const logins = own ? { logins: own, apiLogins: own } : {};
  return { ...found, ...logins, lackingColumns: lacking };
}
