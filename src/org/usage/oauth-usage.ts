import { problem, type Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import { CallFault } from '../client/fault.js';
import { usageLimits } from '../client/oauth-usage-pages.js';
import { asAnswerText } from '../client/shape.js';
import type { OrgUse } from './use.js';

/**
 * Which External Client Apps have OAuth users, by id: of those that neither a token nor a log-in shows in use. The list of apps is
 * paged, and each app takes one call more, so it is only asked where the users of apps are asked for. The list alone proves nothing:
 * it has apps that nobody ever used. Sources: Connect REST API Developer Guide, OAuth Usage; Salesforce Help, "External Client App
 * OAuth Usage".
 */
export async function pullOauthUsers(
  api: OrgApi,
  uses: readonly OrgUse[],
  problems: Problem[],
): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  const unused = uses.filter(isWithoutTrace);
  if (unused.length === 0) return found;
  try {
    const apps = await api.oauthApps();
    const ids = new Set(unused.map(({ entry }) => entry.id));
    for (const app of apps) {
      const identifier = asAnswerText(app['identifier']);
      const id = identifier.slice(0, 15);
      if (!ids.has(id) || found.size >= usageLimits.maxApps) continue;
      found.set(id, await api.hasOauthUsers(identifier));
    }
  } catch (fault) {
    if (!(fault instanceof CallFault) || fault.kind === 'interrupted') throw fault;
    const message = `the OAuth usage of External Client Apps: ${fault.message}`;
    problems.push(problem('org-oauth-usage-unknown', message));
  }
  return found;
}

function isWithoutTrace({ entry, tokens, logins }: OrgUse): boolean {
  if (entry.kind !== 'externalClientApp' || entry.id === '') return false;
  const isUsed =
    (tokens.ok && tokens.value.length > 0) ||
    (logins.ok && logins.value.some(({ outcome }) => outcome === 'success'));
  return !isUsed;
}
