import { evidenceSettings } from '../catalogue/evidence.js';
import type { Setting, SettingName } from '../settings.js';
import { type Derive, derivedList, derivedSetting, type DerivationSubject } from './subject.js';
import { redact } from '../../model/redact.js';
import { namespaceOf } from '../../model/app.js';
import { scopesSince } from '../scopes.js';
import {
  authorizationCodeFlow,
  callbackHosts,
  malformedCallbackUrls,
  plainHttpCallbackUrls,
  shortSchemeCallbackUrls,
  userInfoCallbackUrls,
  wildcardCallbackUrls,
} from './callbacks.js';
import { certificateSettings, privateKeyInSource } from './certificate.js';
import {
  isPackaged,
  isValidName,
  labelLooksAlike,
  ownedHere,
  isOrphan,
  missingPartTypes,
  runAsUserIsContact,
  oauthLinkStated,
  oauthLinkValid,
  orgScopedNameValid,
} from './identity.js';
import { bothFlags, copy, oauthEnabled, plugin } from './flags.js';
import { permittedProfileNames, platformApp, profileNamesKnown, rangeSettings } from './access.js';
import { refreshTokenDays } from './validity.js';

const notLooked: Setting = {
  state: 'unknown',
  reason: 'only a folder or a zip shows what else is in a repository',
};

/** What the app's own files do not say. `src/evidence` fills it in where there are other files and apps. */
const evidenceDerivations: Readonly<Record<string, Derive>> = Object.fromEntries(
  Object.keys(evidenceSettings).map((name) => [name, () => notLooked]),
);

/** The function behind each derived setting. */
export const derivations: Partial<Readonly<Record<SettingName, Derive>>> = {
  kind: (subject) => derivedSetting(subject.kind, subject.parts.home),
  apiName: (subject) => derivedSetting(subject.apiName, subject.parts.home),
  apiNameValid: (subject) => derivedSetting(isValidName(subject.apiName), subject.parts.home),
  labelLooksAlike,
  namespace: (subject) => derivedSetting(namespaceOf(subject.apiName), subject.parts.home),
  isPackaged,
  ownedHere,
  permittedProfileNames,
  profileNamesKnown,
  platformApp,
  seenIn: (subject) => derivedSetting('metadata', subject.parts.home),
  definedElsewhereAs: (subject) => derivedSetting(subject.twin, subject.parts.home),
  missingParts: (subject) => derivedSetting(missingPartTypes(subject), subject.parts.home),
  orphanPart: (subject) => derivedSetting(isOrphan(subject), subject.parts.home),
  oauthEnabled,
  authorizationCodeFlow,
  clientCredentialsFlow: (subject) =>
    subject.kind === 'connectedApp'
      ? copy(subject.settings.clientCredentialsFlowSetting)
      : bothFlags(
          subject.settings.clientCredentialsFlowSetting,
          subject.settings.clientCredentialsFlowPolicy,
        ),
  tokenExchangeFlow: ({ settings }) =>
    bothFlags(settings.tokenExchangeFlowSetting, settings.tokenExchangeFlowPolicy),
  runAsUserIsContact,
  orgScopedNameValid,
  oauthLinkStated,
  oauthLinkValid,
  oauthSecuritySettings: ({ found, parts }) =>
    derivedSetting(found.has('ExtlClntAppOauthSecuritySettings'), parts.home),
  refreshTokenAllowlistEnforced: ({ settings }) => {
    const list = settings.refreshTokenIpAllowlist;
    if (list?.state !== 'known') return list ?? { state: 'unknown', reason: 'not read' };
    return derivedSetting(list.value.length > 0, list.location);
  },
  samlRequestCertificateExpires,
  userProvisioning: ({ provisioning }) => provisioning ?? noProvisioningFiles,
  blocked: ({ blocked, settings }) =>
    blocked(settings.label?.state === 'known' ? settings.label.value : ''),
  availableScopes,
  customScopes: customScopesOf,
  callbackHosts,
  malformedCallbackUrls,
  plainHttpCallbackUrls,
  shortSchemeCallbackUrls,
  wildcardCallbackUrls,
  userInfoCallbackUrls,
  sessionTimeoutSet,
  highAssuranceRequired,
  refreshTokenDays,
  privateKeyInSource,
  ...certificateSettings,
  ...evidenceDerivations,
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

const noProvisioningFiles: Setting = { state: 'unknown', reason: 'needs an org' };

/** The file may hold the name of the certificate alone: then nobody knows. */
function samlRequestCertificateExpires({ kind, parts, settings }: DerivationSubject): Setting {
  const type = kind === 'connectedApp' ? 'ConnectedApp' : 'ExtlClntAppSamlConfigurablePolicies';
  const given = settings.samlRequestCertificate;
  const expires = parts.of(type)?.requestCertificateExpires;
  if (expires !== undefined) return derivedSetting(expires, given?.location ?? parts.home);
  if (given?.state === 'unknown') return given;
  const reason = 'the file does not hold a certificate that can be read';
  return { state: 'unknown', reason, location: given?.location ?? parts.home };
}

/** The files of an app were written by one org at one time, so that the newest element tells of all of them. */
function availableScopes({ found, parts }: DerivationSubject): Setting {
  const versions = [...found].map((type) => parts.of(type)?.version ?? 0);
  return derivedSetting(scopesSince(Math.max(0, ...versions)), parts.home);
}

const timeoutPaths = {
  connectedApp: { part: 'ConnectedApp', path: 'sessionPolicy/sessionTimeout' },
  externalClientApp: {
    part: 'ExtlClntAppOauthConfigurablePolicies',
    path: 'sessionTimeoutInMinutes',
  },
} as const;

/** A retrieve writes the timeout only where there is one: so an absent element says that the org decides. */
function sessionTimeoutSet({ kind, parts, settings }: DerivationSubject): Setting {
  const { part: type, path } = timeoutPaths[kind];
  const part = parts.of(type);
  const timeout = settings.sessionTimeoutMinutes;
  if (!part) return timeout ?? { state: 'unknown', reason: 'not read' };
  return derivedSetting(part.stated.has(path), timeout?.location);
}

/** A retrieve writes the session policy of a Connected App only where there is one. */
function highAssuranceRequired({ kind, parts, settings }: DerivationSubject): Setting {
  const level = settings.sessionLevel;
  if (level?.state === 'known')
    return derivedSetting(level.value === 'high-assurance', level.location);
  const isUnset = kind === 'connectedApp' && parts.of('ConnectedApp') !== undefined;
  return isUnset
    ? derivedSetting(false, level?.location)
    : (level ?? { state: 'unknown', reason: 'not read' });
}

function customScopesOf({ customScopes, parts }: DerivationSubject): Setting {
  if (!customScopes) {
    const reason = 'custom scope files name the apps; none is in this source';
    return { state: 'unknown', reason, location: parts.home };
  }
  if ('state' in customScopes) return customScopes;
  const itemLocations = customScopes.map((item) => item.location);
  const value = customScopes.map((item) => redact(item.text));
  return derivedList(value, itemLocations[0] ?? parts.home, itemLocations);
}
