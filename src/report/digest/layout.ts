// How a report for people is laid out: app by app, or rule by rule where there is much to read.
import type { Style } from '../report.js';
import type { Finding } from './findings.js';

/** What `--group-by` takes. */
export const groupings = ['rule', 'app', 'org'] as const;

export type Grouping = (typeof groupings)[number];

/** More findings than these nobody reads app by app. */
const mostByApp = 30;

/** The grouping that was asked for; else by rule where there are many findings. */
export function groupingOf(findings: readonly Finding[], { groupBy }: Style): Grouping {
  return groupBy ?? (findings.length > mostByApp ? 'rule' : 'app');
}
