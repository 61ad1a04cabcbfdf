import { type Severity, severityRank } from '../report/severity.js';
import type { Result } from '../report/verdict.js';
import type { Location } from '../model/location.js';

/** A finding that came, went, got worse or better. */
export interface FindingDifference {
  readonly rule: string;
  readonly change: FindingChange;
  /** Null where it is gone. */
  readonly severity: Severity | null;
  /** Null where it is new. */
  readonly was: Severity | null;
  /** The settings that differ and decided it. */
  readonly because: readonly string[];
  readonly message: string;
  readonly location: Location;
}

export const findingChanges = ['new', 'worse', 'better', 'gone'] as const;

export type FindingChange = (typeof findingChanges)[number];

/** What is known of an app on one side, by rule. */
export type ByRule = ReadonlyMap<string, Result>;

/** How findings of one app, or of one org, are compared. */
export interface Comparing {
  /** The settings that differ. */
  readonly changed: ReadonlySet<string>;
  /** The two sides cannot know the same: only what a setting that differs decided counts. */
  readonly onlyByChange: boolean;
}

/** The findings that differ. What could not be decided on one side is neither there nor gone. */
export function findingDifferences(
  before: ByRule,
  after: ByRule,
  { changed, onlyByChange }: Comparing,
): readonly FindingDifference[] {
  const rules = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return rules
    .flatMap((rule) => findingDifference(rule, before.get(rule), after.get(rule), changed) ?? [])
    .filter(({ because }) => !onlyByChange || because.length > 0);
}

function findingDifference(
  rule: string,
  before: Result | undefined,
  after: Result | undefined,
  changed: ReadonlySet<string>,
): FindingDifference | undefined {
  if (before?.verdict === 'open' || after?.verdict === 'open') return undefined;
  const [old, now] = [before, after].map((one) => (isOpenFinding(one) ? one : undefined));
  const told = now ?? old;
  const change = findingChangeOf(old, now);
  if (!told || !change) return undefined;
  const read = [before, after].flatMap((one) => one?.evidence ?? []).map(({ setting }) => setting);
  return {
    rule,
    change,
    severity: now?.severity ?? null,
    was: old?.severity ?? null,
    because: [...new Set(read)].filter((setting) => changed.has(setting)).toSorted(),
    message: told.message,
    location: told.location,
  };
}

/** What somebody has accepted is no finding on either side. */
function isOpenFinding(result: Result | undefined): result is Result {
  return result?.verdict === 'fail' && !result.suppressed && !result.baselined;
}

function findingChangeOf(
  old: Result | undefined,
  now: Result | undefined,
): FindingChange | undefined {
  if (!old || !now) return now ? 'new' : old ? 'gone' : undefined;
  const rank = severityRank(now.severity) - severityRank(old.severity);
  if (rank !== 0) return rank < 0 ? 'worse' : 'better';
  const [less, more] = [itemsOf(old), itemsOf(now)];
  if ([...more].some((item) => !less.has(item))) return 'worse';
  return more.size < less.size ? 'better' : undefined;
}

/** The entries of lists at fault. */
function itemsOf({ evidence }: Result): ReadonlySet<string> {
  return new Set(
    evidence.flatMap(({ setting, items = [] }) => items.map((item) => `${setting} ${item}`)),
  );
}
