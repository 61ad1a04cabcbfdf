import { extended } from '../model/extended.js';
import {
  type App,
  type FileKeys,
  isOrgSource,
  withoutNamespace,
  type Source,
} from '../model/app.js';
import { keptOr } from '../model/once-for.js';
import { isPlaceholder } from '../settings/placeholder.js';
import { isSameSetting } from '../settings/same.js';
import type { Setting } from '../settings/settings.js';
import { evidenceList, unknownSetting } from './settings.js';
import { compareText } from '../model/location.js';
import { problem, type Problem } from '../report/problem.js';

/** So many other apps have to have a host before it is one of many apps. */
const fewestOthers = 3;
/** So many hosts have to differ in their first label only before they are tenants. */
const fewestTenants = 4;

/** Apps by something that several may have; the same app in two folders, or of both kinds, counts once. */
type AppsByValue = ReadonlyMap<string, ReadonlyMap<string, App>>;

export interface SharedByApps {
  readonly certificates: AppsByValue;
  readonly users: AppsByValue;
  readonly hosts: AppsByValue;
}

/** What apps of a source have in common. */
export function sharedBy(
  apps: readonly App[],
  keysOf: (app: App) => readonly FileKeys[],
): SharedByApps {
  return {
    certificates: groupByShared(apps, (app) => certificateKeys(keysOf(app))),
    users: groupByShared(apps, runAsUserKey),
    hosts: groupByShared(apps, hostsOf),
  };
}

function groupByShared(
  apps: readonly App[],
  valuesOf: (app: App) => readonly string[],
): AppsByValue {
  const found = new Map<string, Map<string, App>>();
  for (const app of apps)
    for (const value of valuesOf(app)) {
      const having = keptOr(found, value, () => new Map<string, App>());
      keptOr(having, bareNameOf(app), () => app);
    }
  return found;
}

/** An app that was migrated, or lies in several folders, is one app with one key. */
function bareNameOf({ apiName }: App): string {
  return withoutNamespace(apiName).toLowerCase();
}

/** The ids of the other apps that have a value, too. */
function othersWith(app: App, value: string, having: AppsByValue): readonly string[] {
  const all = having.get(value);
  if (!all || all.size < 2) return [];
  return [...all]
    .flatMap(([name, other]) => (name === bareNameOf(app) ? [] : [other.id]))
    .toSorted();
}

function certificateKeys(keys: readonly FileKeys[]): readonly string[] {
  return keys.flatMap(({ certificateKey }) => certificateKey ?? []);
}

/** Other apps with the same key. */
export function certificateSharedWith(
  app: App,
  keys: readonly FileKeys[],
  { certificates }: SharedByApps,
): Setting {
  const { jwtBearerFlow } = app.settings;
  const [key] = certificateKeys(keys);
  if (key === undefined) return unknownSetting('there is no certificate that can be read', app);
  return evidenceList(othersWith(app, key, certificates), jwtBearerFlow.location ?? app.location);
}

function runAsUserKey({ settings: { clientCredentialsUser: user } }: App): readonly string[] {
  if (user.state !== 'known' || user.value === '' || isPlaceholder(user.value)) return [];
  return [user.value.toLowerCase()];
}

/** Other apps with the same run-as user. */
export function runAsUserSharedWith(app: App, { users }: SharedByApps): Setting {
  const [user] = runAsUserKey(app);
  if (user === undefined) return unknownSetting('no run-as user is known', app);
  const { location } = app.settings.clientCredentialsUser;
  return evidenceList(othersWith(app, user, users), location ?? app.location);
}

/** Hosts that lead to no server of the app's own: the device itself, pages of Salesforce, tools to try requests with. */
const ofNobody =
  /^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[\w.-]+\.)?(?:salesforce|force|pstmn)\.(?:com|io)|jwt\.io|oauthdebugger\.com|openidconnect\.herokuapp\.com)$/;

function hostsOf({ settings: { callbackHosts: hosts } }: App): readonly string[] {
  if (hosts.state !== 'known') return [];
  return hosts.value.filter((host) => !ofNobody.test(host) && !isPlaceholder(host));
}

/** The hosts of an app that many others have, too. */
export function commonCallbackHosts(app: App, { hosts }: SharedByApps): Setting {
  return someHosts(app, (host) => othersWith(app, host, hosts).length >= fewestOthers);
}

/** The hosts of an app that differ in their first label only, as those of tenants do. */
export function tenantCallbackHosts(app: App): Setting {
  const below = new Map<string, number>();
  for (const host of hostsOf(app)) {
    const parent = parentDomain(host);
    if (parent !== '') below.set(parent, (below.get(parent) ?? 0) + 1);
  }
  return someHosts(app, (host) => (below.get(parentDomain(host)) ?? 0) >= fewestTenants);
}

/** `example.com` of `a.example.com`; of `example.com` nothing: what is above it belongs to everybody. */
function parentDomain(host: string): string {
  const labels = host.split('.');
  return labels.length < 3 || /^[\d.]+$/.test(host) ? '' : labels.slice(1).join('.');
}

