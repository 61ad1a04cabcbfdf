import { keysIn } from '../model/tables.js';
import type { App, FileKeys, Source } from '../model/app.js';
import { startOf } from '../model/location.js';
import { problem, type Problem } from '../report/problem.js';
import { redact } from '../model/redact.js';
import { byLocation, type FilesSource } from '../metadata/read-files.js';
import { evidenceSettings } from '../settings/catalogue/evidence.js';
import { isSameSetting } from '../settings/same.js';
import type { Setting, SettingName } from '../settings/settings.js';
import { isHandler, handlerSettings } from './handlers.js';
import { indexApps, lookFor, type RepositoryEvidence, type FileUse } from './look.js';
import { approvedProfilesTimeout, loginIpRanges } from './profiles.js';
import { evidenceList, noKey, unknownSetting } from './settings.js';
import { mcpSettings } from './mcp-tools.js';
import {
  certificateSharedWith,
  commonCallbackHosts,
  runAsUserSharedWith,
  sharedBy,
  type SharedByApps,
  tenantCallbackHosts,
} from './shared.js';

export { evidenceKindOf } from './files.js';

/** A source as it was read, with the files that may use its apps where it has some. */
export type Sourced = Source & Partial<Pick<FilesSource, 'others'>>;

/**
 * A source whose apps know what else is in it: who uses them, and what they have in common. Consumer keys are compared by
 * digest and go nowhere.
 */
export function withEvidence({ others, ...source }: Sourced): Source {
  if (source.apps.length === 0) return source;
  const keysOf = keysOfApp(source);
  const shared = sharedBy(source.apps, keysOf);
  const found = others && lookFor(indexApps(source.apps, keysAndLinks(keysOf)), others());
  const apps = source.apps.map((app) => {
    const keys = keysOf(app);
    const ofApps = settingsOfApps(app, keys, shared);
    if (!found) return withSettings(app, ofApps, {});
    const ofFiles = isRepository(source)
      ? settingsOfFiles(app, keys, found)
      : settingsOfOrg(app, found);
    return withSettings(app, ofApps, ofFiles);
  });
  if (!found) return { ...source, apps };
  const unnamed = isRepository(source) ? unnamedHandlers(source.apps, found) : [];
  const told = [...found.problems, ...unnamed];
  if (told.length === 0) return { ...source, apps };
  return { ...source, apps, problems: [...source.problems, ...told].toSorted(byLocation) };
}

/**
 * A source of which some apps have other settings than `before`, where the search for uses was made. What the apps have in
 * common is worked out anew; what other files say of an app stays, so that an app may not differ in what those are asked by
 * (`asksFiles`). An app that is as it was and has the same in common with others is the very same object.
 */
export function withEvidenceOf(source: Source, before: (app: App) => App | undefined): Source {
  const keysOf = keysOfApp(source);
  const shared = sharedBy(source.apps, keysOf);
  const apps = source.apps.map((app) => {
    const old = before(app);
    const inCommon = settingsInCommon(app, keysOf(app), shared);
    if (old === app && sharesAsBefore(app, inCommon)) return app;
    return withSettings(app, old ? evidenceIn(old) : {}, inCommon);
  });
  return { ...source, apps };
}

function sharesAsBefore({ settings }: App, inCommon: SettingsInCommon): boolean {
  return inCommonNames.every((name) => isSameSetting(settings[name], inCommon[name]));
}

function evidenceIn({ settings }: App): FoundSettings {
  return Object.fromEntries(evidenceNames.map((name) => [name, settings[name]]));
}

const evidenceNames = keysIn(evidenceSettings);

/** What decides which other files are about an app, and what they mean for it. */
export const asksFiles: readonly SettingName[] = [
  'apexHandler',
  'consumerKeyInSource',
  'permittedPermissionSets',
  'permittedProfiles',
];

const yes = { state: 'known', value: true, origin: 'derived' } as const;
const no = { state: 'known', value: false, origin: 'derived' } as const;

type FoundSettings = { readonly [N in keyof typeof evidenceSettings]?: Setting };

/** A folder or a zip may hold all that uses an app; an org was asked for profiles and token exchange handlers only. */
function isRepository({ kind }: Source): boolean {
  return kind === 'folder' || kind === 'zip' || kind === 'file';
}

function keysOfApp({ fileKeys }: Source): (app: App) => readonly FileKeys[] {
  return ({ files }) => files.flatMap((file) => fileKeys?.get(file) ?? []);
}

function keysAndLinks(keysOf: (app: App) => readonly FileKeys[]): Parameters<typeof indexApps>[1] {
  return (app) =>
    keysOf(app).flatMap(({ consumerKey, oauthLink }) => [
      ...(consumerKey ? [['key', consumerKey.digest, consumerKey.length] as const] : []),
      ...(oauthLink === undefined ? [] : [['link', oauthLink, 0] as const]),
    ]);
}

function settingsOfApps(app: App, keys: readonly FileKeys[], shared: SharedByApps): FoundSettings {
  return {
    repositoryRead: no,
    profilesRead: no,
    tokenHandlersRead: no,
    mcpServersRead: no,
    // Of all sources of a run: `withSharedKeys` fills it in.
    consumerKeySharedWith: unknownSetting(noKey, app),
    ...settingsInCommon(app, keys, shared),
  };
}

const inCommonNames = [
  'certificateSharedWith',
  'runAsUserSharedWith',
  'commonCallbackHosts',
  'tenantCallbackHosts',
] as const satisfies readonly SettingName[];

