import { type Problem, problem } from '../../model/problem.js';
import type { OrgApi } from './api.js';
import type { Asked } from './asked.js';
import { listAll, type Listed } from './listing.js';
import type { End } from './pace.js';
import { retrieveAll, type RetrievedFile } from './retrieve.js';
import { availableTypes, essential } from './wanted-types.js';

export interface OrgMetadata {
  readonly files: readonly RetrievedFile[];
  /** The apps and part files that the org has, as far as it lists them. */
  readonly listed: Asked<readonly Listed[]>;
}

/**
 * Asks for the metadata of all apps: list and retrieve of the types that the org described. What is refused is a problem,
 * and the rest goes on.
 */
export async function pullMetadata(
  api: OrgApi,
  described: Asked<readonly string[]>,
  end: End,
  problems: Problem[],
): Promise<OrgMetadata> {
  if (!described.ok) return { files: [], listed: described };
  const types = availableTypes(described.value, Number(api.version), problems);
  const names = types.map(({ name }) => name).filter((name) => essential.includes(name));
  const lists = await listAll(api, names, problems);
  const refused = new Set(lists.flatMap(({ type, listed }) => (listed.ok ? [] : [type])));
  const members = types
    .filter(({ name }) => !refused.has(name))
    .map(({ name, members: all }) => [name, all] as const);
  const files = await retrieveAll(api, Object.fromEntries(members), end, problems);
  const listed = joined(lists.map((one) => one.listed));
  problems.push(...missing(listed, files));
  return { files: files.files, listed };
}

function joined(lists: readonly Asked<readonly Listed[]>[]): Asked<readonly Listed[]> {
  const values = lists.flatMap((one) => (one.ok ? one.value : []));
  return lists.find((one) => !one.ok && values.length === 0) ?? { ok: true, value: values };
}

const mostNames = 10;

/** What the org lists and did not send. Installed apps never come. */
function missing(
  listed: Asked<readonly Listed[]>,
  { files, complete }: { readonly files: readonly RetrievedFile[]; readonly complete: boolean },
): readonly Problem[] {
  // A retrieve that failed is a problem of its own.
  if (!listed.ok || !complete) return [];
  const came = new Set(files.map(({ type, name }) => `${type} ${name}`));
  const lost = listed.value
    .filter(({ installed }) => !installed)
    .map(({ type, fullName }) => `${type} ${fullName}`)
    .filter((name) => !came.has(name));
  if (lost.length === 0) return [];
  const shown = lost.slice(0, mostNames).join(', ');
  const more = lost.length > mostNames ? ` and ${lost.length - mostNames} more` : '';
  return [problem('org-component-missing', `the org lists and does not send ${shown}${more}`)];
}
