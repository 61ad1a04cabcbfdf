import type { App } from '../../model/app.js';
import { isMetadataType } from '../../model/metadata-types.js';
import type { Problem } from '../../report/problem.js';
import type { BlockedApps } from '../../metadata/org-settings.js';
import { sourceOf } from '../../metadata/read-files.js';
import { type LoginRequest, refusedSession } from '../auth/login.js';
import type { OrgSession } from '../auth/session.js';
import { type Answer, asAnswerText, type Fields, tryCall } from '../client/answer.js';
import type { OrgApi } from '../client/api.js';
import type { Patience, PullDeadline } from '../client/pace.js';
import type { SeenCall } from '../client/shapes.js';
import { pullOrganization } from '../identity.js';
import type { Snapshot, SnapshotFile } from '../snapshot/source.js';
import { pullApiCalls } from '../usage/api-calls.js';
import {
  type ApiCalls,
  type OrgInventory,
  type Person,
  pullInventory,
} from '../usage/inventory.js';
import { pullLoginPlaces } from '../usage/login-places.js';
import { pullPeople } from '../usage/people.js';
import { type Policies, pullPolicies } from '../usage/policies.js';
import type { Lacking, ObjectRows } from '../usage/rows.js';
import { pullSetupChanges } from '../usage/setup-changes.js';
import { pullTokens, type TokenInOrg } from '../usage/tokens.js';
import { runAsUsers } from './assemble.js';
import { type DirectoryEntry, directoryOf } from './directory.js';
import { type OrgMetadata, pullMetadata } from './metadata.js';

/** What a pull is to read, and how. */
export interface PullRequest extends Omit<LoginRequest, 'secrets'> {
  readonly patience: Patience;
  readonly now: Date;
  /** The permissions that rules name: the org is asked who has them. */
  readonly permissions: readonly string[];
  readonly interrupted?: AbortSignal;
  /** Lists, rows, tokens and log-ins only, in `quickCalls` calls. */
  readonly quick?: boolean;
  /** Who holds tokens of an app, logged in with it, or may use it. */
  readonly withUsers?: boolean;
  /** Which apps called APIs, by the event log. */
  readonly withEventLogs?: boolean;
  /** Who changed what in Setup. */
  readonly withSetupChanges?: boolean;
  /** Told of each call and its answer. */
  readonly seen?: (call: SeenCall) => void;
  /** Told before each call how many went out before it. */
  readonly progress?: (calls: number) => void;
}

/** What is asked, of which org, and where trouble goes. */
export interface Asking {
  readonly api: OrgApi;
  readonly session: OrgSession;
  readonly request: PullRequest;
  readonly end: PullDeadline;
  /** The moment of the deadline, in milliseconds. */
  readonly until: number;
  readonly lacking: Lacking;
  readonly problems: Problem[];
}

/** The files of apps, and the apps in them. */
interface OwnApps {
  readonly metadata: OrgMetadata;
  readonly files: readonly SnapshotFile[];
  readonly others: NonNullable<Snapshot['others']>;
  readonly apps: readonly App[];
  readonly blocked: BlockedApps;
}

/** What is asked for only where files or rows leave it open. */
interface OpenQuestions {
  readonly entries: readonly DirectoryEntry[];
  readonly policies: Policies;
  readonly places: ObjectRows;
  readonly usernames: readonly string[];
}

export interface OrgAnswers extends OwnApps, OpenQuestions {
  readonly inventory: OrgInventory;
  readonly tokens: Answer<readonly TokenInOrg[]>;
  readonly organization: Fields;
  readonly people: Answer<readonly Person[]>;
  readonly permitted?: Answer<readonly Person[]> | undefined;
  readonly changes: Awaited<ReturnType<typeof pullSetupChanges>> | undefined;
  readonly apiCalls: Answer<readonly ApiCalls[]> | undefined;
}

/**
 * Asks for everything. Each question goes out as soon as there is what it is made of, so that the whole takes little more
 * than the longest sequence of calls of which each needs the answer before it: that of tokens, 500 at a time, where there
 * are many. Throws UserError for a session that the org does not take.
 */
