import type { KnownFinding } from '../model/baseline.js';
import { groupBy } from '../model/group-by.js';
import { severityRank } from '../model/severity.js';

/** Today's findings against those of a baseline. */
export interface Comparison {
  /** The fingerprints of those of today that the baseline has. */
  readonly known: ReadonlySet<string>;
  /** Those of the baseline that none of today's is. */
  readonly left: readonly KnownFinding[];
}

/** The name that findings of one rule about one app share, whatever folder the app is in. */
export type Key = (finding: KnownFinding) => string;

type Fit = (today: KnownFinding, before: KnownFinding) => boolean;

/**
 * From the closest to the least close. Apps of one name in several folders change fingerprints when their folders change
 * places, so that the fingerprint alone does not decide.
 */
const fits: readonly Fit[] = [
  (today, before) => isSame(today, before) && isLike(today, before),
  (today, before) => isLike(today, before),
  (today, before) => isSame(today, before) && covers(before, today),
  (today, before) => covers(before, today),
];

/** Finds each of today's findings in the baseline, each finding of the baseline once. */
export function compare(
  today: Iterable<KnownFinding>,
  before: readonly KnownFinding[],
  key: Key,
): Comparison {
  const known = new Set<string>();
  const groups = groupBy(today, key);
  const left = [...groupBy(before, key)].flatMap(([name, candidates]) =>
    matched(groups.get(name) ?? [], candidates, known),
  );
  return { known, left };
}

/** Adds what is known to `known`, and gives what is left of the baseline's. */
function matched(
  today: readonly KnownFinding[],
  before: readonly KnownFinding[],
  known: Set<string>,
): readonly KnownFinding[] {
  const left = new Set(before);
  for (const fit of fits) {
    for (const one of today) {
      if (known.has(one.fingerprint)) continue;
      const found = [...left].find((other) => fit(one, other));
      if (!found) continue;
      left.delete(found);
      known.add(one.fingerprint);
    }
  }
  return [...left];
}

function isSame(a: KnownFinding, b: KnownFinding): boolean {
  return a.fingerprint === b.fingerprint;
}

function isLike(a: KnownFinding, b: KnownFinding): boolean {
  const shape = ({ verdict, severity, faults = [] }: KnownFinding): string =>
    [verdict, severity, ...faults].join();
  return shape(a) === shape(b);
}

/** Whether today's finding is no worse than the one before: else it is a new one. */
function covers(before: KnownFinding, today: KnownFinding): boolean {
  const { verdict, severity, faults = [] } = today;
  return (
    (before.verdict === 'fail' || verdict === 'open') &&
    severityRank(severity) >= severityRank(before.severity) &&
    faults.every((fault) => before.faults?.includes(fault) ?? false)
  );
}
