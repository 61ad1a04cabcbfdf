import type { Severity } from './severity.js';

/** A source as a baseline knows it. */
export interface KnownSource {
  /** The source as it was named: a path, or `org/ALIAS`. */
  readonly source: string;
  /** Of an org: a name made of its id that does not tell it. */
  readonly org?: string;
  /** Of an org: the host that calls went to. */
  readonly host?: string;
}

/** A finding as a baseline knows it: no lines and no values. */
export interface KnownFinding extends KnownSource {
  readonly fingerprint: string;
  readonly rule: string;
  /** `kind:API_Name`, or `org` where the finding is about the org. */
  readonly app: string;
  /** The folder of the app inside its source; absent where the finding is about the org, and in version 1. */
  readonly folder?: string;
  readonly verdict: 'fail' | 'open';
  readonly severity: Severity;
  /** The severity whatever the day is, where `severity` depends on the day: a rise by the date alone is no new finding. */
  readonly undatedSeverity?: Severity;
  /** Of each list entry at fault a short hash, sorted: with one more the finding is not the same any more. */
  readonly faults?: readonly string[];
  /** The settings it is about, where one rule has several findings about one app. */
  readonly settings?: readonly string[];
  /** The rule whose finding told this one when the baseline was written. */
  readonly echo?: string;
}

/** What a baseline file holds. */
export interface Baseline {
  /** Version 1 does not know of which source a finding is. */
  readonly version: '1' | '2';
  /** The sources that were read, also those without findings. */
  readonly sources: readonly KnownSource[];
  readonly findings: readonly KnownFinding[];
}

/** What is known where there is no baseline yet. */
export const emptyBaseline: Baseline = { version: '2', sources: [], findings: [] };

/** What a run makes of a baseline. */
export interface BaselineUse {
  /** The file, as it was named. */
  readonly file: string;
  readonly version: Baseline['version'];
  /** How many findings it has. */
  readonly findings: number;
  /** Those that are no longer there. */
  readonly gone: readonly GoneFinding[];
  /** Those about an org that this run did not find among some of its apps: the other apps may have them. */
  readonly unsettled: readonly GoneFinding[];
  /** Those that only became more severe by the day. */
  readonly rose: readonly RisenFinding[];
  /** Sources of the run of which it has nothing, and sources that only it has. */
  readonly sources: UnmatchedSources;
  /** What the file holds once the run has brought it up to date: without what is gone, and with today's if they are adopted. */
  readonly next: Baseline;
}

/** A known finding, of today, with the severity that it had. */
export interface RisenFinding {
  readonly rule: string;
  /** As results name it. */
  readonly app: string;
  readonly fingerprint: string;
  readonly was: Severity;
  readonly severity: Severity;
}

export interface UnmatchedSources {
  readonly unknown: readonly string[];
  readonly absent: readonly string[];
}

export type GoneFinding = Pick<KnownFinding, 'rule' | 'app' | 'source' | 'folder' | 'fingerprint'>;
