import { day } from '../../model/deadline.js';
import type { Problem } from '../../report/problem.js';
import { allGroups, type TimeParts } from '../client/aggregates.js';
import type { OrgApi } from '../client/api.js';
import { tryCall, type Answer } from '../client/answer.js';
import { pullAssigned, type AssignedUsers, pullPermissionSets } from './permission-sets.js';
import { columnsOf, permissionsToAsk, soqlList, type Query } from '../client/queries.js';
import { rowsWithout, type Lacking, type ObjectRows } from './rows.js';
import { pullSoapUsers } from './logins.js';
import { ownLoginsOnly, type TokenInOrg } from './tokens.js';
import type { Listed } from '../collect/metadata.js';

/** What the org knows besides metadata. Nothing of it depends on another part of it, so all is asked for at once. */
interface Answers {
  readonly connectedApplications: ObjectRows;
  readonly externalClientApplications: ObjectRows;
  readonly menuItems: ObjectRows;
  readonly access: ObjectRows;
  readonly logins: ObjectRows;
  readonly apiLogins: ObjectRows;
  readonly permissionSets: ObjectRows;
  readonly frozen: ObjectRows;
  readonly provisioning: ObjectRows;
}

export interface OrgInventory extends Answers {
  readonly assigned: Answer<AssignedUsers>;
  /** The permissions that the org was asked for, by API name. */
  readonly askedPermissions: readonly string[];
  /** Who logged in with SOAP login(): ids of users, 15 characters. */
  readonly soapUsers: Answer<readonly string[]>;
  /** What the org's edition does not have, as `Object.Column`. */
  readonly lackingColumns: ReadonlySet<string>;
}

interface InventoryQuestion {
  /** What the report calls the answer. */
  readonly what: string;
  readonly query: Query;
  /** Columns without which the answer says nothing. */
  readonly needed?: readonly string[];
  /** Whether groups of parts of the time can be put together. */
  readonly byTime?: true;
}

/** What the menu and grants name an app by; a Connected App with SAML is a service provider there (Object Reference, AppMenuItem). */
const menuItemTypes = ['ConnectedApplication', 'ExternalClientApplication', 'ServiceProvider'];

/** How often each app was logged in with, by flow, outcome and country. */
export const loginsOfApps: Query = {
  from: 'LoginHistory',
  columns: [
    'Application',
    'LoginType',
    'LoginSubType',
    'Status',
    'CountryIso',
    'COUNT(Id) logins',
    'MAX(LoginTime) last',
  ],
  groupBy: ['Application', 'LoginType', 'LoginSubType', 'Status', 'CountryIso'],
};

const questions: Readonly<Record<Exclude<keyof Answers, 'permissionSets'>, InventoryQuestion>> = {
  connectedApplications: {
    what: 'the installed connected apps',
    query: all('ConnectedApplication'),
  },
  externalClientApplications: {
    what: 'the external client apps with their packages',
    query: all('ExternalClientApplication'),
  },
  menuItems: {
    what: 'the app menu',
    query: {
      ...all('AppMenuItem'),
      where: `Type IN ${soqlList(menuItemTypes)}`,
      mayWiden: true,
    },
    needed: ['ApplicationId'],
  },
  access: {
    what: 'who has access to apps',
    query: {
      ...all('SetupEntityAccess'),
      where: `SetupEntityType IN ${soqlList(menuItemTypes)}`,
      mayWiden: true,
    },
    needed: ['SetupEntityId'],
  },
  // Failed attempts are in the history as well; Status can be grouped by, not filtered (Object Reference, LoginHistory).
  logins: {
    what: 'the login history',
    query: loginsOfApps,
    needed: ['Application', 'LoginType'],
    byTime: true,
  },
  // What kind of API it was can be grouped by, but not filtered (Object Reference, LoginHistory).
  apiLogins: {
    what: 'the logins by kind of API',
    query: {
      from: 'LoginHistory',
      columns: ['ApiType', 'LoginType', 'Status', 'COUNT_DISTINCT(UserId) users'],
      groupBy: ['ApiType', 'LoginType', 'Status'],
    },
    needed: ['ApiType', 'LoginType', 'UserId'],
  },
  frozen: {
    what: 'the frozen users',
    query: { ...all('UserLogin'), where: 'IsFrozen = true' },
    needed: ['UserId', 'IsFrozen'],
  },
  provisioning: {
    what: 'the user provisioning of apps',
    query: all('UserProvisioningConfig'),
    needed: ['ConnectedAppId', 'Enabled'],
  },
};

