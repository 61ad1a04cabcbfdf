import { appId, counterpartOf, type App, type LeftOutFile, namespaceOf } from '../model/app.js';
import { metadataTypes, type MetadataType } from '../model/metadata-types.js';
import type { Problem } from '../report/problem.js';
import {
  type Settings,
  type Setting,
  type Unknown,
  definitionOf,
  type SettingName,
} from '../settings/settings.js';
import { buildSettings } from './app-settings.js';
import {
  type CustomScopes,
  type DerivationSubject,
  derivedSetting,
} from '../settings/derive/subject.js';
import {
  leftOutFiles,
  settingsLeftOut,
  leftOutReason,
  settingsWithout,
  mappedSettings,
} from './left-out.js';
import { joinParts, type AppFiles } from './join.js';
import { blockedApps, blockedOf, type BlockedApps, readOrgSettings } from './org-settings.js';
import type { Part } from './part.js';
import { keptOr } from '../model/once-for.js';
import { isPlaceholder } from '../settings/placeholder.js';
import { isUnusedCallback } from '../settings/derive/callbacks.js';

interface Built {
  readonly apps: readonly App[];
  readonly orgSettings: Partial<Settings>;
  readonly blocked: BlockedApps;
  readonly problems: readonly Problem[];
}

/** What all apps of a source share. */
interface Neighbourhood {
  readonly source: string;
  readonly ids: ReadonlySet<string>;
  readonly shared: SharedFacts;
  /** The same as if `.forceignore` left nothing out; absent where it leaves out nothing of it. */
  readonly whole?: SharedFacts;
  /** The shared files that it leaves out. */
  readonly leftOut: readonly LeftOutFile[];
}

/** What files say of all apps, or of one that they name. */
interface SharedFacts {
  readonly org: Partial<Settings>;
  readonly scopes: readonly Part[];
  readonly provisioning: readonly Part[];
  readonly blocked: BlockedApps;
}

/** Makes apps of the part files of one source. */
export function buildApps(source: string, parts: readonly Part[]): Built {
  const joined = joinParts(parts);
  const org = readOrgSettings(parts);
  const leftOut = leftOutFiles(parts.filter(({ type }) => metadataTypes[type].home === 'org'));
  const neighbourhood: Neighbourhood = {
    source,
    ids: new Set(joined.apps.map(({ kind, apiName }) => appId(kind, apiName))),
    shared: sharedIn(parts, org.settings),
    ...(leftOut.length > 0 && { whole: wholeOf(parts) }),
    leftOut,
  };
  const apps = withReplacements(joined.apps.map((files) => buildApp(files, neighbourhood)));
  const problems = [...joined.problems, ...org.problems];
  return { apps, orgSettings: org.settings, blocked: neighbourhood.shared.blocked, problems };
}

function sharedIn(parts: readonly Part[], org: Partial<Settings>): SharedFacts {
  return {
    org,
    scopes: parts.filter((part) => part.type === 'OauthCustomScope'),
    provisioning: parts.filter((part) => part.type === 'UserProvisioningConfig'),
    blocked: blockedApps(parts),
  };
}

function wholeOf(parts: readonly Part[]): SharedFacts {
  const all = parts.map(({ leftOutBy: _, ...part }): Part => part);
  return sharedIn(all, readOrgSettings(all).settings);
}

