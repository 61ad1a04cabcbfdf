import type { Deadline } from '../model/deadline.js';
import { dates } from './dates.generated.js';

/** The dates of rules/dates.data.yaml, in the order of the file. */
export const allDeadlines: readonly Deadline[] = JSON.parse(dates);

export const deadlineIds: readonly string[] = allDeadlines.map(({ id }) => id);

const deadlinesById = new Map(allDeadlines.map((one) => [one.id, one]));

export function deadlineOf(id: string): Deadline | undefined {
  return deadlinesById.get(id);
}
