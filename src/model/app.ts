import type { AppKind } from './metadata-types.js';
import { isLikeGlob, matchesGlob } from './glob.js';
import type { Location } from './location.js';
import { orgIdOf, type OrgIdentity, type OrgNames } from './org.js';
import type { Problem } from '../report/problem.js';
import type { Settings } from '../settings/settings.js';

export { appKinds, type AppKind } from './metadata-types.js';

/** One External Client App (a header and its part files) or one Connected App. */
export interface App {
  /** `externalClientApp:API_Name` or `connectedApp:API_Name`, prefixed where that alone is not unique in the run. */
  readonly id: string;
  readonly kind: AppKind;
  readonly apiName: string;
  readonly label: string;
  /** The id of the source. */
  readonly source: string;
  /** The folder that holds the folders of its metadata types, relative to the current folder. */
  readonly folder: string;
  /** Its files, header first. */
  readonly files: readonly string[];
  /** The root element of its header, or of its first part file. */
  readonly location: Location;
  readonly settings: Settings;
  /** By what names its org is known; absent for an app of no org. */
  readonly org?: OrgNames;
  /** Who holds its tokens; only where that was asked for. */
  readonly holders?: readonly Holder[];
  /** Tells its consumer key from others; only where a run was given a salt, so that reports can be compared. */
  readonly consumerKeyDigest?: string;
  /** From an org: rules that need one are evaluated. */
  readonly ofOrg?: true;
  /** What `.forceignore` leaves out of it; absent where that is nothing. */
  readonly leftOut?: LeftOutOfApp;
  /** What its files say, where a deployment replaces it; absent where that is nothing. */
  readonly asWritten?: AsWritten;
}

/** Settings as they are written, where replacements of the project make others of them. */
interface AsWritten {
  readonly settings: Partial<Settings>;
  readonly values: readonly ReplacedValue[];
}

/** A value that a deployment replaces. */
export interface ReplacedValue {
  readonly location: Location;
  /** What stands there instead: `${VARIABLE}`. */
  readonly template: string;
  /** The entry of `replacements`. */
  readonly by: Location;
}

/** A file that `.forceignore` leaves out, and the pattern that does. */
export interface LeftOutFile {
  readonly file: string;
  readonly by: Location;
}

/** What `.forceignore` leaves out of an app. It keeps a file from deployment, not from git. */
export interface LeftOutOfApp {
  readonly files: readonly LeftOutFile[];
  /** None of its files is left. */
  readonly whole: boolean;
  /** As if nothing were left out: what rules about secrets read. */
  readonly settings: Settings;
}

/** An entry of the setup audit trail of an org, which Salesforce keeps for 180 days (Object Reference, SetupAuditTrail). */
export interface SetupChange {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The username; empty for what Salesforce did by itself. */
  readonly by: string;
  /** What happened, as the org says it. */
  readonly what: string;
}

export type SourceKind = 'folder' | 'file' | 'zip' | 'snapshot' | 'org';

/** Whether a source holds what an org said, and not what a repository has. */
export function isOrgSource(kind: SourceKind | 'report'): boolean {
  return kind === 'org' || kind === 'snapshot';
}

/**
 * What tells whether two files mean the same key, without saying which. Made anew in each run, and written nowhere unless the run
 * was given a salt for that.
 */
export interface FileKeys {
  /** Of the consumer key: a digest, salted for this run, and how many characters the key has. */
  readonly consumerKey?: { readonly digest: string; readonly length: number };
  /** Of the public key in the certificate of the JWT bearer flow. */
  readonly certificateKey?: string;
  /** Of the link to an OAuth consumer, salted for this run. */
  readonly oauthLink?: string;
}

/** What was read from one SOURCE. */
export interface Source {
  readonly id: string;
  readonly kind: SourceKind;
  readonly apps: readonly App[];
  /** How many metadata files were read. */
  readonly files: number;
  /** How many metadata files .forceignore left out. */
  readonly ignored: number;
  /** Which ones, and by which line; absent where there are none. */
  readonly leftOut?: readonly LeftOutFile[];
  /** Apps as they are written, of which replacements leave none: a deployment calls them otherwise. */
  readonly replacedApps?: readonly App[];
  /** Why it could not be read at all, in words; absent where it was read. */
  readonly unread?: string;
  /** Which org it is; absent for what is none, and for an org that could not be read. */
  readonly org?: OrgIdentity;
  /** Who changed what in Setup, the latest first; only of an org, and only where that was asked for. */
  readonly setupChanges?: readonly SetupChange[];
  readonly problems: readonly Problem[];
  /** Of the files that hold keys, by path; only the search for what uses an app reads them. */
  readonly fileKeys?: ReadonlyMap<string, FileKeys>;
}

