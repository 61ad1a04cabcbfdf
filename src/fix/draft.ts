import { afterLastSlash } from '../model/words.js';
import type { AuditRequest } from '../audit/audit.js';
import { type Change, mergeChanges } from '../edit/change.js';
import { metadataTypes, type MetadataType } from '../model/metadata-types.js';
import { identify } from '../metadata/files/types.js';
import { editableFiles, type EditableFiles, type EditedFile } from './edited-file.js';
import type { Proposal } from './proposals.js';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { typeCatalogue } from '../metadata/elements/catalogue.js';

/** A proposal with the files that it changes. */
interface PlacedProposal {
  readonly proposal: Proposal;
  readonly files: readonly string[];
}

/** A proposal that cannot be carried out, and why. */
export interface Refused {
  readonly proposal: Proposal;
  readonly because: string;
}

/** Files as they would be, and the proposals that make them so. */
export interface Draft {
  /** What it edits, and what drafts that come of it will. */
  readonly editable: EditableFiles;
  readonly placed: readonly PlacedProposal[];
  /** Only files in which something changes, by name. */
  readonly files: ReadonlyMap<string, EditedFile>;
  readonly refused: readonly Refused[];
}

interface Filling extends EditableFiles {
  readonly versionOf: ReturnType<typeof versionFinder>;
  /** Changes of each file so far. */
  readonly changes: Map<string, readonly Change[]>;
  readonly editors: Map<string, Proposal[]>;
}

/** Puts proposals into files, the first of two that contradict each other. */
export function draft(
  proposals: readonly Proposal[],
  { cwd, edited }: Pick<AuditRequest, 'cwd' | 'edited'>,
): Draft {
  return draftIn(editableFiles(cwd, edited), proposals);
}

function draftIn(editable: EditableFiles, proposals: readonly Proposal[]): Draft {
  const filling: Filling = {
    ...editable,
    versionOf: versionFinder(),
    changes: new Map(),
    editors: new Map(),
  };
  const placed: PlacedProposal[] = [];
  const refused: Refused[] = [];
  for (const proposal of proposals) {
    const outcome = placeProposal(proposal, filling);
    if ('because' in outcome) refused.push({ proposal, because: outcome.because });
    else placed.push({ proposal, files: outcome.files });
  }
  const files = new Map<string, EditedFile>();
  for (const [name, changes] of filling.changes) {
    const open = filling.open(name);
    const edited = open && filling.edit(open, changes);
    if (edited && edited.edits.length > 0) files.set(name, edited);
  }
  return { editable, placed, files, refused };
}

/** The same without some of the proposals, and with others behind them; what one that is gone stood in the way of comes last. */
export function redraft(
  before: Draft,
  gone: ReadonlySet<Proposal>,
  added: readonly Proposal[],
): Draft {
  const kept = before.placed.map(({ proposal }) => proposal).filter((one) => !gone.has(one));
  const waiting = before.refused.map(({ proposal }) => proposal);
  return draftIn(before.editable, [...kept, ...added, ...waiting]);
}

type PlacedOutcome = { readonly files: readonly string[] } | { readonly because: string };

function placeProposal(proposal: Proposal, filling: Filling): PlacedOutcome {
  const byFile = filesFor(proposal, filling);
  if ('because' in byFile) return byFile;
  const merged = new Map<string, readonly Change[]>();
  for (const [file, changes] of byFile.files) {
    const both = mergeChanges([...(filling.changes.get(file) ?? []), ...changes]);
    if (!both) return { because: contradiction(file, filling) };
    const why = whyNotPlaced(file, changes, both, filling);
    if (why !== undefined) return { because: why };
    merged.set(file, both);
  }
  for (const [file, changes] of merged) {
    filling.changes.set(file, changes);
    filling.editors.set(file, [...(filling.editors.get(file) ?? []), proposal]);
  }
  return { files: [...merged.keys()] };
}

function contradiction(file: string, { editors }: Filling): string {
  const rules = (editors.get(file) ?? []).map(({ rule }) => rule.id);
  return `another edit of this run gives the element another value (${[...new Set(rules)].join(', ')})`;
}

