import type { SetupChange } from '../../model/app.js';
import { isMetadataType } from '../../model/metadata-types.js';
import { compareText } from '../../model/location.js';
import { redact } from '../../model/redact.js';
import { secretsOf, type Secrets } from '../../model/secrets.js';
import { problem, type Problem } from '../../report/problem.js';
import { sourceOf } from '../../metadata/read-files.js';
import type { OrgRecord } from '../snapshot/record.js';
import type { Snapshot, SnapshotFile } from '../snapshot/source.js';
import type { OrgApi } from '../client/api.js';
import type { OrgSession } from '../auth/session.js';
import { openOrg } from '../open-org.js';
import { tryCall, type Answer, asAnswerText } from '../client/answer.js';
import { directoryOf } from './directory.js';
import { type Facts, type Person, pullInventory, type OrgInventory } from '../usage/inventory.js';
import { readOrgIdentity, pullOrganization } from '../identity.js';
import { login, refusedSession, type LoginRequest } from '../auth/login.js';
import { pullMetadata, type OrgMetadata } from './metadata.js';
import { deadlineAfter, type PullDeadline, type Patience } from '../client/pace.js';
import { pullApiCalls, pullOauthUsers } from '../usage/api-calls.js';
import { pullLoginPlaces } from '../usage/login-places.js';
import { assignUse } from '../usage/use.js';
import { pullPeople } from '../usage/people.js';
import { lackingProblems } from '../client/lacking-columns.js';
import { pullPolicies, type Policies } from '../usage/policies.js';
import { pullQuick, quickCalls } from './quick.js';
import { redactedError, redactedSnapshot } from './redacted.js';
import type { Lacking } from '../usage/rows.js';
import { recordOf, runAsUsers } from './assemble.js';
import { pullSetupChanges } from '../usage/setup-changes.js';
import { pullTokens } from '../usage/tokens.js';
import type { SeenCall } from '../client/shapes.js';
import { transportOf, type Transport } from '../client/transport.js';

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

/** Everything that an org tells about its apps, without secrets, and the trouble there was. */
export interface PulledOrg extends Snapshot {
  readonly calls: number;
  /** Why the org could not be read at all. */
  readonly unread?: string;
  /** Only where they were asked for and the org gave them. */
  readonly setupChanges?: readonly SetupChange[];
}

/**
 * Reads an org. Throws UserError for a log-in that is incomplete or refused, and CallFault `interrupted`; all other
 * trouble is in the record's problems.
 */
export async function pullOrg(request: PullRequest): Promise<PulledOrg> {
  const end = deadlineAfter(request.patience, request.interrupted);
  const transport = transportOf({ ...request, end });
  const secrets = secretsOf(request.env);
  try {
    const pulled = await pullBy({ ...request, secrets }, transport, end);
    const unread = pulled.unread === undefined ? {} : { unread: secrets.redact(pulled.unread) };
    const { setupChanges } = pulled;
    const changes = setupChanges && { setupChanges: setupChanges.map(redactedBy(secrets)) };
    return {
      ...redactedSnapshot(pulled, secrets),
      ...unread,
      ...changes,
      calls: transport.calls(),
    };
  } catch (cause) {
    throw redactedError(cause, secrets);
  } finally {
    end.stop();
    await transport.close();
  }
}

