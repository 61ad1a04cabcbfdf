import { type App, withoutNamespace } from '../model/app.js';
import type { Location } from '../model/location.js';
import { keptOr, onceFor } from '../model/once-for.js';
import type { Problem } from '../report/problem.js';
import { closestOf, appFolderOf } from '../metadata/join.js';
import { saltedDigest } from '../metadata/part-keys.js';
import type { UnreadFile } from '../metadata/read-files.js';
import { type ApexClasses, classesIn, handlerIn, type TokenHandler } from './handlers.js';
import {
  componentName,
  evidenceKindOf,
  evidenceKinds,
  type EvidenceKindName,
  type EvidenceText,
  findKeys,
  readEvidence,
  rootOfFile,
} from './files.js';
import { mcpToolsIn, type McpTool } from './mcp-tools.js';
import { approvedProfiles, profileOfFile, sessionMinutesIn } from './profiles.js';
import {
  type ByCredential,
  childrenNamed,
  type FileReference,
  referencesIn,
} from './references.js';

/** That a file uses an app. */
export interface FileUse {
  readonly kind: EvidenceKindName;
  readonly name: string;
  readonly location: Location;
  /** It holds the consumer key itself. */
  readonly byKey: boolean;
}

/** What the other files of a source say. */
export interface RepositoryEvidence {
  /** By app, then by file. */
  readonly uses: ReadonlyMap<App, ReadonlyMap<string, FileUse>>;
  readonly classes: ApexClasses;
  /** The file of each class. */
  readonly files: ReadonlyMap<string, string>;
  readonly handlers: ReadonlyMap<App, readonly TokenHandler[]>;
  readonly profiles: ReadonlyMap<string, boolean>;
  /** The session timeouts of profiles in minutes, by the folded name of the profile. */
  readonly sessions: ReadonlyMap<string, number>;
  /** Of hosted MCP servers; undefined where no file of one was read. */
  readonly tools: readonly McpTool[] | undefined;
  readonly problems: readonly Problem[];
}

/** The apps of a source, found by what files say of them. */
export interface Apps {
  readonly named: (app: string, kind: App['kind'], file: string) => App | undefined;
  readonly withKey: ReadonlyMap<string, readonly App[]>;
  readonly withLink: ReadonlyMap<string, readonly App[]>;
  readonly keyLengths: ReadonlySet<number>;
  /** Whether Apex classes matter: an app names one, or has a key that may stand in one. */
  readonly needApex: boolean;
  /** The profiles that some app approves, by their folded names. */
  readonly profiles: ReadonlySet<string>;
}

interface Looking {
  readonly apps: Apps;
  readonly uses: Map<App, Map<string, FileUse>>;
  readonly classes: Map<string, string>;
  readonly files: Map<string, string>;
  readonly handlers: Map<App, TokenHandler[]>;
  readonly profiles: Map<string, boolean>;
  readonly sessions: Map<string, number>;
  tools: readonly McpTool[] | undefined;
  readonly problems: Problem[];
  /** What each credential uses, by `Kind:name` in lower case; and the credentials that stand for others. */
  readonly credentials: Map<string, readonly App[]>;
  readonly dependent: { readonly text: EvidenceText; readonly reference: ByCredential }[];
}

/** Looks through the files of a source, each once, for what uses its apps. */
export function lookFor(apps: Apps, files: readonly UnreadFile[]): RepositoryEvidence {
  const looking: Looking = {
    apps,
    uses: new Map(),
    classes: new Map(),
    files: new Map(),
    handlers: new Map(),
    profiles: new Map(),
    sessions: new Map(),
    tools: undefined,
    problems: [],
    credentials: new Map(),
    dependent: [],
  };
  for (const file of files) lookAt(looking, file);
  // A named credential stands on an external one, which stands on a provider.
  for (let round = 0; round < 3; round += 1) resolveCredentials(looking);
  return looking;
}

function lookAt(looking: Looking, file: UnreadFile): void {
  const steps = file.file.split('/');
  const kind = evidenceKindOf(steps.at(-1) ?? '', steps.at(-2) ?? '');
  if (kind === undefined || !matters(kind, file.file, looking.apps)) return;
  const text = readEvidence(kind, file);
  if ('level' in text) {
    if (text.level !== 'note' || !isEmptyFile(text)) looking.problems.push(text);
    return;
  }
  if (kind === 'Profile') {
    lookForRanges(looking, text);
    return;
  }
  if (kind === 'ProfileSessionSetting') {
    lookForSession(looking, text);
    return;
  }
  if (kind === 'McpServerDefinition') {
    lookForTools(looking, text);
    return;
  }
  lookForKeys(looking, text);
  if (kind === 'ApexClass') keepClasses(looking, text);
  if (evidenceKinds[kind].look === 'names') lookForNames(looking, text);
}

/** The class that a file is named for counts even where it extends nothing. */
function keepClasses({ classes, files }: Looking, { name, text, file }: EvidenceText): void {
  for (const [one, base] of [...classesIn(text), [name.toLowerCase(), ''] as const]) {
    keptOr(classes, one, () => base);
    keptOr(files, one, () => file);
  }
}

function isEmptyFile({ message }: Problem): boolean {
  return message.endsWith('the file is empty');
}

/** Apex and custom metadata are most of a repository: they are read only where something in them can matter. */
function matters(kind: EvidenceKindName, file: string, apps: Apps): boolean {
  const { withKey, needApex, profiles } = apps;
  const { look } = evidenceKinds[kind];
  if (look === 'profiles') return profiles.has(profileOfFile(componentName(kind, file)));
  // Their file names say nothing; the profile is named inside.
  if (look === 'sessions') return profiles.size > 0;
  return look === 'names' || look === 'tools' || withKey.size > 0 || (look === 'apex' && needApex);
}

