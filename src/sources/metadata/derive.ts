import { looksAlike } from '../../model/look-alike.js';
import type { MetadataType } from '../../model/metadata-types.js';
import type { Setting, SettingName } from '../../model/settings.js';
import {
  authorizationCodeFlow,
  callbackHosts,
  malformedCallbackUrls,
  plainHttpCallbackUrls,
  userInfoCallbackUrls,
  wildcardCallbackUrls,
} from './derive-callbacks.js';
import { certificateSettings } from './derive-certificate.js';
import { rangeSettings } from './derive-ranges.js';
import { privateKeyInSource } from './derive-secrets.js';
import { refreshTokenDays } from './derive-validity.js';
import { scopesSince } from '../../model/scopes.js';
import type { Part } from './part.js';
import { derived, type Derive, type Subject } from './subject.js';

/** The function behind each derived setting. */
export const derivations: Partial<Readonly<Record<SettingName, Derive>>> = {
  kind: (subject) => derived(subject.kind, subject.parts.home),
  apiName: (subject) => derived(subject.apiName, subject.parts.home),
  apiNameValid: (subject) => derived(isValidName(subject.apiName), subject.parts.home),
  labelLooksAlike,
  namespace: (subject) => derived(namespaceOf(subject.apiName), subject.parts.home),
  isPackaged,
  seenIn: (subject) => derived('metadata', subject.parts.home),
  definedElsewhereAs: (subject) => derived(subject.twin, subject.parts.home),
  missingParts: (subject) => derived(missingParts(subject), subject.parts.home),
  orphanPart: (subject) => derived(isOrphan(subject), subject.parts.home),
  oauthEnabled,
  authorizationCodeFlow,
  clientCredentialsFlow: (subject) =>
    subject.kind === 'connectedApp'
      ? copy(subject.settings.clientCredentialsFlowSetting)
      : both(
          subject.settings.clientCredentialsFlowSetting,
          subject.settings.clientCredentialsFlowPolicy,
        ),
  tokenExchangeFlow: ({ settings }) =>
    both(settings.tokenExchangeFlowSetting, settings.tokenExchangeFlowPolicy),
  availableScopes,
  customScopes: customScopesOf,
  callbackHosts,
  malformedCallbackUrls,
  plainHttpCallbackUrls,
  wildcardCallbackUrls,
  userInfoCallbackUrls,
  sessionTimeoutSet,
  refreshTokenDays,
  privateKeyInSource,
  ...certificateSettings,
  ...rangeSettings,
  samlEnabled: plugin('isSamlPluginEnabled', ['ExtlClntAppSamlConfigurablePolicies']),
  canvasEnabled: plugin('isCanvasPluginEnabled', ['ExtlClntAppCanvasSettings']),
  mobileConfigured: plugin('isMobilePluginEnabled', [
    'ExtlClntAppMobileSettings',
    'ExtlClntAppMobileConfigurablePolicies',
  ]),
  pushConfigured: plugin('isPushPluginEnabled', [
    'ExtlClntAppPushSettings',
    'ExtlClntAppPushConfigurablePolicies',
  ]),
};

function copy(setting: Setting | undefined): Setting {
  if (!setting) return { state: 'unknown', reason: 'not read' };
  return setting.state === 'known' ? { ...setting, origin: 'derived' } : setting;
}

/** Three-valued AND: one that is off settles it, whatever is unknown beside it. */
function both(a: Setting<boolean> | undefined, b: Setting<boolean> | undefined): Setting {
  const flags = [copy(a), copy(b)];
  const off = flags.find((flag) => flag.state === 'known' && flag.value === false);
  return off ?? flags.find((flag) => flag.state === 'unknown') ?? copy(a);
}

/** The files of an app were written by one org at one time, so that the newest element tells of all of them. */
function availableScopes({ found, parts }: Subject): Setting {
  const versions = [...found].map((type) => parts.of(type)?.version ?? 0);
  return derived(scopesSince(Math.max(0, ...versions)), parts.home);
}

/** What an org accepts as the name behind the namespace. Source: Setup, which refuses any other. */
function isValidName(apiName: string): boolean {
  const name = apiName.slice(namespaceOf(apiName) === '' ? 0 : apiName.indexOf('__') + 2);
  return /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(name);
}

