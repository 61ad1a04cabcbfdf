import { dateOf } from '../deadlines/words.js';
import { deadlineOf } from '../deadlines/table.js';
import type { MigrationState, Publisher } from '../report/inventory.js';
import type { ReportApp } from '../report/report.js';
import type { SettingName, SettingValue } from '../settings/settings.js';

/** How a Connected App stands on its way to an External Client App. */
interface Readiness {
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

function knownEntries(app: ReportApp, name: SettingName): readonly string[] {
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
    ...(knownEntries(app, 'scopes').includes('user_registration_api') &&
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
    ...(isDevice && !knownEntries(app, 'callbackHosts').includes('localhost')
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

/** Places of a canvas page that External Client Apps have (Metadata API Developer Guide, ExtlClntAppCanvasSettings). */
const canvasPlaces = new Set([
  'Aura',
  'ChatterFeed',
  'MobileNav',
  'None',
  'PageLayout',
  'Publisher',
  'Visualforce',
  // Reserved for future use in Connected Apps: nothing appears there that could be lost.
  'AppLauncher',
  'UserProfile',
]);

const canvasOptions = new Set(['HideShare', 'HideHeader']);

/** Why External Client Apps have no such setting, or not this value. */
const noTarget: Partial<Readonly<Record<SettingName, string>>> = {
  mobileStartUrl: 'External Client Apps have no start URL for mobile devices',
  mobileConfigured:
    'External Client Apps hold no binaries, install addresses or platforms of mobile apps',
  refreshTokenAllowlistEnforced:
    'The refresh token IP allowlist is in Setup only and is not migrated (help 005387022): enter it again',
  refreshTokenIpAllowlist:
    'The refresh token IP allowlist is in Setup only and is not migrated (help 005387022): enter it again',
};

/**
 * Why a value of a Connected App cannot be carried over; null where it can. Source: the pages of the ExtlClntApp types in the
 * Metadata API Developer Guide. `after` is what the new app has instead.
 */
export function lossOf(
  setting: SettingName,
  before: SettingValue,
  after: SettingValue | null,
): string | null {
  const why = noTarget[setting];
  if (why !== undefined) return why;
  if (setting === 'samlEncryption' && before === 'triple-des')
    return 'External Client Apps encrypt SAML responses with AES only';
  if (setting === 'canvasLocations') return lostEntries(before, after, canvasPlaces, 'place');
  if (setting === 'canvasOptions') return lostEntries(before, after, canvasOptions, 'option');
  return null;
}

/** Entries without a target; where another one is missing as well, that has no reason. */
function lostEntries(
  before: SettingValue,
  after: SettingValue | null,
  known: ReadonlySet<string>,
  noun: string,
): string | null {
  const [old, now] = [before, after ?? []].map((list) =>
    Array.isArray(list) ? list.map(String) : [],
  );
  const missing = (old ?? []).filter((entry) => !now?.includes(entry));
  const lost = missing.filter((entry) => !known.has(entry));
  if (lost.length === 0 || lost.length < missing.length) return null;
  return `External Client Apps have no such canvas ${noun}: ${lost.join(', ')}`;
}
