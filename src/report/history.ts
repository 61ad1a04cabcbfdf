import type { AppKind } from '../model/metadata-types.js';
import type { Severity } from './severity.js';

/** What earlier reports say of the sources of a run. */
export interface History {
  /** What was found on which day, the oldest first, this run last; empty where the run is about a part only. */
  readonly trend: readonly TrendPoint[];
  /** The day of the first report that has a finding: see `findingKey`. */
  readonly since: ReadonlyMap<string, string>;
  /** The day of the first report that has an app, by its id in this run. */
  readonly appsSince: ReadonlyMap<string, string>;
  /** The day of the latest earlier report; absent where there is none. */
  readonly before?: string;
  /** How many findings the latest earlier report of their source did not have, or had alone. */
  readonly findings: { readonly added: number; readonly gone: number };
  /** Apps that the latest earlier report of their source did not have. */
  readonly added: readonly HistoricApp[];
  /** Apps that it had, and that are not there any more. */
  readonly gone: readonly HistoricApp[];
  /** The reports that were left out, and what this run is not compared in: a sentence each. */
  readonly leftOut: readonly string[];
}

/** What was found on a day, in the sources that this run read. */
export interface TrendPoint {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly apps: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** What keeps it from being compared with the others: `without org/emea`. */
  readonly notes: readonly string[];
}

export interface HistoricApp {
  readonly kind: AppKind;
  readonly apiName: string;
  readonly label: string;
  /** The id of the source in this run. */
  readonly source: string;
  /** The day of the report that is compared with. */
  readonly before: string;
}

/** What a finding is known by from report to report: its fingerprint, and the id of its source in this run. */
export function historyKey(source: string, fingerprint: string): string {
  return `${fingerprint} ${source}`;
}