export async function pullAnswers(asking: Asking): Promise<OrgAnswers> {
  const { api, session, request, lacking, problems } = asking;
  const tokens = pullTokens(api, lacking, problems);
  const described = pullTypes(asking);
  const own = described.then((types) => pullOwnApps(asking, types));
  const inventory = described.then(() => pullInventory(api, request, lacking, problems));
  const open = Promise.all([own, inventory]).then((both) => pullOpenQuestions(asking, ...both));
  // Every promise is awaited here, so that one that fails ends the whole and none fails unseen.
  const all = await Promise.all([
    own,
    inventory,
    open,
    tokens,
    described.then(() => pullOrganization(session, api, problems)),
    described.then(() => (request.withSetupChanges ? pullSetupChanges(api, problems) : undefined)),
    described.then(() =>
      request.withEventLogs ? pullApiCalls(api, lacking, problems) : undefined,
    ),
    inventory.then((rows) => pullPermitted(asking, rows)),
    Promise.all([tokens, inventory, open]).then((three) => pullUsers(asking, ...three)),
  ]);
  const [ownApps, rows, questions, held, organization, changes, apiCalls, permitted, people] = all;
  return {
    ...ownApps,
    ...questions,
    inventory: rows,
    tokens: held,
    organization,
    people,
    permitted,
    changes,
    apiCalls,
  };
}

/** The types of metadata that the org has; with them it shows first whether it takes the session. */
async function pullTypes(asking: Asking): Promise<Answer<readonly string[]>> {
  const { api, session, request, problems } = asking;
  const told: Problem[] = [];
  const types = await tryCall('the metadata types of the org', told, () => api.describe());
  if (told.some(({ kind }) => kind === 'org-session-ended'))
    throw refusedSession(session, request.org);
  problems.push(...told);
  return types;
}

async function pullOwnApps(asking: Asking, types: Answer<readonly string[]>): Promise<OwnApps> {
  const metadata = await pullMetadata(asking, types, asking.problems);
  const { files, others } = snapshotFiles(metadata);
  const { apps, blocked } = sourceOf('org', 'org', files);
  return { metadata, files, others, apps, blocked };
}

/** Files as a reader of metadata wants them. What could not be read is not kept: its problem is in the record. */
function snapshotFiles(metadata: OrgMetadata): Pick<OwnApps, 'files' | 'others'> {
  const read = metadata.files.flatMap(({ type, name, path, text: content, keys }) => {
    if (content === undefined) return [];
    const bytes = Buffer.from(content);
    return [{ type, name, file: path, bytes: () => bytes, ...(keys && { keys }) }];
  });
  return {
    files: read.flatMap((one) => (isMetadataType(one.type) ? [{ ...one, type: one.type }] : [])),
    others: read.filter(({ type }) => !isMetadataType(type)),
  };
}

async function pullOpenQuestions(
  { api, lacking, problems }: Asking,
  { apps, metadata }: OwnApps,
  inventory: OrgInventory,
): Promise<OpenQuestions> {
  const entries = directoryOf(apps, metadata.listed, inventory);
  const [policies, places] = await Promise.all([
    pullPolicies(api, entries, lacking, problems),
    pullLoginPlaces(api, apps, lacking, problems),
  ]);
  return { entries, policies, places, usernames: runAsUsers(apps, policies.usernames) };
}

/** Who holds tokens, logs in with SOAP login(), or is a run-as user. */
function pullUsers(
  { api, request, lacking, problems }: Asking,
  tokens: Answer<readonly TokenInOrg[]>,
  inventory: OrgInventory,
  { usernames }: OpenQuestions,
): Promise<Answer<readonly Person[]>> {
  const holders = tokens.ok ? tokens.value.map(({ userId }) => userId) : [];
  const soapUsers = inventory.soapUsers.ok ? inventory.soapUsers.value : [];
  const ids = [...new Set([...holders, ...soapUsers])];
  const wanted = { ids, usernames, named: request.withUsers === true };
  return pullPeople(api, wanted, inventory, lacking, problems);
}

/** Who may use apps, by the profiles and permission sets that give them; only where users are to be named. */
async function pullPermitted(
  { api, request, lacking, problems }: Asking,
  inventory: OrgInventory,
): Promise<Answer<readonly Person[]> | undefined> {
  const { access } = inventory;
  if (request.withUsers !== true || !access.ok) return undefined;
  const parents = access.value
    .map((row) => asAnswerText(row['ParentId']))
    .filter((id) => id !== '');
  const permissionSets = [...new Set(parents)];
  const wanted = { ids: [], usernames: [], permissionSets, named: true };
  return pullPeople(api, wanted, inventory, lacking, problems);
}
