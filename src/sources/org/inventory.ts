import { problem, type Problem } from '../../model/problem.js';
import type { OrgApi } from './api.js';
import { ask, type Asked } from './asked.js';
import { CallFault } from './fault.js';
import { columnsOf, powers, type Query } from './queries.js';
import type { Fields } from './shape.js';

/** Rows of one object, with what became of its columns. */
export type Rows = Asked<readonly Fields[]>;

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
  const lacking: string[] = [];
  const answers = await Promise.all(
    names.map(async (name): Promise<readonly [string, Rows]> => {
      const [what, query] = questions[name];
      return [name, await ask(what, problems, () => rowsWithout(api, query, lacking))];
    }),
  );
  for (const column of new Set(lacking)) {
    problems.push(problem('org-column-hidden', `this org has no column ${column}`));
  }
  // One answer for each key of the table above.
  const found = Object.fromEntries(answers) as unknown as Answers;
  return { ...found, lackingColumns: new Set(lacking) };
}

/** An org without a licence lacks columns that others have: such a query is asked again without them. */
async function rowsWithout(
  api: OrgApi,
  query: Query,
  lacking: string[],
): Promise<readonly Fields[]> {
  try {
    return await api.rows(query);
  } catch (fault) {
    const less = fault instanceof CallFault ? withoutColumn(query, fault) : undefined;
    if (!less) throw fault;
    lacking.push(`${query.from}.${less.column}`);
    return rowsWithout(api, less.query, lacking);
  }
}

/** SOQL names one missing column at a time; in conditions of this file it stands between ORs. */
function withoutColumn(
  query: Query,
  { code, message }: CallFault,
): { readonly query: Query; readonly column: string } | undefined {
  const name = /No such column '([\w.]+)'/.exec(message)?.[1];
  const column = query.columns.find((one) => one === name || one.endsWith(`.${name ?? ''}`));
  if (code !== 'INVALID_FIELD' || column === undefined || query.columns.length === 1)
    return undefined;
  const condition = query.where?.split(' OR ').filter((one) => !one.startsWith(`${column} `));
  const where = condition && condition.length > 0 ? { where: condition.join(' OR ') } : {};
  const columns = query.columns.filter((one) => one !== column);
  return { column, query: { ...query, columns, ...where } };
}
