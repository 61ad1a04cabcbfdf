import { keysIn } from '../../model/tables.js';
import { namespaceOf } from '../../model/app.js';
import {
  definitionOf,
  type Setting,
  type SettingName,
  type Settings,
} from '../../settings/settings.js';
import { knownSetting, type Answer, asAnswerText, type Fields } from '../client/answer.js';
import type { DirectoryEntry } from '../collect/directory.js';
import { scopesOfRow } from '../collect/scope-columns.js';

/** The columns that hold a setting, where the org gives no files: of packaged External Client Apps, of installed apps. */
const columnsOfSettings = {
  header: { distributionState: 'DistributionState', contactEmail: 'ContactEmail' },
  policies: {
    permittedUsers: 'PermittedUsersPolicyType',
    ipRelaxation: 'IpRelaxationPolicyType',
    refreshTokenPolicy: 'RefreshTokenPolicyType',
    sessionLevel: 'RequiredSessionLevel',
    sessionLevelAction: 'PolicyAction',
    sessionTimeoutMinutes: 'SessionTimeoutInMinutes',
    clientCredentialsUser: 'ClientCredentialsFlowUser',
    clientCredentialsFlowPolicy: 'IsClientCredentialsFlowEnabled',
    tokenExchangeFlowPolicy: 'IsTokenExchangeFlowEnabled',
    guestAuthorizationCodeCredentialsFlow: 'IsGuestCodeCredFlowEnabled',
    singleLogoutUrl: 'SingleLogoutUrl',
  },
  plugins: { pluginEnabled: 'IsEnabled', startPage: 'StartPage', startUrl: 'StartUrl' },
  connectedApp: {
    permittedUsers: 'OptionsAllowAdminApprovedUsersOnly',
    startUrl: 'StartUrl',
    mobileStartUrl: 'MobileStartUrl',
    tokenExchangeFlowPolicy: 'OptionsTokenExchangeManageBitEnabled',
  },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<SettingName, string>>>>>;

const objectsOf: Readonly<Record<keyof typeof columnsOfSettings, string>> = {
  header: 'ExternalClientApplication',
  policies: 'ExtlClntAppOauthPlcyCnfg',
  plugins: 'ExtlClntAppPlcyCnfg',
  connectedApp: 'ConnectedApplication',
};

/** The settings that columns hold, by `Object.Column`. */
export const columnsOfRowSettings: Readonly<Record<string, readonly SettingName[]>> =
  Object.fromEntries(
    keysIn(columnsOfSettings).flatMap((table) =>
      Object.entries(columnsOfSettings[table]).map(([name, column]) => [
        `${objectsOf[table]}.${column}`,
        [name as SettingName],
      ]),
    ),
  );

/** The rows about one app, besides its own. */
export interface PolicyRows {
  readonly policies?: Fields | undefined;
  readonly plugins?: Fields | undefined;
  /** The row with its scopes; undefined when the org gives none for it. */
  readonly scopes?: Answer<Fields | undefined>;
}

/** What rows say of the settings of an app that has no files. */
export function rowSettings(entry: DirectoryEntry, rows: PolicyRows): Partial<Settings> {
  const { kind, row, item } = entry;
  const identity = packageSettings(entry);
  const menu = menuSettings(item);
  if (kind === 'connectedApp')
    return { ...identity, ...readRow('connectedApp', row), ...connectedAppPolicies(row), ...menu };
  return {
    ...menu,
    ...identity,
    ...readRow('header', row),
    ...readRow('policies', rows.policies),
    ...readRow('plugins', rows.plugins),
    ...validity(rows.policies),
    ...flowsSwitchedOff(rows.policies),
    ...oauthPlugin(rows.plugins),
    ...(rows.scopes ? { scopes: scopesSetting(rows.scopes) } : {}),
  };
}

/**
 * The namespace; not known where the org does not show the column that tells it. An app that the org
 * does not list as its own has no namespace here, whether a package brought it or not.
 */
function packageSettings({ kind, row, apiName, own }: DirectoryEntry): Partial<Settings> {
  const packaged = namespaceOf(apiName);
  const isTold = kind === 'connectedApp' || !row || row['NamespacePrefix'] !== undefined;
  if (packaged === '' && !isTold) return {};
  const namespace = knownSetting(packaged);
  if (packaged === '' && own !== true)
    return { namespace, isPackaged: { state: 'unknown', reason: packageUntold } };
  return { namespace, isPackaged: knownSetting(packaged !== '') };
}

const packageUntold =
  'the org knows the app by rows only, which do not say whether a package brought it';

function readRow(
  table: keyof typeof columnsOfSettings,
  row: Fields | undefined,
): Partial<Settings> {
  if (!row) return {};
  const columns: Readonly<Record<string, string>> = columnsOfSettings[table];
  const names = Object.keys(columns) as SettingName[];
  // The table of settings says which type each has, and readColumn follows it.
  return Object.fromEntries(
    names.map((name) => [name, readColumn(name, row[columns[name] ?? ''])]),
  ) as Partial<Settings>;
}

function readColumn(name: SettingName, value: unknown): Setting {
  const { type, values = {} } = definitionOf(name);
  if (type === 'boolean' && typeof value === 'boolean') return knownSetting(value);
  if (type === 'number' && typeof value === 'number') return knownSetting(value);
  if (type === 'string' && (value === null || typeof value === 'string'))
    return knownSetting(value ?? '');
  // As the reading `switch` of metadata: false and true are the first and the second value.
  if (type === 'enum' && typeof value === 'boolean')
    return knownSetting(Object.keys(values)[value ? 1 : 0] ?? '');
  if (type === 'enum') {
    const written = String(value).toLowerCase();
    const found = Object.keys(values).find((one) =>
      values[one]?.some((spelling) => spelling.toLowerCase() === written),
    );
    if (found !== undefined) return knownSetting(found);
  }
  const given = value === null ? 'no value' : 'a value that is not known';
  if (value === undefined)
    return { state: 'unknown', reason: 'the org does not show the column that holds it' };
  return { state: 'unknown', reason: `the org gives ${given} for it` };
}

/** Days of a unit; a month counts 30. */
const daysOfUnit: Readonly<Record<string, number>> = { hours: 1 / 24, days: 1, months: 30 };

function validity(row: Fields | undefined): Partial<Settings> {
  if (!row) return {};
  const period = row['RefreshTokenValidityPeriod'];
  const unit = daysOfUnit[asAnswerText(row['RefreshTokenValidityUnit']).toLowerCase()];
  const policy = asAnswerText(row['RefreshTokenPolicyType']).toLowerCase();
  if (policy === 'zero') return { refreshTokenDays: knownSetting(0) };
  if (!policy.startsWith('specific') || typeof period !== 'number' || unit === undefined) return {};
  return { refreshTokenDays: knownSetting(period * unit) };
}

/**
 * The policies of an installed Connected App that need more than a look at one column. Source: Object Reference,
 * ConnectedApplication. The period has no unit, so no days come of it; that there is one says that tokens do not last until
 * they are revoked. A timeout is there only where the app has one of its own.
 */
function connectedAppPolicies(row: Fields | undefined): Partial<Settings> {
  if (!row) return {};
  const period = row['RefreshTokenValidityPeriod'];
  const byUse = row['OptionsRefreshTokenValidityMetric'];
  const ends = typeof period === 'number' && period > 0 && typeof byUse === 'boolean';
  const named = parseMinutes(row['NamedUserUvidTimeout']);
  const guest = parseMinutes(row['UvidTimeout']);
  return {
    ...(row['OptionsHasSessionLevelPolicy'] === true
      ? { sessionLevel: knownSetting('high-assurance') }
      : {}),
    ...(ends ? { refreshTokenPolicy: knownSetting(byUse ? 'inactivity' : 'lifetime') } : {}),
    ...(named === undefined ? {} : { jwtTimeoutMinutes: knownSetting(named) }),
    ...(guest === undefined ? {} : { guestJwtTimeoutMinutes: knownSetting(guest) }),
    ...(row['OptionsAppIssueJwtTokenEnabled'] === false
      ? { namedUserJwt: knownSetting(false) }
      : {}),
    ...(row['OptionsTokenExchangeManageBitEnabled'] === false
      ? { tokenExchangeFlow: knownSetting(false) }
      : {}),
  };
}

/** A picklist of minutes: `15`. */
function parseMinutes(value: unknown): number | undefined {
  const minutes = Number(typeof value === 'number' ? value : asAnswerText(value) || Number.NaN);
  return Number.isInteger(minutes) && minutes > 0 ? minutes : undefined;
}

/**
 * What the app menu says: all that tells of canvas pages of installed apps, and a second witness of permitted users. Source:
 * Object Reference, AppMenuItem.
 */
export function menuSettings(item: Fields | undefined): Partial<Settings> {
  const enabled = item?.['CanvasEnabled'];
  const canvas = enabled === true ? canvasOf(item ?? {}) : {};
  return {
    ...(typeof enabled === 'boolean' ? { canvasEnabled: knownSetting(enabled) } : {}),
    ...canvas,
  };
}

function canvasOf(item: Fields): Partial<Settings> {
  const listed = (column: string): Setting<readonly string[]> => {
    const entries = asAnswerText(item[column]).split(/[,;]/);
    return knownSetting(entries.map((one) => one.trim()).filter(Boolean));
  };
  const [, method] = /\b(get|post)\b/i.exec(asAnswerText(item['CanvasAccessMethod'])) ?? [];
  return {
    ...(typeof item['CanvasUrl'] === 'string'
      ? { canvasUrl: knownSetting(item['CanvasUrl']) }
      : {}),
    ...(method === undefined
      ? {}
      : { canvasAccessMethod: knownSetting(method.toLowerCase() === 'get' ? 'Get' : 'Post') }),
    ...(item['CanvasSelectedLocations'] === undefined
      ? {}
      : { canvasLocations: listed('CanvasSelectedLocations') }),
    ...(item['CanvasOptions'] === undefined ? {} : { canvasOptions: listed('CanvasOptions') }),
  };
}

/** Permitted users as the app menu tells them, where nothing else does. */
export function permittedByMenu({ item }: DirectoryEntry): Partial<Settings> {
  const approved = item?.['IsUsingAdminAuthorization'];
  if (typeof approved !== 'boolean') return {};
  return { permittedUsers: knownSetting(approved ? 'admin-approved' : 'self-authorize') };
}

/** The administrator's switch settles a flow when it is off; the developer's is in metadata alone. */
function flowsSwitchedOff(row: Fields | undefined): Partial<Settings> {
  return {
    ...(row?.['IsClientCredentialsFlowEnabled'] === false
      ? { clientCredentialsFlow: knownSetting(false) }
      : {}),
    ...(row?.['IsTokenExchangeFlowEnabled'] === false
      ? { tokenExchangeFlow: knownSetting(false) }
      : {}),
  };
}

/** `Enabled`, `Disabled` or `Notinstalled`; an app that is off as a whole does nothing either. */
function oauthPlugin(row: Fields | undefined): Partial<Settings> {
  const status = asAnswerText(row?.['OauthPluginStatus']).toLowerCase();
  if (!['enabled', 'disabled', 'notinstalled'].includes(status)) return {};
  const on = status === 'enabled';
  const enabled = row?.['IsEnabled'];
  const whole = typeof enabled === 'boolean' ? { oauthEnabled: knownSetting(on && enabled) } : {};
  return {
    ...(status === 'notinstalled' ? {} : { oauthPluginEnabled: knownSetting(on) }),
    ...(on ? whole : { oauthEnabled: knownSetting(false) }),
  };
}

function scopesSetting(row: Answer<Fields | undefined>): Setting<readonly string[]> {
  if (!row.ok) return { state: 'unknown', reason: row.reason };
  const scopes = row.value && scopesOfRow(row.value);
  if (scopes) return knownSetting(scopes);
  return { state: 'unknown', reason: 'the org gives no row with the scopes of the app' };
}