function buildApp(files: AppFiles, neighbourhood: Neighbourhood): App {
  const { source, ids, shared, whole = shared } = neighbourhood;
  const { kind, apiName, folder } = files;
  const parts = inTypeOrder(files.parts);
  const [home] = parts;
  if (!home) throw new Error(`the app ${apiName} has no file`);
  const keys = parts.flatMap((part) => part.keys.consumerKey?.digest ?? []);
  const bare = {
    kind,
    apiName,
    parts: {
      of: (type: MetadataType) => files.parts.get(type),
      home: home.root,
      leftOut: new Map(),
      missing: new Map(),
    },
    found: new Set(files.parts.keys()),
    twin: counterpartOf(files, ids),
  };
  const reference = referenceIn(parts);
  const subjectIn = (facts: SharedFacts): Subject => subjectOf(bare, saidOf(apiName, keys, facts));
  const stated = buildSettings(subjectIn(whole), whole.org);
  const read = reference === undefined ? stated : settingsOfReference(stated, reference, home);
  const label = read.label.state === 'known' ? read.label.value : '';
  const leftOut = settingsLeftOut(parts, neighbourhood.leftOut, read);
  const settings = leftOut
    ? settingsWithout(leftOut, { parts, subject: subjectIn(shared), org: shared.org })
    : read;
  return {
    id: appId(kind, apiName),
    kind,
    apiName,
    label,
    source,
    folder,
    files: parts.map((part) => part.file),
    location: home.root,
    settings,
    ...(leftOut && { leftOut }),
  };
}

type Subject = Omit<DerivationSubject, 'settings'>;
type SaidByOthers = Pick<DerivationSubject, 'blocked' | 'customScopes' | 'provisioning'>;

/** Written out, so that all have one hidden class (see `model/extended.ts`). */
function subjectOf(bare: Omit<Subject, keyof SaidByOthers>, said: SaidByOthers): Subject {
  const { kind, apiName, parts, found, twin } = bare;
  const { customScopes, provisioning, blocked } = said;
  return { kind, apiName, parts, found, customScopes, provisioning, blocked, twin };
}

/** What shared files say of one app. */
function saidOf(
  apiName: string,
  keys: readonly string[],
  { scopes, provisioning, blocked }: SharedFacts,
): SaidByOthers {
  return {
    customScopes: assignedScopes(scopes, apiName),
    provisioning: readProvisioning(provisioning, apiName),
    blocked: (label) => blockedOf(blocked, { apiName, label, keys }),
  };
}

const typeOrder = Object.keys(metadataTypes);

/** Header first, then in the order of the table of types. */
function inTypeOrder(parts: ReadonlyMap<MetadataType, Part>): readonly Part[] {
  const position = (part: Part): number => typeOrder.indexOf(part.type);
  return [...parts.values()].toSorted((a, b) => position(a) - position(b));
}

/** The custom scopes whose files name a Connected App, or why nobody can tell. */
function assignedScopes(scopes: readonly Part[], apiName: string): CustomScopes {
  if (scopes.length === 0) return undefined;
  const leftOut = scopes.find(({ leftOutBy }) => leftOutBy);
  if (leftOut?.leftOutBy)
    return leftOutReason('a custom scope file (.oauthcustomscope)', leftOut.leftOutBy);
  return scopes.flatMap((scope) => {
    const name = scope.texts.get('developerName')?.[0]?.text || scope.name;
    const assigned = scope.texts.get('assignedTo/connectedApp') ?? [];
    return assigned
      .filter((item) => item.text === apiName)
      .map((item) => ({ text: name, location: item.location }));
  });
}

/**
 * What the files of user provisioning say of a Connected App. The guide calls the content of `connectedApp` an id; retrieves
 * give the API name. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_userprovisioningconfig.htm
 */
function readProvisioning(parts: readonly Part[], apiName: string): Setting | undefined {
  const there = parts.filter(({ leftOutBy }) => leftOutBy === undefined);
  const [named] = there.filter(
    (part) => provisionedApp(part)?.toLowerCase() === apiName.toLowerCase(),
  );
  if (!named) return undefined;
  const enabled = named.texts.get('enabled')?.[0];
  // The documented default.
  if (!enabled) return derivedSetting(false, named.root);
  const on = /^(?:true|1)$/i.test(enabled.text);
  if (on || /^(?:false|0)$/i.test(enabled.text)) return derivedSetting(on, enabled.location);
  const reason = '<enabled> is neither true nor false';
  return { state: 'unknown', reason, location: enabled.location };
}

function provisionedApp({ texts }: Part): string | undefined {
  return texts.get('connectedApp')?.[0]?.text;
}

