import { resolve } from 'node:path';
import type { Source, App } from '../model/app.js';
import { evidenceKindOf, withEvidence } from '../evidence/evidence.js';
import { UserError } from '../model/user-error.js';
import { type Outside, type ReadOptions, readFiles as readMetadata } from '../metadata/source.js';
import { isSnapshot } from '../org/snapshot/is-snapshot.js';
import { startOf } from '../model/location.js';
import { realPathOnDisk } from '../metadata/files/disk.js';
import { problem, type Problem } from '../report/problem.js';

/**
 * Reads what a SOURCE names: a folder, a metadata file, a zip of a retrieve, or a snapshot of an org. Throws UserError when
 * there is nothing at that path; all other trouble is a problem of the source.
 */
export async function readSource(
  path: string,
  cwd: string,
  options: ReadOptions = {},
): Promise<Source> {
  // As in `ecaudit "$FOLDER"` where nobody set FOLDER: the current folder is not what was meant.
  if (path === '') throw new UserError('a SOURCE is empty', 'leave it out to audit what is here');
  if (!isSnapshot(path, cwd)) {
    const isWanted = (name: string, folder: string): boolean =>
      evidenceKindOf(name, folder) !== undefined;
    return withEvidence(await readMetadata(path, cwd, { ...options, isWanted }));
  }
  const { readSnapshot } = await import('../org/snapshot/read.js');
  return withEvidence(await readSnapshot(path, cwd, options.progress));
}

/** Reads what no package directory of a project holds. Snapshots are no part of a project, wherever they lie. */
export async function readOutside(
  { root, except }: Outside,
  cwd: string,
  forceignore: ReadOptions['forceignore'],
): Promise<Source> {
  const skipped = new Set(except);
  const isSkipped = (folder: string): boolean =>
    skipped.has(resolve(folder)) || isSnapshot(folder, cwd);
  return readMetadata(root, cwd, { forceignore, isSkipped });
}

// A folder and a folder in it, a file of a folder, a link to either: what two SOURCEs hold is audited once.

/** Sources of which no two hold the same app of the same files, and a note for each that lost some. */
export interface Apart {
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
}

/**
 * Takes apps out that another source has as well, with all their files: a snapshot keeps its own, since it knows the org;
 * else the outer folder does, where more files may belong to them. A source that is nothing else is left out.
 */
export function eachFileOnce(sources: readonly Source[], cwd: string): Apart {
  if (sources.length < 2) return { sources, problems: [] };
  const placed = sources.map((source) => placeSource(source, cwd));
  const holders: Holders = { all: new Map(), read: new Set() };
  const kept = new Map<Source, OverlapOutcome>();
  for (const one of placed.toSorted(byRank)) kept.set(one.source, keep(one, holders));
  const outcomes = sources.map((source) => kept.get(source)).filter((one) => one !== undefined);
  return {
    sources: outcomes.flatMap(({ source }) => source ?? []),
    problems: outcomes.flatMap(({ problems }) => problems),
  };
}

interface PlacedSource {
  readonly source: Source;
  /** Its path without links, and in the case that the disk has. */
  readonly real: string;
  /** What names a file of it, by the path that reports show. */
  readonly keyOf: (file: string) => string;
}

function placeSource(source: Source, cwd: string): PlacedSource {
  const root = resolve(cwd, source.id);
  const real = realPathOnDisk(root);
  return { source, real, keyOf: (file) => real + resolve(cwd, file).slice(root.length) };
}

/** Snapshots first, then outer folders before what is in them; else as given. */
function byRank(a: PlacedSource, b: PlacedSource): number {
  return (
    Number(b.source.kind === 'snapshot') - Number(a.source.kind === 'snapshot') ||
    a.real.length - b.real.length
  );
}

interface Holders {
  /** The source that holds a file. */
  readonly all: Map<string, string>;
  /** The files that no `.forceignore` leaves out. */
  readonly read: Set<string>;
}

interface OverlapOutcome {
  readonly source?: Source;
  readonly problems: readonly Problem[];
}

function keep({ source, keyOf }: PlacedSource, holders: Holders): OverlapOutcome {
  const apps = source.apps.filter((app) => !isHeld(app, keyOf, holders));
  const gone = source.apps.filter((app) => !apps.includes(app));
  for (const app of apps) hold(app, source.id, keyOf, holders);
  if (gone.length === 0) return { source, problems: [] };
  const note = noteOf(source, gone, keyOf, holders);
  // What is wrong with a file is told by both alike.
  if (apps.length === 0)
    return { problems: [...source.problems.filter(({ level }) => level === 'error'), note] };
  const files = source.files - gone.reduce((sum, app) => sum + app.files.length, 0);
  return { source: { ...source, apps, files: Math.max(files, 0) }, problems: [note] };
}

function isHeld(app: App, keyOf: PlacedSource['keyOf'], { all, read }: Holders): boolean {
  const left = leftOutFilesOf(app);
  return (
    app.files.length > 0 &&
    app.files.every((file) => all.has(keyOf(file)) && (left.has(file) || read.has(keyOf(file))))
  );
}

function hold(
  app: App,
  source: string,
  keyOf: PlacedSource['keyOf'],
  { all, read }: Holders,
): void {
  const left = leftOutFilesOf(app);
  for (const file of app.files) {
    if (!all.has(keyOf(file))) all.set(keyOf(file), source);
    if (!left.has(file)) read.add(keyOf(file));
  }
}

function leftOutFilesOf({ leftOut }: App): ReadonlySet<string> {
  return new Set(leftOut?.files.map(({ file }) => file));
}

function noteOf(
  { id }: Source,
  gone: readonly App[],
  keyOf: PlacedSource['keyOf'],
  { all }: Holders,
): Problem {
  const others = gone.flatMap(({ files: [file = ''] }) => all.get(keyOf(file)) ?? []);
  const apps = gone.length === 1 ? '1 app of it is' : `${gone.length} apps of it are`;
  const where = [...new Set(others)].join(', ');
  return problem('source-overlaps', `${apps} in ${where} as well, and audited once`, startOf(id));
}
