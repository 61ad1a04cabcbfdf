import { afterLastSlash } from '../model/words.js';
import { type AppKind, withoutNamespace } from '../model/app.js';
import { compareText } from '../model/location.js';
import { metadataTypes, type MetadataType } from '../model/metadata-types.js';
import { keptOr, onceFor } from '../model/once-for.js';
import { problem, type Problem } from '../report/problem.js';
import { limits } from './limits.js';
import type { Part } from './part.js';
import { fileNamings } from './files/types.js';

/** The files of one app, before its settings are read. */
export interface AppFiles {
  readonly kind: AppKind;
  readonly apiName: string;
  /** The folder above the folders of the metadata types. */
  readonly folder: string;
  readonly parts: ReadonlyMap<MetadataType, Part>;
}

interface Joined {
  readonly apps: readonly AppFiles[];
  readonly problems: readonly Problem[];
}

/**
 * Joins part files to apps by what they say about themselves, never by their names. The same component in two folders
 * of a source is two apps; a part file goes to the header next to it.
 */
export function joinParts(parts: readonly Part[]): Joined {
  const problems: Problem[] = [];
  const ordered = parts.toSorted((a, b) => compareText(a.file, b.file));
  const connected = ordered.filter((part) => metadataTypes[part.type].home === 'connectedApp');
  const apps = connected.map((part) => appOfParts('connectedApp', part.name, [part]));
  return { apps: [...apps, ...joinExternalClientApps(ordered, problems)], problems };
}

interface Gathering extends FolderContents {
  readonly apiName: string;
  readonly parts: Part[];
}

function joinExternalClientApps(parts: readonly Part[], problems: Problem[]): readonly AppFiles[] {
  const headers = gatherHeaders(parts);
  const orphans = new Map<string, Gathering>();
  for (const part of parts) {
    if (!isPartFile(part)) continue;
    const link = linkOf(part);
    if (link === '' || link.length > limits.maxApiNameLength) {
      problems.push(problem('missing-link', whyNoLink(part), part.root));
      continue;
    }
    const header = closestHeaders(headersOf(link, headers))(appFolderOf(part.file));
    (header ?? orphanOf(link, part, orphans)).parts.push(part);
  }
  const gathered = [...headers.values()].flat().concat([...orphans.values()]);
  return gathered.flatMap((one) => assembleApps(one, problems));
}

/** Headers of one name by folder, made ready when the first part file asks for that name. */
const closestHeaders = onceFor((headers: readonly Gathering[]) => closestOf(headers));

function isPartFile(part: Part): boolean {
  const isPart = metadataTypes[part.type].home === 'externalClientApp';
  return isPart && part.type !== 'ExternalClientApplication';
}

/** The app that a part file names; empty where it names none, or two. */
function linkOf(part: Part): string {
  const [first, ...others] = linksOf(part);
  return others.some((link) => link !== first) ? '' : (first ?? '');
}

function linksOf({ texts }: Part): readonly string[] {
  return texts.get('externalClientApplication')?.map(({ text }) => text) ?? [];
}

function whyNoLink(part: Part): string {
  const [first = '', ...others] = linksOf(part);
  if (others.some((link) => link !== first))
    return 'the file names two apps, so that nobody knows to which it belongs';
  const what = first === '' ? 'no <externalClientApplication> says' : 'no API name says';
  return `${what} which app this file belongs to`;
}

function gatherHeaders(parts: readonly Part[]): ReadonlyMap<string, readonly Gathering[]> {
  const headers = new Map<string, Gathering[]>();
  for (const part of parts) {
    if (part.type !== 'ExternalClientApplication') continue;
    const one = { apiName: part.name, folder: appFolderOf(part.file), parts: [part] };
    keptOr(headers, part.name, () => []).push(one);
  }
  return headers;
}

const noHeaders: readonly Gathering[] = [];

/** The headers that a link may mean: of that name or, for `ns__App`, of the name without the namespace. */
function headersOf(
  link: string,
  headers: ReadonlyMap<string, readonly Gathering[]>,
): readonly Gathering[] {
  return headers.get(link) ?? headers.get(withoutNamespace(link)) ?? noHeaders;
}