/**
 * The name by which a file refers to a Connected App of a package, `acme__Orders`. A second-generation package takes such an
 * app in by a file with `developerName`, `label` and `version`. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.pkg2_dev.meta/pkg2_dev/sfdx_dev_dev2gp_connected_app.htm
 */
function referenceIn(parts: readonly Part[]): string | undefined {
  const [part] = parts;
  if (part?.type !== 'ConnectedApp' || part.containers.has('oauthConfig')) return undefined;
  return part.texts.get('developerName')?.[0]?.text || undefined;
}

/** What the file, or its name, says of the app that it refers to. */
const referenceSettings: ReadonlySet<SettingName> = new Set([
  'kind',
  'apiName',
  'apiNameValid',
  'label',
  'labelLooksAlike',
  'seenIn',
  'definedElsewhereAs',
  'missingParts',
  'orphanPart',
]);

/** The settings of an app of which the file only tells where it is: everything else is in the org that packages it. */
function settingsOfReference(read: Settings, developerName: string, part: Part): Settings {
  const location = part.texts.get('developerName')?.[0]?.location ?? part.root;
  const reason =
    'the file only refers to an app of a package, whose settings are in the packaging org';
  const unknown: Unknown = { state: 'unknown', reason, location };
  return mappedSettings(read, (name, setting) => {
    if (name === 'namespace') return derivedSetting(namespaceOf(developerName), location);
    if (name === 'isPackaged') return derivedSetting(true, location);
    if (name === 'ownedHere') return derivedSetting(false, location);
    const isStated = setting.state === 'known' && setting.origin === 'stated';
    if (
      isStated ||
      referenceSettings.has(name) ||
      name.endsWith('InSource') ||
      name.startsWith('org.')
    )
      return setting;
    return 'unavailable' in definitionOf(name).connectedApp ? setting : unknown;
  });
}

/**
 * Apps of the two kinds with other API names, of which one replaces the other: the same callback URLs and the same scopes.
 * Only where no app has its name, and there is one app of each kind: anything else would be a guess.
 */
export function withReplacements(apps: readonly App[]): readonly App[] {
  const alike = new Map<string, App[]>();
  for (const app of apps) {
    const key = lacksCounterpart(app) ? callbacksAndScopes(app) : undefined;
    if (key !== undefined) keptOr(alike, key, () => []).push(app);
  }
  const others = new Map<App, App>();
  for (const [first, second, ...more] of alike.values()) {
    if (!first || !second || more.length > 0 || first.kind === second.kind) continue;
    others.set(first, second).set(second, first);
  }
  return others.size === 0 ? apps : apps.map((app) => withIdOf(app, others.get(app)));
}

/** The same for apps of which some have other settings now: what was found before may not hold any more. */
export function withReplacementsAnew(apps: readonly App[]): readonly App[] {
  const ids = new Set(apps.map(({ kind, apiName }) => appId(kind, apiName)));
  return withReplacements(apps.map((app) => called(app, counterpartOf(app, ids))));
}

function lacksCounterpart({ settings: { definedElsewhereAs: twin, isPackaged } }: App): boolean {
  const packaged = isPackaged.state === 'known' && isPackaged.value;
  return twin.state === 'known' && twin.value === '' && !packaged;
}

/** Callbacks that guides put in where a flow uses none say nothing about the client. */
function callbacksAndScopes({ settings: { callbackUrls, scopes } }: App): string | undefined {
  if (callbackUrls.state !== 'known' || scopes.state !== 'known') return undefined;
  const urls = callbackUrls.value;
  if (urls.every(isUnusedCallback) || urls.some(isPlaceholder)) return undefined;
  return JSON.stringify([[...urls].toSorted(), [...scopes.value].toSorted()]);
}

function withIdOf(app: App, other: App | undefined): App {
  return other ? called(app, appId(other.kind, other.apiName)) : app;
}

function called(app: App, value: string): App {
  const { definedElsewhereAs } = app.settings;
  if (definedElsewhereAs.state !== 'known' || definedElsewhereAs.value === value) return app;
  return {
    ...app,
    settings: { ...app.settings, definedElsewhereAs: { ...definedElsewhereAs, value } },
  };
}
