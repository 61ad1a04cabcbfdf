import type { Severity } from './severity.js';

/** What can become of a finding that a run lost, in the order in which it is told. */
export const fates = [
  'gone',
  'passed',
  'not applicable',
  'undecided',
  'excused',
  'less severe',
  'suppressed',
  'known from the baseline',
  'below the threshold',
] as const;

export type Fate = (typeof fates)[number];

/** Lost findings of one rule that are alike. */
export interface LostCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly fate: Fate;
  readonly findings: number;
  /** The source, where the finding is about its org: then it is one, however many apps share it. */
  readonly source?: string;
}
