import { patienceOf } from '../cli/patience.js';
import type { Source } from '../model/app.js';
import { UserError } from '../model/user-error.js';
import { orgsAtOnce, readOrgs } from '../org/orgs.js';
import type { Here } from './here.js';

/** Reads orgs as sources, each once; `permissions` are those that rules name. Throws UserError where none of them can be logged in to. */
export async function readOrgsOf(
  names: readonly string[],
  permissions: readonly string[],
  besideOthers: boolean,
  now: Date,
  { cwd, env }: Here,
): Promise<readonly Source[]> {
  if (names.length === 0) return [];
  for (const name of names) checkAlias(name);
  const { readOrgSource } = await import('../org/source.js');
  const patience = patienceOf({});
  const reading = { atOnce: orgsAtOnce, partOfMore: besideOthers };
  return readOrgs(
    [...new Set(names)],
    (org) => readOrgSource({ org, env, cwd, patience, permissions, now }),
    reading,
  );
}

/** Throws UserError for a name that is a place in the file system. */
export function checkAlias(name: string): void {
  if (/^[^-./\\][^/\\]*$/.test(name)) return;
  throw new UserError(`${JSON.stringify(name)} is not an alias or username`);
}
