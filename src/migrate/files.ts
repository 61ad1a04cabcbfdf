import { changesFor } from '../edit/setting-changes.js';
import type { Change } from '../edit/change.js';
import { filesOfNewApp, newAppDefaults, type NewFile } from '../edit/new-app.js';
import type { MetadataType } from '../model/metadata-types.js';
import type { ReportApp } from '../report/report.js';
import type { SettingName, SettingValue } from '../settings/settings.js';
import { comparedSettings, isOn, subjectTypeOf } from './check.js';
import { lossOf } from './readiness.js';
import { rawChanges, writtenRaw, type PlugIns, type RawApp } from './raw.js';
import { useSteps, type AppUse } from './uses.js';

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
export function migratedApp(
  app: ReportApp,
  raw: RawApp | undefined,
  written: readonly AppUse[] = [],
): MigratedApp {
  const hasOauth = app.settings.oauthEnabled.state === 'known' && app.settings.oauthEnabled.value;
  const plugIns = {
    oauth: hasOauth,
    saml: isOn(app.settings.samlEnabled),
    canvas: isOn(app.settings.canvasEnabled),
  };
  const elements = raw ? rawChanges(raw, plugIns) : [];
  const byElement = writtenRaw(elements);
  const carried = carriedSettings(app, hasOauth);
  const settings = {
    ...(hasOauth ? explicitFlags(app) : headerDefaults),
    ...carried.settings,
    ...assetFlags(app, raw),
    ...startSettings(app, hasOauth),
    ...(isOn(app.settings.blocked) && { pluginEnabled: false }),
  };
  const { files, unwritten } = filesOfNewApp({
    apiName: app.apiName,
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !byElement.has(name))),
    elements: [...elements, ...plugInChanges(app, plugIns)],
    parts: hasOauth ? oauthParts : [],
  });
  return {
    files,
    losses: [...carried.losses, ...otherLosses(app)],
    steps: [
      ...unwritten.map((name) => `${name} has no element in metadata: set it in Setup.`),
      ...(hasOauth ? unknownFlags(app) : []),
      ...certificateSteps(app, raw),
      ...namedSteps(app),
      ...setupSteps(app, raw),
      ...useSteps(app, written),
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
  // What would let more people in than before, or end more tokens, is not made up: it is told as a step.
  const left = ['permittedUsers', 'refreshTokenRotation'] as const;
  const open = new Set<string>(left.filter((name) => settings[name].state === 'unknown'));
  // A client without a secret cannot show one when it refreshes.
  const secret = settings.webServerFlowSecretRequired;
  const isPublic = secret.state === 'known' && !secret.value;
  const all = { ...defaults, ...(isPublic && { refreshTokenSecretRequired: false }) };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => !open.has(name))
      .map(([name, otherwise]) => {
        const own = sharedNames.has(name) ? settings[name as SettingName] : undefined;
        return [name, own?.state === 'known' ? own.value : otherwise];
      }),
  );
}

/** An org says of a Connected App what its file does not. */
const ofOrgs = [
  'guestAuthorizationCodeCredentialsFlow',
  'jwtTimeoutMinutes',
  'guestJwtTimeoutMinutes',
] as const satisfies readonly SettingName[];

const sharedNames: ReadonlySet<string> = new Set([...comparedSettings, ...ofOrgs]);

/** Both are on unless a Connected App says otherwise, and off unless an External Client App does (the same guide). */
function assetFlags(
  { settings }: ReportApp,
  raw: RawApp | undefined,
): Readonly<Record<string, SettingValue>> {
  if (!raw?.texts.has('oauthConfig/assetTokenConfig')) return {};
  const names = ['assetTokenAttributes', 'assetTokenCustomPermissions'] as const;
  return Object.fromEntries(
    names.map((name) => {
      const own = settings[name];
      return [name, own.state === 'known' ? own.value : true];
    }),
  );
}

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

function carriedSettings(
  { settings }: ReportApp,
  hasOauth: boolean,
): {
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
    const changes = changesFor('externalClientApp', name, value);
    if (name !== 'refreshTokenDays' && !changes) continue;
    // Nothing is written of a plug-in that the app does not have.
    const ofOauth = changes?.some(({ part }) => partsOfOauth.has(part)) ?? true;
    if (!hasOauth && ofOauth) continue;
    carried.push([name, name === 'samlSubjectType' ? subjectTypeOf(String(value)) : value]);
  }
  const minutes = [
    [settings.jwtTimeoutMinutes, 'jwtTimeoutMinutes', 'jwtTimeoutType'],
    [settings.guestJwtTimeoutMinutes, 'guestJwtTimeoutMinutes', 'guestJwtTimeoutType'],
  ] as const;
  for (const [setting, name, type] of minutes)
    if (setting.state === 'known' && isOn(settings.namedUserJwt) && hasOauth)
      carried.push([name, setting.value], [type, 'custom']);
  return { settings: Object.fromEntries(carried), losses };
}

const partsOfOauth: ReadonlySet<string> = new Set<MetadataType>([
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppOauthSecuritySettings',
]);