/** The id of an app before any prefix. */
export function appId(kind: AppKind, apiName: string): string {
  return `${kind}:${apiName}`;
}

/** The id of the app of the same name and the other kind, where `ids` has it; else empty. */
export function counterpartOf(
  { kind, apiName }: Pick<App, 'kind' | 'apiName'>,
  ids: ReadonlySet<string>,
): string {
  const twin = appId(kind === 'connectedApp' ? 'externalClientApp' : 'connectedApp', apiName);
  return ids.has(twin) ? twin : '';
}

/** Whether a glob fits an app's API name, its `kind:API_Name`, or its id in the run. */
export function isCalled(app: App, glob: string): boolean {
  return appNamesOf(app).some((name) => matchesGlob(glob, name));
}

/**
 * Whether a glob of `--app` fits an app, without regard to case: its names, its label, its namespace, or the host of one of
 * its callback URLs. Whoever looks for an app knows what people call it, not what files do.
 */
export function isAskedFor(app: App, glob: string): boolean {
  const { label, settings } = app;
  const { namespace, callbackHosts } = settings;
  const hosts = callbackHosts.state === 'known' ? callbackHosts.value : [];
  const known = namespace.state === 'known' && namespace.value !== '' ? [namespace.value] : [];
  return [...appNamesOf(app), label, ...known, ...hosts].some((name) => isLikeGlob(glob, name));
}

/** What an app can be called by. */
export function appNamesOf({ kind, apiName, id }: App): readonly string[] {
  return [apiName, appId(kind, apiName), id];
}

/** What an entry of a configuration says of the apps that it is about. */
export interface AppGlobs {
  /** As in `isCalled`; every app when absent. */
  readonly app?: string;
  /** A glob on the id, the alias or the host of an org. What is of no org fits none; any app when absent. */
  readonly org?: string;
}

/** Whether an entry is about an app. */
export function isMeant(app: App, { app: name = '*', org }: AppGlobs): boolean {
  return isCalled(app, name) && (org === undefined || fitsOrg(app, org));
}

/** An id may be written with 15 characters or with 18. */
function fitsOrg({ org = {} }: App, glob: string): boolean {
  const { id, alias, host } = org;
  if (id !== undefined && (orgIdOf(glob) ?? glob) === id) return true;
  const exact = [id, alias].some((name) => name !== undefined && matchesGlob(glob, name));
  return exact || (host !== undefined && isLikeGlob(glob, host));
}

/** A user who holds tokens of an app or may use it. */
export interface Holder {
  /** The username. */
  readonly user: string;
  readonly name: string | null;
  readonly tokens: number;
  /** The day of the oldest token; null without one. */
  readonly created: string | null;
  /** The day of the last use of a token. */
  readonly lastUse: string | null;
  /** By what the user may use the app: `profile Sales; permission set Klue`; null where nothing gives it or it is not known. */
  readonly access: string | null;
}

const longestNamespace = 15;
const prefix = /^([A-Za-z](?:_?[A-Za-z0-9])*)__(?=.)/;

/**
 * The namespace in front of `__`; empty for a component of this org. It begins with a letter, and has 1 to 15 letters, digits
 * and single underscores. Source: https://developer.salesforce.com/docs/atlas.en-us.pkg1_dev.meta/pkg1_dev/register_namespace_prefix.htm
 */
export function namespaceOf(apiName: string): string {
  const namespace = prefix.exec(apiName)?.[1] ?? '';
  return namespace.length > longestNamespace ? '' : namespace;
}

/** The API name inside its package. */
export function withoutNamespace(apiName: string): string {
  const namespace = namespaceOf(apiName);
  return namespace === '' ? apiName : apiName.slice(namespace.length + 2);
}