/** The file of the app for each change. Files are edited, never made. */
function filesFor(
  { app, changes = [], result }: Proposal,
  { open }: Filling,
): { readonly files: ReadonlyMap<string, readonly Change[]> } | { readonly because: string } {
  const leftOut = new Set((app.leftOut?.files ?? []).map(({ file }) => file));
  const files = new Map<string, readonly Change[]>();
  for (const change of changes) {
    const isOfOrg = metadataTypes[change.part].home === 'org';
    const places = isOfOrg ? [result.location.file] : app.files;
    const isIts = (one: string): boolean => !leftOut.has(one) && open(one)?.type === change.part;
    const file =
      places.find((one) => isNamedFor(change.part, one) && isIts(one)) ?? places.find(isIts);
    if (file !== undefined) files.set(file, [...(files.get(file) ?? []), change]);
    else if (takesAwayOnly(change)) continue;
    else if (places.some((one) => leftOut.has(one) && open(one)?.type === change.part))
      return { because: 'its file is left out by .forceignore' };
    else if (places.some((one) => one.includes('.zip/')))
      return { because: 'the files of a zip are not edited: unpack it first' };
    else
      return {
        because: `the file with the ${metadataTypes[change.part].title} of the app is not in this source`,
      };
  }
  return { files };
}

/** An app has one file of a type: where a name says that it is that one, no other needs to be read for it. */
function isNamedFor(type: MetadataType, file: string): boolean {
  return identify(afterLastSlash(file))?.type === type;
}

/** What is not there need not be taken away. */
function takesAwayOnly(change: Change): boolean {
  if (change.kind === 'remove' || change.kind === 'set')
    return change.kind === 'remove' || change.ifThere === true;
  return change.add.length === 0;
}

function whyNotPlaced(
  file: string,
  own: readonly Change[],
  all: readonly Change[],
  { open, edit, versionOf }: Filling,
): string | undefined {
  const opened = open(file);
  if (!opened) return 'the file cannot be read';
  const version = versionOf(opened.path);
  const { edits, refused } = edit(opened, all);
  const mine = new Set(own.map(({ path }) => path));
  const refusal = refused.find(({ change }) => mine.has(change.path));
  if (refusal) return refusal.because;
  const made = edits.filter(({ start, end }) => start === end).flatMap(({ changes }) => changes);
  return made
    .filter(({ path }) => mine.has(path))
    .map((change) => tooNew(change, version))
    .find((why) => why !== undefined);
}

/** The API version that files are deployed with, and the file that says so. */
interface DeployVersion {
  readonly version: number;
  readonly from: string;
}

const said = [
  { name: 'sfdx-project.json', pattern: /"sourceApiVersion"\s*:\s*"(\d{1,3})(?:\.\d+)?"/ },
  { name: 'package.xml', pattern: /<version>\s*(\d{1,3})(?:\.\d+)?\s*<\/version>/ },
] as const;

/** Finds for a path the nearest `sourceApiVersion`, or `package.xml`, upwards. Undefined where nothing says it. */
function versionFinder(): (path: string) => DeployVersion | undefined {
  const known = new Map<string, DeployVersion | undefined>();
  const find = (folder: string): DeployVersion | undefined => {
    if (known.has(folder)) return known.get(folder);
    const parent = dirname(folder);
    const found = versionIn(folder) ?? (parent === folder ? undefined : find(parent));
    known.set(folder, found);
    return found;
  };
  return (path) => find(dirname(path));
}

function versionIn(folder: string): DeployVersion | undefined {
  for (const { name, pattern } of said) {
    const version = pattern.exec(textAt(join(folder, name)) ?? '')?.[1];
    if (version !== undefined) return { version: Number(version), from: name };
  }
  return undefined;
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    // Not there, or not to be read: then it says nothing.
    return undefined;
  }
}

/** Why an element may not be made: the version that a deployment uses does not know it. */
function tooNew(change: Change, found: DeployVersion | undefined): string | undefined {
  const since = typeCatalogue(change.part).settings.get(change.path)?.field.since;
  if (since === undefined || !found || since <= found.version) return undefined;
  const name = afterLastSlash(change.path);
  return `<${name}> needs API version ${since}, and ${found.from} says ${found.version}; raise it first`;
}
