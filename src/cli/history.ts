import type { Report } from '../report/report.js';
import type { Io } from './io.js';

/**
 * What puts the earlier reports of `--history DIR` beside a report; without the flag it leaves a report as it is. The folder is
 * looked at once, now: what this run writes into it is none of its history. Throws UserError.
 */
export async function historian(
  folder: unknown,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<(report: Report) => Promise<Report>> {
  if (typeof folder !== 'string') return async (report) => report;
  const { historyFiles } = await import('../history/files.js');
  const files = historyFiles(folder, cwd);
  return async (report) => {
    const { withHistory } = await import('../history/history.js');
    return withHistory(report, files, cwd);
  };
}
