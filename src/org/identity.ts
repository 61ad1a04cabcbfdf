import { hostAndPortOf, orgIdOf, type OrgIdentity } from '../model/org.js';
import { problem, type Problem } from '../report/problem.js';
import { tryCall, CallFault, asAnswerText, type Fields } from './client/answer.js';
import type { OrgApi } from './client/api.js';
import { columnsOf } from './client/queries.js';
import type { OrgSession } from './auth/session.js';
import { rowsWithout, type Lacking } from './usage/rows.js';

/**
 * Which org a session is in: its row of Organization (Object Reference, Organization), and what was asked anyway. No verdict
 * needs it, so that an org that does not tell is a note.
 */
export async function readOrgIdentity(
  session: OrgSession,
  api: OrgApi,
  row: Fields,
): Promise<OrgIdentity> {
  const said = await whoAmI(api);
  const sandbox = row['IsSandbox'];
  return {
    id: knownOrgIds(session, said?.orgId)[0] ?? orgIdOf(asAnswerText(row['Id'])),
    name: asAnswerText(row['Name']) || null,
    type: asAnswerText(row['OrganizationType']) || null,
    sandbox: typeof sandbox === 'boolean' ? sandbox : null,
    instance: asAnswerText(row['InstanceName']) || null,
    host: hostAndPortOf(session.instanceUrl),
    apiVersion: api.version,
    user: session.user || said?.username || null,
  };
}

/** The row of the org; empty where it does not give one. */
export async function pullOrganization(
  session: OrgSession,
  api: OrgApi,
  problems: Problem[],
): Promise<Fields> {
  const told: Problem[] = [];
  const lacking: Lacking = new Set();
  const row = await tryCall('name, edition and instance of the org', told, async () => {
    const query = { from: 'Organization', columns: columnsOf['Organization'] ?? [] };
    return checkOwnOrg((await rowsWithout(api, query, lacking))[0] ?? {}, session);
  });
  problems.push(...told.map(({ message }) => problem('org-identity-unknown', message)));
  return row.ok ? row.value : {};
}

/** A row of another org would name this one wrongly. */
function checkOwnOrg(row: Fields, session: OrgSession): Fields {
  const [own] = knownOrgIds(session, undefined);
  const id = orgIdOf(asAnswerText(row['Id']));
  if (own !== undefined && id !== null && own !== id)
    throw new CallFault('wrong-answer', 'query of Organization: the answer is about another org');
  return row;
}

function knownOrgIds(session: OrgSession, said: string | undefined): readonly string[] {
  return [session.orgId, said, orgOfToken(session)].flatMap((one) => orgIdOf(one ?? '') ?? []);
}

async function whoAmI(api: OrgApi): Promise<Awaited<ReturnType<OrgApi['whoAmI']>>> {
  try {
    return await api.whoAmI();
  } catch {
    // That it was refused is a problem of whoever asked.
    return undefined;
  }
}

/** An access token begins with the id of its org and `!`, unless it is a JWT. */
function orgOfToken({ accessToken }: OrgSession): string {
  return /^(00D[0-9A-Za-z]{12,15})!/.exec(accessToken)?.[1] ?? '';
}
