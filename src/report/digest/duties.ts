// Who answers for a finding, and until when it is to be dealt with.
import { daysAfter } from '../../model/days.js';
import { historyKey } from '../history.js';
import type { Report, ReportApp } from '../report.js';
import type { Result } from '../verdict.js';

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
