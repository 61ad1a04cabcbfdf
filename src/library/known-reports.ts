import type { Report as FullReport } from '../report/report.js';
import type { Report } from './report.js';

/** What a report was made of. */
export interface KnownReport {
  readonly full: FullReport;
  /** The same with the edits that `fix` would make. */
  readonly suggested: () => Promise<FullReport>;
}

interface Remembered extends KnownReport {
  /** The report as it was handed out, to see whether the caller has changed it since. */
  readonly text: string;
}

const remembered = new WeakMap<Report, Remembered>();

/** Remembers what a report was made of, for as long as somebody holds it. */
export function remember(report: Report, known: KnownReport): void {
  remembered.set(report, { ...known, text: JSON.stringify(report) });
}

/** What a report was made of; undefined for one that was read from a file, or changed. */
export function knownOf(report: Report): KnownReport | undefined {
  const known = remembered.get(report);
  return known?.text === JSON.stringify(report) ? known : undefined;
}