/** The namespace in front of `__`; empty for an app of this org. */
export function namespaceOf(apiName: string): string {
  const at = apiName.indexOf('__');
  return at > 0 ? apiName.slice(0, at) : '';
}

function isPackaged({ apiName, settings, parts }: Subject): Setting {
  const state = settings.distributionState;
  const managed = state?.state === 'known' && state.value === 'managed';
  return derived(namespaceOf(apiName) !== '' || managed, parts.home);
}

/** The part files that every External Client App with OAuth has. */
const usualParts: readonly MetadataType[] = [
  'ExternalClientApplication',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

function missingParts({ kind, found }: Subject): readonly string[] {
  return kind === 'connectedApp' ? [] : usualParts.filter((type) => !found.has(type));
}

function isOrphan({ kind, found }: Subject): boolean {
  return kind === 'externalClientApp' && !found.has('ExternalClientApplication');
}

function oauthEnabled(subject: Subject): Setting {
  const app = subject.parts.of('ConnectedApp');
  if (app) {
    const config = app.containers.get('oauthConfig');
    return derived(config !== undefined, config ?? app.root);
  }
  return plugin('isOauthPluginEnabled', [
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppOauthConfigurablePolicies',
  ])(subject);
}

/**
 * Whether a plugin of an External Client App is on. A retrieved policies file holds only the flags of the plugins that
 * the app has, so there an absent flag says that the plugin is not installed.
 */
function plugin(flagName: string, own: readonly MetadataType[]): Derive {
  return ({ parts, settings }) => {
    const policies = parts.of('ExtlClntAppConfigurablePolicies');
    const part = own.map((type) => parts.of(type)).find((candidate) => candidate !== undefined);
    if (!policies) {
      const reason = 'neither its part files nor the app policies file are in this source';
      return part ? derived(true, part.root) : { state: 'unknown', reason, location: parts.home };
    }
    const absent = part ? derived(true, part.root) : derived(false, policies.root);
    return both(flagOf(flagName, policies) ?? absent, settings.pluginEnabled);
  };
}

/** What the app policies say about a plugin; undefined when they do not name it. */
function flagOf(name: string, policies: Part): Setting<boolean> | undefined {
  // The OAuth flag is a setting of its own; the other flags are kept as text.
  const stated = policies.stated.get(name);
  if (stated)
    return stated.state === 'known' ? derived(stated.value === true, stated.location) : stated;
  const kept = policies.texts.get(name) ?? [];
  const [first] = kept;
  if (!first) return undefined;
  const values = new Set(kept.map(({ text }) => truth.get(text.toLowerCase())));
  const [value] = values;
  if (values.size === 1 && value !== undefined) return derived(value, first.location);
  return {
    state: 'unknown',
    reason: `<${name}> is neither true nor false`,
    location: first.location,
  };
}

/** XML Schema also allows 1 and 0 for a boolean. */
const truth: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

const timeoutPaths = {
  connectedApp: { part: 'ConnectedApp', path: 'sessionPolicy/sessionTimeout' },
  externalClientApp: {
    part: 'ExtlClntAppOauthConfigurablePolicies',
    path: 'sessionTimeoutInMinutes',
  },
} as const;

/** A retrieve writes the timeout only where there is one: so an absent element says that the org decides. */
function labelLooksAlike({ settings: { label } }: Subject): Setting {
  if (label?.state !== 'known') return label ?? { state: 'unknown', reason: 'not read' };
  return derived(looksAlike(label.value), label.location);
}

function sessionTimeoutSet({ kind, parts, settings }: Subject): Setting {
  const { part: type, path } = timeoutPaths[kind];
  const part = parts.of(type);
  const timeout = settings.sessionTimeoutMinutes;
  if (!part) return timeout ?? { state: 'unknown', reason: 'not read' };
  return derived(part.stated.has(path), timeout?.location);
}

function customScopesOf({ customScopes, parts }: Subject): Setting {
  if (!customScopes) {
    const reason = 'custom scope files name the apps; none is in this source';
    return { state: 'unknown', reason, location: parts.home };
  }
  const itemLocations = customScopes.map((item) => item.location);
  const value = customScopes.map((item) => item.text);
  return { ...derived(value, itemLocations[0] ?? parts.home), itemLocations };
}
