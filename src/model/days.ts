/** Milliseconds of a day. */
export const day = 24 * 60 * 60 * 1000;

/** The day so many days after another one, both YYYY-MM-DD; before it where the count is negative. */
export function daysAfter(date: string, count: number): string {
  return new Date(Date.parse(date) + count * day).toISOString().slice(0, 10);
}
