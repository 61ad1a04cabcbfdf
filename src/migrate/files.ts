import { changesFor } from '../edit/setting-changes.js';
import type { Change } from '../edit/change.js';
import { filesOfNewApp, newAppDefaults, type NewFile } from '../edit/new-app.js';
import type { MetadataType } from '../model/metadata-types.js';
import type { ReportApp } from '../report/report.js';
import type { SettingName, SettingValue } from '../settings/settings.js';
import { comparedSettings, isOn } from './check.js';
import { lossOf } from './losses.js';
import { useSteps } from './uses.js';

/** Texts of a Connected App that are no settings: certificates, and names of such. */
export interface RawTexts {
  readonly certificate?: string;
  readonly samlCertificate?: string;
  readonly encryptionCertificate?: string;
}

/** The External Client App of a Connected App, and what is left to do by hand. */
export interface MigratedApp {
  readonly files: readonly NewFile[];
  /** What cannot be carried over, with the reason. */
  readonly losses: readonly string[];
  /** What the files do not do. */
  readonly steps: readonly string[];
}

/**
 * The External Client App that a Connected App should become, with every flag written whose default differs. Source: Metadata
 * API Developer Guide, ConnectedApp and the ExtlClntApp types.
 */
export function migratedApp(app: ReportApp, raw: RawTexts): MigratedApp {
  const hasOauth = app.settings.oauthEnabled.state === 'known' && app.settings.oauthEnabled.value;
  const carried = carriedSettings(app);
  const settings = {
    ...(hasOauth ? explicitFlags(app) : headerDefaults),
    ...carried.settings,
    ...startSettings(app, hasOauth),
  };
  const { files, unwritten } = filesOfNewApp({
    apiName: app.apiName,
    settings,
    elements: elementsOf(app, raw),
    parts: hasOauth ? oauthParts : [],
  });
  return {
    files,
    losses: [...carried.losses, ...provisioningLoss(app)],
    steps: [
      ...unwritten.map((name) => `${name} has no element in metadata: set it in Setup.`),
      ...(hasOauth ? unknownFlags(app) : []),
      ...certificateSteps(app, raw),
      ...namedSteps(app),
      ...useSteps(app),
    ],
  };
}

