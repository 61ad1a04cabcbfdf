import { dateOf } from '../deadlines/words.js';
import { deadlineOf } from '../deadlines/table.js';
import type { MigrationState, Publisher } from '../report/inventory.js';
import type { ReportApp } from '../report/report.js';
import type { SettingName, SettingValue } from '../settings/settings.js';
import { lossOf } from './losses.js';

/** How a Connected App stands on its way to an External Client App. */
export interface Readiness {
  readonly state: MigrationState;
  /** Why it cannot be migrated now, or what to know before. */
  readonly reasons: readonly string[];
  /** What it loses. */
  readonly losses: readonly string[];
}

/**
 * Decided by the settings of the app, whichever rules ran. Sources: Salesforce Help, "Migrate Connected Apps to External Client
 * Apps" and its considerations; help 005461976 and 005387022.
 */
export function readinessOf(app: ReportApp, publisher: Publisher | null): Readiness {
  if (publisher !== 'own')
    return { state: 'notYours', reasons: [ownerText(publisher)], losses: [] };
  const blockers = blockersOf(app);
  const losses = lossesOf(app);
  const state = blockers.length > 0 ? 'blocked' : losses.length > 0 ? 'loses' : 'ready';
  return { state, reasons: [...blockers, ...notKnownOfApp(app)], losses };
}

function ownerText(publisher: Exclude<Publisher, 'own'> | null): string {
  if (publisher === 'salesforce') return 'Salesforce made it: nothing to do';
  return publisher === null
    ? 'nothing says whose app it is'
    : 'it comes from another org: ask its vendor for an External Client App';
}

function value(app: ReportApp, name: SettingName): SettingValue | undefined {
  const setting = app.settings[name];
  return setting.state === 'known' ? setting.value : undefined;
}

function listSetting(app: ReportApp, name: SettingName): readonly string[] {
  const found = value(app, name);
  return typeof found === 'object' ? found : [];
}

function blockersOf(app: ReportApp): readonly string[] {
  const logins = value(app, 'usernamePasswordLogins');
  const password = deadlineOf('username-password-flow');
  const counterpart = value(app, 'definedElsewhereAs');
  return [
    ...(typeof logins === 'number' && logins > 0
      ? [
          `${logins} log-ins by the username-password flow, which External Client Apps do not have${password ? ` and which ends on ${dateOf(password)}` : ''}`,
        ]
      : []),
    ...(value(app, 'userProvisioning') === true
      ? ['user provisioning depends on it, which External Client Apps do not have']
      : []),
    ...(listSetting(app, 'scopes').includes('user_registration_api') &&
    value(app, 'authorizationCodeCredentialsFlow') === true
      ? ['it registers users headlessly, which External Client Apps do not support']
      : []),
    ...(value(app, 'samlEnabled') === true &&
    value(app, 'samlEncryptionCertificate') === true &&
    value(app, 'samlEncryption') === 'triple-des'
      ? ['it encrypts SAML responses with Triple DES; External Client Apps have AES only']
      : []),
    ...(typeof counterpart === 'string' && counterpart !== ''
      ? [`${counterpart} is there already: it was migrated, or the name is taken`]
      : []),
  ];
}

const lossy: readonly SettingName[] = [
  'mobileStartUrl',
  'mobileConfigured',
  'refreshTokenAllowlistEnforced',
  'canvasLocations',
  'canvasOptions',
];

function lossesOf(app: ReportApp): readonly string[] {
  const lost = lossy.flatMap((name) => {
    const before = value(app, name);
    const isSet = before !== undefined && before !== false && before !== '';
    // A new app without any of the entries loses those that have no target.
    return (isSet ? lossOf(name, before, supported(name, before)) : null) ?? [];
  });
  const handler = value(app, 'apexHandler');
  const isDevice = value(app, 'deviceFlow') === true;
  return [
    ...lost,
    ...(typeof handler === 'string' && handler !== ''
      ? [
          `the Apex handler ${handler} has to be tested again; the migration in Setup is said to refuse it`,
        ]
      : []),
    ...(isDevice && !listSetting(app, 'callbackHosts').includes('localhost')
      ? ['the device flow works for External Client Apps with a callback on localhost only']
      : []),
  ];
}

/** What of a list an External Client App could hold: all but what has no target. */
function supported(name: SettingName, before: SettingValue): SettingValue | null {
  if (typeof before !== 'object') return null;
  return before.filter((entry) => lossOf(name, [entry], []) === null);
}

/** How the reason begins that something is not known. */
export const notKnownHere = 'not known from this source: ';

/** What files do not say and may keep the app from being migrated. */
function notKnownOfApp(app: ReportApp): readonly string[] {
  const names = [
    ['usernamePasswordLogins', 'log-ins with a password'],
    ['userProvisioning', 'user provisioning'],
  ] as const;
  const open = names.flatMap(([name, text]) =>
    app.settings[name].state === 'unknown' ? [text] : [],
  );
  return open.length > 0 ? [`${notKnownHere}${open.join(', ')}`] : [];
}
