import { metadataTypes } from '../../model/metadata-types.js';
import { problem, type Problem } from '../../model/problem.js';
import { fileNamings } from '../metadata/files/types.js';
import type { OrgApi } from './api.js';
import { ask, type Asked } from './asked.js';
import { CallFault } from './fault.js';
import { orgLimits } from './limits.js';
import type { End } from './pace.js';
import { retrieveAll, type RetrievedFile } from './retrieve.js';
import { text, type Fields } from './shape.js';

/** A component that listMetadata names. */
export interface Listed {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  readonly createdDate: string;
  /** Of an installed package: the org never gives its files. */
  readonly installed: boolean;
}

export interface OrgMetadata {
  readonly files: readonly RetrievedFile[];
  /** The apps and part files that the org has, as far as it lists them. */
  readonly listed: Asked<readonly Listed[]>;
}

/** Types without which hardly a rule can be judged. They are listed, too, and what is listed has to come back. */
const essential: readonly string[] = [
  'ConnectedApp',
  'ExternalClientApplication',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

/** Settings are one type for the Metadata API, with a member for each kind. */
const settingsMembers: readonly string[] = Object.values(fileNamings).flatMap((naming) =>
  'only' in naming ? [naming.only] : [],
);

interface Wanted {
  readonly name: string;
  readonly since: number;
  readonly members: readonly string[];
}

const wantedTypes: readonly Wanted[] = [
  ...Object.entries(metadataTypes)
    .filter(([name]) => !('only' in fileNamings[name as keyof typeof fileNamings]))
    .map(([name, { since }]) => ({ name, since, members: ['*'] })),
  { name: 'Settings', since: 0, members: settingsMembers },
];

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

/** The types that the org has. One that this API version should have and that is not there is hidden from us. */
function availableTypes(
  described: readonly string[],
  version: number,
  problems: Problem[],
): readonly Wanted[] {
  const there = new Set(described);
  for (const { name, since } of wantedTypes) {
    if (there.has(name)) continue;
    const kind =
      essential.includes(name) || name === 'Settings' ? 'org-type-hidden' : 'org-type-absent';
    const why =
      since > version
        ? `API version ${version} does not have it`
        : 'its edition, its licences or the rights of the user hide it';
    problems.push(problem(kind, `the org does not show the metadata type ${name}: ${why}`));
  }
  return wantedTypes.filter(({ name }) => there.has(name));
}

interface ListedType {
  readonly type: string;
  readonly listed: Asked<readonly Listed[]>;
}

async function listAll(
  api: OrgApi,
  types: readonly string[],
  problems: Problem[],
): Promise<readonly ListedType[]> {
  const size = orgLimits.maxTypesInList;
  const groups = Array.from({ length: Math.ceil(types.length / size) }, (_, index) =>
    types.slice(index * size, (index + 1) * size),
  );
  return (await Promise.all(groups.map((group) => listGroup(api, group, problems)))).flat();
}

/** Several types in one call; where it fails, one after the other, so that one type does not take others with it. */
async function listGroup(
  api: OrgApi,
  types: readonly string[],
  problems: Problem[],
): Promise<readonly ListedType[]> {
  try {
    const found = (await api.list(types)).map(listedOf);
    return types.map((type) => ({
      type,
      listed: { ok: true, value: found.filter((one) => one.type === type) },
    }));
  } catch (fault) {
    const mayBeOneType = fault instanceof CallFault && ['missing', 'refused'].includes(fault.kind);
    if (types.length > 1 && mayBeOneType) {
      return (await Promise.all(types.map((type) => listGroup(api, [type], problems)))).flat();
    }
    const again = (): Promise<readonly Listed[]> => Promise.reject(fault);
    const listed = await ask(`the list of ${types.join(', ')}`, problems, again);
    return types.map((type) => ({ type, listed }));
  }
}

function listedOf(row: Fields): Listed {
  const state = text(row['manageableState']);
  return {
    type: text(row['type']),
    fullName: text(row['fullName']),
    id: text(row['id']),
    createdDate: text(row['createdDate']),
    installed: state.startsWith('installed') || text(row['namespacePrefix']) !== '',
  };
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
