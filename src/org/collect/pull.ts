import type { SetupChange } from '../../model/app.js';
import { compareText } from '../../model/location.js';
import { redact } from '../../model/redact.js';
import { secretsOf, type Secrets } from '../../model/secrets.js';
import { problem, type Problem } from '../../report/problem.js';
import { sourceOf } from '../../metadata/read-files.js';
import type { OrgRecord } from '../snapshot/record.js';
import type { Snapshot } from '../snapshot/source.js';
import type { OrgApi } from '../client/api.js';
import type { OrgSession } from '../auth/session.js';
import { openOrg } from '../open-org.js';
import { tryCall } from '../client/answer.js';
import { directoryOf } from './directory.js';
import type { Facts } from '../usage/inventory.js';
import { readOrgIdentity, pullOrganization } from '../identity.js';
import { login, refusedSession } from '../auth/login.js';
import { pullAnswers, type PullRequest } from './pull-answers.js';
import { deadlineAfter, type PullDeadline } from '../client/pace.js';
import { pullOauthUsers } from '../usage/api-calls.js';
import { assignUse } from '../usage/use.js';
import { lackingProblems } from '../client/lacking-columns.js';
import type { Policies } from '../usage/policies.js';
import { pullQuick, quickCalls } from './quick.js';
import { redactedError, redactedSnapshot } from './redacted.js';
import type { Lacking } from '../usage/rows.js';
import { recordOf } from './assemble.js';
import { transportOf, type Transport } from '../client/transport.js';

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
  const lacking: Lacking = new Set();
  const asking = { api, session, request, end, until, lacking, problems };
  const answers = await pullAnswers(asking);
  const { metadata, entries, policies, blocked, permitted, apiCalls } = answers;
  problems.push(...lackingProblems(lacking));
  const seen: Facts = {
    now: request.now,
    listed: metadata.allListed,
    inventory: answers.inventory,
    tokens: answers.tokens,
    people: answers.people,
    places: answers.places,
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
    org: await readOrgIdentity(session, api, answers.organization),
  };
  const { changes } = answers;
  return {
    files: answers.files,
    others: answers.others,
    record: { ...head, ...known, problems: sortProblems(problems) },
    ...(changes?.ok === true && { setupChanges: changes.value }),
  };
}

/** What an org tells of a change may quote what was typed. */
function redactedBy(secrets: Secrets): (change: SetupChange) => SetupChange {
  return ({ at, by, what }) => ({ at, by: secrets.redact(by), what: redact(secrets.redact(what)) });
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
