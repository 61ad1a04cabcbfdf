import { permissionNames } from '../../settings/permissions.js';
import { scopeColumns } from '../collect/scope-columns.js';

/** A query of one object: which of its columns, and of which rows. Nothing else is ever asked. */
export interface Query {
  readonly from: string;
  readonly columns: readonly string[];
  readonly where?: string;
  /** Conditions of which one has to hold, beside `where`; one whose column is not there is left out. */
  readonly anyOf?: readonly string[];
  /** What comes back is looked at again, so `where` may be left out when the org does not have its column. */
  readonly mayWiden?: true;
  readonly groupBy?: readonly string[];
  readonly orderBy?: string;
  readonly limit?: number;
  readonly offset?: number;
  /** Of the Tooling API instead of the REST API. */
  readonly tooling?: true;
}

/** What settings are made of, whatever rules ask: fields of PermissionSet, named `Permissions` and the permission's API name. */
export const corePermissions = [
  'ModifyAllData',
  'ViewAllData',
  'ManageUsers',
  'CustomizeApplication',
  'AuthorApex',
  'ModifyMetadata',
  'ApiUserOnly',
  'ManageRemoteAccess',
  'CanApproveUninstalledApps',
  'UseAnyApiAuth',
  'UseAnyApiClient',
  'ViewClientSecret',
  'ExternalClientAppAdmin',
] as const;

export type Power = (typeof corePermissions)[number];

/** The permissions that an org is asked for: what settings are made of, and of what rules name those that there are. */
export function permissionsToAsk(named: readonly string[]): readonly string[] {
  const documented = named.filter((name) => permissionNames.has(name)).toSorted();
  return [...new Set<string>([...corePermissions, ...documented])];
}

/** The column of PermissionSet that tells who has a permission. */
export function columnOfPermission(name: string): string {
  return `Permissions${name}`;
}

/**
 * Every object that is read, with all columns that may be asked for. The guard of the HTTP layer holds every query to
 * it: columns with tokens or secrets are not here, so no call can ask for them. Beside these, PermissionSet has a column for
 * each documented permission.
 * Sources: Object Reference for Salesforce, a page an object.
 */
