import type { Connection } from 'jsforce/lib/connection.js';
import { CallFault } from './fault.js';
import { asNamedFaults } from './named-faults.js';
import { asFields, asAnswerText, type Fields } from './shape.js';

/** What asking for the OAuth usage may cost. */
export const usageLimits = {
  /** Apps that are asked for one by one in a pull. */
  maxApps: 500,
  maxPages: 50,
  /** Entries of one page (Connect REST API Developer Guide, OAuth Usage: the default). */
  page: 100,
} as const;

/**
 * All External Client Apps of the list. `nextPageUrl` comes with the last page, too, so that a page which is not full is the end.
 * Throws CallFault for an answer that is none. Source: Connect REST API Developer Guide, App OAuth Usage Collection.
 */
export async function oauthApps(connection: Connection): Promise<readonly Fields[]> {
  const apps: Fields[] = [];
  const seen = new Set<string>();
  for (let page = 0; page < usageLimits.maxPages; page += 1) {
    const rows = await requestUsageList(connection, `?page=${page}&pageSize=${usageLimits.page}`, 'apps');
    const fresh = rows.filter((row) => !seen.has(asAnswerText(row['identifier'])));
    if (rows.length > 0 && fresh.length === 0) throw wrongUsageList('a page repeats the one before it');
    for (const row of fresh) seen.add(asAnswerText(row['identifier']));
    apps.push(...fresh);
    if (rows.length < usageLimits.page) return apps;
  }
  throw new CallFault('limit', `OAuth usage: more than ${usageLimits.maxPages} pages`);
}

/** Whether an app has users; who they are is not kept. Throws CallFault for an answer that is none. */
export async function hasOauthUsers(connection: Connection, identifier: string): Promise<boolean> {
  if (!/^[A-Za-z0-9]{15,18}$/.test(identifier)) throw wrongUsageList('an app has no id');
  return (await requestUsageList(connection, `/${identifier}/users?pageSize=1`, 'users')).length > 0;
}

async function requestUsageList(
  connection: Connection,
  rest: string,
  key: 'apps' | 'users',
): Promise<readonly Fields[]> {
  const base = `${connection.instanceUrl}/services/data/v${connection.version}/apps/oauth/usage`;
  const answer = asFields(await asNamedFaults(() => connection.request(`${base}${rest}`)));
  const entries = answer[key];
  if (!Array.isArray(entries)) throw wrongUsageList(`the answer has no list of ${key}`);
  return (entries as readonly unknown[]).map(asFields);
}

function wrongUsageList(why: string): CallFault {
  return new CallFault('wrong-answer', `OAuth usage: ${why}`);
}
