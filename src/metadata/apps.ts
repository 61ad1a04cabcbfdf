import { appId, counterpartOf, type App, type LeftOutFile } from '../model/app.js';
import { metadataTypes, type MetadataType } from '../model/metadata-types.js';
import type { Problem } from '../report/problem.js';
import type { Settings } from '../settings/settings.js';
import { buildSettings } from './app-settings.js';
import type { CustomScopes, DerivationSubject } from './derive/subject.js';
import { leftOutFiles, settingsLeftOut, leftOutReason, settingsWithout } from './left-out.js';
import { joinParts, type AppFiles } from './join.js';
import { blockedApps, blockedOf, type BlockedApps } from './blocked.js';
import { readOrgSettings } from './org-settings.js';
import { readProvisioning } from './provisioning.js';
import { withReplacements } from './replaced.js';
import type { Part } from './part.js';
import { referenceIn, settingsOfReference } from './reference.js';

export interface Built {
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
  const stated = buildSettings({ ...bare, ...saidOf(apiName, keys, whole) }, whole.org);
  const read = reference === undefined ? stated : settingsOfReference(stated, reference, home);
  const label = read.label.state === 'known' ? read.label.value : '';
  const leftOut = settingsLeftOut(parts, neighbourhood.leftOut, read);
  const subject = { ...bare, ...saidOf(apiName, keys, shared) };
  const settings = leftOut ? settingsWithout(leftOut, { parts, subject, org: shared.org }) : read;
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

/** What shared files say of one app. */
function saidOf(
  apiName: string,
  keys: readonly string[],
  { scopes, provisioning, blocked }: SharedFacts,
): Pick<DerivationSubject, 'blocked' | 'customScopes' | 'provisioning'> {
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