function orphanOf(link: string, part: Part, orphans: Map<string, Gathering>): Gathering {
  return keptOr(orphans, link, () => ({
    apiName: link,
    folder: appFolderOf(part.file),
    parts: [],
  }));
}

/** One app of what was gathered; part files that stand in other folders a second time are apps of those folders. */
function assembleApps(one: Gathering, problems: Problem[]): readonly AppFiles[] {
  const taken = new Map<MetadataType, Part>();
  const others = new Map<string, Part[]>();
  const folders = (part: Part): number => closeness(one.folder, appFolderOf(part.file));
  const left = (part: Part): number => (part.leftOutBy ? 1 : 0);
  const ordered = one.parts.toSorted((a, b) => folders(b) - folders(a) || left(a) - left(b));
  for (const part of ordered) {
    const first = taken.get(part.type);
    const folder = appFolderOf(part.file);
    if (!first) taken.set(part.type, part);
    else if (appFolderOf(first.file) === folder)
      problems.push(duplicatePart(part, first, one.apiName));
    else keptOr(others, folder, () => []).push(part);
  }
  const app = appOfParts('externalClientApp', one.apiName, [...taken.values()], one.folder);
  const rest = [...others].flatMap(([folder, parts]) =>
    assembleApps({ apiName: one.apiName, folder, parts }, problems),
  );
  return [app, ...rest];
}

function duplicatePart(part: Part, first: Part, apiName: string): Problem {
  const title = metadataTypes[part.type].title;
  const message = `a second file with the ${title} of ${apiName}; only ${first.file} was judged`;
  return problem('duplicate-part', message, part.root);
}

function appOfParts(
  kind: AppKind,
  apiName: string,
  parts: readonly Part[],
  folder?: string,
): AppFiles {
  const [first] = parts;
  return {
    kind,
    apiName,
    folder: folder ?? appFolderOf(first?.file ?? ''),
    parts: new Map(parts.map((part) => [part.type, part])),
  };
}

/** What stands in a folder. */
interface FolderContents {
  readonly folder: string;
}

const usualFolders: ReadonlySet<string> = new Set(
  Object.values(fileNamings).map(({ directory }) => directory.toLowerCase()),
);
/** Folders that people made up for a type, as the Salesforce CLI allows. */
const typeFolders = /^(?:extlclntapp|externalclientapp|connectedapp)[a-z]*$/;

/** `force-app/main/default` of `force-app/main/default/connectedApps/X.connectedApp-meta.xml`. */
export function appFolderOf(file: string): string {
  const directory = file.slice(0, Math.max(file.lastIndexOf('/'), 0));
  const name = afterLastSlash(directory).toLowerCase();
  if (!typeFolders.test(name) && !usualFolders.has(name)) return directory === '' ? '.' : directory;
  return directory.slice(0, Math.max(directory.lastIndexOf('/'), 0)) || '.';
}

/** How many leading path segments two folders share; all of them, and one more, when they are the same. */
export function closeness(a: string, b: string): number {
  if (a === b) return Infinity;
  const [left, right] = [a.split('/'), b.split('/')];
  const differs = left.findIndex((segment, index) => segment !== right[index]);
  return differs === -1 ? left.length : differs;
}

/**
 * Finds the candidate that is closest to a folder, of several the first. To compare each folder with all candidates would
 * take minutes for a zip of nothing but apps of one name.
 */
export function closestOf<T extends FolderContents>(
  candidates: readonly T[],
): (folder: string) => T | undefined {
  const [first, second] = candidates;
  if (!second) return () => first;
  const inFolder = new Map<string, T>();
  const below = new Map<string, T>();
  for (const one of candidates) {
    keptOr(inFolder, one.folder, () => one);
    for (const start of parentFolders(one.folder)) keptOr(below, start, () => one);
  }
  return (folder) => {
    const shared = parentFolders(folder).findLast((start) => below.has(start));
    return inFolder.get(folder) ?? below.get(shared ?? '') ?? first;
  };
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`; only the first levels of a folder that is deeper than any project's. */
function parentFolders(folder: string): readonly string[] {
  const segments = folder.split('/', limits.maxFolderDepth);
  return segments.map((_, at) => segments.slice(0, at + 1).join('/'));
}