const oauthParts: readonly MetadataType[] = [
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

const headerDefaults: Readonly<Record<string, SettingValue>> = {
  distributionState: 'local',
  isProtected: false,
  pluginEnabled: true,
  oauthPluginEnabled: false,
};

/** Flags whose defaults differ, with the value of the Connected App; what its file does not say as a new app should have it. */
function explicitFlags({ settings }: ReportApp): Readonly<Record<string, SettingValue>> {
  const { refreshTokenDays: _, ...defaults } = newAppDefaults;
  // A client without a secret cannot show one when it refreshes.
  const secret = settings.webServerFlowSecretRequired;
  const isPublic = secret.state === 'known' && !secret.value;
  const all = { ...defaults, ...(isPublic && { refreshTokenSecretRequired: false }) };
  return Object.fromEntries(
    Object.entries(all).map(([name, otherwise]) => {
      const isShared = sharedNames.has(name);
      const own = isShared ? settings[name as SettingName] : undefined;
      return [name, own?.state === 'known' ? own.value : otherwise];
    }),
  );
}

const sharedNames: ReadonlySet<string> = new Set(comparedSettings);

/** Settings that are written in a way of their own. */
const byHand: ReadonlySet<SettingName> = new Set([
  'apiName',
  'certificateExpires',
  'certificateSubject',
  'jwtBearerFlow',
  'oauthEnabled',
  'samlEnabled',
  'samlEncryptionCertificate',
  'samlRequestCertificate',
  'canvasEnabled',
  'mobileConfigured',
  'startUrl',
]);

function carriedSettings({ settings }: ReportApp): {
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly losses: readonly string[];
} {
  const carried: [string, SettingValue][] = [];
  const losses: string[] = [];
  for (const name of comparedSettings) {
    const setting = settings[name];
    if (setting.state === 'unknown') continue;
    const value = Array.isArray(setting.value)
      ? setting.value.filter((entry) => lossOf(name, [entry], []) === null)
      : setting.value;
    const why = isOn(setting)
      ? lossOf(name, setting.value, Array.isArray(value) ? value : null)
      : null;
    if (why !== null) losses.push(`${name}: ${why}.`);
    const isWanted = !byHand.has(name) && isOn({ ...setting, value });
    const isLost = why !== null && !Array.isArray(value);
    const isFlag = typeof value === 'boolean' && setting.origin === 'stated';
    if (isLost || byHand.has(name) || !(isWanted || isFlag)) continue;
    // What External Client Apps have no element for is told as a step.
    if (name !== 'refreshTokenDays' && !changesFor('externalClientApp', name, value)) continue;
    carried.push([name, value]);
  }
  return { settings: Object.fromEntries(carried), losses };
}

/** Users are created by Connected Apps alone (Object Reference and Metadata API Developer Guide, UserProvisioningConfig). */
function provisioningLoss({ settings: { userProvisioning } }: ReportApp): readonly string[] {
  return isOn(userProvisioning)
    ? ['userProvisioning: External Client Apps do not provision users.']
    : [];
}

/** The start page of an OAuth app, or of a bookmark. */
function startSettings(
  { settings: { startUrl } }: ReportApp,
  hasOauth: boolean,
): Readonly<Record<string, SettingValue>> {
  if (!isOn(startUrl) || startUrl.state === 'unknown') return {};
  return hasOauth
    ? { startUrl: startUrl.value, startPage: 'oauth' }
    : { customStartUrl: startUrl.value, startPage: 'custom' };
}

function elementsOf(app: ReportApp, raw: RawTexts): readonly Change[] {
  const set = (part: MetadataType, path: string, text: string | undefined): readonly Change[] =>
    text === undefined || text === '' ? [] : [{ kind: 'set', part, path, text }];
  const saml = 'ExtlClntAppSamlConfigurablePolicies';
  const plugins = 'ExtlClntAppConfigurablePolicies';
  const hasSaml = isOn(app.settings.samlEnabled);
  return [
    ...set('ExtlClntAppGlobalOauthSettings', 'certificate', raw.certificate),
    ...(hasSaml
      ? [
          ...set(plugins, 'isSamlPluginEnabled', 'true'),
          ...set(saml, 'certificate', raw.samlCertificate),
          ...set(saml, 'encryptionCertificate', raw.encryptionCertificate),
        ]
      : []),
    ...(isOn(app.settings.canvasEnabled) ? set(plugins, 'isCanvasPluginEnabled', 'true') : []),
  ];
}

/** What older files of Connected Apps do not say. */
function unknownFlags({ settings }: ReportApp): readonly string[] {
  const names = [
    ['deviceFlow', 'the device flow'],
    ['dpopRequired', 'DPoP'],
    ['mtlsRequired', 'mutual TLS'],
    ['idleRefreshTokenLimit', 'the limit of 30 idle days for refresh tokens'],
    ['refreshTokenAllowlistEnforced', 'the refresh token IP allowlist'],
  ] as const;
  const written = [
    ['pkceRequired', 'PKCE, which is written as required'],
    ['refreshTokenRotation', 'refresh token rotation, which is written as on'],
    ['refreshTokenPolicy', 'the refresh token policy, which is written as 30 days without use'],
    [
      'refreshTokenSecretRequired',
      'whether refreshing takes the secret, which is written as for the web server flow',
    ],
    [
      'webServerFlowSecretRequired',
      'the secret of the web server flow, which is written as required',
    ],
    ['permittedUsers', 'who may use it, which is written as all users'],
  ] as const;
  const isOpen = ([name]: readonly [SettingName, string]): boolean =>
    settings[name].state === 'unknown';
  return [
    ...names
      .filter(isOpen)
      .map(
        ([, text]) =>
          `The file does not say whether ${text} is on (API version 68 does): look in Setup.`,
      ),
    ...written.filter(isOpen).map(([, text]) => `The file does not say ${text}: look in Setup.`),
  ];
}

function certificateSteps({ settings }: ReportApp, raw: RawTexts): readonly string[] {
  const wanted = [
    [settings.jwtBearerFlow, raw.certificate, 'The certificate of the JWT bearer flow'],
    [settings.samlRequestCertificate, raw.samlCertificate, 'The certificate of SAML requests'],
    [
      settings.samlEncryptionCertificate,
      raw.encryptionCertificate,
      'The name of the certificate for SAML encryption',
    ],
  ] as const;
  return wanted.flatMap(([setting, text, what]) =>
    isOn(setting) && text === undefined
      ? [`${what} could not be read from this source: put it into the files.`]
      : [],
  );
}

function namedSteps({ settings }: ReportApp): readonly string[] {
  return [
    ...(isOn(settings.permittedPermissionSets)
      ? [
          'Connected Apps name permission sets by label: replace each by its API name before a deployment.',
        ]
      : []),
    ...(isOn(settings.permittedProfiles)
      ? [
          'Look whether each profile is called so in the org: Connected Apps name profiles by label.',
        ]
      : []),
    ...(isOn(settings.apexHandler)
      ? ['Test the Apex handler with the new app: who is let in, and with which attributes.']
      : []),
    ...(isOn(settings.canvasEnabled)
      ? ['Test the canvas page in each place where it appears.']
      : []),
    ...(isOn(settings.assetTokenSigningCertificate)
      ? [
          'The certificate for asset tokens is named by its id, which is another one in another org.',
        ]
      : []),
  ];
}
