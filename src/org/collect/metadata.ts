import { namesWithRest } from '../../model/words.js';
import { type Problem, problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import { type Answer, tryCall, CallFault, type Fields, asAnswerText } from '../client/answer.js';
import type { PullDeadline } from '../client/pace.js';
import { retrieveAll, type Retrieved } from './retrieve.js';
import type { RetrievedFile, WantedComponents } from '../client/unpack.js';
import { metadataTypes } from '../../model/metadata-types.js';
import { orgEvidence, orgEvidenceTypes } from '../client/evidence-files.js';
import { fileNamings } from '../../metadata/files/types.js';
import { allChunks } from '../../model/lists.js';
import { orgLimits } from '../client/limits.js';

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
interface Asking {
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
  const unlisted = lists.find(
    ({ type, listed: one }) => appMetadataTypes.includes(type) && !one.ok,
  );
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
  return [
    problem('org-component-missing', `the org lists and does not send ${namesWithRest(lost)}`),
  ];
}

function isAmong(parts: readonly WantedComponents[], type: string, name: string): boolean {
  return parts.some(
    (one) => one.type === type && (one.names.includes('*') || one.names.includes(name)),
  );
}

/** Types without which hardly a rule can be evaluated. They are listed, too, and what is listed has to come back. */
export const essential: readonly string[] = [
  'ConnectedApp',
  'ExternalClientApplication',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

/** The types that are apps; the others are parts of apps. */
export const appMetadataTypes: readonly string[] = ['ConnectedApp', 'ExternalClientApplication'];

/** Types that are read where files have them and not retrieved: rows of the org tell who provisions users. */
const ofFilesOnly: readonly string[] = ['UserProvisioningConfig'];

/** Settings are one type for the Metadata API, with a member for each kind. */
const settingsMembers: readonly string[] = Object.entries(fileNamings).flatMap(([type, naming]) =>
  'only' in naming && !ofFilesOnly.includes(type) ? [naming.only] : [],
);

interface Wanted {
  readonly name: string;
  readonly since: number;
  readonly members: readonly string[];
}

const wantedTypes: readonly Wanted[] = [
  ...Object.entries(metadataTypes)
    .filter(([name]) => !('only' in fileNamings[name as keyof typeof fileNamings]))
    .filter(([name]) => !ofFilesOnly.includes(name))
    .map(([name, { since }]) => ({ name, since, members: ['*'] })),
  { name: 'Settings', since: 0, members: settingsMembers },
];

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
  // What these say of apps is little, so that an org without them is whole.
  const evidence = orgEvidenceTypes
    .filter((name) => there.has(name))
    .map((name) => ({ name, since: orgEvidence[name].since, members: ['*'] }));
  return [...wantedTypes.filter(({ name }) => there.has(name)), ...evidence];
}

/** A component that listMetadata names. */
export interface Listed {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  readonly createdDate: string;
  readonly lastModifiedDate: string;
  /** Of an installed package: the org never gives its files. */
  readonly installed: boolean;
}

interface ListedType {
  readonly type: string;
  readonly listed: Answer<readonly Listed[]>;
  /** The org says that it does not have the type. */
  readonly absent: boolean;
}

/** Lists the components of types, a few types in one call. */
export async function listAll(
  api: OrgApi,
  types: readonly string[],
  problems: Problem[],
): Promise<readonly ListedType[]> {
  const size = orgLimits.maxTypesInList;
  const groups = allChunks(types, size);
  return (await Promise.all(groups.map((group) => listGroup(api, group, problems)))).flat();
}

/** Faults that one of several types may have; the end of the session and of the time are everybody's. */
const mayBeOne: ReadonlySet<string> = new Set([
  'missing',
  'refused',
  'limit',
  'wrong-answer',
  'unreachable',
]);

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
      absent: false,
    }));
  } catch (fault) {
    const mayBeOneType = fault instanceof CallFault && mayBeOne.has(fault.kind);
    if (types.length > 1 && mayBeOneType) {
      return (await Promise.all(types.map((type) => listGroup(api, [type], problems)))).flat();
    }
    const again = (): Promise<readonly Listed[]> => Promise.reject(fault);
    const listed = await tryCall(`the list of ${types.join(', ')}`, problems, again);
    const absent = fault instanceof CallFault && fault.kind === 'missing';
    return types.map((type) => ({ type, listed, absent }));
  }
}

function listedOf(row: Fields): Listed {
  const state = asAnswerText(row['manageableState']);
  return {
    type: asAnswerText(row['type']),
    fullName: asAnswerText(row['fullName']),
    id: asAnswerText(row['id']),
    createdDate: asAnswerText(row['createdDate']),
    lastModifiedDate: asAnswerText(row['lastModifiedDate']),
    installed: state.startsWith('installed') || asAnswerText(row['namespacePrefix']) !== '',
  };
}
