import type { Condition } from './ruleset.js';
import type { SettingValue } from '../settings/settings.js';
import type { SourceReference } from '../report/verdict.js';

/** `stated` on a page of Salesforce · `announced` quoted from its release notes by several · `reported` by one third party. */
export const certainties = ['stated', 'announced', 'reported'] as const;

type Certainty = (typeof certainties)[number];

/** Something that Salesforce ends, or begins to demand, on a day. */
export interface Deadline {
  readonly id: string;
  /** The subject of a sentence that goes on with "ends on …" or "holds from …". */
  readonly what: string;
  readonly change: 'ends' | 'begins';
  /** The day itself, YYYY-MM-DD. */
  readonly date?: string;
  /** What Salesforce says instead of a day: `Summer '27`. */
  readonly release?: string;
  /** The day that is counted with: the day itself, or the first of the month in which the release usually comes. */
  readonly from: string;
  readonly certainty: Certainty;
  readonly source: SourceReference;
  /** Whom it concerns, in a sentence. */
  readonly concerns: string;
  /** Which apps it concerns. */
  readonly about?: Condition;
  /** What shows that an app, or a client of the org, uses what ends. */
  readonly inUse?: Condition;
  /** The values that some settings of the apps concerned have from then on, whatever a guide demands. */
  readonly fixes?: Readonly<Record<string, SettingValue>>;
  /** What to do. */
  readonly action: string;
}

/** Milliseconds of a day. */
export const day = 24 * 60 * 60 * 1000;

/** The day so many days after another one, both YYYY-MM-DD; before it where the count is negative. */
export function daysAfter(date: string, count: number): string {
  return new Date(Date.parse(date) + count * day).toISOString().slice(0, 10);
}
