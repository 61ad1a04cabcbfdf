import { compareLocations, type Location } from '../model/location.js';
import type { LostCount } from './severity.js';

/**
 * What can go wrong with an input, and how much it matters. An `error` makes the audit incomplete (exit code 3),
 * a `warning` may make a verdict wrong, a `note` is kept so that nothing is lost.
 */
export const problemLevels = {
  'unreadable-file': 'error',
  'file-too-large': 'error',
  'empty-file': 'error',
  'not-utf8': 'error',
  'malformed-xml': 'error',
  'wrong-root': 'error',
  'value-too-long': 'error',
  'missing-link': 'error',
  'duplicate-part': 'error',
  'malformed-zip': 'error',
  'zip-entry-refused': 'error',
  'too-many-files': 'error',
  'malformed-project-file': 'error',
  'malformed-certificate': 'warning',
  'unknown-file-suffix': 'warning',
  'org-unreachable': 'error',
  'org-wrong-answer': 'error',
  'org-session-ended': 'error',
  'org-address-rewritten': 'note',
  'org-log-in-refused': 'error',
  'org-deadline': 'error',
  'org-limit-reached': 'error',
  'org-call-refused': 'error',
  'org-object-hidden': 'error',
  'org-column-hidden': 'warning',
  'org-changes-hidden': 'warning',
  'org-column-missing': 'error',
  'org-type-hidden': 'error',
  'org-type-absent': 'warning',
  'org-component-missing': 'error',
  'org-retrieve-message': 'warning',
  'org-retrieve-incomplete': 'error',
  'org-tokens-incomplete': 'error',
  'org-own-tokens-only': 'error',
  'org-own-logins-only': 'error',
  'org-identity-unknown': 'note',
  'org-apps-refused': 'note',
  'org-use-nameless': 'note',
  'org-login-addresses-unknown': 'note',
  'org-oauth-usage-unknown': 'note',
  'org-api-calls-unknown': 'note',
  'org-api-calls-unplaced': 'note',
  'malformed-snapshot': 'error',
  'source-overlaps': 'note',
  'no-apps': 'error',
  'no-such-app': 'note',
  'no-vendor-app': 'error',
  'rule-failed': 'error',
  // A warning where another element is meant: that may be what the author relies on.
  'unknown-element': 'note',
  'unknown-value': 'warning',
  'unknown-scope': 'warning',
  'replaced-at-deployment': 'note',
  'duplicate-element': 'warning',
  'repeated-value': 'note',
  'duplicate-file': 'note',
  'notes-left-out': 'warning',
  'conflicting-org-settings': 'warning',
  'file-in-skipped-folder': 'error',
  'files-left-out': 'warning',
  'file-in-other-folder': 'warning',
  'link-not-followed': 'warning',
  'not-a-file': 'note',
  'evidence-not-read': 'note',
  'handler-not-named': 'note',
  'same-consumer-key': 'note',
  'config-without-effect': 'note',
  'rule-switched-off': 'note',
  'rule-changed': 'note',
  'baseline-findings-gone': 'note',
  'baseline-severity-rose': 'note',
  'baseline-org-refreshed': 'note',
  'baseline-source-unknown': 'note',
  'old-guide': 'note',
  'suppression-expired': 'warning',
  'suppression-unused': 'warning',
  'suppression-ends-soon': 'note',
  milder: 'warning',
  'unchanged-apps': 'note',
  'org-not-audited': 'error',
  'missing-shard': 'error',
  'source-changed': 'error',
  'other-version': 'note',
  'history-left-out': 'note',
} as const satisfies Readonly<Record<string, ProblemLevel>>;

export type ProblemLevel = 'error' | 'warning' | 'note';
export type ProblemKind = keyof typeof problemLevels;

/** Trouble with an input. It travels in the report; trouble with the request is a thrown `UserError` instead. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly level: ProblemLevel;
  readonly message: string;
  readonly location?: Location;
  /** Of what made the audit milder: the caller decided it, by a flag or by naming the revision that it is read from. */
  readonly byCaller?: true;
  /** What the message counts: `merge` adds it up. */
  readonly counts?: ProblemCounts;
}

/** What some problems count of a run, by their kind. */
export type ProblemCounts = MilderCounts | SwitchedOffCounts;

/** Of `milder`. */
export interface MilderCounts {
  readonly what: string;
  readonly lost: readonly LostCount[];
  /** The cause is a threshold: findings are there, and do not fail the run. */
  readonly threshold?: true;
}

/** Of `rule-switched-off`. */
export interface SwitchedOffCounts {
  readonly rules: readonly string[];
  readonly apps: number;
}

/** Makes a problem of a kind, with the level that the kind has. */
export function problem(kind: ProblemKind, message: string, location?: Location): Problem {
  const level = problemLevels[kind];
  return location ? { kind, level, message, location } : { kind, level, message };
}

/** A problem of a kind that is usually none to act on, where it is one. */
export function asWarning(found: Problem): Problem {
  return { ...found, level: 'warning' };
}

/** Problems without repeats of the same one, in the order in which they come. */
export function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}

/** Problems in the order of their places, those without one last: whatever part of a run found them first. */
export function byPlace(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => {
    if (a.location && b.location) return compareLocations(a.location, b.location);
    return Number(!a.location) - Number(!b.location);
  });
}