function all(from: string): Query {
  return { from, columns: columnsOf[from] ?? [] };
}

/** Salesforce keeps the login history for six months, 184 days at most. */
const historyDays = 184;

function timeParts(now: Date): TimeParts {
  const from = new Date(now.getTime() - historyDays * day);
  return { column: 'LoginTime', sum: 'logins', latest: 'last', from, to: now };
}

/** Asks for everything at once, with the permissions that rules name. What the org refuses is a problem each. */
export async function pullInventory(
  api: OrgApi,
  { now, permissions }: { readonly now: Date; readonly permissions: readonly string[] },
  lacking: Lacking,
  problems: Problem[],
): Promise<OrgInventory> {
  const names = Object.keys(questions) as (keyof typeof questions)[];
  const askedPermissions = permissionsToAsk(permissions);
  const permissionSets = tryCall('the permission sets with powers', problems, () =>
    pullPermissionSets(api, askedPermissions, lacking),
  );
  const asked = [
    ...names.map((name) => [name, askForRows(api, questions[name], now, lacking, problems)]),
    ['permissionSets', permissionSets],
  ];
  // One answer for each key of the table above, and that.
  const waiting = Object.fromEntries(asked) as Readonly<Record<keyof Answers, Promise<ObjectRows>>>;
  const keys = [...names, 'permissionSets'] as const;
  const [answers, assigned, { own, soapUsers }] = await Promise.all([
    Promise.all(keys.map(async (name) => [name, await waiting[name]])),
    tryCall('how many users have which permission set', problems, () =>
      pullAssigned(api, lacking, () => Promise.all([waiting.access, waiting.permissionSets])),
    ),
    waiting.apiLogins.then(async (rows) => {
      const isOwn = await ownLoginsOnly(api, rows, lacking, problems);
      return { own: isOwn, soapUsers: await pullSoapUsers(api, isOwn ?? rows, lacking, problems) };
    }),
  ]);
  const found = Object.fromEntries(answers) as Answers;
  const logins = own ? { logins: own, apiLogins: own } : {};
  return {
    ...found,
    ...logins,
    assigned,
    askedPermissions,
    soapUsers,
    lackingColumns: lacking,
  };
}

function askForRows(
  api: OrgApi,
  { what, query, needed = [], byTime }: InventoryQuestion,
  now: Date,
  lacking: Lacking,
  problems: Problem[],
): Promise<ObjectRows> {
  return tryCall(what, problems, () =>
    query.groupBy
      ? allGroups(api, query, lacking, needed, byTime && timeParts(now))
      : rowsWithout(api, query, lacking, needed),
  );
}

/** A user of whom a token or a run-as setting speaks. */
export interface Person {
  readonly id: string;
  readonly username: string;
  /** Empty unless it was asked for. */
  readonly name: string;
  /** Neither deactivated nor frozen; undefined where the org does not say who is frozen. */
  readonly active: boolean | undefined;
  /** The permission sets that the user has, the one of the profile included, by id. */
  readonly permissionSets: readonly string[];
  /** The user licence of the profile; empty unless it was asked for. */
  readonly license: string;
  /** Of the permissions that were asked for, those that the user has. */
  readonly powers: ReadonlySet<string>;
}

/** How often one app called an API, as the event log says. */
export interface ApiCalls {
  /** The id of the app, 15 characters; empty for a call of no app. */
  readonly app: string;
  /** Empty where the log has ids only. */
  readonly name: string;
  readonly calls: number;
  readonly last: string;
}

/** Everything that was asked, before it is anything of an app. */
export interface Facts {
  readonly now: Date;
  readonly listed: Answer<readonly Listed[]>;
  readonly inventory: OrgInventory;
  readonly tokens: Answer<readonly TokenInOrg[]>;
  readonly people: Answer<readonly Person[]>;
  /** Log-ins by app and address. */
  readonly places: ObjectRows;
  /** Whether External Client Apps have OAuth users, by id; absent where it was not asked for. */
  readonly oauthUsers?: ReadonlyMap<string, boolean>;
  /** Who called APIs, by the event log; absent where it was not asked for. */
  readonly apiCalls?: Answer<readonly ApiCalls[]>;
  /** The users of apps are to be named. */
  readonly withUsers?: boolean;
  /** The active users of all profiles and permission sets that give an app; only where users are to be named. */
  readonly permitted?: Answer<readonly Person[]>;
}

/** Whole days between a moment of the org's and now; undefined for what is no moment. */
export function daysSince(moment: string, now: Date): number | undefined {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.floor((now.getTime() - time) / day));
}