/** Users are created by Connected Apps alone (Object Reference and Metadata API Developer Guide, UserProvisioningConfig). */
function otherLosses({ settings }: ReportApp): readonly string[] {
  const { scopes } = settings;
  const registers = scopes.state === 'known' && scopes.value.includes('user_registration_api');
  return [
    ...(isOn(settings.userProvisioning)
      ? ['userProvisioning: External Client Apps do not provision users.']
      : []),
    ...(registers && isOn(settings.authorizationCodeCredentialsFlow)
      ? ['scopes: External Client Apps do not register users headlessly.']
      : []),
  ];
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

/** Plug-ins that are on, and the attributes that SAML assertions of a Connected App hold as well. */
function plugInChanges(app: ReportApp, plugIns: PlugIns): readonly Change[] {
  const part = 'ExtlClntAppConfigurablePolicies';
  const { customAttributes } = app.settings;
  const own =
    plugIns.saml && customAttributes.state === 'known' && isOn(customAttributes)
      ? (changesFor('externalClientApp', 'customAttributes', customAttributes.value) ?? [])
      : [];
  return [
    ...(plugIns.saml
      ? ([{ kind: 'set', part, path: 'isSamlPluginEnabled', text: 'true' }] as const)
      : []),
    ...(plugIns.canvas
      ? ([{ kind: 'set', part, path: 'isCanvasPluginEnabled', text: 'true' }] as const)
      : []),
    ...own.map((change) => ({ ...change, part: 'ExtlClntAppSamlConfigurablePolicies' as const })),
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
    ['refreshTokenPolicy', 'the refresh token policy, which is written as 30 days without use'],
    [
      'refreshTokenSecretRequired',
      'whether refreshing takes the secret, which is written as for the web server flow',
    ],
    [
      'webServerFlowSecretRequired',
      'the secret of the web server flow, which is written as required',
    ],
    ['refreshTokenRotation', 'refresh token rotation, which is left out: new apps have it on'],
    ['permittedUsers', 'who may use it, which is left out: of a new app that is all users'],
    ['trustedIpRanges', 'which IP ranges are trusted, which are left out'],
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

function certificateSteps({ settings }: ReportApp, raw: RawApp | undefined): readonly string[] {
  const textOf = (path: string): string => raw?.texts.get(path) ?? '';
  const wanted = [
    [settings.jwtBearerFlow, 'oauthConfig/certificate', 'The certificate of the JWT bearer flow'],
    [settings.samlRequestCertificate, 'samlConfig/certificate', 'The certificate of SAML requests'],
    [
      settings.samlEncryptionCertificate,
      'samlConfig/encryptionCertificate',
      'The name of the certificate for SAML encryption',
    ],
  ] as const;
  return wanted.flatMap(([setting, path, what]) =>
    isOn(setting) && textOf(path) === ''
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

/** What only Setup, or an org, holds of a Connected App. */
function setupSteps({ settings }: ReportApp, raw: RawApp | undefined): readonly string[] {
  const { namedUserJwt, sessionLevelAction } = settings;
  const blocks = sessionLevelAction.state === 'known' && sessionLevelAction.value === 'block';
  const isOpen = (name: SettingName): boolean => settings[name].state === 'unknown';
  const inElements =
    isOn(settings.samlEnabled) || isOn(settings.canvasEnabled) || isOn(settings.trustedIpRanges);
  const steps: readonly (readonly [boolean, string])[] = [
    [
      isOn(namedUserJwt) && isOpen('jwtTimeoutMinutes'),
      'The timeouts of JWT access tokens are in Setup only: write namedUserJwtTimeout and guestJwtTimeout with their session timeout types (API version 65).',
    ],
    [
      isOn(settings.authorizationCodeCredentialsFlow) &&
        isOpen('guestAuthorizationCodeCredentialsFlow'),
      'Whether guests may use the code and credentials flow is in Setup only; it is written as off (isGuestCodeCredFlowEnabled).',
    ],
    [
      isOn(settings.mtlsRequired),
      'Mutual TLS is carried over as a switch (isMtlsEnabled); say in Setup which certificates of clients are taken.',
    ],
    [
      isOn(settings.mobileConfigured),
      'Push credentials, the screen lock and the PIN of the mobile app are in Setup only: enter valid push credentials before the migration, which fails with an expired P12 or a legacy server key.',
    ],
    [
      isOn(settings.blocked),
      'The Connected App is blocked in the org: the new app is written as switched off (isEnabled). Keep the block of the old key.',
    ],
    [
      blocks && isOn(settings.sessionLevel),
      'The policy blocks sessions of a lower level. Where the app is blocked on purpose, switch the new app off (isEnabled) instead.',
    ],
    [
      raw === undefined && inElements,
      'Not read from this source: descriptions of IP ranges, the canvas lifecycle class, bindings and custom subject attributes of SAML. Save the org with `ecaudit pull` and migrate from that.',
    ],
  ];
  return steps.flatMap(([isTold, text]) => (isTold ? [text] : []));
}