async function pullBy(
  request: PullRequest & { readonly secrets: Secrets },
  transport: Transport,
  end: PullDeadline,
): Promise<Omit<PulledOrg, 'calls'>> {
  const problems: Problem[] = [];
  const until = Date.now() + request.patience.deadline;
  const opened = await tryCall('the org', problems, async () => {
    const session = await login(request, transport, end);
    if (session.addressNote !== undefined)
      problems.push(problem('org-address-rewritten', session.addressNote));
    return { session, api: await openOrg(session, transport) };
  });
  if (!opened.ok) {
    const unread = problems
      .filter(({ level }) => level === 'error')
      .map(({ message }) => message.replace(/^the org: /, ''))
      .join('; ');
    return { files: [], record: emptyRecord(request, problems), unread };
  }
  const { api, session } = opened.value;
  if (request.quick) return quickPull({ api, session, request, problems }, transport);
  const described = await tryCall('the metadata types of the org', problems, () => api.describe());
  if (problems.some(({ kind }) => kind === 'org-session-ended'))
    throw refusedSession(session, request.org);
  const lacking: Lacking = new Set();
  const [metadata, organization, inventory, tokens, changes, apiCalls] = await Promise.all([
    pullMetadata({ api, end, until }, described, problems),
    pullOrganization(session, api, problems),
    pullInventory(api, request, lacking, problems),
    pullTokens(api, lacking, problems),
    request.withSetupChanges === true ? pullSetupChanges(api, problems) : undefined,
    request.withEventLogs === true ? pullApiCalls(api, lacking, problems) : undefined,
  ]);
  const { files, others } = snapshotFiles(metadata);
  const { apps, blocked } = sourceOf('org', 'org', files);
  const entries = directoryOf(apps, metadata.listed, inventory);
  const [policies, places] = await Promise.all([
    pullPolicies(api, entries, lacking, problems),
    pullLoginPlaces(api, apps, lacking, problems),
  ]);
  const usernames = runAsUsers(apps, policies.usernames);
  const holders = tokens.ok ? tokens.value.map(({ userId }) => userId) : [];
  const soapUsers = inventory.soapUsers.ok ? inventory.soapUsers.value : [];
  const ids = [...new Set([...holders, ...soapUsers])];
  const people = await pullPeople(
    api,
    { ids, usernames, named: request.withUsers === true },
    inventory,
    lacking,
    problems,
  );
  const permitted = await permittedBy(inventory, { api, request, lacking, problems });
  problems.push(...lackingProblems(lacking));
  const seen: Facts = {
    now: request.now,
    listed: metadata.allListed,
    inventory,
    tokens,
    people,
    places,
    withUsers: request.withUsers === true,
    ...(permitted && { permitted }),
    ...(apiCalls && { apiCalls }),
  };
  const facts: Facts = request.withUsers
    ? { ...seen, oauthUsers: await pullOauthUsers(api, assignUse(entries, seen).apps, problems) }
    : seen;
  const came = { lostTypes: metadata.lostTypes, blocked, allBlocked: metadata.allBlocked };
  const known = recordOf(entries, facts, policies, came, problems);
  const head = {
    takenAt: request.now.toISOString(),
    apiVersion: api.version,
    instance: session.instanceUrl,
    org: await readOrgIdentity(session, api, organization),
  };
  return {
    files,
    others,
    record: { ...head, ...known, problems: sortProblems(problems) },
    ...(changes?.ok === true && { setupChanges: changes.value }),
  };
}

/** What an org tells of a change may quote what was typed. */
function redactedBy(secrets: Secrets): (change: SetupChange) => SetupChange {
  return ({ at, by, what }) => ({ at, by: secrets.redact(by), what: redact(secrets.redact(what)) });
}

/** Who may use apps, by the profiles and permission sets that give them; only where users are to be named. */
async function permittedBy(
  inventory: OrgInventory,
  { api, request, lacking, problems }: Omit<Opened, 'session'> & { readonly lacking: Lacking },
): Promise<Answer<readonly Person[]> | undefined> {
  const { access } = inventory;
  if (request.withUsers !== true || !access.ok) return undefined;
  const parents = access.value
    .map((row) => asAnswerText(row['ParentId']))
    .filter((id) => id !== '');
  const permissionSets = [...new Set(parents)];
  return pullPeople(
    api,
    { ids: [], usernames: [], permissionSets, named: true },
    inventory,
    lacking,
    problems,
  );
}

interface Opened {
  readonly api: OrgApi;
  readonly session: OrgSession;
  readonly request: PullRequest;
  readonly problems: Problem[];
}

/** What `pullQuick` reads, as a record: nobody is looked up, and no policy is asked for. */
async function quickPull(
  { api, session, request, problems }: Opened,
  transport: Transport,
): Promise<Omit<PulledOrg, 'calls'>> {
  const { metadata, inventory, tokens } = await pullQuick(api, problems);
  if (problems.some(({ kind }) => kind === 'org-session-ended'))
    throw refusedSession(session, request.org);
  const organization =
    transport.calls() < quickCalls ? await pullOrganization(session, api, problems) : {};
  const nobody = { ok: false, reason: '--quick does not ask who they are' } as const;
  const facts: Facts = {
    now: request.now,
    listed: metadata.allListed,
    inventory,
    tokens,
    people: nobody,
    places: nobody,
  };
  const entries = directoryOf([], metadata.listed, inventory);
  const policies: Policies = { usernames: [], of: () => ({}) };
  const came = {
    lostTypes: metadata.lostTypes,
    blocked: sourceOf('org', 'org', []).blocked,
    allBlocked: false,
  };
  const known = recordOf(entries, facts, policies, came, problems);
  return {
    files: [],
    record: {
      takenAt: request.now.toISOString(),
      apiVersion: api.version,
      instance: session.instanceUrl,
      org: await readOrgIdentity(session, api, organization),
      ...known,
      problems: sortProblems(problems),
    },
  };
}

/** Files as a reader of metadata wants them. What could not be read is not kept: its problem is in the record. */
function snapshotFiles(metadata: OrgMetadata): {
  readonly files: readonly SnapshotFile[];
  readonly others: NonNullable<Snapshot['others']>;
} {
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

/** What there is to say of an org that did not open. */
function emptyRecord({ now }: PullRequest, problems: readonly Problem[]): OrgRecord {
  return {
    takenAt: now.toISOString(),
    apiVersion: '',
    instance: '',
    settings: {},
    apps: [],
    problems,
  };
}

/** Calls run side by side, so trouble comes in any order; reports have one. */
function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) => compareText(a.kind, b.kind) || compareText(a.message, b.message),
  );
}
