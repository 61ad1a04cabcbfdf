import { formatLocation } from '../../model/location.js';
import { problem, type Problem } from '../../report/problem.js';
import { severities, severityRank, type Severity } from '../../report/severity.js';
import type { Cause } from './causes.js';
import { fates, type Fate } from './losses.js';

/** A finding that a run lost. */
export interface Lost {
  /** Equal for what is one finding, such as one about the org that several apps share. */
  readonly finding: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly fate: Fate;
}

/** What is lost, by its cause. */
export interface Losses {
  readonly add: (cause: Cause, lost: Lost) => void;
  /** One problem for each cause, the gravest first. */
  readonly problems: () => readonly Problem[];
}

interface Entry {
  readonly cause: Cause;
  readonly lost: Map<string, Lost>;
}

/** Nothing lost yet. */
export function newLosses(): Losses {
  const entries = new Map<string, Entry>();
  return {
    add: (cause, lost) => {
      const key = keyOf(cause);
      const entry = entries.get(key) ?? { cause, lost: new Map<string, Lost>() };
      if (!entry.lost.has(lost.finding)) entry.lost.set(lost.finding, lost);
      entries.set(key, entry);
    },
    problems: () => [...entries.values()].toSorted(gravestFirst).map(problemOf),
  };
}

function keyOf({ what, location }: Cause): string {
  return `${location ? formatLocation(location) : ''} ${what}`;
}

/** Reports shorten long lists: nobody hides a grave loss behind many that are none. */
function gravestFirst(a: Entry, b: Entry): number {
  return worstOf(a) - worstOf(b) || b.lost.size - a.lost.size;
}

function worstOf({ lost }: Entry): number {
  let worst: number = severities.length;
  for (const { severity } of lost.values()) worst = Math.min(worst, severityRank(severity));
  return worst;
}

function problemOf({ cause, lost }: Entry): Problem {
  const all = [...lost.values()];
  const findings = all.length === 1 ? '1 finding' : `${all.length} findings`;
  const message = `${cause.what}: ${findings} (${bySeverity(all)}) ${fateInWords(all)}, of ${rulesInWords(all)}`;
  return milder({ ...cause, what: message });
}

/** The problem that says what makes a run milder. */
export function milder({ what, location, byCaller }: Cause): Problem {
  return { ...problem('milder', what, location), ...(byCaller && { byCaller }) };
}

function bySeverity(all: readonly Lost[]): string {
  return severities
    .flatMap((severity) => {
      const count = all.filter((one) => one.severity === severity).length;
      return count > 0 ? [`${count} ${severity}`] : [];
    })
    .join(', ');
}

function fateInWords(all: readonly Lost[]): string {
  const counts = fates.flatMap((fate) => {
    const count = all.filter((one) => one.fate === fate).length;
    return count > 0 ? [{ fate, count }] : [];
  });
  const [only, second] = counts;
  if (only && !second) return `${only.count === 1 ? 'is' : 'are'} ${only.fate}`;
  return `are no more what they were: ${counts.map(({ fate, count }) => `${count} ${fate}`).join(', ')}`;
}

function rulesInWords(all: readonly Lost[]): string {
  const rules = [...new Set(all.map(({ rule }) => rule))];
  return rules.length > 3 ? `${rules.length} rules` : rules.join(', ');
}
