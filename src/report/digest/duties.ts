// Who answers for a finding, and until when it is to be dealt with.
import { daysAfter } from '../../model/days.js';
import { isMeant } from '../../model/app.js';
import type { Report, ReportApp } from '../report.js';
import type { Result } from '../verdict.js';

export interface Duty {
  /** Whoever the exception names, else the configuration, else the contact of the app; empty where nobody is known. */
  readonly owner: string;
  /** YYYY-MM-DD: the end of the exception, else as the configuration says for the severity; empty where it says nothing. */
  readonly due: string;
}

export function dutyOf(report: Report, result: Result, app: ReportApp | undefined): Duty {
  return { owner: ownerOf(report, result, app), due: dueOf(report, result) };
}

function ownerOf({ owners = [] }: Report, { suppressed }: Result, app?: ReportApp): string {
  if (suppressed?.owner) return suppressed.owner;
  if (!app) return '';
  const named = owners.find((one) => isMeant(app, one));
  if (named) return named.owner;
  const { contactEmail } = app.settings;
  return contactEmail.state === 'known' ? contactEmail.value : '';
}

function dueOf(
  { due = {}, generatedAt }: Report,
  { suppressed, severity, verdict }: Result,
): string {
  if (suppressed) return suppressed.expires ?? '';
  const days = due[severity];
  if (days === undefined || verdict !== 'fail') return '';
  return daysAfter(generatedAt, days);
}
