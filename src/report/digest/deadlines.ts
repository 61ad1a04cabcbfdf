// What changes on which day, and how many of the apps it concerns use what ends.
import {
  deadlinesOf,
  type ConcernedApp,
  type DeadlineReport,
} from '../../deadlines/deadlines-of.js';
import { daysUntil } from '../../deadlines/severity.js';
import { dateOf, sentenceOf } from '../../deadlines/words.js';
import type { Report } from '../report.js';
import { counted } from '../text/words.js';

export interface DeadlineDigest {
  readonly deadline: DeadlineReport;
  /** `2027-02-20` or `Summer '27`. */
  readonly when: string;
  /** `The OAuth username-password flow ends on 2027-02-20`. */
  readonly sentence: string;
  /** Until the day that is counted with; negative when it has passed. */
  readonly days: number;
  /** The apps, those in use first, those of which nobody knows next. */
  readonly apps: readonly ConcernedApp[];
  /** How many apps and clients use what ends, do not, or may. */
  readonly uses: { readonly inUse: number; readonly unused: number; readonly unknown: number };
  /** What to do; empty where nothing is concerned. */
  readonly action: string;
}

/** What a deadline comes to for a report, the next day first. */
export function deadlineDigests(report: Report): readonly DeadlineDigest[] {
  const today = report.generatedAt.slice(0, 10);
  return deadlinesOf(report).map((deadline) => {
    const users = [...deadline.apps, ...deadline.clients].map(({ inUse }) => inUse);
    const how = (wanted: boolean | null): number => users.filter((one) => one === wanted).length;
    return {
      deadline,
      when: dateOf(deadline),
      sentence: sentenceOf(deadline, today),
      days: daysUntil(deadline.from, today),
      apps: deadline.apps.toSorted((a, b) => rank(a) - rank(b)),
      uses: { inUse: how(true), unused: how(false), unknown: how(null) },
      action: deadline.apps[0]?.action ?? '',
    };
  });
}

function rank({ inUse }: ConcernedApp): number {
  if (inUse === true) return 0;
  return inUse === null ? 1 : 2;
}

/** Whether a deadline concerns anything of the report. */
export function concerning({ deadline: { apps, clients } }: DeadlineDigest): boolean {
  return apps.length + clients.length > 0;
}

/** `3 apps, 1 in use`; `2 apps, use not known`. */
export function deadlineUse({ deadline, uses }: DeadlineDigest): string {
  const { apps, clients } = deadline;
  const parts = [
    ...(apps.length > 0 ? [counted(apps.length, 'app')] : []),
    ...(clients.length > 0 ? [counted(clients.length, 'client')] : []),
  ];
  const total = apps.length + clients.length;
  return `${parts.join(' and ')}, ${deadlineUseText(uses, total)}`;
}

function deadlineUseText({ inUse, unknown }: DeadlineDigest['uses'], total: number): string {
  if (unknown === total) return 'use not known';
  const known = inUse === 0 ? 'none known to be in use' : `${inUse} in use`;
  return unknown > 0 ? `${known}, ${unknown} not known` : inUse === 0 ? 'not in use' : known;
}
