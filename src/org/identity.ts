import { hostAndPortOf, orgIdOf, type OrgIdentity } from '../model/org.js';
import type { OrgApi } from './client/api.js';
import type { Session } from './auth/session.js';

/** Which org a session is in: from what was asked anyway, so it takes no call. Throws nothing. */
export async function identityOf(session: Session, api: OrgApi): Promise<OrgIdentity> {
  const said = await whoAmI(api);
  const id = [session.orgId, said?.orgId, orgOfToken(session)].flatMap(
    (one) => orgIdOf(one ?? '') ?? [],
  );
  return {
    id: id[0] ?? null,
    name: null,
    type: null,
    sandbox: null,
    instance: null,
    host: hostAndPortOf(session.instanceUrl),
    apiVersion: api.version,
    user: session.user || said?.username || null,
  };
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
function orgOfToken({ accessToken }: Session): string {
  return /^(00D[0-9A-Za-z]{12,15})!/.exec(accessToken)?.[1] ?? '';
}