function someHosts(app: App, isMeant: (host: string) => boolean): Setting {
  const hosts = app.settings.callbackHosts;
  if (hosts.state !== 'known') return hosts;
  const meant = new Set(hostsOf(app).filter(isMeant));
  const chosen = hosts.value.flatMap((host, at) =>
    meant.has(host) ? [{ value: host, location: hosts.itemLocations?.[at] ?? app.location }] : [],
  );
  return evidenceList(chosen, hosts.location ?? app.location);
}

/** An app with what tells its consumer key from others; the key itself is nowhere. */
interface Keyed {
  /** Its id, with its source in front where there are several. */
  readonly id: string;
  readonly apiName: string;
  readonly source: string;
  readonly isOrg: boolean;
  readonly digest: string;
}

/** The digest of the consumer key in the files of an app. */
function keyDigestOf({ fileKeys }: Source, { files }: App): string | undefined {
  const keys = files.flatMap((file): readonly FileKeys[] => {
    const found = fileKeys?.get(file);
    return found ? [found] : [];
  });
  return keys.find(({ consumerKey }) => consumerKey)?.consumerKey?.digest;
}

/**
 * The sources of a run, whose apps know which others have their consumer key: one key is one app for Salesforce, whatever the files
 * call it. With `keep` the digests stay with the apps, for reports that are compared later.
 */
export function withSharedKeys(sources: readonly Source[], keep: boolean): readonly Source[] {
  const keyed = keysOfSources(sources);
  if (keyed.length === 0) return sources;
  const byDigest = byKey(keyed);
  return sources.map((source) => ({
    ...source,
    apps: source.apps.map((app) => {
      const digest = keyDigestOf(source, app);
      if (digest === undefined) return app;
      const others = othersOf(app.apiName, source.id, byDigest.get(digest) ?? []);
      const consumerKeySharedWith = evidenceList(others, app.location);
      if (knowsAlready(app, consumerKeySharedWith, keep)) return app;
      const settings = Object.assign({ ...app.settings }, { consumerKeySharedWith });
      const shown = { ...app, settings };
      return keep ? extended(shown, { consumerKeyDigest: digest }) : shown;
    }),
  }));
}

/** In a second look hardly any app has its key in common with others than before. */
function knowsAlready(app: App, sharedWith: Setting, keep: boolean): boolean {
  const isMarked = 'consumerKeyDigest' in app;
  return isMarked === keep && isSameSetting(app.settings.consumerKeySharedWith, sharedWith);
}

/** The apps of a run whose files hold a consumer key. */
export function keysOfSources(sources: readonly Source[]): readonly Keyed[] {
  const several = sources.length > 1;
  return sources.flatMap((source) =>
    source.apps.flatMap((app): readonly Keyed[] => {
      const digest = keyDigestOf(source, app);
      if (digest === undefined) return [];
      const id = several ? `${source.id}#${app.id}` : app.id;
      return [
        { id, apiName: app.apiName, source: source.id, isOrg: isOrgSource(source.kind), digest },
      ];
    }),
  );
}

function byKey(keyed: readonly Keyed[]): ReadonlyMap<string, readonly Keyed[]> {
  const found = new Map<string, Keyed[]>();
  for (const one of keyed) keptOr(found, one.digest, () => []).push(one);
  return found;
}

/** An app that was migrated, or that several folders hold, is one app with one key. */
function bareAppName(apiName: string): string {
  return withoutNamespace(apiName).toLowerCase();
}

/** Apps of the same source go by their own id, as in the report of that source alone. */
function othersOf(apiName: string, ofSource: string, all: readonly Keyed[]): readonly string[] {
  const others = all.filter((one) => bareAppName(one.apiName) !== bareAppName(apiName));
  return others
    .map(({ id, source }) => {
      const prefix = `${source}#`;
      return source === ofSource && id.startsWith(prefix) ? id.slice(prefix.length) : id;
    })
    .toSorted(compareText);
}

/**
 * What apps of different sources have one key: a new key in one of them is a new key for all. A repository and the org that it is
 * deployed to have the same apps, which is no news.
 */
export function sameKeyProblems(keyed: readonly Keyed[]): readonly Problem[] {
  return [...byKey(keyed).values()].flatMap((all) => {
    const apart = all.filter(({ source, isOrg: ofOrg }, at) =>
      all.some((other, index) => index !== at && other.source !== source && other.isOrg === ofOrg),
    );
    if (apart.length === 0) return [];
    const names = apart.map(({ id }) => id).toSorted(compareText);
    const message = `${names.join(', ')} have the same consumer key: for Salesforce they are one app, so that a new key or a block concerns all of them`;
    return [problem('same-consumer-key', message)];
  });
}

/** The same of apps of a report. */
export function keyedOf(
  apps: readonly (Pick<App, 'id' | 'apiName' | 'source'> & {
    readonly consumerKeyDigest?: string;
  })[],
  isOrgNamed: (source: string) => boolean,
): readonly Keyed[] {
  return apps.flatMap(({ id, apiName, source, consumerKeyDigest: digest }) =>
    digest === undefined ? [] : [{ id, apiName, source, isOrg: isOrgNamed(source), digest }],
  );
}
