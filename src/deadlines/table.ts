import { type Deadline, day } from '../model/deadline.js';
import { dates } from './dates.generated.js';
import { milder, type Severity } from '../report/severity.js';

/** The dates of rules/dates.data.yaml, in the order of the file. */
export const allDeadlines: readonly Deadline[] = JSON.parse(dates);

export const deadlineIds: readonly string[] = allDeadlines.map(({ id }) => id);

const deadlinesById = new Map(allDeadlines.map((one) => [one.id, one]));

export function deadlineOf(id: string): Deadline | undefined {
  return deadlinesById.get(id);
}

/** Days from a day to another, both YYYY-MM-DD; negative when it has passed. */
export function daysUntil(date: string, today: string): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / day);
}

/** A date that passed more than a year ago is told no more. */
export function isListed({ from }: Deadline, today: string): boolean {
  return daysUntil(from, today) >= -365;
}

/**
 * How bad it is, on a day, to depend on what ends: information over a year away, low from there to 90 days, then medium; one
 * step worse where it is in use. Undefined where the date says nothing: for what begins, and a year after the end.
 */
export function severityByDate(
  deadline: Deadline,
  today: string,
  isInUse: boolean,
): Severity | undefined {
  if (deadline.change === 'begins' || !isListed(deadline, today)) return undefined;
  const days = daysUntil(deadline.from, today);
  if (days > 365) return 'info';
  return capped(days < 90 ? near[useKind(isInUse)] : far[useKind(isInUse)], deadline);
}

/** The same whatever the day is: what a baseline compares, so that nothing is new because a day has come nearer. */
export function undatedSeverity(deadline: Deadline, isInUse: boolean): Severity | undefined {
  return deadline.change === 'begins' ? undefined : capped(far[useKind(isInUse)], deadline);
}

const far = { used: 'medium', unused: 'low' } as const;
const near = { used: 'high', unused: 'medium' } as const;

function useKind(isInUse: boolean): 'used' | 'unused' {
  return isInUse ? 'used' : 'unused';
}

/** What is not read at Salesforce itself never fails a run by default; what one third party says is a note. */
function capped(severity: Severity, { certainty }: Deadline): Severity {
  if (certainty === 'stated') return severity;
  return milder(severity, certainty === 'announced' ? 'medium' : 'info');
}