function lookForKeys(looking: Looking, text: EvidenceText): void {
  const { withKey, keyLengths } = looking.apps;
  for (const { digest, location } of findKeys(text, withKey, keyLengths)) {
    const apps = withKey.get(digest) ?? [];
    for (const app of apps) addUse(looking, app, { text, location, byKey: true });
    rememberCredential(looking, text, apps);
  }
}

/** Two files of one profile are two packages of it: ranges in one of them are ranges. */
function lookForRanges({ profiles, problems }: Looking, text: EvidenceText): void {
  const root = rootOfFile(text);
  if ('level' in root) {
    problems.push(root);
    return;
  }
  const name = profileOfFile(text.name);
  const hasRanges = childrenNamed(root, 'loginIpRanges').length > 0;
  profiles.set(name, hasRanges || profiles.get(name) === true);
}

/** Of two files of one profile the longer time counts. */
function lookForSession({ sessions, problems }: Looking, text: EvidenceText): void {
  const root = rootOfFile(text);
  if ('level' in root) {
    problems.push(root);
    return;
  }
  const found = sessionMinutesIn(root);
  if (found) sessions.set(found.profile, Math.max(found.minutes, sessions.get(found.profile) ?? 0));
}

function lookForTools(looking: Looking, text: EvidenceText): void {
  const root = rootOfFile(text);
  if ('level' in root) looking.problems.push(root);
  else looking.tools = [...(looking.tools ?? []), ...mcpToolsIn(text, root)];
}

function lookForNames(looking: Looking, text: EvidenceText): void {
  const root = rootOfFile(text);
  if ('level' in root) {
    looking.problems.push(root);
    return;
  }
  for (const reference of referencesIn(text.kind, root)) followReference(looking, text, reference);
  if (text.kind !== 'OauthTokenExchangeHandler') return;
  for (const { app: name, kind, handler } of handlerIn(text, root)) {
    const app = looking.apps.named(name, kind, text.file);
    if (app) keptOr(looking.handlers, app, () => []).push(handler);
  }
}

function followReference(looking: Looking, text: EvidenceText, reference: FileReference): void {
  if ('by' in reference) {
    looking.dependent.push({ text, reference });
    return;
  }
  const { named: appsNamed, withLink } = looking.apps;
  const found =
    'link' in reference
      ? (withLink.get(saltedDigest(reference.link)) ?? [])
      : [appsNamed(reference.app, reference.kind, text.file) ?? []].flat();
  const { textStart, textEnd } = reference.at;
  const location = text.lines.locate(textStart, textEnd);
  for (const app of found) addUse(looking, app, { text, location, byKey: false });
}

function resolveCredentials(looking: Looking): void {
  for (const { text, reference } of looking.dependent) {
    const apps = looking.credentials.get(credentialId(reference.by, reference.name)) ?? [];
    const { textStart, textEnd } = reference.at;
    const location = text.lines.locate(textStart, textEnd);
    for (const app of apps) addUse(looking, app, { text, location, byKey: false });
    if (apps.length > 0) rememberCredential(looking, text, apps);
  }
}

function rememberCredential(
  looking: Looking,
  { kind, name }: EvidenceText,
  apps: readonly App[],
): void {
  const id = credentialId(kind, name);
  looking.credentials.set(id, [...new Set([...(looking.credentials.get(id) ?? []), ...apps])]);
}

function credentialId(kind: string, name: string): string {
  return `${kind}:${name}`.toLowerCase();
}

interface FoundReference {
  readonly text: EvidenceText;
  readonly location: Location;
  readonly byKey: boolean;
}

/** One file uses an app once, however often it says so. */
function addUse({ uses }: Looking, app: App, { text, location, byKey }: FoundReference): void {
  const ofApp = keptOr(uses, app, () => new Map<string, FileUse>());
  keptOr(ofApp, text.file, () => ({ kind: text.kind, name: text.name, location, byKey }));
}

/** Made ready once for all files that name such an app. */
const closestApps = onceFor((found: readonly App[]) => closestOf(found));
const noApps: readonly App[] = [];

/** Finds the apps of a source by name, by key and by link. */
export function indexApps(
  apps: readonly App[],
  keysOf: (app: App) => readonly (readonly ['key' | 'link', string, number])[],
): Apps {
  const byName = new Map<string, App[]>();
  const withKey = new Map<string, App[]>();
  const withLink = new Map<string, App[]>();
  const keyLengths = new Set<number>();
  for (const app of apps) {
    keptOr(byName, kindAndName(app.apiName, app.kind), () => []).push(app);
    for (const [what, digest, length] of keysOf(app)) {
      keptOr(what === 'key' ? withKey : withLink, digest, () => []).push(app);
      if (what === 'key') keyLengths.add(length);
    }
  }
  return {
    named: (name, kind, file) => {
      const found =
        byName.get(kindAndName(name, kind)) ??
        byName.get(kindAndName(withoutNamespace(name), kind)) ??
        noApps;
      return closestApps(found)(appFolderOf(file));
    },
    withKey,
    withLink,
    keyLengths,
    needApex: apps.some(namesHandler),
    profiles: new Set(apps.flatMap(approvedProfiles)),
  };
}

function kindAndName(name: string, kind: App['kind']): string {
  return `${kind}:${name.toLowerCase()}`;
}

function namesHandler({ settings: { apexHandler } }: App): boolean {
  return apexHandler.state === 'known' && apexHandler.value !== '';
}
