import type { KnownFinding } from '../report/baseline.js';
import { groupBy } from '../model/lists.js';
import { severityRank } from '../report/severity.js';

/** Today's findings against those of a baseline. */
export interface BaselineComparison {
  /** Those of today that the baseline has, and as what. */
  readonly known: ReadonlyMap<KnownFinding, KnownFinding>;
  /** Those of the baseline that none of today's is. */
  readonly left: readonly KnownFinding[];
  /** Of those, the ones that are still there, and worse than they were. */
  readonly worse: ReadonlySet<KnownFinding>;
}

/** What a comparison needs to know of findings. */
export interface Names {
  /** The name that findings of one rule about the apps of one name in one source share, on both sides. */
  readonly keyOf: (finding: KnownFinding) => string;
  /** The same for all findings about the apps of one name in one source. */
  readonly subjectOf: (finding: KnownFinding) => string;
  /** The folders in which apps of this name are today, by subject. */
  readonly homes: ReadonlyMap<string, ReadonlySet<string>>;
}

type FindingFit = (today: KnownFinding, before: KnownFinding) => boolean;

/** From the closest to the least close. */
const findingFits: readonly FindingFit[] = [
  (today, before) => isSameFinding(today, before) && isLike(today, before),
  isLike,
  (today, before) => isSameFinding(today, before) && covers(before, today),
  (today, before) => covers(before, today),
];

/** So many entries for one app and rule are looked at for each finding: a file with more of them is nobody's. */
const mostTried = 100;

/**
 * Finds each of today's findings in the baseline, each finding of the baseline once. Apps of one name in several folders are
 * told apart by their folders; one whose folder is gone may have moved to a folder that the baseline does not know.
 */
export function compare(
  today: Iterable<KnownFinding>,
  before: readonly KnownFinding[],
  names: Names,
): BaselineComparison {
  const all = { known: new Map<KnownFinding, KnownFinding>(), worse: new Set<KnownFinding>() };
  const groups = groupBy(today, names.keyOf);
  const known = foldersBy(before, names.subjectOf);
  const left = [...groupBy(before, names.keyOf)].flatMap(([key, candidates]) => {
    const [first] = candidates;
    const subject = first ? names.subjectOf(first) : '';
    const homes = names.homes.get(subject) ?? noFolders;
    const folders = { homes, known: known.get(subject) ?? noFolders };
    return inFolders(groups.get(key) ?? [], candidates, folders, all);
  });
  return { ...all, left };
}

const noFolders: ReadonlySet<string> = new Set();

function foldersBy(
  findings: readonly KnownFinding[],
  subjectOf: Names['subjectOf'],
): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const one of findings) {
    const own = folders.get(subjectOf(one)) ?? new Set();
    if (one.folder !== undefined) own.add(one.folder);
    folders.set(subjectOf(one), own);
  }
  return folders;
}

interface Folders {
  /** Where apps of this name are today. */
  readonly homes: ReadonlySet<string>;
  /** Where the baseline has them. */
  readonly known: ReadonlySet<string>;
}

interface FoundInGroup {
  readonly known: Map<KnownFinding, KnownFinding>;
  readonly worse: Set<KnownFinding>;
}

/** Adds what is known and what is worse to `found`, and gives what is left of the baseline's. */
function inFolders(
  today: readonly KnownFinding[],
  before: readonly KnownFinding[],
  { homes, known }: Folders,
  found: FoundInGroup,
): readonly KnownFinding[] {
  const isAtHome = ({ folder }: KnownFinding): boolean => folder === undefined || homes.has(folder);
  const hasFolders = before.some(({ folder }) => folder !== undefined);
  // Version 1 knows no folders, and what is about the org has none.
  if (!hasFolders) return matched(today, before, found);
  const here = groupBy(today, ({ folder = '' }) => folder);
  const byFolder = groupBy(before.filter(isAtHome), ({ folder = '' }) => folder);
  const left = [...byFolder].flatMap(([folder, entries]) =>
    matched(here.get(folder) ?? [], entries, found),
  );
  const moved = before.filter((one) => !isAtHome(one));
  const arrived = today.filter(({ folder = '' }) => !known.has(folder));
  return [...left, ...matched(arrived, moved, found)];
}

function matched(
  today: readonly KnownFinding[],
  before: readonly KnownFinding[],
  { known, worse }: FoundInGroup,
): readonly KnownFinding[] {
  const left = new Set(before);
  for (const fit of findingFits) {
    for (const one of today) {
      if (known.has(one)) continue;
      const entry = firstFitting(left, (other) => fit(one, other));
      if (!entry) continue;
      left.delete(entry);
      known.set(one, entry);
    }
  }
  const fresh = today.filter((one) => !known.has(one)).length;
  for (const one of [...left].slice(0, fresh)) worse.add(one);
  return [...left];
}

function firstFitting(
  entries: Iterable<KnownFinding>,
  isFitting: (one: KnownFinding) => boolean,
): KnownFinding | undefined {
  let tried = 0;
  for (const one of entries) {
    if (isFitting(one)) return one;
    tried += 1;
    if (tried === mostTried) return undefined;
  }
  return undefined;
}

function isSameFinding(a: KnownFinding, b: KnownFinding): boolean {
  return a.fingerprint === b.fingerprint;
}

function isLike(a: KnownFinding, b: KnownFinding): boolean {
  const shape = ({ verdict, severity, faults = [] }: KnownFinding): string =>
    [verdict, severity, ...faults].join();
  return shape(a) === shape(b);
}

/** Whether today's finding is no worse than the one before: else it is a new one. */
function covers(before: KnownFinding, today: KnownFinding): boolean {
  const { verdict, faults = [] } = today;
  const had = new Set(before.faults);
  return (
    (before.verdict === 'fail' || verdict === 'open') &&
    (!isGraver(today, before) || isGraverByDate(today, before)) &&
    faults.every((fault) => had.has(fault))
  );
}

/** Whether a finding is of a worse severity than before. */
export function isGraver(today: KnownFinding, before: KnownFinding): boolean {
  return severityRank(today.severity) < severityRank(before.severity);
}

/** Whether nothing but the date can have made it graver. */
function isGraverByDate(today: KnownFinding, before: KnownFinding): boolean {
  if (before.undatedSeverity === undefined) return false;
  const undated = today.undatedSeverity ?? today.severity;
  return severityRank(undated) >= severityRank(before.undatedSeverity);
}
