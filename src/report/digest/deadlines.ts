// What changes on which day, and how many of the apps it concerns use what ends.
import {
  deadlinesOf,
  type ConcernedApp,
  type DeadlineReport,
} from '../../deadlines/deadlines-of.js';
import { daysUntil } from '../../deadlines/table.js';
import { dateOf, sentenceOf } from '../../deadlines/words.js';
import type { Report, ReportApp } from '../report.js';
import { counted } from '../text/words.js';
import { daysAfter } from '../../model/deadline.js';
import { historyKey } from '../history.js';
import type { Result } from '../verdict.js';

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

// Who answers for a finding, and until when it is to be dealt with.

export interface Duty {
  /** Whoever the exception names, else the configuration, else the contact of the app; empty where nobody is known. */
  readonly owner: string;
  /**
   * YYYY-MM-DD: the end of the exception, else as many days after the finding was first seen as the configuration says for its
   * severity; empty where it says nothing.
   */
  readonly due: string;
}

/** What a report that was read says of a result holds; else it is worked out. */
export function dutyOf(report: Report, result: Result, app: ReportApp | undefined): Duty {
  return {
    owner: result.owner ?? ownerOf(result, app),
    due: result.due ?? dueOf(report, result, app),
  };
}

function ownerOf({ suppressed, about }: Result, app?: ReportApp): string {
  if (suppressed?.owner) return suppressed.owner;
  // What is about the org is no matter of one app's owner.
  if (!app || about === 'org') return '';
  if (app.owner !== undefined) return app.owner;
  const { contactEmail } = app.settings;
  return contactEmail.state === 'known' ? contactEmail.value : '';
}

/** The day of the first report that has a finding; undefined where no earlier reports were asked for. */
export function sinceOf(
  { history, generatedAt }: Report,
  { since, fingerprint, verdict }: Result,
  app: ReportApp | undefined,
): string | undefined {
  if (since !== undefined || !history || verdict !== 'fail') return since;
  return history.since.get(historyKey(app?.source ?? '', fingerprint)) ?? generatedAt.slice(0, 10);
}

function dueOf(report: Report, result: Result, app: ReportApp | undefined): string {
  const { due = {}, generatedAt } = report;
  const { suppressed, severity, verdict } = result;
  if (suppressed) return suppressed.expires ?? '';
  const days = due[severity];
  if (days === undefined || verdict !== 'fail') return '';
  return daysAfter(sinceOf(report, result, app) ?? generatedAt, days);
}
