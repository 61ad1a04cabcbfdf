import type { Deadline } from '../model/deadline.js';
import { withProse, type Rule } from '../model/ruleset.js';
import { daysUntil } from './table.js';

/** What of a deadline is told in words. */
export type Dated = Pick<Deadline, 'change' | 'date' | 'release' | 'from' | 'certainty'>;

/** The day, or what Salesforce says instead of one. */
export function dateOf({ date, release, from }: Omit<Dated, 'change' | 'certainty'>): string {
  return date ?? release ?? from;
}

/** `ends on 2027-02-20`, `ends with Summer '27`, `ends today`, `ended on 2027-02-20`; with how sure that is. */
export function endsInWords(deadline: Dated, today: string): string {
  return `${tensed(deadline, daysUntil(deadline.from, today))}${sureness[deadline.certainty]}`;
}

/** The whole sentence: `The device flow ends today`; `New apps cannot be created (this began with Spring '26)`. */
export function sentenceOf(deadline: Dated & Pick<Deadline, 'what'>, today: string): string {
  const when = endsInWords(deadline, today);
  return deadline.change === 'ends'
    ? `${deadline.what} ${when}`
    : `${deadline.what} (this ${when})`;
}

const sureness = {
  stated: '',
  announced: ', as Salesforce has announced',
  reported: ', as is reported',
} as const;

function tensed({ change, ...when }: Dated, days: number): string {
  // Of a release only the month is known, if that.
  if (days === 0 && when.date !== undefined) return `${deadlineWords[change].today} today`;
  return `${days > 0 ? deadlineWords[change].before : deadlineWords[change].since} ${at(when)}`;
}

const deadlineWords = {
  ends: { today: 'ends', before: 'ends', since: 'ended' },
  begins: { today: 'begins', before: 'begins', since: 'began' },
} as const;

function at(when: Pick<Deadline, 'date' | 'release' | 'from'>): string {
  return when.date === undefined ? `with ${when.release ?? when.from}` : `on ${when.date}`;
}

/** The placeholders that a rule with a deadline may have in its texts. */
export const deadlinePlaceholders = ['deadline.date', 'deadline.ends', 'deadline.what'] as const;

/** The rule with the date of its deadline in its texts, as it reads on a day. */
export function withDeadline<T extends Pick<Rule, 'title' | 'finding' | 'message' | 'why' | 'fix'>>(
  rule: T,
  deadline: Deadline,
  today: string,
): T {
  const values = {
    'deadline.date': dateOf(deadline),
    'deadline.ends': endsInWords(deadline, today),
    'deadline.what': deadline.what,
  } as const satisfies Record<(typeof deadlinePlaceholders)[number], string>;
  const filled = (text: string): string =>
    deadlinePlaceholders.reduce((all, name) => all.replaceAll(`\${${name}}`, values[name]), text);
  return withProse(rule, filled);
}
