import { type Problem, problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import type { Answer } from '../client/answer.js';
import { listAll, type Listed, type ListedType } from './listing.js';
import type { PullDeadline } from '../client/pace.js';
import { retrieveAll, type Retrieved } from './retrieve.js';
import type { RetrievedFile, WantedComponents } from '../client/unpack.js';
import { appMetadataTypes, availableTypes, essential } from './wanted-types.js';

export interface OrgMetadata {
  readonly files: readonly RetrievedFile[];
  /** The apps and part files that the org has, as far as it lists them. */
  readonly listed: Answer<readonly Listed[]>;
  /** The same, where all apps are among them. */
  readonly allListed: Answer<readonly Listed[]>;
  /** Types of which something may be there that did not come: that a file is not there says nothing. */
  readonly lostTypes: ReadonlySet<string>;
  /** Whether all files of blocked apps came: an app without one is not blocked then. */
  readonly allBlocked: boolean;
}

/** How an org is asked, and until when. */
export interface Asking {
  readonly api: OrgApi;
  readonly end: PullDeadline;
  /** The moment of the deadline, in milliseconds. */
  readonly until: number;
}

/**
 * Asks for the metadata of all apps: list and retrieve of the types that the org described. What is refused is a problem,
 * and the rest goes on.
 */
export async function pullMetadata(
  { api, end, until }: Asking,
  described: Answer<readonly string[]>,
  problems: Problem[],
): Promise<OrgMetadata> {
  if (!described.ok) return emptyMetadata(described);
  const types = availableTypes(described.value, Number(api.version), problems);
  const names = types.map(({ name }) => name).filter((name) => essential.includes(name));
  const lists = await listAll(api, names, problems);
  // What the org says that it does not have makes a retrieve fail; what it only did not list may come.
  const absent = new Set(lists.flatMap(({ type, absent: isAbsent }) => (isAbsent ? [type] : [])));
  const wanted = types
    .filter(({ name }) => !absent.has(name))
    .map(({ name, members }) => ({ type: name, names: members }));
  const namesOf = namesIn(api, lists);
  const retrieved = await retrieveAll({ api, end, until, namesOf }, wanted, problems);
  const listed = uniteListings(lists.map((one) => one.listed));
  problems.push(...unsentProblems(listed, retrieved));
  const unlisted = lists.find(({ type, listed: one }) => appMetadataTypes.includes(type) && !one.ok);
  const hidden = appMetadataTypes.find((type) => !names.includes(type));
  return {
    files: retrieved.files,
    listed,
    allListed: unlisted?.listed ?? (hidden === undefined ? listed : hiddenType(hidden)),
    lostTypes: lostTypes(lists, retrieved),
    allBlocked:
      wanted.some(({ type }) => type === blockedType) &&
      retrieved.whole &&
      !retrieved.lost.some(({ type }) => type === blockedType),
  };
}

const blockedType = 'BlacklistedConsumer';

function emptyMetadata(described: Answer<never>): OrgMetadata {
  const none = { files: [], listed: described, allListed: described, allBlocked: false };
  return { ...none, lostTypes: new Set(essential) };
}

function hiddenType(type: string): Answer<never> {
  return { ok: false, reason: `the org does not show the metadata type ${type}` };
}

/** Types that could not be listed, and those of which something is listed that did not come. */
function lostTypes(lists: readonly ListedType[], { files }: Retrieved): ReadonlySet<string> {
  const came = new Set(files.map(({ type, name }) => `${type} ${name}`));
  const whole = lists.filter(
    ({ listed }) =>
      listed.ok &&
      listed.value.every(
        ({ installed, type, fullName }) => installed || came.has(`${type} ${fullName}`),
      ),
  );
  return new Set(essential.filter((name) => !whole.some(({ type }) => type === name)));
}

/** The names of the components of a type: from the lists there are, else by a list of its own. */
function namesIn(
  api: OrgApi,
  lists: readonly ListedType[],
): (type: string) => Promise<readonly string[]> {
  return async (type) => {
    const known = lists.find((one) => one.type === type);
    // A list that is refused is told by the retrieve that needs it: the type is lost as a whole.
    const [found] = known ? [known] : await listAll(api, [type], []);
    if (!found?.listed.ok) return [];
    return found.listed.value.filter(({ installed }) => !installed).map(({ fullName }) => fullName);
  };
}

function uniteListings(lists: readonly Answer<readonly Listed[]>[]): Answer<readonly Listed[]> {
  const values = lists.flatMap((one) => (one.ok ? one.value : []));
  return lists.find((one) => !one.ok && values.length === 0) ?? { ok: true, value: values };
}

const mostNames = 10;

/** What the org lists and did not send. Installed apps never come; what could not be retrieved is told already. */
function unsentProblems(
  listed: Answer<readonly Listed[]>,
  { files, lost: refused, whole }: Retrieved,
): readonly Problem[] {
  if (!listed.ok || !whole) return [];
  const came = new Set(files.map(({ type, name }) => `${type} ${name}`));
  const lost = listed.value
    .filter(({ installed, type, fullName }) => !installed && !isAmong(refused, type, fullName))
    .map(({ type, fullName }) => `${type} ${fullName}`)
    .filter((name) => !came.has(name));
  if (lost.length === 0) return [];
  const shown = lost.slice(0, mostNames).join(', ');
  const more = lost.length > mostNames ? ` and ${lost.length - mostNames} more` : '';
  return [problem('org-component-missing', `the org lists and does not send ${shown}${more}`)];
}

function isAmong(parts: readonly WantedComponents[], type: string, name: string): boolean {
  return parts.some(
    (one) => one.type === type && (one.names.includes('*') || one.names.includes(name)),
  );
}
