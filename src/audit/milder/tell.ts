import { keptOr } from '../../model/once-for.js';
import { groupBy } from '../../model/lists.js';
import { compareLocations, compareText, formatLocation } from '../../model/location.js';
import { fates, type LostCount, severities, severityRank } from '../../report/severity.js';
import { problem, type MilderCounts, type Problem } from '../../report/problem.js';
import type { Cause } from './causes.js';

/** A finding that a run lost. */
export interface Lost extends Omit<LostCount, 'findings'> {
  /** Equal for what is one finding; one about the org is one whatever this says. */
  readonly finding: string;
}

/** What is lost, by its cause. */
export interface Losses {
  readonly add: (cause: Cause, lost: Lost) => void;
  /** One problem for each cause, the most severe first. */
  readonly problems: () => readonly Problem[];
}

interface Entry {
  readonly cause: Cause;
  readonly lost: Lost[];
}

/** Nothing lost yet. */
export function newLosses(): Losses {
  const entries = new Map<string, Entry>();
  return {
    add: (cause, lost) => {
      keptOr(entries, causeKey(cause), () => ({ cause, lost: [] })).lost.push(lost);
    },
    problems: () =>
      mostSevereFirst(
        [...entries.values()].map(({ cause: { what, ...cause }, lost }) =>
          milderProblem(cause, { what, lost: lostCounts(lost) }),
        ),
      ),
  };
}

function causeKey({ what, location }: Cause): string {
  return `${location ? formatLocation(location) : ''} ${what}`;
}

/** How many findings are alike. What is told of one finding more than once counts once, as the most severe. */
export function lostCounts(lost: readonly Lost[]): readonly LostCount[] {
  const each = new Map<string, Lost>();
  for (const one of lost) {
    const { source } = one;
    const key = source === undefined ? one.finding : `${one.rule} in ${source}`;
    const other = each.get(key);
    if (!other || compareCountsLost(one, other) < 0) each.set(key, one);
  }
  return summed([...each.values()].map(({ finding: _, ...one }) => ({ ...one, findings: 1 })));
}

/** Counts of several runs over different apps, added up. */
export function addedCounts(counts: readonly LostCount[]): readonly LostCount[] {
  const ofOrgs = groupBy(
    counts.filter(({ source }) => source !== undefined),
    ({ rule, source = '' }) => `${rule} in ${source}`,
  );
  const mostSevere = [...ofOrgs.values()].flatMap((same) =>
    same.toSorted(compareCountsLost).slice(0, 1),
  );
  return summed([...counts.filter(({ source }) => source === undefined), ...mostSevere]);
}

function summed(counts: readonly LostCount[]): readonly LostCount[] {
  const alike = groupBy(counts, ({ rule, severity, fate, source = '' }) =>
    [rule, severity, fate, source].join('\n'),
  );
  return [...alike.values()]
    .flatMap(([first, ...rest]) =>
      first ? [{ ...first, findings: totalLost([first, ...rest]) }] : [],
    )
    .toSorted(compareCountsLost);
}

/** The most severe first. */
function compareCountsLost(a: Omit<LostCount, 'findings'>, b: Omit<LostCount, 'findings'>): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    compareText(a.rule, b.rule) ||
    fates.indexOf(a.fate) - fates.indexOf(b.fate) ||
    compareText(a.source ?? '', b.source ?? '')
  );
}

function totalLost(counts: readonly LostCount[]): number {
  return counts.reduce((sum, { findings }) => sum + findings, 0);
}

/** The problem that says what makes a run milder. */
export function milderProblem(
  { location, byCaller }: Omit<Cause, 'what'>,
  { what, lost, threshold }: MilderCounts,
): Problem {
  const message = `${what}: ${threshold ? thresholdInWords(lost) : lossInWords(lost)}`;
  return {
    ...problem('milder', message, location),
    ...(byCaller && { byCaller }),
    counts: { what, lost, ...(threshold && { threshold }) },
  };
}

function thresholdInWords(lost: readonly LostCount[]): string {
  const count = totalLost(lost);
  return `${count === 1 ? '1 finding does' : `${count} findings do`} not fail the run`;
}

function lossInWords(lost: readonly LostCount[]): string {
  const count = totalLost(lost);
  const findings = count === 1 ? '1 finding' : `${count} findings`;
  return `${findings} (${lossesBySeverity(lost)}) ${fateInWords(lost)}, of ${rulesInWords(lost)}`;
}

function lossesBySeverity(all: readonly LostCount[]): string {
  return severities
    .flatMap((severity) => {
      const count = totalLost(all.filter((one) => one.severity === severity));
      return count > 0 ? [`${count} ${severity}`] : [];
    })
    .join(', ');
}

function fateInWords(all: readonly LostCount[]): string {
  const counts = fates.flatMap((fate) => {
    const count = totalLost(all.filter((one) => one.fate === fate));
    return count > 0 ? [{ fate, count }] : [];
  });
  const [only, second] = counts;
  if (only && !second) return `${only.count === 1 ? 'is' : 'are'} ${only.fate}`;
  return `are no more what they were: ${counts.map(({ fate, count }) => `${count} ${fate}`).join(', ')}`;
}

function rulesInWords(all: readonly LostCount[]): string {
  const rules = [...new Set(all.map(({ rule }) => rule))];
  return rules.length > 3 ? `${rules.length} rules` : rules.join(', ');
}

/** What each `milder` problem counts; of another one nothing. */
export function milderCounts({ counts }: Problem): MilderCounts | undefined {
  return counts && 'lost' in counts ? counts : undefined;
}

/**
 * Thresholds, then causes, the most severe first: reports shorten long lists, and nobody hides a grave loss behind many that are
 * none.
 */
export function mostSevereFirst(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      Number(!milderCounts(a)?.threshold) - Number(!milderCounts(b)?.threshold) ||
      worstOf(a) - worstOf(b) ||
      totalLost(milderCounts(b)?.lost ?? []) - totalLost(milderCounts(a)?.lost ?? []) ||
      (a.location && b.location ? compareLocations(a.location, b.location) : 0) ||
      compareText(a.message, b.message),
  );
}

function worstOf(one: Problem): number {
  const ranks = (milderCounts(one)?.lost ?? []).map(({ severity }) => severityRank(severity));
  return Math.min(severities.length, ...ranks);
}