type SettingsInCommon = Readonly<Record<(typeof inCommonNames)[number], Setting>>;

/** What an app has in common with others of its source, whatever other files are there. */
function settingsInCommon(
  app: App,
  keys: readonly FileKeys[],
  shared: SharedByApps,
): SettingsInCommon {
  return {
    certificateSharedWith: certificateSharedWith(app, keys, shared),
    runAsUserSharedWith: runAsUserSharedWith(app, shared),
    commonCallbackHosts: commonCallbackHosts(app, shared),
    tenantCallbackHosts: tenantCallbackHosts(app),
  };
}

function settingsOfFiles(
  app: App,
  keys: readonly FileKeys[],
  evidence: RepositoryEvidence,
): FoundSettings {
  const uses = [...(evidence.uses.get(app)?.values() ?? [])];
  const at = app.location;
  return {
    repositoryRead: yes,
    usedBy: evidenceList(uses.map(fileUseEntry), at),
    consumerKeyCopies: copies(app, keys, uses),
    customPermissions: evidenceList(uses.filter(isCustomPermission).map(fileUseName), at),
    apexHandlerClass: apexHandlerClass(app, evidence),
    ...profileSettings(app, evidence),
    ...handlerSettings(app, evidence.handlers.get(app) ?? []),
    ...(evidence.tools && mcpSettings(app, evidence.tools)),
  };
}

/** An org always has profiles; one without token exchange handlers or MCP servers has none to judge. */
function settingsOfOrg(app: App, evidence: RepositoryEvidence): FoundSettings {
  return {
    ...(evidence.profiles.size > 0 || evidence.sessions.size > 0
      ? profileSettings(app, evidence)
      : {}),
    ...(evidence.handlers.size > 0 ? handlerSettings(app, evidence.handlers.get(app) ?? []) : {}),
    ...(evidence.tools && mcpSettings(app, evidence.tools)),
  };
}

function profileSettings(app: App, { profiles, sessions }: RepositoryEvidence): FoundSettings {
  return {
    profilesRead: yes,
    loginIpRanges: loginIpRanges(app, profiles),
    approvedProfilesTimeoutMinutes: approvedProfilesTimeout(app, sessions),
  };
}

function fileUseEntry(use: FileUse) {
  return { value: `${use.kind}:${fileUseName(use).value}`, location: use.location };
}

/** File names come from outside, and a long one says no more than its beginning. */
function fileUseName({ name, location }: FileUse) {
  return { value: redact(name.slice(0, 255)), location };
}

function isCustomPermission({ kind }: FileUse): boolean {
  return kind === 'CustomPermission';
}

/** Auth providers, credentials and mobile apps are where a key belongs. */
const noPlaceForKeys: ReadonlySet<string> = new Set([
  'ApexClass',
  'ApexTrigger',
  'CustomMetadata',
  'EnvFile',
]);

function copies(app: App, keys: readonly FileKeys[], uses: readonly FileUse[]): Setting {
  if (!keys.some(({ consumerKey }) => consumerKey)) return unknownSetting(noKey, app);
  const holding = uses.filter(({ kind, byKey }) => byKey && noPlaceForKeys.has(kind));
  return evidenceList(holding.map(fileUseEntry), app.location);
}

/** Classes of a package are not in the source; a source without any class shows none. */
function apexHandlerClass(app: App, { classes }: RepositoryEvidence): Setting {
  const { apexHandler } = app.settings;
  if (apexHandler.state !== 'known') return apexHandler;
  const name = apexHandler.value;
  const location = apexHandler.location ?? app.location;
  if (name === '') return unknownSetting('the app names no Apex class', app);
  if (/__|\./.test(name)) return unknownSetting('the Apex class is of a package', app);
  if (classes.size === 0) return unknownSetting('there are no Apex classes in this source', app);
  const base = classes.has(name.toLowerCase());
  const value = !base ? 'not-found' : isHandler(name, classes) ? 'handler' : 'other-class';
  return { state: 'known', value, origin: 'derived', location };
}

/** Handlers that no app of the source names: they decide for nobody, or for an app that is elsewhere. */
function unnamedHandlers(
  apps: readonly App[],
  { classes, files }: RepositoryEvidence,
): readonly Problem[] {
  const named = new Set(
    apps.flatMap(({ settings: { apexHandler } }) =>
      apexHandler.state === 'known' ? [apexHandler.value.toLowerCase()] : [],
    ),
  );
  const bases = new Set([...classes.values()].map((base) => base.toLowerCase()));
  return [...classes.keys()]
    .filter((name) => isHandler(name, classes) && !named.has(name) && !bases.has(name))
    .map((name) => {
      const message =
        'this class decides about users of an app, and no app of this source names it';
      return problem('handler-not-named', message, startOf(files.get(name) ?? ''));
    });
}

/** What `.forceignore` leaves out is known by rules about secrets only. */
function withSettings(app: App, found: FoundSettings, later: FoundSettings): App {
  const { leftOut } = app;
  if (!leftOut) return { ...app, settings: Object.assign({ ...app.settings }, found, later) };
  const read = Object.assign({ ...leftOut.settings }, found, later);
  const settings = leftOut.whole ? app.settings : Object.assign({ ...app.settings }, found, later);
  return { ...app, settings, leftOut: { ...leftOut, settings: read } };
}
