import type { Severity } from './severity.js';

/** A finding as a baseline knows it: no lines and no paths. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
  /** `kind:API_Name`, or `org` where the finding is about the org. */
  readonly app: string;
  readonly verdict: 'fail' | 'open';
  readonly severity: Severity;
  /** Of each list entry at fault a short hash, sorted: with one more the finding is not the same any more. */
  readonly faults?: readonly string[];
}

/** What a run makes of a baseline. */
export interface BaselineUse {
  /** The file, as it was named. */
  readonly file: string;
  /** How many findings it has. */
  readonly findings: number;
  /** Those that are there no more. */
  readonly gone: readonly KnownFinding[];
  /** What the file holds once the run has brought it up to date: without what is gone, and with today's if they are adopted. */
  readonly next: readonly KnownFinding[];
}