export const columnsOf: Readonly<Record<string, readonly string[]>> = {
  ConnectedApplication: [
    'Id',
    'Name',
    'CreatedDate',
    'LastModifiedDate',
    'StartUrl',
    'MobileStartUrl',
    'OptionsAllowAdminApprovedUsersOnly',
    'OptionsRefreshTokenValidityMetric',
    'OptionsHasSessionLevelPolicy',
    'RefreshTokenValidityPeriod',
    'NamedUserUvidTimeout',
    'UvidTimeout',
    'OptionsAppIssueJwtTokenEnabled',
    'OptionsTokenExchangeManageBitEnabled',
  ],
  ExternalClientApplication: [
    'Id',
    'DeveloperName',
    'MasterLabel',
    'NamespacePrefix',
    'DistributionState',
    'ContactEmail',
    'CreatedDate',
    'LastModifiedDate',
  ],
  ExtlClntAppOauthPlcyCnfg: [
    'ExternalClientApplicationId',
    'PermittedUsersPolicyType',
    'IpRelaxationPolicyType',
    'RefreshTokenPolicyType',
    'RefreshTokenValidityPeriod',
    'RefreshTokenValidityUnit',
    'RequiredSessionLevel',
    'PolicyAction',
    'SessionTimeoutInMinutes',
    'ClientCredentialsFlowUser',
    'IsClientCredentialsFlowEnabled',
    'IsTokenExchangeFlowEnabled',
    'IsGuestCodeCredFlowEnabled',
    'SingleLogoutUrl',
    'StartUrl',
  ],
  ExtlClntAppOauthSettings: ['ExternalClientApplicationId', ...scopeColumns()],
  ExtlClntAppPlcyCnfg: [
    'ExternalClientApplicationId',
    'IsEnabled',
    'OauthPluginStatus',
    'StartPage',
    'StartUrl',
  ],
  AppMenuItem: [
    'Id',
    'ApplicationId',
    'Type',
    'Name',
    'Label',
    'NamespacePrefix',
    'IsUsingAdminAuthorization',
    'CanvasEnabled',
    'CanvasUrl',
    'CanvasAccessMethod',
    'CanvasSelectedLocations',
    'CanvasOptions',
  ],
  SetupEntityAccess: [
    'SetupEntityId',
    'SetupEntityType',
    'ParentId',
    'Parent.Name',
    'Parent.Label',
    'Parent.IsOwnedByProfile',
    'Parent.Profile.Name',
  ],
  OauthToken: [
    'AppName',
    'AppMenuItemId',
    'UserId',
    'LastUsedDate',
    'UseCount',
    'CreatedDate',
    'COUNT()',
  ],
  LoginHistory: [
    'Application',
    'LoginType',
    'LoginSubType',
    'Status',
    'CountryIso',
    'SourceIp',
    'COUNT(Id) logins',
    'MAX(LoginTime) last',
    'ApiType',
    'UserId',
    'COUNT_DISTINCT(UserId) users',
  ],
  PermissionSet: ['Id', 'Name', 'IsOwnedByProfile', 'Profile.Name'],
  PermissionSetAssignment: [
    'AssigneeId',
    'Assignee.Username',
    'Assignee.Name',
    'Assignee.IsActive',
    'Assignee.Profile.UserLicense.Name',
    'PermissionSetId',
    'PermissionSet.IsOwnedByProfile',
    'COUNT(Id) users',
    'COUNT()',
  ],
  // Both hold who did what from where: no other column may be asked for.
  ApiTotalUsageEventLog: [
    'ConnectedAppIdentifier',
    'COUNT(RequestIdentifier) calls',
    'MAX(Timestamp) last',
  ],
  EventLogFile: ['Id', 'LogDate', 'LogFileLength'],
  SetupAuditTrail: ['CreatedDate', 'CreatedBy.Username', 'Display', 'Section'],
  UserLogin: ['UserId', 'IsFrozen'],
  UserProvisioningConfig: ['ConnectedAppId', 'Enabled'],
  Organization: ['Id', 'Name', 'OrganizationType', 'IsSandbox', 'InstanceName'],
};

/** Writes a query as SOQL. */
export function soqlOf(query: Query): string {
  const { from, columns, groupBy, orderBy, limit, offset } = query;
  const where = soqlCondition(query);
  const rest = [
    where === '' ? '' : ` WHERE ${where}`,
    groupBy === undefined ? '' : ` GROUP BY ${groupBy.join(', ')}`,
    orderBy === undefined ? '' : ` ORDER BY ${orderBy}`,
    limit === undefined ? '' : ` LIMIT ${limit}`,
    offset === undefined ? '' : ` OFFSET ${offset}`,
  ];
  return `SELECT ${columns.join(', ')} FROM ${from}${rest.join('')}`;
}

function soqlCondition({ where, anyOf }: Query): string {
  const either = anyOf?.join(' OR ') ?? '';
  if (where === undefined || either === '') return where ?? either;
  return `${where} AND (${either})`;
}

/** A column as the table of columns and messages name it: without the sum that is made of it. */
export function columnName(column: string): string {
  return /^\w+\((\w*)\)/.exec(column)?.[1] ?? column;
}

/** Whether a SOQL text asks for nothing but columns of the table. */
export function isKnownQuery(soql: string): boolean {
  const [, columns = '', from = ''] = /^SELECT ([^']+?) FROM (\w+)(?: |$)/.exec(soql) ?? [];
  const known = columnsOf[from];
  const isKnown = (column: string): boolean =>
    known?.includes(column) === true || (from === 'PermissionSet' && isPermissionColumn(column));
  return known !== undefined && columns.split(', ').every(isKnown);
}

function isPermissionColumn(column: string): boolean {
  const [, name = ''] = /^Permissions(\w+)$/.exec(column) ?? [];
  return permissionNames.has(name);
}

/** Texts as SOQL lists them behind IN. */
export function soqlList(texts: readonly string[]): string {
  const escaped = texts.map((text) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"));
  return `('${escaped.join("','")}')`;
}
